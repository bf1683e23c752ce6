"""When snapshots of each VM were taken in the last days, for a small picture."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.model.snapshot import Snapshot, SnapshotState

DAYS = 7
_SPAN = timedelta(days=DAYS)


@dataclass(frozen=True, slots=True)
class Mark:
    """One snapshot; `at` from 0 (DAYS ago) to 1 (now)."""

    at: float
    normal: bool


class VmHistory:
    """Snapshots are put in order by VM only when the first is asked for: there may be tens of
    thousands, and a table asks for the few VMs that it paints."""

    def __init__(self) -> None:
        self._all: tuple[Snapshot, ...] = ()
        self._of: dict[str, list[Snapshot]] | None = None

    def show_snapshots(self, snapshots: tuple[Snapshot, ...]) -> bool:
        """Whether they may be others than before."""
        if snapshots is self._all:
            return False
        self._all, self._of = snapshots, None
        return True

    def marks(self, vm: str, now: datetime | None = None) -> tuple[Mark, ...]:
        """In the order of the snapshots."""
        if self._of is None:
            found: defaultdict[str, list[Snapshot]] = defaultdict(list)
            for one in self._all:
                found[one.vm].append(one)
            self._of = dict(found)
        now = now or datetime.now(UTC)
        return tuple(
            Mark(min(1.0, 1 - (now - one.created) / _SPAN), one.state is SnapshotState.NORMAL)
            for one in self._of.get(vm, ())
            if now - one.created <= _SPAN
        )

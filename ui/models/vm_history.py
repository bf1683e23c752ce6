"""When snapshots of each VM were taken in the last days, for a small picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.model.snapshot import Snapshot, SnapshotState

DAYS = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """One snapshot; `at` from 0 (DAYS ago) to 1 (now)."""

    at: float
    normal: bool


class VmHistory:
    """Looked through once for each new set of snapshots: a table asks for every cell it paints."""

    def __init__(self) -> None:
        self._of: tuple[Snapshot, ...] = ()
        self._taken: dict[str, list[tuple[datetime, bool]]] = {}

    def show_snapshots(self, snapshots: tuple[Snapshot, ...]) -> bool:
        """Whether they are others than before."""
        if snapshots is self._of:
            return False
        self._of = snapshots
        before, self._taken = self._taken, _grouped(snapshots)
        return before != self._taken

    def marks(self, vm: str, now: datetime | None = None) -> tuple[Mark, ...]:
        """Oldest first."""
        now = now or datetime.now(UTC)
        span = timedelta(days=DAYS)
        found = (
            Mark(min(1.0, 1 - (now - created) / span), normal)
            for created, normal in self._taken.get(vm, ())
            if now - created <= span
        )
        return tuple(found)


def _grouped(snapshots: Iterable[Snapshot]) -> dict[str, list[tuple[datetime, bool]]]:
    found: defaultdict[str, list[tuple[datetime, bool]]] = defaultdict(list)
    for one in snapshots:
        found[one.vm].append((one.created, one.state is SnapshotState.NORMAL))
    for taken in found.values():
        taken.sort()
    return dict(found)

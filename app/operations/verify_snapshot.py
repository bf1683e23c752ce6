"""Verifies snapshots: both PMs read every byte of them again, at the same time."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused, TwinpointError
from app.machines.pair import Pair
from app.machines.strict import BadAnswer
from app.model.machine import Side
from app.model.problems import Busy, CopyDamaged, DamagedOnBoth, Problem, Unexplained
from app.model.snapshot import CopyState, Snapshot
from app.operations.both_at_once import both_at_once
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.operations.read_again import read_again
from app.rules.system_view import system_state


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. `damaged` is what is wrong with each PM's copy, indexed by Side; `unseen` is
    why a PM could not read its own; `differ` is whether the PMs hold two manifests."""

    snapshot: Snapshot
    damaged: tuple[tuple[Problem, ...], tuple[Problem, ...]]
    unseen: tuple[Problem | None, Problem | None] = (None, None)
    differ: bool = False

    @property
    def sound(self) -> bool:
        return not (any(self.damaged) or any(self.unseen) or self.differ)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of it, once, with a word on what cannot be healed."""
        found: list[Problem] = []
        if all(self.damaged):
            found.append(DamagedOnBoth(self.snapshot.vm_name, self.snapshot.name))
        for side in Side:
            found += self.damaged[side]
            unseen = self.unseen[side]
            if unseen is not None:
                found.append(unseen)
        if self.differ:
            found.append(CopyDamaged("", f"manifests of {self.snapshot.id} differ"))
        return tuple(dict.fromkeys(found))

    @property
    def sound_side(self) -> Side | None:
        """The PM whose copy can replace the other's, if exactly one copy is damaged."""
        for side in Side:
            whole = not self.damaged[side] and self.unseen[side] is None
            if whole and self.damaged[side.other]:
                return side
        return None


@dataclass(frozen=True, slots=True)
class VerifySnapshot:
    """One snapshot after the other. A PM remembers what it found damaged until that was healed or
    found sound; nothing else is changed."""

    pair: Pair
    snapshots: tuple[str, ...]  # ids

    def run(self, report: Report, cancel: CancelToken) -> tuple[Verified, ...]:
        """Reports BytesRead. Raises Cancelled, and Refused for a snapshot that is not there or is
        being written just now."""
        views = look_at_both(self.pair)
        state = system_state(self.pair.system, views)
        known = {snapshot.id: snapshot for snapshot in state.snapshots}
        chosen = []
        for identity in self.snapshots:
            snapshot = known.get(identity)
            if snapshot is None:
                away = [m.problem for m in state.machines if m.problem is not None]
                raise Refused(away or Unexplained("", f"no snapshot {identity}"))
            run = snapshot.run
            if CopyState.PENDING in snapshot.copies and run is not None and not run.ended:
                raise Refused(
                    Busy(snapshot.vm_name, "snapshot", run.owner, run.started.isoformat())
                )
            chosen.append(snapshot)
        return tuple(self._verify(snapshot, report, cancel) for snapshot in chosen)

    def _verify(self, snapshot: Snapshot, report: Report, cancel: CancelToken) -> Verified:
        def look(side: Side, tell: Report) -> tuple[tuple[Problem, ...], Problem | None]:
            link = self.pair.machine(side)
            wish = {"vm": snapshot.vm, "snapshot": snapshot.id}
            try:
                return read_again(link, "verify", wish, tell, cancel), None
            except TwinpointError as error:
                return (), error.problems[0]
            except BadAnswer as error:
                return (), Unexplained(link.name, str(error))

        cancel.check()
        first, second = both_at_once(look, report)
        cancel.check()
        return Verified(
            snapshot,
            (first[0], second[0]),
            (first[1], second[1]),
            self._differ(snapshot.id),
        )

    def _differ(self, identity: str) -> bool:
        hashes = {
            copy.manifest_hash
            for view in look_at_both(self.pair)
            if view.facts is not None
            for vm in view.facts.vms
            for copy in vm.copies
            if copy.id == identity and copy.manifest is not None
        }
        return len(hashes) > 1

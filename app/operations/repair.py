"""Clears away what dead runs left on both PMs, takes up replications that wait, and heals what is
known to be damaged."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import TwinpointError, Unreachable
from app.machines.pair import Pair
from app.machines.strict import BadAnswer, a_list
from app.model.machine import Side
from app.model.problems import DamagedOnBoth, Problem, Unexplained
from app.model.snapshot import CopyState, Snapshot
from app.operations.heal_snapshot import HealSnapshot, healing_source
from app.operations.look_at_system import facts_of, look_at_both
from app.operations.operation import CancelToken, Report
from app.rules.system_view import system_state

LONGEST_LINE = 1000  # characters


@dataclass(frozen=True, slots=True)
class Repaired:
    """`done` is what was done by PM, in the PM's own words; `left` is what stays damaged, and
    why."""

    done: tuple[tuple[str, tuple[str, ...]], ...]
    healed: tuple[Snapshot, ...] = ()
    left: tuple[tuple[Snapshot, tuple[Problem, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """Living runs are left alone."""

    pair: Pair

    def run(self, report: Report, cancel: CancelToken) -> Repaired:
        """Raises Refused, Unreachable or Cancelled."""
        done = []
        for side in Side:
            cancel.check()
            link = self.pair.machine(side)
            facts_of(link, side)  # so that it goes by its own name
            answer = link.jobs.ask("repair", {}, 300.0)
            try:
                lines = a_list(answer.get("done"), "done")
            except BadAnswer as error:
                raise Unreachable(Unexplained(link.name, str(error))) from error
            done.append((link.name, tuple(str(line)[:LONGEST_LINE] for line in lines)))
        healed: list[Snapshot] = []
        left: list[tuple[Snapshot, tuple[Problem, ...]]] = []
        for snapshot in system_state(self.pair.system, look_at_both(self.pair)).snapshots:
            if CopyState.DAMAGED not in snapshot.copies:
                continue
            problems = self._heal(snapshot, report, cancel)
            if problems:
                left.append((snapshot, problems))
            else:
                healed.append(snapshot)
        return Repaired(tuple(done), tuple(healed), tuple(left))

    def _heal(self, snapshot: Snapshot, report: Report, cancel: CancelToken) -> tuple[Problem, ...]:
        """Why it could not be healed; () if it was."""
        source = healing_source(snapshot)
        if source is None:
            if snapshot.copies == (CopyState.DAMAGED, CopyState.DAMAGED):
                return (DamagedOnBoth(snapshot.vm_name, snapshot.name), *snapshot.problems)
            return snapshot.problems
        try:
            HealSnapshot(self.pair, snapshot, source).run(report, cancel)
        except TwinpointError as error:
            return error.problems
        return ()

"""Deletes snapshots: both PMs merge what builds on them, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Failed, Refused, Unreachable
from app.machines.pair import Answer, MachineLink, Pair
from app.machines.strict import BadAnswer, a_list, an_object, size, truth, uuid
from app.model.machine import Side
from app.model.problems import (
    MachineUnreachable,
    NoSuchSnapshot,
    Problem,
    Unexplained,
    problem_from_wire,
)
from app.model.snapshot import Activity, DeletionForecast, DeletionOutcome, Snapshot
from app.model.state import SystemState
from app.operations.events import RunAccepted
from app.operations.job_follower import JobFollower
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.operations.start_job import start_job
from app.operations.who import this_user
from app.rules.deletion_rules import deleting_side, may_delete
from app.rules.system_view import system_state
from app.rules.verdict import Forbidden

START_TIMEOUT = 120.0  # seconds
MOST = 100_000  # snapshots of a VM


@dataclass(frozen=True, slots=True)
class ForecastDeletion:
    """What deleting would need and free, asked of the PM that would begin with it."""

    pair: Pair
    snapshots: tuple[str, ...]  # ids

    def run(self, report: Report, cancel: CancelToken) -> tuple[DeletionForecast, ...]:
        """One for each VM. Raises Refused, Unreachable or Cancelled."""
        cancel.check()
        state = system_state(self.pair.system, look_at_both(self.pair))
        found = []
        for side, snapshots in _by_vm(state, self.snapshots):
            cancel.check()
            link = self.pair.machine(side)
            answer = link.jobs.ask("deletion", _wish(snapshots), START_TIMEOUT)
            try:
                found.append(_forecast(answer, snapshots[0].vm, link.name))
            except BadAnswer as error:
                raise Unreachable(Unexplained(link.name, str(error))) from error
        return tuple(found)


@dataclass(frozen=True, slots=True)
class DeleteSnapshots:
    """VM by VM. Cancelling ends what is at hand, and leaves the others as they were. From
    RunAccepted on the PM sees to it; `wait=False` ends there for each VM."""

    pair: Pair
    snapshots: tuple[str, ...]  # ids
    wait: bool = True
    tell: Callable[[DeletionOutcome], None] = lambda _: None  # each, whatever becomes of the next

    def run(self, report: Report, cancel: CancelToken) -> tuple[DeletionOutcome, ...]:
        """One for each VM that was waited for. Raises Refused (nothing was touched), Failed (also
        for what is refused once a job has begun), Cancelled (nothing of this VM was deleted) or
        Unreachable."""
        cancel.check()
        state = system_state(self.pair.system, look_at_both(self.pair))
        begun: list[str] = []
        outcomes = []
        for side, snapshots in _by_vm(state, self.snapshots):
            cancel.check()
            link = self.pair.machine(side)
            wish = {**_wish(snapshots), "by": this_user()}
            try:
                job = start_job(
                    link, side, Activity.MERGE, wish, state, cancel, begun=begun, verb="delete"
                )
                begun.append(job)
                report(RunAccepted(job, snapshots[0].id))
                if self.wait:
                    outcomes.append(_follow(link, job, snapshots[0].vm, report, cancel))
                    self.tell(outcomes[-1])
            except Refused as error:
                if not begun:
                    raise
                raise Failed(error.problems, details=error.details) from error
        return tuple(outcomes)


def _by_vm(state: SystemState, wanted: tuple[str, ...]) -> list[tuple[Side, tuple[Snapshot, ...]]]:
    """The snapshots of each VM, with the PM that begins. Raises Refused."""
    known = {snapshot.id: snapshot for snapshot in state.snapshots}
    chosen: dict[str, list[Snapshot]] = {}
    for identity in dict.fromkeys(wanted):
        snapshot = known.get(identity)
        if snapshot is None:
            away: list[Problem] = [m.problem for m in state.machines if m.problem is not None]
            raise Refused(away or NoSuchSnapshot(identity))
        chosen.setdefault(snapshot.vm, []).append(snapshot)
    verdict = may_delete(state, [each for vm in chosen.values() for each in vm])
    if isinstance(verdict, Forbidden):
        raise Refused(verdict.problems)
    found = []
    for snapshots in chosen.values():
        side = deleting_side(state, snapshots)
        if side is not None:
            found.append((side, tuple(snapshots)))
            continue
        for each in snapshots:  # some on one PM alone, others on the other alone
            alone = deleting_side(state, [each])
            if alone is None:
                raise Refused([m.problem or MachineUnreachable(m.name) for m in state.machines])
            found.append((alone, (each,)))
    return found


def _wish(snapshots: tuple[Snapshot, ...]) -> Answer:
    return {
        "vm": snapshots[0].vm,
        "vm_name": snapshots[0].vm_name,
        "snapshots": [each.id for each in snapshots],
    }


def _follow(
    link: MachineLink, job: str, vm: str, report: Report, cancel: CancelToken
) -> DeletionOutcome:
    merged: list[Answer] = []

    def take(name: str, line: Answer) -> DeletionOutcome | None:
        if name == "merged":
            merged.append(line)
        elif name == "waiting":
            return _outcome(vm, merged[-1] if merged else {}, follower.problem(line))
        return None

    def done(line: Answer) -> DeletionOutcome:
        return _outcome(vm, an_object(line.get("result", {}), "result"), None)

    follower = JobFollower(link, job, report, done=done, take=take)
    return follower.follow(cancel)


def _outcome(vm: str, line: Answer, waiting: Problem | None) -> DeletionOutcome:
    deleted = a_list(line.get("deleted", []), "deleted", MOST)
    return DeletionOutcome(
        vm=vm,
        deleted=tuple(uuid({"deleted": each}, "deleted") for each in deleted),
        freed=size(line, "freed", 0),
        waiting=waiting,
    )


def _forecast(line: Answer, vm: str, pm: str) -> DeletionForecast:
    problems = []
    for each in a_list(line.get("problems"), "problems"):
        wire = an_object(each, "problem")
        problems.append(problem_from_wire(wire.get("code"), wire.get("fields"), pm))
    return DeletionForecast(
        vm=vm,
        needs=size(line, "needs"),
        frees=size(line, "frees"),
        holds_vm=truth(line, "newest"),
        problems=tuple(problems),
    )

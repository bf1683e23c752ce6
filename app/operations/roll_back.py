"""Puts a stopped VM back to a snapshot of it, with a safety snapshot of the present state first."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused, Unreachable
from app.machines.pair import Answer, Pair
from app.machines.strict import BadAnswer, an_object
from app.model.problems import NoSuchVm, Problem, Unexplained
from app.model.snapshot import Activity, Snapshot, SnapshotRequest, SnapshotState, Step
from app.model.state import SystemState
from app.model.vm import Vm
from app.model.vm_problems import SafetyNotWhole, SnapshotNotHere
from app.model.vm_requests import RollBackRequest, RolledBack
from app.operations.create_snapshot import CreateSnapshot
from app.operations.events import Event, RunAccepted, StepStarted, Warned
from app.operations.job_follower import follow_job
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.operations.start_job import start_job
from app.operations.who import this_user
from app.rules.snapshot_rules import NAME_LIMIT, default_excluded
from app.rules.snapshot_uses import may_roll_back
from app.rules.system_view import system_state
from app.rules.verdict import Forbidden

STAMPS_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class RollBack:
    """From RunAccepted on the job belongs to the PM: the volumes are then all those of the
    snapshot, or all as they were. Newer snapshots are kept. `wait=False` ends there, and
    returns None; the safety snapshot is waited for in any case."""

    pair: Pair
    request: RollBackRequest
    wait: bool = True

    def run(self, report: Report, cancel: CancelToken) -> RolledBack | None:
        """Raises Refused (nothing was touched; a safety snapshot may have been taken), Failed,
        Cancelled or Unreachable."""
        report(StepStarted(Step.CHECK))
        cancel.check()
        state = system_state(self.pair.system, look_at_both(self.pair))
        vm, snapshot = self._checked(state)
        link = self.pair.machine(vm.primary)
        safety, stamps = None, None
        if self.request.safety:
            asked = {"vm": vm.uuid, "snapshot": snapshot.id}
            answer = link.jobs.ask("volume-stamps", asked, STAMPS_TIMEOUT)
            try:
                stamps = an_object(answer.get("stamps"), "stamps")
            except BadAnswer as error:
                raise Unreachable(Unexplained(link.name, str(error))) from error
            safety = self._safety(vm, snapshot, report, cancel)
        cancel.check()
        wish = {
            "vm": vm.uuid,
            "vm_name": vm.name,
            "snapshot": snapshot.id,
            "stamps": stamps,
            "by": this_user(),
            "copy_limit": self.pair.system.copy_limit,
        }
        job = start_job(link, vm.primary, Activity.ROLL_BACK, wish, state, cancel)
        report(RunAccepted(job, snapshot.id))
        if not self.wait:
            return None
        warnings: list[Problem] = []

        def noted(event: Event) -> None:
            if isinstance(event, Warned):
                warnings.append(event.problem)
            report(event)

        result = follow_job(link, job, noted, cancel)
        return RolledBack(
            vm.uuid,
            snapshot.id,
            _targets(result, "replaced"),
            _targets(result, "untouched"),
            safety,
            tuple(warnings),
        )

    def _checked(self, state: SystemState) -> tuple[Vm, Snapshot]:
        unseen = [m.problem for m in state.machines if m.problem is not None]
        vm = state.vm(self.request.vm)
        if vm is None:
            raise Refused(unseen or NoSuchVm(self.request.vm))
        snapshot = next(
            (s for s in state.snapshots_of(vm.uuid) if s.id == self.request.snapshot), None
        )
        if snapshot is None:
            pm = state.machine(vm.primary).name
            raise Refused(unseen or SnapshotNotHere(pm, self.request.snapshot))
        verdict = may_roll_back(state, snapshot)
        if isinstance(verdict, Forbidden):
            raise Refused(verdict.problems)
        return vm, snapshot

    def _safety(self, vm: Vm, snapshot: Snapshot, report: Report, cancel: CancelToken) -> str:
        """The id of a snapshot of all volumes as they are now, whole on both PMs."""
        name = self.request.safety_name or _safety_name(vm, snapshot)
        request = SnapshotRequest(
            vm=vm.uuid,
            name=name,
            excluded=frozenset(default_excluded(vm)),
        )
        outcome = CreateSnapshot(self.pair, request).run(report, cancel)
        assert outcome is not None  # it was waited for
        if outcome.state is not SnapshotState.NORMAL:
            raise Refused(SafetyNotWhole(vm.name, outcome.snapshot))
        return outcome.snapshot


def _safety_name(vm: Vm, snapshot: Snapshot) -> str:
    """What the snapshot of the present state is called, unless somebody says otherwise."""
    return f"{vm.name} before roll back to {snapshot.name}"[:NAME_LIMIT]


def _targets(result: Answer, name: str) -> tuple[str, ...]:
    value = result.get(name)
    return tuple(str(each) for each in value) if isinstance(value, list) else ()

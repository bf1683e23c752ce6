"""Takes a snapshot of a VM: checks with fresh facts, starts the run on the primary, follows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused, Unreachable
from app.machines.pair import Pair
from app.machines.strict import BadAnswer, uuid
from app.model.machine import Side
from app.model.problems import MachineUnreachable, NoSuchVm, Problem, Unexplained
from app.model.snapshot import Run, SnapshotOutcome, SnapshotRequest, Step
from app.model.state import SystemState
from app.model.vm import Vm
from app.operations.events import RunAccepted, StepStarted
from app.operations.look_at_system import facts_of, look_at_both
from app.operations.operation import CancelToken, Report
from app.operations.run_follower import RunFollower
from app.operations.who import this_user
from app.rules.snapshot_rules import may_snapshot, request_problems
from app.rules.system_view import system_state
from app.rules.verdict import Forbidden, machine_problems

START_TIMEOUT = 120.0  # seconds; both PMs check and take their locks meanwhile
SEARCHES = (1.0, 2.0, 5.0, 10.0)  # seconds before each look for a run that may have begun


@dataclass(frozen=True, slots=True)
class CreateSnapshot:
    """From RunAccepted on the run belongs to the primary PM. `wait=False` ends there, and returns
    None."""

    pair: Pair
    request: SnapshotRequest
    wait: bool = True
    seen: SystemState | None = None  # a look at both PMs just taken, in place of one more

    def run(self, report: Report, cancel: CancelToken) -> SnapshotOutcome | None:
        """Raises Refused (nothing was touched), Failed, Cancelled or Unreachable."""
        report(StepStarted(Step.CHECK))
        cancel.check()
        state = self.seen or system_state(self.pair.system, look_at_both(self.pair))
        vm = self._checked(state)
        cancel.check()
        job, snapshot = self._start(vm, state, cancel)
        report(RunAccepted(job, snapshot))
        if not self.wait:
            return None
        link = self.pair.machine(vm.primary)
        return RunFollower(link, vm.primary, job, snapshot, report).follow(cancel)

    def _checked(self, state: SystemState) -> Vm:
        problems: list[Problem] = []
        vm = state.vm(self.request.vm)
        if vm is None:
            for machine in state.machines:
                problems += machine_problems(machine)
            raise Refused(problems or NoSuchVm(self.request.vm))
        verdict = may_snapshot(state, vm)
        if isinstance(verdict, Forbidden):
            problems += verdict.problems
        problems += request_problems(vm, self.request)
        if problems:
            raise Refused(tuple(dict.fromkeys(problems)))
        return vm

    def _start(self, vm: Vm, before: SystemState, cancel: CancelToken) -> tuple[str, str]:
        """The job and the snapshot."""
        link, asked, system = self.pair.machine(vm.primary), self.request, self.pair.system
        wish = {
            "vm": vm.uuid,
            "vm_name": vm.name,
            "name": asked.name,
            "description": asked.description,
            "excluded": sorted(asked.excluded),
            "require_application": asked.require_application,
            "hold_freeze": asked.hold_freeze,
            "by": this_user(),
            "copy_limit": system.copy_limit,
            "replicate_limit": system.replicate_limit,
        }
        try:
            answer = link.jobs.ask("start", wish, START_TIMEOUT)
            return uuid(answer, "job"), uuid(answer, "snapshot")
        except BadAnswer as error:
            raise Unreachable(Unexplained(link.name, str(error))) from error
        except Unreachable as error:
            if not isinstance(error.problems[0], MachineUnreachable):
                raise
            # The link went while we waited for the answer: the run may have begun.
            run = self._search(vm.primary, vm, before, cancel)
            if run is None:
                raise
            return run.job, run.snapshot

    def _search(self, side: Side, vm: Vm, before: SystemState, cancel: CancelToken) -> Run | None:
        known = {run.job for run in before.runs}
        for delay in SEARCHES:
            cancel.wait(delay)
            facts = facts_of(self.pair.machine(side), side)
            for run in getattr(facts, "runs", ()):
                if run.vm == vm.uuid and run.job not in known and run.owner == this_user():
                    found: Run = run
                    return found
        return None

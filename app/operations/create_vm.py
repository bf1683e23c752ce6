"""Makes a VM of a snapshot: checks with fresh facts, starts the job on a PM, follows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused, Unreachable
from app.machines.pair import Answer, Pair
from app.machines.strict import BadAnswer, text, uuid
from app.model.machine import Side
from app.model.problems import Problem, Unexplained
from app.model.snapshot import Activity, Snapshot, Step
from app.model.state import SystemState
from app.model.vm_problems import SnapshotNotHere
from app.model.vm_requests import NewVm, NewVmRequest
from app.operations.events import Event, RunAccepted, StepStarted, Warned
from app.operations.job_follower import follow_job
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.operations.start_job import start_job
from app.operations.who import this_user
from app.rules.snapshot_uses import may_create_vm
from app.rules.system_view import system_state
from app.rules.verdict import Forbidden
from app.rules.vm_rules import default_side, new_vm_problems


@dataclass(frozen=True, slots=True)
class CreateVm:
    """From RunAccepted on the job belongs to the PM: it ends with a VM, or leaves nothing.
    `wait=False` ends there, and returns None."""

    pair: Pair
    request: NewVmRequest
    wait: bool = True

    def run(self, report: Report, cancel: CancelToken) -> NewVm | None:
        """Raises Refused (nothing was touched), Failed, Cancelled or Unreachable."""
        report(StepStarted(Step.CHECK))
        cancel.check()
        state = system_state(self.pair.system, look_at_both(self.pair))
        snapshot = self._checked(state)
        side = self.request.side
        if side is None:
            side = default_side(state, snapshot)
        cancel.check()
        link = self.pair.machine(side)
        job = start_job(link, side, Activity.CREATE_VM, self._wish(snapshot), state, cancel)
        report(RunAccepted(job, snapshot.id))
        if not self.wait:
            return None
        warnings: list[Problem] = []

        def noted(event: Event) -> None:
            if isinstance(event, Warned):
                warnings.append(event.problem)
            report(event)

        result = follow_job(link, job, noted, cancel)
        try:
            return _new_vm(result, side, tuple(warnings))
        except BadAnswer as error:
            raise Unreachable(Unexplained(link.name, str(error))) from error

    def _checked(self, state: SystemState) -> Snapshot:
        asked = self.request
        snapshot = next((s for s in state.snapshots if s.id == asked.snapshot), None)
        if snapshot is None:
            unseen = [m.problem for m in state.machines if m.problem is not None]
            raise Refused(unseen or SnapshotNotHere("", asked.snapshot))
        problems: list[Problem] = []
        verdict = may_create_vm(state, snapshot, asked.side)
        if isinstance(verdict, Forbidden):
            problems += verdict.problems
        problems += new_vm_problems(state, snapshot, asked)
        if problems:
            raise Refused(tuple(dict.fromkeys(problems)))
        return snapshot

    def _wish(self, snapshot: Snapshot) -> Answer:
        asked = self.request
        return {
            "vm": snapshot.vm,
            "vm_name": snapshot.vm_name,
            "snapshot": snapshot.id,
            "name": asked.name,
            "excluded": sorted(asked.excluded),
            "folder": asked.folder,
            "memory": asked.memory,
            "processors": asked.processors,
            "start": asked.start,
            "by": this_user(),
            "copy_limit": self.pair.system.copy_limit,
        }


def _new_vm(result: Answer, side: Side, warnings: tuple[Problem, ...]) -> NewVm:
    volumes = result.get("volumes", [])
    if not isinstance(volumes, list) or not all(isinstance(each, dict) for each in volumes):
        raise BadAnswer("volumes: not a list of objects")
    return NewVm(
        uuid=uuid(result, "vm"),
        name=text(result, "name"),
        side=side,
        defined_on=tuple(Side) if result.get("both") is True else (side,),
        volumes=tuple((text(each, "target"), text(each, "path")) for each in volumes),
        started=result.get("started") is True,
        warnings=warnings,
    )

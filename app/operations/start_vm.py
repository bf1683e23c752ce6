"""Starts a stopped VM, after both PMs were asked whether it may be."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused, Unreachable
from app.machines.pair import MachineLink, Pair
from app.machines.strict import BadAnswer, a_list, an_object
from app.model.machine import MachineState, Side
from app.model.power_problems import StartFailed
from app.model.problems import NoSuchVm, Problem, Unexplained, problem_from_wire
from app.model.snapshot import Step
from app.model.state import SystemState
from app.model.vm import Vm
from app.operations.events import StepStarted
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.rules.power_rules import may_start, start_side
from app.rules.system_view import system_state
from app.rules.verdict import Forbidden, Verdict

ASK = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class StartVm:
    """`side` is where; None: on the VM's primary PM, or on the other one while that is in
    maintenance."""

    pair: Pair
    vm: str  # uuid
    side: Side | None = None

    def run(self, report: Report, cancel: CancelToken) -> Side:
        """The PM it runs on. Raises Refused (nothing was touched), Unreachable or Cancelled."""
        report(StepStarted(Step.CHECK))
        state = system_state(self.pair.system, look_at_both(self.pair))
        vm = find(state, self.vm)
        side = start_side(state, vm) if self.side is None else self.side
        insist(may_start(state, vm, side))
        link = self.pair.machine(side)
        ask_peer = state.machine(side.other).state is not MachineState.RUNNING
        check_there(link, vm, "start", ask_peer=ask_peer)
        cancel.check()
        report(StepStarted(Step.START))
        try:
            link.hypervisor.start(vm.uuid)
        except Refused as error:
            if isinstance(error.problems[0], Unexplained):
                raise Refused(
                    StartFailed(vm.name, link.name, error.details), details=error.details
                ) from error
            raise
        return side


def find(state: SystemState, uuid: str) -> Vm:
    """Raises Refused; a PM that cannot be seen may be the one that knows the VM."""
    vm = state.vm(uuid)
    if vm is None:
        unseen = [machine.problem for machine in state.machines if machine.problem is not None]
        raise Refused(unseen or NoSuchVm(uuid))
    return vm


def insist(verdict: Verdict) -> None:
    """Raises Refused with what speaks against it."""
    if isinstance(verdict, Forbidden):
        raise Refused(verdict.problems)


def check_there(link: MachineLink, vm: Vm, action: str, *, ask_peer: bool = False) -> None:
    """Has the PM look itself, with fresh facts. Raises Refused, Unreachable."""
    request = {"vm": vm.uuid, "action": action, "ask_peer": ask_peer}
    answer = link.jobs.ask("power-check", request, ASK)
    problems: list[Problem] = []
    try:
        for each in a_list(answer.get("problems"), "problems"):
            wire = an_object(each, "problem")
            problems.append(problem_from_wire(wire.get("code"), wire.get("fields"), link.name))
    except BadAnswer as error:
        raise Unreachable(Unexplained(link.name, str(error))) from error
    if problems:
        raise Refused(problems)

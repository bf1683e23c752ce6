"""Takes a PM out of service (Work On) and back (Finalize): Pacemaker's standby where it runs there,
else a flag of Twinpoint's own, with the VMs moved away while they run."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.errors import Refused, TwinpointError, Unreachable
from app.machines.pair import Answer, Pair
from app.machines.strict import BadAnswer, a_list, an_object
from app.model.machine import MachineState, Side
from app.model.maintenance import PlannedMove, WorkedOn, WorkOnPlan, WorkOnRequest
from app.model.power_problems import MoveFailed, OtherPmAway, VmKept
from app.model.problems import Problem, Unexplained, problem_from_wire
from app.model.state import SystemState
from app.operations.events import PmEmptied, VmMoving, Warned
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.operations.start_vm import insist
from app.operations.who import this_user
from app.rules.maintenance_rules import may_finalize, may_work_on, running_on, work_on_warnings
from app.rules.system_view import system_state

ASK = 60.0  # seconds
PATIENCE = 240  # seconds that Pacemaker is given to move its VMs
LOOK = 1.0


@dataclass(frozen=True, slots=True)
class PlanWorkOn:
    """What Work On would do with each VM; nothing is changed."""

    pair: Pair
    side: Side

    def run(self, report: Report, cancel: CancelToken) -> WorkOnPlan:
        """Raises Refused, Unreachable or Cancelled."""
        state = system_state(self.pair.system, look_at_both(self.pair))
        return plan(self.pair, state, self.side, cancel)


@dataclass(frozen=True, slots=True)
class WorkOn:
    """The PM is in maintenance mode first, so that no run begins meanwhile; then VM by VM. One
    that cannot move, or whose move fails, goes on where it is and is told of. Cancelling ends
    the move at hand (its VM stays); the PM is in maintenance mode all the same."""

    pair: Pair
    request: WorkOnRequest

    def run(self, report: Report, cancel: CancelToken) -> WorkedOn:
        """Raises Refused (the PM is as it was), Unreachable or Cancelled."""
        wish = self.request
        state = system_state(self.pair.system, look_at_both(self.pair))
        planned = plan(self.pair, state, wish.side, cancel)
        if planned.warnings and not wish.accept_warnings:
            raise Refused(planned.warnings)
        cancel.check()
        _enter(self.pair, state, wish.side, standby=planned.standby)
        self._not_both(state, standby=planned.standby)
        moved: list[str] = []
        stayed: list[str] = []
        problems: list[Problem] = []
        for each in planned.vms:
            if each.by_cluster:
                continue
            why = each.problems
            if each.vm in wish.keep:
                why = (VmKept(each.name, state.machine(wish.side).name),)
            if not why:
                cancel.check()
                why = self._move(each, report, cancel)
            if why:
                stayed.append(each.name)
                problems += why
            else:
                moved.append(each.name)
        waiting = [each for each in planned.vms if each.by_cluster]
        left = self._until_gone(waiting, report, cancel) if planned.standby else waiting
        for each in waiting:
            (stayed if each in left else moved).append(each.name)
        problems += [self._slow(each) for each in left]
        for problem in problems:
            report(Warned(problem))
        return WorkedOn(tuple(moved), tuple(stayed), tuple(problems))

    def _not_both(self, state: SystemState, *, standby: bool) -> None:
        """Another console may have done the same with the other PM at the same moment, and neither
        was warned. Raises Refused, with the PM back as it was."""
        side = self.request.side
        if self.request.accept_warnings:
            return
        now = system_state(self.pair.system, look_at_both(self.pair))
        other = now.machine(side.other)
        if other.state is not MachineState.MAINTENANCE:
            return
        if standby:
            self.pair.machine(side).jobs.ask("standby", {"on": False}, ASK)
        else:
            _flag(self.pair, state, side, on=False)
        raise Refused(OtherPmAway(now.machine(side).name, other.name))

    def _move(self, each: PlannedMove, report: Report, cancel: CancelToken) -> tuple[Problem, ...]:
        """Why it did not move."""
        side = self.request.side
        target = self.pair.machine(side.other).name

        def tell(done: int, total: int) -> None:
            report(VmMoving(each.name, target, done, total))

        tell(0, 0)
        try:
            self.pair.migrate(each.vm, each.name, side, tell, lambda: cancel.cancelled)
        except Unreachable:
            raise
        except TwinpointError as error:
            cancel.check()
            return error.problems
        return ()

    def _until_gone(
        self, vms: list[PlannedMove], report: Report, cancel: CancelToken
    ) -> list[PlannedMove]:
        """Those that Pacemaker has not moved in time."""
        link = self.pair.machine(self.request.side)
        began = time.monotonic()
        while True:
            here = {one.uuid: one for one in link.hypervisor.domains()}
            left = [v for v in vms if v.vm in here and here[v.vm].state.value != "stopped"]
            waited = time.monotonic() - began
            if not left or waited > PATIENCE:
                return left
            report(PmEmptied(link.name, len(left), int(waited), PATIENCE))
            cancel.wait(LOOK)

    def _slow(self, each: PlannedMove) -> Problem:
        here, there = (self.pair.machine(side).name for side in (self.request.side,
                       self.request.side.other))  # fmt: skip
        detail = f"Pacemaker: not within {PATIENCE} s"
        return MoveFailed(each.name, here, there, detail)


@dataclass(frozen=True, slots=True)
class Finalize:
    """The PM takes part again. VMs stay where they are now."""

    pair: Pair
    side: Side

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Raises Refused or Unreachable."""
        state = system_state(self.pair.system, look_at_both(self.pair))
        insist(may_finalize(state, self.side))
        cancel.check()
        machine = state.machine(self.side)
        if machine.maintenance is not None:
            _flag(self.pair, state, self.side, on=False)
        if machine.cluster is not None and machine.cluster.in_standby:
            self.pair.machine(self.side).jobs.ask("standby", {"on": False}, ASK)


def plan(pair: Pair, state: SystemState, side: Side, cancel: CancelToken) -> WorkOnPlan:
    """Raises Refused, Unreachable or Cancelled."""
    insist(may_work_on(state, side))
    machine, other = state.machine(side), state.machine(side.other)
    vms = []
    for vm in running_on(state, side):
        cancel.check()
        if machine.cluster is not None and machine.cluster.resource(vm.uuid) is not None:
            vms.append(PlannedMove(vm.uuid, vm.name, by_cluster=True))
            continue
        problems: tuple[Problem, ...] = ()
        if other.problem is not None and other.state is not MachineState.MAINTENANCE:
            problems = (other.problem,)
        answer = pair.machine(side).jobs.ask("move-check", {"vm": vm.uuid}, ASK)
        vms.append(PlannedMove(vm.uuid, vm.name, (*problems, *_problems(answer, machine.name))))
    warnings = work_on_warnings(state, side)
    return WorkOnPlan(side, tuple(vms), warnings, standby=machine.cluster is not None)


def _problems(answer: Answer, pm: str) -> tuple[Problem, ...]:
    try:
        wires = [an_object(each, "problem") for each in a_list(answer.get("problems"), "problems")]
    except BadAnswer as error:
        raise Unreachable(Unexplained(pm, str(error))) from error
    return tuple(problem_from_wire(one.get("code"), one.get("fields"), pm) for one in wires)


def _enter(pair: Pair, state: SystemState, side: Side, *, standby: bool) -> None:
    if standby:
        pair.machine(side).jobs.ask("standby", {"on": True}, ASK)
    else:
        _flag(pair, state, side, on=True)


def _flag(pair: Pair, state: SystemState, side: Side, *, on: bool) -> None:
    """On both PMs: on its own, which keeps its runs back, and on the other, which can tell of it
    while the PM is switched off. One that is away then is none to be told."""
    wish = {"on": on, "by": this_user()}
    pair.machine(side).jobs.ask("flag", {"flag": "maintenance", **wish}, ASK)
    if state.machine(side.other).state not in (MachineState.UNREACHABLE, MachineState.CONNECTING):
        pair.machine(side.other).jobs.ask("flag", {"flag": "peer-maintenance", **wish}, ASK)

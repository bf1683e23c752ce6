"""May a PM be taken out of service, and back; known before a PM is asked."""

from __future__ import annotations

from app.model.machine import MachineState, Side
from app.model.power_problems import (
    AlreadyInMaintenance,
    NotInMaintenance,
    OtherPmAway,
)
from app.model.problems import Busy, LibvirtNotAllowed, NoRootRights, Problem
from app.model.state import SystemState
from app.model.vm import Vm, VmState
from app.rules.verdict import Verdict, machine_problems, verdict


def may_work_on(state: SystemState, side: Side) -> Verdict:
    """Not while a run is at work: it would find its PM gone in the middle."""
    machine = state.machine(side)
    problems: list[Problem] = []
    if machine.state is MachineState.MAINTENANCE:
        problems.append(AlreadyInMaintenance(machine.name))
    elif machine.state in (MachineState.UNREACHABLE, MachineState.CONNECTING):
        problems += machine_problems(machine)
    problems += [p for p in machine.obstacles if isinstance(p, NoRootRights | LibvirtNotAllowed)]
    for run in state.runs:
        if not run.ended and not run.waiting:
            activity, since = run.activity.value, run.started.isoformat()
            problems.append(Busy(run.vm_name, activity, run.owner, since))
    return verdict(problems)


def may_finalize(state: SystemState, side: Side) -> Verdict:
    machine = state.machine(side)
    problems: list[Problem] = []
    if machine.state in (MachineState.UNREACHABLE, MachineState.CONNECTING):
        problems += machine_problems(machine)
    elif machine.state is not MachineState.MAINTENANCE:
        problems.append(NotInMaintenance(machine.name))
    problems += [p for p in machine.obstacles if isinstance(p, NoRootRights | LibvirtNotAllowed)]
    return verdict(problems)


def work_on_warnings(state: SystemState, side: Side) -> tuple[Problem, ...]:
    """What whoever goes on has to accept: the other PM does not take part either."""
    other = state.machine(side.other)
    if other.takes_part:
        return ()
    return (OtherPmAway(state.machine(side).name, other.name),)


def running_on(state: SystemState, side: Side) -> tuple[Vm, ...]:
    """The VMs that would be in the way."""
    off = (VmState.STOPPED, VmState.UNKNOWN)
    return tuple(vm for vm in state.vms if vm.primary is side and vm.state not in off)

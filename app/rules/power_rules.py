"""May a VM be started, shut down or powered off, and on which PM; known before a PM is asked."""

from __future__ import annotations

from app.model.machine import Machine, MachineState, Side
from app.model.power_problems import (
    VmInCluster,
    VmIsOff,
    VmNotThere,
    VmPowerState,
    VmRunsAlready,
)
from app.model.problems import (
    Busy,
    LibvirtNotAllowed,
    MachineInMaintenance,
    NoRootRights,
    Problem,
    VmOnBoth,
)
from app.model.snapshot import Activity, Run, Step
from app.model.state import SystemState
from app.model.vm import Vm, VmState
from app.rules.verdict import Verdict, machine_problems, verdict

# The steps of a snapshot in which the VM's own volumes are read.
READING = (Step.CHECK, Step.ANNOUNCE, Step.FREEZE, Step.SNAPSHOT, Step.THAW)
HOLDING = (Activity.ROLL_BACK, Activity.IMPORT)


def start_side(state: SystemState, vm: Vm) -> Side:
    """Where a stopped VM starts unless somebody chooses: on its primary PM, but not on one that
    is in maintenance while the other knows the VM and takes part."""
    away = state.machine(vm.primary).state is MachineState.MAINTENANCE
    other = state.machine(vm.secondary)
    if away and vm.secondary in vm.defined_on and other.state is MachineState.RUNNING:
        return vm.secondary
    return vm.primary


def may_start(state: SystemState, vm: Vm, side: Side | None = None) -> Verdict:
    """On `side`, or where it starts by itself."""
    wanted = start_side(state, vm) if side is None else side
    machine = state.machine(wanted)
    problems: list[Problem] = []
    if vm.running_on_both:
        problems.append(VmOnBoth(vm.name))
    elif vm.state is VmState.RUNNING:
        problems.append(VmRunsAlready(vm.name, state.machine(vm.primary).name))
    elif vm.state is not VmState.STOPPED:
        problems.append(VmPowerState(vm.name, vm.state.value, "start"))
    # It may run on the PM that ran it last, as long as nobody can see that it does not.
    for each in dict.fromkeys((state.machine(vm.primary), machine)):
        problems += _out_of_hand(each)
    if machine.state is MachineState.MAINTENANCE:
        problems += [p for p in machine_problems(machine) if isinstance(p, MachineInMaintenance)]
    if wanted not in vm.defined_on:
        problems.append(VmNotThere(vm.name, machine.name))
    return verdict([*problems, *_held(state, vm)])


def may_shut_down(state: SystemState, vm: Vm) -> Verdict:
    """Not while a snapshot reads its volumes, which would fail, nor in any state in which the
    guest can't hear."""
    problems: list[Problem] = []
    if vm.running_on_both:
        problems.append(VmOnBoth(vm.name))
    elif vm.state is VmState.STOPPED:
        problems.append(VmIsOff(vm.name))
    elif vm.state is not VmState.RUNNING:
        problems.append(VmPowerState(vm.name, vm.state.value, "shut-down"))
    problems += _out_of_hand(state.machine(vm.primary))
    return verdict([*problems, *_held(state, vm)])


def may_power_off(state: SystemState, vm: Vm) -> Verdict:
    """The last resort: also in the middle of a snapshot, which fails then. Of a VM that runs on
    both PMs, the administrator must say by virsh which one is to go."""
    problems: list[Problem] = []
    if vm.running_on_both:
        problems.append(VmOnBoth(vm.name))
    elif vm.state is VmState.STOPPED:
        problems.append(VmIsOff(vm.name))
    return verdict([*problems, *_out_of_hand(state.machine(vm.primary)), *_in_cluster(state, vm)])


def reading_run(state: SystemState, vm: Vm) -> Run | None:
    """The run that needs the VM's volumes to stay as they are now."""
    for run in state.runs:
        if run.vm != vm.uuid or run.ended or run.waiting or not run.holds:
            continue
        reads = run.activity is Activity.SNAPSHOT and run.step in READING
        if reads or run.activity in HOLDING:
            return run
    return None


def _held(state: SystemState, vm: Vm) -> list[Problem]:
    problems = _in_cluster(state, vm)
    run = reading_run(state, vm)
    if run is not None:
        problems.append(Busy(vm.name, run.activity.value, run.owner, run.started.isoformat()))
    return problems


def _in_cluster(state: SystemState, vm: Vm) -> list[Problem]:
    for machine in state.machines:
        resource = machine.cluster.resource(vm.uuid) if machine.cluster is not None else None
        if resource is not None:
            return [VmInCluster(vm.name, machine.name, resource)]
    return []


def _out_of_hand(machine: Machine) -> list[Problem]:
    """Why libvirt on that PM can't be asked; what only keeps it from taking part in snapshots
    does not count."""
    if machine.state in (
        MachineState.UNREACHABLE,
        MachineState.CONNECTING,
        MachineState.NOT_RUNNING,
    ):
        return list(machine_problems(machine))
    return [p for p in machine.obstacles if isinstance(p, NoRootRights | LibvirtNotAllowed)]

"""May a VM be made of this snapshot, may this VM be rolled back to it? Everything that is known
before a PM is asked."""

from __future__ import annotations

from app.model.machine import Side
from app.model.problems import BootVolumeLeftOut, Busy, NoSuchVolume, Problem, VmOnBoth
from app.model.snapshot import CopyState, Snapshot
from app.model.state import SystemState
from app.model.vm import Vm, VmState
from app.model.vm_problems import BadVmName, SnapshotNotHere, VmNameTaken, VmNotStopped
from app.model.vm_requests import NewVmRequest
from app.remote import records
from app.rules.snapshot_rules import Allowed, Forbidden, Verdict, machine_problems, vm_problems


def default_side(state: SystemState, snapshot: Snapshot) -> Side:
    """Where a VM of this snapshot is made unless somebody chooses: on a PM that takes part and
    holds it whole, the old VM's primary before the other."""
    vm = state.vm(snapshot.vm)
    first = vm.primary if vm is not None else Side.FIRST
    for side in (first, first.other):
        if snapshot.copies[side] is CopyState.WHOLE and state.machine(side).takes_part:
            return side
    return first


def may_create_vm(state: SystemState, snapshot: Snapshot, side: Side | None = None) -> Verdict:
    """Whether the action is on for this snapshot: all that does not depend on the dialog. `side`
    is the PM that would make it. The other PM need not take part."""
    where = default_side(state, snapshot) if side is None else side
    problems = [*machine_problems(state.machine(where)), *_not_held(state, snapshot, where)]
    problems += _busy(state, snapshot.vm, snapshot.vm_name)
    return Forbidden(tuple(problems)) if problems else Allowed()


def new_vm_problems(
    state: SystemState, snapshot: Snapshot, request: NewVmRequest
) -> tuple[Problem, ...]:
    """What is wrong with what was asked for."""
    problems: list[Problem] = []
    if not records.is_vm_name(request.name):
        problems.append(BadVmName(request.name, records.VM_NAME_LIMIT))
    for vm in state.vms:
        if vm.name == request.name:
            problems.append(VmNameTaken(state.machine(vm.primary).name, vm.name))
            break
    boot = {volume.target for volume in snapshot.volumes if volume.boot}
    known = {volume.target for volume in snapshot.volumes}
    for target in sorted(request.excluded):
        if target in boot:
            problems.append(BootVolumeLeftOut(snapshot.vm_name, target))
        elif target not in known:
            problems.append(NoSuchVolume(snapshot.vm_name, target))
    return tuple(problems)


def may_roll_back(state: SystemState, vm: Vm, snapshot: Snapshot) -> Verdict:
    """Whether the action is on: the VM is stopped, and its primary PM holds the snapshot. The
    other PM has to say that the VM does not run there."""
    problems: list[Problem] = []
    for side in Side:
        problems += machine_problems(state.machine(side))
    if vm.running_on_both:
        problems.append(VmOnBoth(vm.name))
    elif vm.state is not VmState.STOPPED:
        pm = state.machine(vm.primary).name
        problems.append(VmNotStopped(vm.name, vm.state.value, pm))
    else:
        problems += vm_problems(vm)
    problems += _not_held(state, snapshot, vm.primary)
    problems += _busy(state, vm.uuid, vm.name)
    return Forbidden(tuple(problems)) if problems else Allowed()


def _not_held(state: SystemState, snapshot: Snapshot, side: Side) -> list[Problem]:
    if snapshot.copies[side] is CopyState.WHOLE:
        return []
    return [SnapshotNotHere(state.machine(side).name, snapshot.id)]


def _busy(state: SystemState, vm: str, name: str) -> list[Problem]:
    run = state.run_of(vm)
    if run is None:
        return []
    return [Busy(name, run.activity.value, run.owner, run.started.isoformat())]

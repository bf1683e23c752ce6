"""A VM to be made of a snapshot: where, and what is wrong with what was asked for."""

from __future__ import annotations

from app.model.machine import Side
from app.model.problems import BootVolumeLeftOut, NoSuchVolume, Problem
from app.model.snapshot import CopyState, Snapshot
from app.model.state import SystemState
from app.model.vm_problems import BadVmName, VmNameTaken
from app.model.vm_requests import NewVmRequest
from app.remote import records


def default_side(state: SystemState, snapshot: Snapshot) -> Side:
    """Where a VM of this snapshot is made unless somebody chooses: on a PM that takes part and
    holds it whole, the old VM's primary before the other."""
    vm = state.vm(snapshot.vm)
    first = vm.primary if vm is not None else Side.FIRST
    for side in (first, first.other):
        if snapshot.copies[side] is CopyState.WHOLE and state.machine(side).takes_part:
            return side
    return first


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

"""May this VM be snapshotted? Everything that is known before a PM is asked."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from app.model.machine import Machine, MachineState, Side
from app.model.problems import (
    BadName,
    BootVolumeLeftOut,
    Busy,
    ForeignSnapshots,
    MachineInMaintenance,
    MachineNotRunning,
    MachineSynchronizing,
    MachineUnreachable,
    NoAgent,
    NoBootVolume,
    NoSuchVolume,
    Problem,
    SnapshotsDisabled,
    UefiFirmware,
    VmNotReady,
    VmOnBoth,
    VolumeNotCapturable,
)
from app.model.snapshot import Consistency, ConsistencyReason, SnapshotRequest
from app.model.state import SystemState
from app.model.vm import Agent, Firmware, Vm, VmState
from app.remote import records

NAME_LIMIT = records.NAME_LIMIT
DESCRIPTION_LIMIT = records.DESCRIPTION_LIMIT


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing known speaks against it."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What speaks against it, most important first; never empty."""

    problems: tuple[Problem, ...]


Verdict = Allowed | Forbidden


def may_snapshot(state: SystemState, vm: Vm) -> Verdict:
    """Whether the Snapshot button is on for this VM: all that does not depend on the dialog."""
    problems: list[Problem] = []
    for side in Side:
        problems += machine_problems(state.machine(side))
    disabled = next(
        (m.snapshots_disabled for m in state.machines if m.snapshots_disabled is not None), None
    )
    if disabled is not None:
        problems.append(SnapshotsDisabled(disabled.by, disabled.since.isoformat()))
    problems += vm_problems(vm)
    run = state.run_of(vm.uuid)
    if run is not None:
        problems.append(Busy(vm.name, run.activity.value, run.owner, run.started.isoformat()))
    return Forbidden(tuple(problems)) if problems else Allowed()


def machine_problems(machine: Machine) -> tuple[Problem, ...]:
    """Why a PM cannot take part now."""
    match machine.state:
        case MachineState.RUNNING:
            return machine.obstacles
        case MachineState.MAINTENANCE:
            flag = machine.maintenance
            return (
                MachineInMaintenance(
                    machine.name,
                    flag.by if flag else "",
                    flag.since.isoformat() if flag else "",
                ),
            )
        case MachineState.SYNCHRONIZING:
            return (machine.problem or MachineSynchronizing(machine.name),)
        case MachineState.NOT_RUNNING:
            return (machine.problem or MachineNotRunning(machine.name),)
        case MachineState.UNREACHABLE | MachineState.CONNECTING:
            return (machine.problem or MachineUnreachable(machine.name),)


def vm_problems(vm: Vm) -> tuple[Problem, ...]:
    """Why this VM cannot be captured, whatever is asked of the snapshot."""
    problems: list[Problem] = []
    if vm.running_on_both:
        problems.append(VmOnBoth(vm.name))
    if vm.firmware is Firmware.UEFI:
        problems.append(UefiFirmware(vm.name))
    if vm.state not in (VmState.RUNNING, VmState.STOPPED):
        problems.append(VmNotReady(vm.name, vm.state.value))
    if vm.libvirt_snapshots:
        problems.append(ForeignSnapshots(vm.name, str(vm.libvirt_snapshots)))
    boot = vm.boot_volume
    if boot is None:
        problems.append(NoBootVolume(vm.name))
    elif boot.obstacle is not None:
        problems.append(VolumeNotCapturable(vm.name, boot.target, boot.obstacle.value))
    return tuple(problems)


def request_problems(vm: Vm, request: SnapshotRequest) -> tuple[Problem, ...]:
    """What is wrong with what was asked for."""
    problems: list[Problem] = []
    if not records.is_name(request.name):
        problems.append(BadName("name", NAME_LIMIT))
    if not records.is_description(request.description):
        problems.append(BadName("description", DESCRIPTION_LIMIT))
    targets = {volume.target for volume in vm.volumes}
    problems += [NoSuchVolume(vm.name, target) for target in sorted(request.excluded - targets)]
    boot = vm.boot_volume
    if boot is not None and boot.target in request.excluded:
        problems.append(BootVolumeLeftOut(vm.name, boot.target))
    problems += [
        VolumeNotCapturable(vm.name, volume.target, volume.obstacle.value)
        for volume in vm.volumes
        if volume.obstacle is not None and volume.target not in request.excluded
    ]
    if request.require_application and expected_consistency(vm)[0] is not Consistency.APPLICATION:
        problems.append(NoAgent(vm.name))
    return tuple(problems)


def expected_consistency(vm: Vm) -> tuple[Consistency, ConsistencyReason]:
    """What a snapshot taken now would be, as far as the inventory tells."""
    if vm.state is VmState.STOPPED:
        if vm.stopped_cleanly:
            return Consistency.APPLICATION, ConsistencyReason.STOPPED
        return Consistency.CRASH, ConsistencyReason.STOPPED_HARD
    match vm.agent:
        case Agent.CONNECTED:
            return Consistency.APPLICATION, ConsistencyReason.FROZEN
        case Agent.SILENT:
            return Consistency.CRASH, ConsistencyReason.AGENT_SILENT
        case Agent.NONE:
            return Consistency.CRASH, ConsistencyReason.NO_AGENT


def default_excluded(vm: Vm) -> AbstractSet[str]:
    """Volumes that the dialog leaves unticked at first: those that cannot be captured."""
    return {volume.target for volume in vm.volumes if volume.obstacle is not None}

"""What can be done with kept snapshots: may it, and why not; known before a PM is asked."""

from __future__ import annotations

from app.model.machine import Side
from app.model.problems import (
    Busy,
    NoSuchVm,
    Problem,
    SnapshotInProgress,
    SnapshotNotWhole,
    VmOnBoth,
)
from app.model.snapshot import CopyState, Snapshot, SnapshotState
from app.model.state import SystemState
from app.model.vm import Vm, VmState
from app.model.vm_problems import SnapshotNotHere, VmNotStopped
from app.rules.snapshot_rules import vm_problems
from app.rules.verdict import Verdict, machine_problems, verdict


def newest_normal(state: SystemState, vm: str) -> Snapshot | None:
    """The VM's newest snapshot that is whole on both PMs."""
    found = [one for one in state.snapshots_of(vm) if one.state is SnapshotState.NORMAL]
    return max(found, key=lambda one: (one.created, one.id), default=None)


def half_kept(state: SystemState, vm: Vm) -> Snapshot | None:
    """The VM's newest snapshot that is known to be whole on one PM only, if it is newer than what
    protects it."""
    found = [
        one
        for one in state.snapshots_of(vm.uuid)
        if one.copies.count(CopyState.WHOLE) == 1
        and (vm.last_protected is None or one.created > vm.last_protected)
    ]
    return max(found, key=lambda one: (one.created, one.id), default=None)


def may_create_vm(state: SystemState, snapshot: Snapshot, side: Side | None = None) -> Verdict:
    """Made where a PM that takes part holds the snapshot whole: on `side`, or on either."""
    if side is None:
        found = [*_nobody_takes_part(state), *_unfinished(snapshot), *_not_whole(state, snapshot)]
    else:
        found = [*machine_problems(state.machine(side)), *_unfinished(snapshot)]
        found += _not_here(state, snapshot, side)
    return verdict([*found, *_busy(state, snapshot)])


def may_export(state: SystemState, snapshot: Snapshot, side: Side | None = None) -> Verdict:
    """Read from a PM that takes part and holds the snapshot whole: `side`, or either."""
    if side is not None:
        found = [*machine_problems(state.machine(side)), *_unfinished(snapshot)]
        return verdict([*found, *_not_here(state, snapshot, side), *_busy(state, snapshot)])
    return verdict(
        [
            *_nobody_takes_part(state),
            *_unfinished(snapshot),
            *_not_whole(state, snapshot),
            *_busy(state, snapshot),
        ]
    )


def may_roll_back(state: SystemState, snapshot: Snapshot) -> Verdict:
    """The VM is stopped, its primary PM holds the snapshot, and both PMs take part: the safety
    snapshot needs both, and the other one has to say that the VM does not run there."""
    problems: list[Problem] = []
    for machine in state.machines:
        problems += machine_problems(machine)
    problems += _unfinished(snapshot)
    vm = state.vm(snapshot.vm)
    if vm is None:
        return verdict([*problems, NoSuchVm(snapshot.vm_name)])
    if vm.running_on_both:
        problems.append(VmOnBoth(vm.name))
    elif vm.state is not VmState.STOPPED:
        problems.append(VmNotStopped(vm.name, vm.state.value, state.machine(vm.primary).name))
    else:
        problems += vm_problems(vm)
    problems += _not_here(state, snapshot, vm.primary)
    return verdict([*problems, *_busy(state, snapshot)])


def _nobody_takes_part(state: SystemState) -> list[Problem]:
    if any(machine.takes_part for machine in state.machines):
        return []
    return [problem for machine in state.machines for problem in machine_problems(machine)]


def _unfinished(snapshot: Snapshot) -> list[Problem]:
    run = snapshot.run
    # One that only waits for the other PM is whole here, and may be used.
    if run is None or run.ended or run.waiting:
        return []
    return [SnapshotInProgress(snapshot.vm_name, snapshot.name)]


def _not_whole(state: SystemState, snapshot: Snapshot) -> list[Problem]:
    for side in Side:
        if state.machine(side).takes_part and snapshot.copies[side] is CopyState.WHOLE:
            return []
    return [SnapshotNotWhole(snapshot.vm_name, snapshot.name)]


def _not_here(state: SystemState, snapshot: Snapshot, side: Side) -> list[Problem]:
    if snapshot.copies[side] is CopyState.WHOLE:
        return []
    return [SnapshotNotHere(state.machine(side).name, snapshot.id)]


def _busy(state: SystemState, snapshot: Snapshot) -> list[Problem]:
    run = state.run_of(snapshot.vm)
    if run is None or run.waiting:
        return []
    return [Busy(run.vm_name, run.activity.value, run.owner, run.started.isoformat())]

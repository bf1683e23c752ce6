"""May these snapshots be deleted, and which PM begins? What is known before a PM is asked."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.machine import MachineState, Side
from app.model.problems import Busy, MachineUnreachable, NoRootRights, Problem, RecordUnreadable
from app.model.snapshot import CopyState, Snapshot
from app.model.state import SystemState
from app.rules.verdict import Verdict, machine_problems, verdict

THERE = (CopyState.WHOLE, CopyState.DAMAGED, CopyState.PENDING)


def may_delete(state: SystemState, snapshots: Sequence[Snapshot]) -> Verdict:
    """Whether the action is on for these. A PM that is away is no reason against it."""
    problems: list[Problem] = []
    for snapshot in snapshots:
        run = snapshot.run
        if run is not None and not run.ended and not run.waiting:
            activity, since = run.activity.value, run.started.isoformat()
            problems.append(Busy(snapshot.vm_name, activity, run.owner, since))
        # A record that a newer version wrote must be left as it is.
        problems += [one for one in snapshot.problems if isinstance(one, RecordUnreadable)]
        problems += _out_of_reach(state, snapshot)
    return verdict(problems)


def deleting_side(state: SystemState, snapshots: Sequence[Snapshot]) -> Side | None:
    """The PM that begins: it holds all of these snapshots of one VM. The VM's primary where it can,
    for it has the checkpoints. None if neither PM can be asked about all of them."""
    vm = state.vm(snapshots[0].vm)
    first = vm.primary if vm is not None else Side.FIRST
    for side in (first, first.other):
        if all(snapshot.copies[side] in THERE for snapshot in snapshots):
            return side
    return None


def heirs(state: SystemState, snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """Those that stay and build on one that goes: what they need of it is merged into them.
    Newest first."""
    gone = {snapshot.id for snapshot in snapshots}
    found = [
        each
        for each in state.snapshots
        if each.id not in gone and any(volume.parent in gone for volume in each.volumes)
    ]
    return tuple(sorted(found, key=lambda each: (each.created, each.id), reverse=True))


def _out_of_reach(state: SystemState, snapshot: Snapshot) -> list[Problem]:
    connecting = [one for one in state.machines if one.state is MachineState.CONNECTING]
    if len(connecting) == len(state.machines):
        # What is known of the copies is of an earlier time.
        return [problem for machine in connecting for problem in machine_problems(machine)]
    if any(copy in THERE for copy in snapshot.copies):
        return [
            NoRootRights(machine.name, machine.address.user or "")
            for machine in state.machines
            if not machine.may_change
        ]
    return [
        machine.problem or MachineUnreachable(machine.name)
        for machine in state.machines
        if machine.state is not MachineState.RUNNING
    ]

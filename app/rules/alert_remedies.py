"""What the program itself can do about an alert, and whether it may be done now."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from app.model.machine import Side
from app.model.power_problems import NotInMaintenance
from app.model.problems import (
    ContainerFilling,
    ContainerTooSmall,
    CopyDamaged,
    CopyFailed,
    Failover,
    GuestPausedByJob,
    JobLost,
    MachineInMaintenance,
    MachineNotRunning,
    MachineUnreachable,
    NoSuchVm,
    ReplicationWaits,
    RoomRanOut,
    SnapshotsDisabled,
    VerifyFailed,
    VmChanged,
)
from app.model.snapshot import Activity
from app.model.state import SystemState
from app.rules.alerts import Alert
from app.rules.container_rules import VolumeContainer, containers
from app.rules.maintenance_rules import may_finalize
from app.rules.preferences import may_decide
from app.rules.snapshot_rules import may_snapshot
from app.rules.verdict import Allowed, Verdict, machine_problems, verdict


class Remedy(Enum):
    SNAPSHOT = "snapshot"  # a new one, of the VM whose snapshot failed
    ENABLE = "enable"  # snapshots, for the system
    EXPAND = "expand"  # the container
    FINALIZE = "finalize"  # the PM's maintenance
    REPAIR = "repair"  # clear away what dead runs left, heal what is damaged
    LOOK_AGAIN = "look-again"  # connect to the PMs anew


def remedy_of(alert: Alert) -> Remedy | None:
    """None where only somebody else than the program can help."""
    match alert.problem:
        case SnapshotsDisabled():
            return Remedy.ENABLE
        case ContainerFilling() | ContainerTooSmall():
            return Remedy.EXPAND
        case MachineInMaintenance():
            return Remedy.FINALIZE
        case CopyDamaged() | JobLost():
            return Remedy.REPAIR
        case MachineUnreachable() | MachineNotRunning() | ReplicationWaits():
            return Remedy.LOOK_AGAIN
        case (
            Failover()
            | VmChanged()
            | CopyFailed()
            | VerifyFailed()
            | RoomRanOut()
            | GuestPausedByJob()
        ):
            again = alert.run is not None and alert.run.activity is Activity.SNAPSHOT
            return Remedy.SNAPSHOT if again else None
        case _:
            return None


def may_remedy(state: SystemState, alert: Alert, remedy: Remedy) -> Verdict:
    match remedy:
        case Remedy.ENABLE:
            return may_decide(state)
        case Remedy.EXPAND:
            return Allowed() if container_of(state, alert) else _no_such_vm(alert)
        case Remedy.FINALIZE:
            side = maintained(state, alert)
            return (
                verdict([NotInMaintenance(alert.subject)])
                if side is None
                else may_finalize(state, side)
            )
        case Remedy.REPAIR:
            return verdict(one for each in state.machines for one in machine_problems(each))
        case Remedy.LOOK_AGAIN:
            return Allowed()
        case Remedy.SNAPSHOT:
            vm = state.vm(alert.vm)
            return may_snapshot(state, vm) if vm is not None else _no_such_vm(alert)
        case _:
            assert_never(remedy)


def container_of(state: SystemState, alert: Alert) -> VolumeContainer | None:
    """The container that is too small."""
    problem = alert.problem
    target = problem.target if isinstance(problem, ContainerFilling | ContainerTooSmall) else ""
    return next(
        (
            one
            for one in containers(state)
            if one.vm.uuid == alert.vm and one.volume.target == target and one.places
        ),
        None,
    )


def maintained(state: SystemState, alert: Alert) -> Side | None:
    """The PM that was in maintenance mode then; None if it has another name now."""
    problem = alert.problem
    name = problem.pm if isinstance(problem, MachineInMaintenance) else ""
    return next((machine.side for machine in state.machines if machine.name == name), None)


def _no_such_vm(alert: Alert) -> Verdict:
    return verdict([NoSuchVm(alert.subject)])

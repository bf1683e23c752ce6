"""What may stand in the way of starting or stopping a VM, or of taking a PM out of service; see
problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

# --- refusals: nothing was touched -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VmRunsAlready:
    code: ClassVar[str] = "vm-runs-already"
    vm: str
    pm: str


@dataclass(frozen=True, slots=True)
class VmIsOff:
    code: ClassVar[str] = "vm-is-off"
    vm: str


@dataclass(frozen=True, slots=True)
class VmPowerState:
    """The VM is in a state from which the action is not possible."""

    code: ClassVar[str] = "vm-power-state"
    vm: str
    state: str  # a VmState's value, or libvirt's word
    action: str  # "start", "shut-down"


@dataclass(frozen=True, slots=True)
class VmInCluster:
    """Pacemaker runs the VM: what is done behind its back it undoes."""

    code: ClassVar[str] = "vm-in-cluster"
    vm: str
    pm: str
    resource: str


@dataclass(frozen=True, slots=True)
class VmNotThere:
    """The PM's libvirt does not define the VM."""

    code: ClassVar[str] = "vm-not-there"
    vm: str
    pm: str


@dataclass(frozen=True, slots=True)
class HalfRolledBack:
    """Some of the VM's volumes are of before a roll back, some of after it."""

    code: ClassVar[str] = "vm-half-rolled-back"
    vm: str
    pm: str


@dataclass(frozen=True, slots=True)
class VolumeOutOfReach:
    code: ClassVar[str] = "volume-out-of-reach"
    vm: str
    target: str
    path: str
    pm: str


@dataclass(frozen=True, slots=True)
class StartFailed:
    """libvirt could not start the VM."""

    code: ClassVar[str] = "vm-start-failed"
    vm: str
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AlreadyInMaintenance:
    code: ClassVar[str] = "pm-maintenance-already"
    pm: str


@dataclass(frozen=True, slots=True)
class NotInMaintenance:
    code: ClassVar[str] = "pm-not-in-maintenance"
    pm: str


@dataclass(frozen=True, slots=True)
class OtherPmAway:
    """The other PM does not take part either: nothing would be left."""

    code: ClassVar[str] = "other-pm-away"
    pm: str
    peer: str


@dataclass(frozen=True, slots=True)
class NoCluster:
    code: ClassVar[str] = "no-cluster"
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VolumeNotShared:
    """The other PM is not known to see the same volume: the VM cannot move there."""

    code: ClassVar[str] = "volume-not-shared"
    vm: str
    target: str
    path: str
    peer: str


@dataclass(frozen=True, slots=True)
class MoveNeedsLibvirt:
    """A live migration is driven by the console through libvirt on both PMs, which it cannot."""

    code: ClassVar[str] = "move-needs-libvirt"
    vm: str
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VmKept:
    """Somebody wished that the VM stays."""

    code: ClassVar[str] = "vm-kept"
    vm: str
    pm: str


# --- failures ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GuestDidNotObey:
    """The guest was asked to shut down and still ran when the time was up."""

    code: ClassVar[str] = "guest-did-not-obey"
    vm: str
    pm: str
    seconds: int


@dataclass(frozen=True, slots=True)
class MoveFailed:
    """The live migration did not work; the VM goes on where it was."""

    code: ClassVar[str] = "vm-move-failed"
    vm: str
    pm: str
    peer: str
    detail: str = ""


PowerProblem = (
    VmRunsAlready
    | VmIsOff
    | VmPowerState
    | VmInCluster
    | VmNotThere
    | HalfRolledBack
    | VolumeOutOfReach
    | StartFailed
    | GuestDidNotObey
    | AlreadyInMaintenance
    | NotInMaintenance
    | OtherPmAway
    | NoCluster
    | VolumeNotShared
    | MoveNeedsLibvirt
    | VmKept
    | MoveFailed
)

MaintenanceProblem = (
    AlreadyInMaintenance
    | NotInMaintenance
    | OtherPmAway
    | NoCluster
    | VolumeNotShared
    | MoveNeedsLibvirt
    | VmKept
    | MoveFailed
)

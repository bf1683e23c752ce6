"""What may stand in the way of a VM made of a snapshot, or of a roll back; see problems.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

# --- refusals: nothing was touched -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BadVmName:
    """libvirt takes no VM of that name, or it reads like an id; `limit` is characters."""

    code: ClassVar[str] = "bad-vm-name"
    name: str
    limit: int


@dataclass(frozen=True, slots=True)
class VmNameTaken:
    code: ClassVar[str] = "vm-name-taken"
    pm: str
    name: str


@dataclass(frozen=True, slots=True)
class SnapshotNotHere:
    """The PM does not hold the snapshot whole, with all that it builds on."""

    code: ClassVar[str] = "snapshot-not-here"
    pm: str
    snapshot: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NoSuchFolder:
    """The folder for new volumes is none of this PM."""

    code: ClassVar[str] = "no-such-folder"
    pm: str
    path: str


@dataclass(frozen=True, slots=True)
class VmSizeFixed:
    """The definition says what each NUMA node has: memory or processors cannot be changed."""

    code: ClassVar[str] = "vm-size-fixed"
    vm: str
    what: str  # "memory", "processors"


@dataclass(frozen=True, slots=True)
class VmNotStopped:
    code: ClassVar[str] = "vm-not-stopped"
    vm: str
    state: str  # a VmState's value, or libvirt's word
    pm: str = ""


@dataclass(frozen=True, slots=True)
class SavedMemory:
    """A saved memory waits to be resumed; it goes with the volumes as they are."""

    code: ClassVar[str] = "vm-saved-memory"
    vm: str
    pm: str


@dataclass(frozen=True, slots=True)
class AnotherVolume:
    """The VM has another volume at that place than when the snapshot was taken."""

    code: ClassVar[str] = "volume-another"
    vm: str
    target: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class VolumeNotReplaceable:
    """A block device: it cannot be replaced all at once."""

    code: ClassVar[str] = "volume-not-replaceable"
    vm: str
    target: str


@dataclass(frozen=True, slots=True)
class VolumeInUse:
    code: ClassVar[str] = "volume-in-use"
    vm: str
    target: str
    path: str


@dataclass(frozen=True, slots=True)
class ChangedSinceSafety:
    """The volumes were written to after the safety snapshot was begun."""

    code: ClassVar[str] = "changed-since-safety"
    vm: str


@dataclass(frozen=True, slots=True)
class SafetyNotWhole:
    """The safety snapshot is not (yet) whole on both PMs."""

    code: ClassVar[str] = "safety-not-whole"
    vm: str
    snapshot: str


# --- failures: a job had begun -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VmNotMade:
    code: ClassVar[str] = "vm-not-made"
    vm: str
    pm: str
    detail: str


@dataclass(frozen=True, slots=True)
class RollBackFailed:
    code: ClassVar[str] = "roll-back-failed"
    vm: str
    detail: str


# --- warnings ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VmHereOnly:
    """The other PM could not be asked, or does not know the new VM."""

    code: ClassVar[str] = "vm-here-only"
    vm: str
    pm: str
    peer: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DevicesLeftOut:
    code: ClassVar[str] = "devices-left-out"
    vm: str
    names: str


@dataclass(frozen=True, slots=True)
class VmNotStarted:
    """The VM was made, and libvirt could not start it."""

    code: ClassVar[str] = "vm-not-started"
    vm: str
    detail: str


@dataclass(frozen=True, slots=True)
class VolumesUntouched:
    """Volumes of the VM that the snapshot does not hold."""

    code: ClassVar[str] = "volumes-untouched"
    vm: str
    names: str


@dataclass(frozen=True, slots=True)
class VolumesNotRestored:
    """Volumes of the snapshot that the VM no longer has."""

    code: ClassVar[str] = "volumes-not-restored"
    vm: str
    names: str


@dataclass(frozen=True, slots=True)
class VolumeResized:
    """Bytes: the size of the volume before the roll back, and after it."""

    code: ClassVar[str] = "volume-resized"
    vm: str
    target: str
    before: int
    after: int


VmProblem = (
    BadVmName
    | VmNameTaken
    | SnapshotNotHere
    | NoSuchFolder
    | VmSizeFixed
    | VmNotStopped
    | SavedMemory
    | AnotherVolume
    | VolumeNotReplaceable
    | VolumeInUse
    | ChangedSinceSafety
    | SafetyNotWhole
    | VmNotMade
    | RollBackFailed
    | VmHereOnly
    | DevicesLeftOut
    | VmNotStarted
    | VolumesUntouched
    | VolumesNotRestored
    | VolumeResized
)

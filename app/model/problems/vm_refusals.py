"""Refusals that lie with a VM, or with what was asked: nothing was touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class NoSuchVm:
    code: ClassVar[str] = "no-such-vm"
    vm: str


@dataclass(frozen=True, slots=True)
class UefiFirmware:
    code: ClassVar[str] = "vm-uefi"
    vm: str


@dataclass(frozen=True, slots=True)
class VmNotReady:
    """The VM is neither running nor stopped."""

    code: ClassVar[str] = "vm-state"
    vm: str
    state: str  # a VmState's value


@dataclass(frozen=True, slots=True)
class VmOnBoth:
    """The VM runs on both PMs: its volumes are in danger."""

    code: ClassVar[str] = "vm-on-both"
    vm: str


@dataclass(frozen=True, slots=True)
class BootVolumeLeftOut:
    code: ClassVar[str] = "boot-volume-left-out"
    vm: str
    target: str


@dataclass(frozen=True, slots=True)
class NoBootVolume:
    """No disk of the VM can be told to be the one it boots from, or it cannot be captured."""

    code: ClassVar[str] = "no-boot-volume"
    vm: str


@dataclass(frozen=True, slots=True)
class NoSuchVolume:
    code: ClassVar[str] = "no-such-volume"
    vm: str
    target: str


@dataclass(frozen=True, slots=True)
class VolumeNotCapturable:
    code: ClassVar[str] = "volume-not-capturable"
    vm: str
    target: str
    obstacle: str  # an Obstacle's value


@dataclass(frozen=True, slots=True)
class ContainerTooSmall:
    """Bytes: what the snapshot needs at most, what the container has left, its capacity."""

    code: ClassVar[str] = "container-too-small"
    vm: str
    target: str
    pm: str
    needed: int
    free: int
    capacity: int


@dataclass(frozen=True, slots=True)
class SnapshotsDisabled:
    code: ClassVar[str] = "snapshots-disabled"
    by: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Busy:
    """Another run, or a merge of the newest snapshot, holds the VM."""

    code: ClassVar[str] = "vm-busy"
    vm: str
    activity: str  # "snapshot", "merge" …
    owner: str
    since: str


@dataclass(frozen=True, slots=True)
class LibvirtBusy:
    """libvirt already runs a job on the VM that is not ours."""

    code: ClassVar[str] = "vm-libvirt-job"
    vm: str
    job: str = ""


@dataclass(frozen=True, slots=True)
class NoAgent:
    """Application consistency was required and no guest agent answers."""

    code: ClassVar[str] = "no-agent"
    vm: str


@dataclass(frozen=True, slots=True)
class FrozenByOther:
    """The guest is frozen already, by somebody else."""

    code: ClassVar[str] = "vm-frozen-by-other"
    vm: str


@dataclass(frozen=True, slots=True)
class ForeignSnapshots:
    """libvirt snapshots of the VM exist: their overlays would fall out of ours."""

    code: ClassVar[str] = "foreign-snapshots"
    vm: str
    names: str


@dataclass(frozen=True, slots=True)
class BadName:
    """A name that cannot be kept: empty, too long (characters), or with control characters."""

    code: ClassVar[str] = "bad-name"
    what: str
    limit: int


@dataclass(frozen=True, slots=True)
class VmNotRunning:
    """Only a running VM can be scrubbed."""

    code: ClassVar[str] = "vm-not-running"
    vm: str


@dataclass(frozen=True, slots=True)
class NoCheckpoint:
    """No snapshot of the VM has a sound checkpoint: there is nothing to scrub against."""

    code: ClassVar[str] = "no-checkpoint"
    vm: str


@dataclass(frozen=True, slots=True)
class SnapshotInProgress:
    """A snapshot is still being made, or brought to the other PM."""

    code: ClassVar[str] = "snapshot-in-progress"
    vm: str
    name: str


@dataclass(frozen=True, slots=True)
class SnapshotNotWhole:
    """No PM that can be used now holds the snapshot whole."""

    code: ClassVar[str] = "snapshot-not-whole"
    vm: str
    name: str


VmRefusal = (
    NoSuchVm
    | UefiFirmware
    | VmNotReady
    | VmOnBoth
    | BootVolumeLeftOut
    | NoBootVolume
    | NoSuchVolume
    | VolumeNotCapturable
    | ContainerTooSmall
    | SnapshotsDisabled
    | Busy
    | LibvirtBusy
    | NoAgent
    | FrozenByOther
    | ForeignSnapshots
    | BadName
    | VmNotRunning
    | NoCheckpoint
    | SnapshotInProgress
    | SnapshotNotWhole
)

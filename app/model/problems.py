"""Every refusal, failure and warning, as a type with a code and fields; sentences are elsewhere.

Codes are part of the command line's contract (`--json`) and of the records on the PMs: never
reuse one. A PM sends a problem as {"code": …, "fields": {…}}; `problem_from_wire` builds the
type, and an unknown or ill-formed one becomes `Unexplained`, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import ClassVar, get_args

from app.model.package_problems import PackageProblem
from app.model.vm_problems import VmProblem

# --- refusals: nothing was touched -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MachineUnreachable:
    """The PM does not answer by SSH."""

    code: ClassVar[str] = "pm-unreachable"
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HostKeyUnknown:
    """The PM's host key is in no known_hosts file."""

    code: ClassVar[str] = "host-key-unknown"
    pm: str
    host: str
    fingerprint: str
    key_type: str = ""


@dataclass(frozen=True, slots=True)
class HostKeyChanged:
    """The PM shows another host key than the known one: somebody may be listening."""

    code: ClassVar[str] = "host-key-changed"
    pm: str
    host: str
    fingerprint: str
    key_type: str = ""


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """SSH answered, and none of our keys was accepted."""

    code: ClassVar[str] = "ssh-not-allowed"
    pm: str
    user: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NoRootRights:
    """The user is not root and `sudo -n` is refused."""

    code: ClassVar[str] = "sudo-not-allowed"
    pm: str
    user: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LibvirtNotAllowed:
    """libvirt refuses the user."""

    code: ClassVar[str] = "libvirt-not-allowed"
    pm: str
    user: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MachineNotRunning:
    """The PM is reachable, but its libvirt does not answer."""

    code: ClassVar[str] = "pm-not-running"
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MachineInMaintenance:
    code: ClassVar[str] = "pm-maintenance"
    pm: str
    by: str = ""
    since: str = ""  # ISO 8601


@dataclass(frozen=True, slots=True)
class MachineSynchronizing:
    code: ClassVar[str] = "pm-synchronizing"
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ToolMissing:
    """A PM lacks a tool (found is empty) or has too old a version of it."""

    code: ClassVar[str] = "tool-missing"
    pm: str
    tool: str
    needed: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class SameMachineTwice:
    """Both addresses lead to the same host (or to two with one host UUID)."""

    code: ClassVar[str] = "same-pm-twice"
    pm: str
    uuid: str


@dataclass(frozen=True, slots=True)
class PairNotLinked:
    """One PM cannot reach the other with the replication key."""

    code: ClassVar[str] = "pair-not-linked"
    pm: str
    peer: str
    detail: str = ""


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
class TooLittleRoom:
    """Bytes on the file system that holds the containers."""

    code: ClassVar[str] = "too-little-room"
    pm: str
    path: str
    needed: int
    free: int


@dataclass(frozen=True, slots=True)
class ContainerCannotShrink:
    """A container was to become smaller than it is; bytes."""

    code: ClassVar[str] = "container-cannot-shrink"
    vm: str
    target: str
    capacity: int
    now: int


@dataclass(frozen=True, slots=True)
class ContainerNoRoom:
    """A PM's disk could not keep what a container of that capacity promises; bytes. `needed` may
    still be written in it, `free` are left, and `most` is the largest capacity that fits."""

    code: ClassVar[str] = "container-no-room"
    vm: str
    target: str
    pm: str
    capacity: int
    needed: int
    free: int
    most: int


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


@dataclass(frozen=True, slots=True)
class NoSuchSnapshot:
    """Never taken, or deleted meanwhile."""

    code: ClassVar[str] = "no-such-snapshot"
    snapshot: str


@dataclass(frozen=True, slots=True)
class MergeDamaged:
    """A file that would be merged is damaged on a PM: its fault must not be kept for good."""

    code: ClassVar[str] = "merge-damaged"
    vm: str
    pm: str
    snapshot: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MergeNeedsRoom:
    """Bytes on the file system that holds the containers."""

    code: ClassVar[str] = "merge-needs-room"
    pm: str
    path: str
    needed: int
    free: int


# --- failures: a run had begun -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Failover:
    """The VM stopped on the primary, or runs on the other PM, before the snapshot was whole."""

    code: ClassVar[str] = "failover"
    vm: str
    pm: str
    now_on: str = ""


@dataclass(frozen=True, slots=True)
class VmChanged:
    """A stopped VM was started, or its volumes changed, while they were read."""

    code: ClassVar[str] = "vm-changed"
    vm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FreezeFailed:
    """Application consistency was required, and the guest could not be frozen or held."""

    code: ClassVar[str] = "freeze-failed"
    vm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RoomRanOut:
    """The job was ended at the floor, before the disk was full."""

    code: ClassVar[str] = "room-ran-out"
    pm: str
    path: str
    free: int


@dataclass(frozen=True, slots=True)
class GuestPausedByJob:
    """A write of the job failed and QEMU paused the guest; it was ended and the guest resumed."""

    code: ClassVar[str] = "guest-paused"
    vm: str
    resumed: bool


@dataclass(frozen=True, slots=True)
class CopyFailed:
    """libvirt, QEMU or a tool on the PM failed."""

    code: ClassVar[str] = "copy-failed"
    vm: str
    detail: str


@dataclass(frozen=True, slots=True)
class VerifyFailed:
    """What was written does not match what should have been."""

    code: ClassVar[str] = "verify-failed"
    pm: str
    detail: str


@dataclass(frozen=True, slots=True)
class JobLost:
    """The job on the PM ended without a word (killed, or the PM crashed)."""

    code: ClassVar[str] = "job-lost"
    pm: str
    vm: str = ""


@dataclass(frozen=True, slots=True)
class RunCancelled:
    code: ClassVar[str] = "cancelled"
    by: str = ""


@dataclass(frozen=True, slots=True)
class FilesInUse:
    """Another program has files of a VM's snapshots open."""

    code: ClassVar[str] = "files-in-use"
    vm: str
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MergeFailed:
    """QEMU or a tool failed in mid-merge, or what came out was not what it should be."""

    code: ClassVar[str] = "merge-failed"
    vm: str
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DeletionCancelled:
    """Snapshots that were deleted before somebody asked to stop, and those that were left."""

    code: ClassVar[str] = "deletion-cancelled"
    by: str = ""
    deleted: int = 0
    left: int = 0


# --- states and warnings -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReplicationWaits:
    """Whole on the primary; the other PM is away. Taken up by itself."""

    code: ClassVar[str] = "replication-waits"
    pm: str
    peer: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DeletionWaits:
    """Deleted here; the other PM is away and deletes its own as soon as it is told."""

    code: ClassVar[str] = "deletion-waits"
    pm: str
    peer: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CrashConsistentOnly:
    """The snapshot is only crash-consistent although an agent was there."""

    code: ClassVar[str] = "crash-consistent-only"
    vm: str
    reason: str  # a ConsistencyReason's value
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ThawedByGuard:
    """The guard thawed the guest because the job did not in time."""

    code: ClassVar[str] = "thawed-by-guard"
    vm: str


@dataclass(frozen=True, slots=True)
class StillFrozen:
    """The guest could not be thawed yet; the guard goes on trying."""

    code: ClassVar[str] = "still-frozen"
    vm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CopyDamaged:
    """A snapshot's files on a PM do not match its manifest."""

    code: ClassVar[str] = "copy-damaged"
    pm: str
    detail: str


@dataclass(frozen=True, slots=True)
class DamagedOnBoth:
    """Neither PM's copy of a snapshot is sound: it cannot be healed."""

    code: ClassVar[str] = "copy-damaged-on-both"
    vm: str
    name: str


@dataclass(frozen=True, slots=True)
class ContainerFilling:
    """A container is fuller than the system's warning level; bytes and percent."""

    code: ClassVar[str] = "container-filling"
    vm: str
    target: str
    pm: str
    capacity: int
    free: int
    percent: int
    level: int


@dataclass(frozen=True, slots=True)
class ScrubFault:
    """The newest snapshot differs from the running VM where no dirty bitmap says so."""

    code: ClassVar[str] = "scrub-fault"
    vm: str
    pm: str
    detail: str


@dataclass(frozen=True, slots=True)
class RecordUnreadable:
    """A record on a PM is damaged, or was written by a newer version."""

    code: ClassVar[str] = "record-unreadable"
    pm: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A problem this version has no words for."""

    code: ClassVar[str] = "unexplained"
    pm: str = ""
    detail: str = ""


Refusal = (
    MachineUnreachable
    | HostKeyUnknown
    | HostKeyChanged
    | LoginRefused
    | NoRootRights
    | LibvirtNotAllowed
    | MachineNotRunning
    | MachineInMaintenance
    | MachineSynchronizing
    | ToolMissing
    | SameMachineTwice
    | PairNotLinked
    | NoSuchVm
    | UefiFirmware
    | VmNotReady
    | VmOnBoth
    | BootVolumeLeftOut
    | NoBootVolume
    | NoSuchVolume
    | VolumeNotCapturable
    | ContainerTooSmall
    | TooLittleRoom
    | ContainerCannotShrink
    | ContainerNoRoom
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
Failure = (
    Failover
    | VmChanged
    | FreezeFailed
    | RoomRanOut
    | GuestPausedByJob
    | CopyFailed
    | VerifyFailed
    | JobLost
    | RunCancelled
)
Notice = (
    ReplicationWaits
    | CrashConsistentOnly
    | ThawedByGuard
    | StillFrozen
    | CopyDamaged
    | DamagedOnBoth
    | ContainerFilling
    | ScrubFault
    | RecordUnreadable
    | Unexplained
)
Deletion = (
    NoSuchSnapshot
    | MergeDamaged
    | MergeNeedsRoom
    | FilesInUse
    | MergeFailed
    | DeletionCancelled
    | DeletionWaits
)
Problem = Refusal | Failure | Notice | VmProblem | PackageProblem | Deletion

BY_CODE: Mapping[str, type[Problem]] = {kind.code: kind for kind in get_args(Problem)}


def problem_from_wire(code: object, values: object, pm: str = "") -> Problem:
    """A problem as a PM sent it; values that do not fit the type give `Unexplained`."""
    kind = BY_CODE.get(code) if isinstance(code, str) else None
    if kind is None or not isinstance(values, Mapping):
        return Unexplained(pm, f"{code}: {values}"[:1000])
    expected = {field.name: field.type for field in fields(kind)}
    kinds: dict[object, type] = {"str": str, "int": int, "bool": bool}
    good = {
        name: value
        for name, value in values.items()
        if name in expected and type(value) is kinds[expected[name]]
    }
    if "pm" in expected:
        good.setdefault("pm", pm)
    make: Callable[..., Problem] = kind
    try:
        return make(**good)
    except TypeError:
        return Unexplained(pm, f"{code}: {values}"[:1000])


def problem_to_wire(problem: Problem) -> dict[str, object]:
    """For `--json` and for records: {"code": …, "fields": {…}}."""
    return {"code": problem.code, "fields": asdict(problem)}

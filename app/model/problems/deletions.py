"""What keeps snapshots from being deleted, or a deletion from its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


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


@dataclass(frozen=True, slots=True)
class DeletionWaits:
    """Deleted here; the other PM is away and deletes its own as soon as it is told."""

    code: ClassVar[str] = "deletion-waits"
    pm: str
    peer: str
    detail: str = ""


Deletion = (
    NoSuchSnapshot
    | MergeDamaged
    | MergeNeedsRoom
    | FilesInUse
    | MergeFailed
    | DeletionCancelled
    | DeletionWaits
)

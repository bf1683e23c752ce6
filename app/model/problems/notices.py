"""States and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReplicationWaits:
    """Whole on the primary; the other PM is away. Taken up by itself."""

    code: ClassVar[str] = "replication-waits"
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

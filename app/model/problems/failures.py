"""Failures: a run had begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


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

"""Refusals that lie with a PM, or with what is kept there: nothing was touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MachineUnreachable:
    """The PM does not answer by SSH."""

    code: ClassVar[str] = "pm-unreachable"
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MachineConnecting:
    """The console has just begun to talk to the PM; it has neither answered nor failed."""

    code: ClassVar[str] = "pm-connecting"
    pm: str


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
class ShellNotClean:
    """The login shell prints something of its own into what a command says."""

    code: ClassVar[str] = "shell-not-clean"
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
class ToolBroke:
    """A program on the PM ended with an error that nobody has better words for."""

    code: ClassVar[str] = "tool-failed"
    pm: str
    tool: str
    detail: str = ""


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


MachineRefusal = (
    MachineUnreachable
    | MachineConnecting
    | HostKeyUnknown
    | HostKeyChanged
    | LoginRefused
    | ShellNotClean
    | NoRootRights
    | LibvirtNotAllowed
    | MachineNotRunning
    | MachineInMaintenance
    | MachineSynchronizing
    | ToolMissing
    | ToolBroke
    | SameMachineTwice
    | PairNotLinked
    | TooLittleRoom
    | ContainerCannotShrink
    | ContainerNoRoom
)

"""A VM: as libvirt on one PM defines it (Domain), and as the pair has it (Vm)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.model.machine import Side
from app.model.volume import Container, Volume


class VmState(Enum):
    """A VM's state in the words of the console. Only RUNNING and STOPPED can be captured."""

    RUNNING = "running"
    STOPPED = "stopped"
    BOOTING = "booting"
    STOPPING = "stopping"
    PAUSED = "paused"
    IO_ERROR = "io-error"  # paused by QEMU because a write failed
    CRASHED = "crashed"
    MIGRATING = "migrating"
    SUSPENDED = "suspended"  # to memory by the guest itself
    UNKNOWN = "unknown"


class Firmware(Enum):
    BIOS = "bios"
    UEFI = "uefi"


class Agent(Enum):
    """The guest agent, as the definition and its channel show it."""

    CONNECTED = "connected"
    SILENT = "silent"  # a channel exists, nobody answers on it
    VM_OFF = "vm-off"  # a channel exists, and the VM is stopped
    NONE = "none"  # the VM has no agent channel


class Ability(Enum):
    """What a guest agent can do, if its guest's administrator lets it."""

    FREEZE = "freeze"
    FILE_SYSTEMS = "file-systems"  # tell which there are
    SHUT_DOWN = "shut-down"
    RUN = "run"  # commands in the guest


@dataclass(frozen=True, slots=True)
class AgentAbilities:
    """What an agent that answers says of itself."""

    version: str
    abilities: tuple[Ability, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """One libvirt domain on one PM."""

    uuid: str
    name: str
    state: VmState
    firmware: Firmware
    agent: Agent
    volumes: tuple[Volume, ...]
    memory: int  # bytes
    processors: int
    libvirt_snapshots: int = 0  # snapshots of libvirt itself: another tool's or an administrator's
    stopped_cleanly: bool = False  # STOPPED because the guest shut itself down


@dataclass(frozen=True, slots=True)
class Vm:
    """A VM of the pair. `primary` runs it (stopped: last ran it). `defined_on` are the PMs whose
    libvirt knows it. `stale` says that the PM these facts came from is out of reach now."""

    uuid: str
    name: str
    state: VmState
    primary: Side
    defined_on: tuple[Side, ...]
    firmware: Firmware
    agent: Agent
    volumes: tuple[Volume, ...]
    memory: int
    processors: int
    libvirt_snapshots: int = 0
    stopped_cleanly: bool = False
    running_on_both: bool = False  # a split brain: must never be touched
    containers: tuple[tuple[Side, tuple[Container, ...]], ...] = ()
    stale: bool = False
    last_protected: datetime | None = None  # newest snapshot that is normal on both PMs

    @property
    def secondary(self) -> Side:
        return self.primary.other

    @property
    def boot_volume(self) -> Volume | None:
        return next((volume for volume in self.volumes if volume.boot), None)

    def containers_on(self, side: Side) -> tuple[Container, ...]:
        return dict(self.containers).get(side, ())

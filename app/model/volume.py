"""Volumes (disks of a VM) and the containers that hold their snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Obstacle(Enum):
    """Why a disk cannot be captured. CD and floppy drives are not volumes and never listed."""

    PASS_THROUGH = "pass-through"  # a LUN handed to the guest
    NETWORK = "network"  # network disk without support
    READ_ONLY = "read-only"
    NO_MEDIUM = "no-medium"  # no source at all
    TRANSIENT = "transient"  # libvirt discards its writes
    FORMAT = "format"  # neither qcow2 nor raw
    ENCRYPTED = "encrypted"  # QEMU would write into the snapshot what it has decrypted
    SLICE = "slice"  # a part of a file or device


@dataclass(frozen=True, slots=True)
class Volume:
    """A disk of a VM. `target` is the guest device name of the definition (vda, sda …), unique in
    the VM. `capacity` is the virtual size in bytes, None where the PM could not tell."""

    target: str
    source: str
    format: str
    boot: bool
    capacity: int | None = None
    serial: str = ""
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Expansion:
    """What the administrator asks for: a container's new capacity, in bytes."""

    vm: str  # uuid
    target: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Container:
    """The room reserved for one volume and all its snapshots, on one PM; bytes.

    `capacity` counts the volume's own virtual size too, so what snapshots may use is
    capacity - volume_size. `reserved` is what a run in progress may still write."""

    target: str
    capacity: int
    volume_size: int
    snapshots_size: int
    reserved: int = 0

    @property
    def used(self) -> int:
        return self.volume_size + self.snapshots_size

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.used - self.reserved)

    @property
    def share(self) -> float:
        """How full it is; above 1 where more is in it than it should hold."""
        return self.used / max(1, self.capacity)

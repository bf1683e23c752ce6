"""OVF packages: what is asked of an export and of an import, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.model.machine import Side


class Packaging(Enum):
    OVA = "ova"  # one archive
    OVF = "ovf"  # a folder with a descriptor and its files


class DiskFormat(Enum):
    VMDK = "vmdk"  # streamOptimized: VMware, VirtualBox
    VHD = "vhd"  # Hyper-V, Azure
    QCOW2 = "qcow2"  # QEMU


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of the PM that exports; an absolute path."""

    path: str


@dataclass(frozen=True, slots=True)
class Share:
    """`//server/share/folder` (SMB) or `server:/path` (NFS), which the PM mounts for the export.
    The password is never shown."""

    address: str
    user: str = ""
    password: str = field(default="", repr=False)
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Workstation:
    """A folder of this workstation."""

    path: str


Destination = Folder | Share | Workstation


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """`side` is the PM that is to export; None: one that holds the snapshot whole."""

    snapshot: str
    destination: Destination
    packaging: Packaging = Packaging.OVA
    disk: DiskFormat = DiskFormat.VMDK
    boot_only: bool = False
    overwrite: bool = False
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """`path` is where the package is (the archive, or the folder of an OVF package); bytes."""

    pm: str
    path: str
    files: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """`path` is the .ova or .ovf, on the PM, or on this workstation if `local`. `restore` keeps the
    identity of the VM that the package is of: its UUID, MAC addresses and name. `folder` is where
    its volumes go on the PM, "" for libvirt's default."""

    path: str
    local: bool
    side: Side
    name: str = ""
    restore: bool = False
    start: bool = False
    folder: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The VM, and the folder of its volumes on the PM."""

    pm: str
    vm: str
    name: str
    folder: str

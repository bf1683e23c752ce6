"""What can be wrong with a package, with the place it goes to, or with the VM it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FolderMissing:
    """Not an absolute path, no folder, or one that cannot be written to. `pm` is "" for this
    workstation."""

    code: ClassVar[str] = "folder-missing"
    pm: str
    path: str


@dataclass(frozen=True, slots=True)
class FileExists:
    """`pm` is "" for this workstation."""

    code: ClassVar[str] = "file-exists"
    pm: str
    path: str


@dataclass(frozen=True, slots=True)
class ShareUnsupported:
    """The PM's kernel has no such file system, or the tool that mounts it is missing."""

    code: ClassVar[str] = "share-unsupported"
    pm: str
    kind: str  # cifs, nfs
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ShareFailed:
    code: ClassVar[str] = "share-failed"
    pm: str
    share: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DiskTooLarge:
    """Bytes: of the volume, and the most that the format holds."""

    code: ClassVar[str] = "disk-too-large"
    vm: str
    target: str
    disk: str
    size: int
    largest: int


@dataclass(frozen=True, slots=True)
class PackageUnreadable:
    """No OVA or OVF, a damaged one, or one that is cut off."""

    code: ClassVar[str] = "package-unreadable"
    pm: str
    path: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PackageHostile:
    """Something that no honest package has in it."""

    code: ClassVar[str] = "package-hostile"
    pm: str
    path: str
    name: str
    trick: str


@dataclass(frozen=True, slots=True)
class PackageIncomplete:
    code: ClassVar[str] = "package-incomplete"
    pm: str
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class PackageDigest:
    """A file does not match its digest in the manifest, or has none there."""

    code: ClassVar[str] = "package-digest"
    pm: str
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class PackageSize:
    """Bytes: what the descriptor says, and what is there."""

    code: ClassVar[str] = "package-size"
    pm: str
    path: str
    name: str
    declared: int
    found: int


@dataclass(frozen=True, slots=True)
class PackageUnsupported:
    """OVF allows it, Twinpoint cannot import it."""

    code: ClassVar[str] = "package-unsupported"
    pm: str
    path: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PackageNotOurs:
    """A restore needs a package that Twinpoint wrote."""

    code: ClassVar[str] = "package-not-ours"
    pm: str
    path: str


@dataclass(frozen=True, slots=True)
class VmExists:
    """A restore is possible only where neither PM knows a VM of that UUID or name."""

    code: ClassVar[str] = "vm-exists"
    vm: str
    pm: str


@dataclass(frozen=True, slots=True)
class ExportFailed:
    """`pm` is "" for this workstation."""

    code: ClassVar[str] = "export-failed"
    pm: str
    vm: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ImportFailed:
    code: ClassVar[str] = "import-failed"
    pm: str
    vm: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TransferStopped:
    """The PM waited for the workstation in vain."""

    code: ClassVar[str] = "transfer-stopped"
    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GuestDriver:
    """The guest finds another device than it had: it needs the driver."""

    code: ClassVar[str] = "guest-driver"
    vm: str
    device: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Devices that were not taken over."""

    code: ClassVar[str] = "import-left-out"
    vm: str
    what: str


@dataclass(frozen=True, slots=True)
class PackageUnchecked:
    """The package has no manifest."""

    code: ClassVar[str] = "package-unchecked"
    pm: str
    path: str


@dataclass(frozen=True, slots=True)
class NetworkChosen:
    """The network that the VM was in is not here; `network` is "" for QEMU's own."""

    code: ClassVar[str] = "network-chosen"
    vm: str
    network: str = ""


@dataclass(frozen=True, slots=True)
class UefiImported:
    code: ClassVar[str] = "uefi-imported"
    vm: str


@dataclass(frozen=True, slots=True)
class StartFailed:
    """The VM is there and could not be started."""

    code: ClassVar[str] = "start-failed"
    vm: str
    pm: str
    detail: str = ""


PackageRefusal = (
    FolderMissing
    | FileExists
    | ShareUnsupported
    | ShareFailed
    | DiskTooLarge
    | PackageUnreadable
    | PackageHostile
    | PackageIncomplete
    | PackageDigest
    | PackageSize
    | PackageUnsupported
    | PackageNotOurs
    | VmExists
)
PackageFailure = ExportFailed | ImportFailed | TransferStopped
PackageNotice = (
    GuestDriver | LeftOut | PackageUnchecked | NetworkChosen | UefiImported | StartFailed
)
PackageProblem = PackageRefusal | PackageFailure | PackageNotice

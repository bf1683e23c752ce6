"""Opens a package, an OVA or a descriptor with its files beside it, and checks all of it that can
be checked before anything is made of it. Nothing is unpacked."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.remote import foreign_images, images, ovf_read, tar_read
from app.remote.foreign_images import Member, NotAnImage
from app.remote.host import host_name
from app.remote.ovf_read import NotSupported, OvfDisk, OvfMachine
from app.remote.ovf_xml import LONGEST, NotOvf
from app.remote.problems import Refused
from app.remote.tar_read import NotTar, Trick
from app.remote.tools import ToolFailed

CHUNK = 4 * 1024 * 1024
LONGEST_MANIFEST = 256 * 1024
# A disk's size may be rounded to whole cylinders by older formats; those are at most 16 MiB.
ROUNDING = 16 * 1024 * 1024
_LINE = re.compile(r"\s*(SHA1|SHA256|SHA512)\s*\((.+)\)\s*=\s*([0-9A-Fa-f]{40,128})\s*")
_LENGTHS = {"SHA1": 40, "SHA256": 64, "SHA512": 128}


@dataclass(frozen=True)
class PackedImage:
    """One disk of the package; `source` is what qemu-img is given, "" for an empty one, `needed`
    the bytes it takes at most."""

    disk: OvfDisk
    source: str
    capacity: int
    needed: int


class Package:
    """An open package. Every method raises Refused for what it finds wrong."""

    def __init__(self, path: Path, label: str) -> None:
        self._label = label
        self._members: dict[str, Member] = {}
        self._handles: list[int] = []
        self._manifest: dict[str, tuple[str, str]] | None = None
        try:
            if path.name.lower().endswith(".ovf"):
                self._descriptor = self._beside(path, path.name)
                self._folder: Path | None = path.parent
            else:
                self._folder = None
                self._descriptor = self._archive(path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        for handle in self._handles:
            os.close(handle)
        self._handles = []

    def machine(self) -> OvfMachine:
        """What the descriptor says."""
        member = self._descriptor
        if member.size > LONGEST:
            raise self._trick(Trick("xml-bomb", member.name))
        try:
            machine = ovf_read.parse(member.read(0, member.size))
        except Trick as trick:
            raise self._trick(trick) from trick
        except NotSupported as error:
            raise self._not_supported(str(error)) from error
        except (NotOvf, UnicodeError) as error:
            raise self._unreadable(f"{member.name}: {error}") from error
        return machine

    def missing(self, machine: OvfMachine) -> list[str]:
        """Files of the package that are not there (yet): the disks', for a descriptor alone."""
        return [disk.file for disk in machine.disks if disk.file and not self._find(disk.file)]

    def images(self, machine: OvfMachine) -> list[PackedImage]:
        """The disks, each looked at and measured."""
        return [self._image(disk) for disk in machine.disks]

    def checked_files(self, machine: OvfMachine) -> list[tuple[Member, str, str]]:
        """What the manifest must be right about, with the kind and value of each digest; [] if
        there is no manifest."""
        base = self._descriptor.name.rpartition(".")[0]
        member = self._find(f"{base}.mf")
        if member is None:
            others = [name for name in self._members if name.lower().endswith(".mf")]
            member = self._members[others[0]] if len(others) == 1 else None
        if member is None:
            return []
        said = self._digests(member)
        found = []
        for name in [self._descriptor.name, *(disk.file for disk in machine.disks if disk.file)]:
            if name not in said:
                raise Refused("package-digest", pm=host_name(), path=self._label, name=name)
            found.append((self._member(name), *said[name]))
        return found

    def check_digest(
        self, member: Member, kind: str, value: str, progress: Callable[[int], None]
    ) -> None:
        """Reads one file; `progress` is told the bytes of it read, and may raise."""
        digest = hashlib.new(kind.lower())
        done = 0
        while done < member.size:
            data = member.read(done, CHUNK)
            if not data:
                raise self._unreadable(f"{member.name}: cut off")
            digest.update(data)
            done += len(data)
            progress(done)
        if digest.hexdigest() != value.lower():
            raise Refused("package-digest", pm=host_name(), path=self._label, name=member.name)

    def _image(self, disk: OvfDisk) -> PackedImage:
        if not disk.file:
            return PackedImage(disk, "", disk.capacity, 1024 * 1024)
        member = self._member(disk.file)
        if disk.size is not None and disk.size != member.size:
            raise self._size(disk.file, disk.size, member.size)
        try:
            image_format = foreign_images.kind(disk.format, disk.file)
            foreign_images.check(member, image_format)
        except Trick as trick:
            raise self._trick(trick) from trick
        except NotAnImage as error:
            raise self._not_supported(str(error)) from error
        source = foreign_images.node(member, image_format)
        try:
            found = images.info_of(source)
            capacity = int(found["virtual-size"])
            if abs(capacity - disk.capacity) > ROUNDING:
                raise self._size(disk.file, disk.capacity, capacity)
            needed = images.needed_as_qcow2(source)
        except (ToolFailed, KeyError, ValueError) as error:
            raise self._unreadable(f"{disk.file}: {error}"[-500:]) from error
        if "backing-filename" in found:
            raise self._trick(Trick("backing", disk.file))
        return PackedImage(disk, source, capacity, needed)

    def _archive(self, path: Path) -> Member:
        """Opens an OVA; its descriptor."""
        handle = self._open(path)
        try:
            entries = tar_read.entries(handle)
        except Trick as trick:
            raise self._trick(trick) from trick
        except NotTar as error:
            raise self._unreadable(str(error)) from error
        for entry in entries:
            self._members[entry.name] = Member(entry.name, handle, entry.offset, entry.size)
        found = [name for name in self._members if name.lower().endswith(".ovf")]
        if not found:
            raise self._unreadable("no descriptor (.ovf) in it")
        if len(found) > 1:
            raise self._not_supported("several descriptors in one package")
        return self._members[found[0]]

    def _find(self, name: str) -> Member | None:
        if name not in self._members and self._folder is not None:
            if not os.path.lexists(self._folder / name):
                return None
            self._beside(self._folder / name, name)
        return self._members.get(name)

    def _member(self, name: str) -> Member:
        member = self._find(name)
        if member is None:
            raise Refused("package-incomplete", pm=host_name(), path=self._label, name=name)
        return member

    def _beside(self, path: Path, name: str) -> Member:
        handle = self._open(path)
        member = Member(name, handle, 0, os.fstat(handle).st_size)
        self._members[name] = member
        return member

    def _open(self, path: Path) -> int:
        """A plain file, not a link to one; other kinds would hang, or be something else."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            handle = os.open(path, flags)
        except FileNotFoundError as error:
            raise Refused("package-incomplete", pm=host_name(), path=self._label, name=path.name
                          ) from error  # fmt: skip
        except OSError as error:
            if path.is_symlink():
                raise self._trick(Trick("link", path.name)) from error
            raise self._unreadable(f"{path.name}: {error.strerror}") from error
        self._handles.append(handle)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise self._trick(Trick("device", path.name))
        return handle

    def _digests(self, member: Member) -> dict[str, tuple[str, str]]:
        if member.size > LONGEST_MANIFEST:
            raise self._unreadable(f"{member.name}: too long")
        text = member.read(0, member.size).decode("utf-8", "replace")
        found: dict[str, tuple[str, str]] = {}
        for line in text.splitlines():
            if line.strip():
                parts = _LINE.fullmatch(line)
                if parts is None or len(parts[3]) != _LENGTHS[parts[1]]:
                    raise self._unreadable(f"{member.name}: {line[:100]!r}")
                found[parts[2]] = (parts[1], parts[3])
        return found

    def _trick(self, trick: Trick) -> Refused:
        fields: dict[str, Any] = {
            "path": self._label,
            "name": trick.name[:200],
            "trick": trick.what,
        }
        return Refused("package-hostile", pm=host_name(), **fields)

    def _unreadable(self, detail: str) -> Refused:
        return Refused("package-unreadable", pm=host_name(), path=self._label, detail=detail[:500])

    def _not_supported(self, detail: str) -> Refused:
        fields: dict[str, Any] = {"path": self._label, "detail": detail[:500]}
        return Refused("package-unsupported", pm=host_name(), **fields)

    def _size(self, name: str, declared: int, found: int) -> Refused:
        fields: dict[str, Any] = {
            "path": self._label,
            "name": name,
            "declared": declared,
            "found": found,
        }
        return Refused("package-size", pm=host_name(), **fields)

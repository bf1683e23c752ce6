"""Writes a package: disks converted right into their places, then the descriptor and the manifest
that name them. An OVA takes no more room than it has in the end: qemu-img writes each disk into the
archive itself, behind room kept for what stands before it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.remote import images
from app.remote.ovf_write import PackedDisk
from app.remote.store import fsync_folder
from app.remote.tools import run

BLOCK = 512
CHUNK = 4 * 1024 * 1024
ENDINGS = {"vmdk": "vmdk", "vhd": "vhd", "qcow2": "qcow2"}
_DRIVERS = {"vmdk": "vmdk", "vhd": "vpc", "qcow2": "qcow2"}
_OCTAL_LIMIT = 8**11  # of a size in a tar header; above it is written as GNU tar and star do
_LARGEST_SIZE = 2**62  # as long in a descriptor as any size can be
# vpc in QEMU takes no more (block/vpc.c: VHD_MAX_SECTORS).
LARGEST = {"vhd": 0xFF000000 * 512, "vmdk": 2**63, "qcow2": 2**63}
VHD_BLOCK = 2 * 1024 * 1024

Describe = Callable[[Sequence[PackedDisk]], bytes]


@dataclass(frozen=True)
class Source:
    """A volume to pack: the end of its chain, and the place it gets."""

    path: Path
    disk: PackedDisk  # its size is not known yet


@dataclass(frozen=True)
class Limits:
    """What a job lets pass: bytes per second, and a call that raises when it is to stop."""

    bytes_per_second: int | None
    check: Callable[[], None]


class PackageWriter:
    """Writes one package of `sources` into `folder`, whose files are its own.

    `describe` makes the descriptor of the disks, with their sizes."""

    def __init__(
        self,
        folder: Path,
        base: str,
        disk_format: str,
        sources: Sequence[Source],
        describe: Describe,
        limits: Limits,
    ) -> None:
        self._folder = folder
        self._base = base
        self._format = disk_format
        self._sources = sources
        self._describe = describe
        self._limits = limits
        self._total = sum(source.disk.capacity for source in sources)

    def archive(
        self, convert: Callable[[int, int], None], read: Callable[[int, int], None]
    ) -> list[Path]:
        """An OVA. `convert` and `read` are told bytes done and in all."""
        path = self._folder / f"{self._base}.ova"
        # Sizes, and with them the length of the text, are known last.
        room = len(self._describe([replace(s.disk, size=_LARGEST_SIZE) for s in self._sources]))
        blank = {f"{self._base}.ovf": "0" * 64, **{s.disk.file: "0" * 64 for s in self._sources}}
        listed = len(_manifest(blank))
        at = BLOCK + _padded(room) + BLOCK + _padded(listed)
        places: list[tuple[PackedDisk, int]] = []
        with open(path, "x+b") as file:
            os.chmod(path, 0o600)
            for number, source in enumerate(self._sources):
                start = at + BLOCK
                file.truncate(start)
                self._convert(source, path, start, number, convert)
                end = os.stat(path).st_size
                at = start + _padded(end - start)
                places.append((replace(source.disk, size=end - start), start))
            file.truncate(at + 2 * BLOCK)
            hashes = self._hashes([(path, start, disk) for disk, start in places], read)
            text = self._describe([disk for disk, _ in places])
            text += b" " * (room - len(text) - 1) + b"\n" if len(text) < room else b""
            hashes = {f"{self._base}.ovf": hashlib.sha256(text).hexdigest(), **hashes}
            file.seek(0)
            for name, content in (
                (f"{self._base}.ovf", text),
                (f"{self._base}.mf", _manifest(hashes)),
            ):
                file.write(header(name, len(content)) + content)
                file.write(b"\0" * (_padded(len(content)) - len(content)))
            for disk, start in places:
                file.seek(start - BLOCK)
                file.write(header(disk.file, disk.size))
            file.flush()
            os.fsync(file.fileno())
        return [path]

    def files(
        self, convert: Callable[[int, int], None], read: Callable[[int, int], None]
    ) -> list[Path]:
        """An OVF package: descriptor, manifest and disks beside each other."""
        places = []
        for number, source in enumerate(self._sources):
            path = self._folder / source.disk.file
            path.touch(0o600)
            self._convert(source, path, 0, number, convert)
            places.append((path, 0, replace(source.disk, size=os.stat(path).st_size)))
        hashes = self._hashes(places, read)
        text = self._describe([disk for _, _, disk in places])
        hashes = {f"{self._base}.ovf": hashlib.sha256(text).hexdigest(), **hashes}
        made = [self._folder / f"{self._base}.ovf", self._folder / f"{self._base}.mf"]
        for path, content in zip(made, (text, _manifest(hashes))):
            with open(path, "xb") as file:
                os.chmod(path, 0o600)
                file.write(content)
        made += [path for path, _, _ in places]
        for path in made:
            with open(path, "rb") as file:
                os.fsync(file.fileno())
        fsync_folder(self._folder)
        return made

    def _convert(
        self,
        source: Source,
        path: Path,
        start: int,
        number: int,
        progress: Callable[[int, int], None],
    ) -> None:
        """Writes a disk into a file from `start` on: an empty image first, then its data."""
        empty = self._folder / ".empty" / source.disk.file  # a VMDK has its own name in it
        empty.parent.mkdir(0o700, exist_ok=True)
        driver = _DRIVERS[self._format]
        options = _options(self._format, source.disk.bus)
        argv = ["qemu-img", "create", "-q", "-f", driver, "-o", options]
        run([*argv, "--", str(empty), str(source.disk.capacity)])
        with open(path, "r+b") as file:
            file.seek(start)
            file.write(empty.read_bytes())
        empty.unlink()
        empty.parent.rmdir()
        before = sum(each.disk.capacity for each in self._sources[:number])
        images.convert_into(
            images.node(str(source.path), "qcow2"),
            driver,
            _place(path, start),
            limit=self._limits.bytes_per_second,
            progress=lambda part: progress(before + int(part * source.disk.capacity), self._total),
            check=self._limits.check,
        )

    def _hashes(
        self,
        places: Sequence[tuple[Path, int, PackedDisk]],
        progress: Callable[[int, int], None],
    ) -> dict[str, str]:
        total = sum(disk.size for _, _, disk in places)
        done = 0
        found = {}
        for path, start, disk in places:
            digest = hashlib.sha256()
            with open(path, "rb", buffering=0) as file:
                file.seek(start)
                left = disk.size
                while left:
                    data = file.read(min(CHUNK, left))
                    if not data:
                        raise OSError(f"{path.name} became shorter")
                    digest.update(data)
                    left -= len(data)
                    done += len(data)
                    self._limits.check()
                    progress(done, total)
            found[disk.file] = digest.hexdigest()
        return found


def needed(sources: Sequence[Source], disk_format: str) -> int:
    """Bytes that a package takes at most."""
    total = 1024 * 1024
    for source in sources:
        name = images.node(str(source.path), "qcow2")
        if disk_format == "vhd":
            total += _vhd_bytes(name, source.disk.capacity)
        else:
            # A streamOptimized disk of data that cannot be compressed grows by a sector or two for
            # each 64 KiB, and so stays within a fiftieth.
            size = images.needed_as_qcow2(name)
            total += size + size // 50
    return total


def header(name: str, size: int) -> bytes:
    """A ustar header (POSIX.1-1988), with a binary size where eleven octal digits do not do."""
    raw = name.encode("utf-8")
    if len(raw) > 100:
        raise ValueError("a name that is too long for a tar header")
    count = b"%011o\0" % size if size < _OCTAL_LIMIT else b"\x80" + size.to_bytes(11, "big")
    fields = [raw.ljust(100, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0", count]
    fields += [b"%011o\0" % 0, b" " * 8, b"0", b"\0" * 100, b"ustar\00000", b"\0" * 32]
    fields += [b"\0" * 32, b"0000000\0", b"0000000\0", b"\0" * 155]
    block = b"".join(fields).ljust(BLOCK, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def _vhd_bytes(source: str, capacity: int) -> int:
    """A dynamic VHD has whole blocks of 2 MiB, a bitmap of a sector before each, and a table."""
    touched: set[int] = set()
    for start, length in images.data_ranges(source):
        touched.update(range(start // VHD_BLOCK, (start + length - 1) // VHD_BLOCK + 1))
    return len(touched) * (VHD_BLOCK + BLOCK) + capacity // VHD_BLOCK * 4 + 8 * 1024


def _place(path: Path, start: int) -> dict[str, Any]:
    file: dict[str, Any] = {"driver": "file", "filename": str(path)}
    return {"driver": "raw", "offset": start, "file": file} if start else file


def _options(disk_format: str, bus: str) -> str:
    if disk_format == "vmdk":
        adapter = "lsilogic" if bus == "scsi" else "ide"
        return f"subformat=streamOptimized,adapter_type={adapter}"
    if disk_format == "vhd":
        return "subformat=dynamic,force_size=on"
    return "compat=1.1"


def _manifest(hashes: dict[str, str]) -> bytes:
    return "".join(f"SHA256({name})= {value}\n" for name, value in hashes.items()).encode()


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK

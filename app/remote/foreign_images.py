"""Disk images that come from anywhere: looked at before QEMU opens them, since an image can name
other files as its parent, its data or its extents, and QEMU would read those as root.

What is said of the formats: QEMU's docs/interop/qcow2.txt and block/{vmdk,vpc,vhdx,vdi}.c.
"""

from __future__ import annotations

import json
import os
import re
import struct
from dataclasses import dataclass
from typing import Any

from app.remote.tar_read import Trick

QCOW2, VMDK, VHD, VHDX, VDI, RAW = "qcow2", "vmdk", "vpc", "vhdx", "vdi", "raw"
_ENDINGS = {"vmdk": VMDK, "vhd": VHD, "vhdx": VHDX, "vdi": VDI, "qcow2": QCOW2, "qcow": QCOW2,
            "img": RAW, "raw": RAW}  # fmt: skip
# In this order: "vhdx" has "vhd" in it.
_WORDS = (("vmdk", VMDK), ("vhdx", VHDX), ("linkid=137171", VHD), ("vhd", VHD), ("vpc", VHD),
          ("vdi", VDI), ("qcow", QCOW2), ("raw", RAW))  # fmt: skip
SECTOR = 512
LONGEST_DESCRIPTOR = 64 * 1024
_QCOW2_UNSAFE = ~0b11001  # all but: dirty, compression type, extended entries


class NotAnImage(ValueError):
    """Not an image of its format, or one of a kind that cannot be imported; says why."""


@dataclass(frozen=True)
class Member:
    """A file of a package: a stretch of an open file of this PM."""

    name: str
    handle: int
    offset: int
    size: int

    def read(self, at: int, size: int) -> bytes:
        """As far as it goes."""
        size = max(0, min(size, self.size - at))
        return os.pread(self.handle, size, self.offset + at)


def kind(uri: str, name: str) -> str:
    """The format, from the descriptor's word for it or else the file's ending. Raises
    NotAnImage."""
    word = uri.lower()
    for known, image_format in _WORDS:
        if known in word:
            return image_format
    image_format = _ENDINGS.get(name.rpartition(".")[2].lower(), "")
    if not image_format:
        raise NotAnImage(f"{name}: a format that is not known ({uri[:200]})")
    return image_format


def check(member: Member, image_format: str) -> None:
    """Raises NotAnImage, Trick."""
    _CHECKS[image_format](member)


def node(member: Member, image_format: str) -> str:
    """A name for qemu-img of exactly this stretch of the file as exactly this format, and of
    nothing else, whatever the image may say. The file is the one that was looked at, even if
    another one has its name by now."""
    # qemu-img finds our open file under our own process.
    path = f"/proc/{os.getpid()}/fd/{member.handle}"
    file: dict[str, Any] = {"driver": "file", "filename": path, "locking": "off"}
    part = file
    if member.offset:
        # QEMU wants whole sectors; an archive has them, filled up with zeros.
        size = -(-member.size // SECTOR) * SECTOR
        part = {"driver": "raw", "offset": member.offset, "size": size, "file": file}
    whole: dict[str, Any] = {"driver": image_format, "read-only": True, "file": part}
    if image_format in (QCOW2, VMDK):
        whole["backing"] = None
    return "json:" + json.dumps(whole)


def _check_qcow2(member: Member) -> None:
    head = member.read(0, 104)
    if len(head) < 72 or head[:4] != b"QFI\xfb":
        raise NotAnImage(f"{member.name}: not a qcow2 image")
    version, backing = struct.unpack_from(">IQ", head, 4)
    crypt = struct.unpack_from(">I", head, 32)[0]
    if version not in (2, 3):
        raise NotAnImage(f"{member.name}: qcow2 of version {version}")
    if backing:
        raise Trick("backing", member.name)
    if crypt:
        raise NotAnImage(f"{member.name}: encrypted")
    if version == 3:
        if len(head) < 104:
            raise NotAnImage(f"{member.name}: cut off")
        features = struct.unpack_from(">Q", head, 72)[0]
        if features & 0b100:
            raise Trick("data-file", member.name)
        if features & _QCOW2_UNSAFE:
            raise NotAnImage(f"{member.name}: features {features:#x}")


def _check_vmdk(member: Member) -> None:
    head = member.read(0, 512)
    if head.lstrip().startswith(b"# Disk DescriptorFile"):
        raise Trick("extents", member.name)  # a text that names the files with the data
    if len(head) < 512 or head[:4] != b"KDMV":
        raise NotAnImage(f"{member.name}: not a sparse VMDK")
    version, _, capacity = struct.unpack_from("<IIQ", head, 4)
    at, length = struct.unpack_from("<QQ", head, 28)
    if not 1 <= version <= 3:
        raise NotAnImage(f"{member.name}: VMDK of version {version}")
    if not capacity:
        raise Trick("extents", member.name)  # QEMU would go by the embedded text
    if at and length:
        if length * 512 > LONGEST_DESCRIPTOR:
            raise NotAnImage(f"{member.name}: descriptor too long")
        _check_descriptor(member, member.read(at * 512, length * 512).split(b"\0")[0])


def _check_descriptor(member: Member, data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    values = dict(re.findall(r'(?m)^\s*(\w+)\s*=\s*"?([^"\r\n]*)"?', text))
    if "parentFileNameHint" in text or values.get("parentCID", "ffffffff").lower() != "ffffffff":
        raise Trick("backing", member.name)
    if values.get("createType", "streamOptimized") not in ("streamOptimized", "monolithicSparse"):
        raise Trick("extents", member.name)
    extents = re.findall(r'(?m)^\s*(?:RW|RDONLY|NOACCESS)\s+\d+\s+(\w+)(?:\s+"([^"]*)")?', text)
    if len(extents) > 1 or any(word != "SPARSE" or "/" in name for word, name in extents):
        raise Trick("extents", member.name)


def _check_vhd(member: Member) -> None:
    # With another size QEMU would find another footer than we do.
    whole = member.size >= SECTOR and member.size % SECTOR == 0
    footer = member.read(member.size - SECTOR, SECTOR) if whole else b""
    if footer[:8] != b"conectix":
        raise NotAnImage(f"{member.name}: no footer of a VHD at its end")
    disk_type = struct.unpack_from(">I", footer, 60)[0]
    if disk_type == 4:
        raise Trick("backing", member.name)
    if disk_type not in (2, 3):
        raise NotAnImage(f"{member.name}: VHD of type {disk_type}")
    first = member.read(0, 512)
    if disk_type == 3 and first[:8] != b"conectix":
        raise NotAnImage(f"{member.name}: no header of a VHD")
    if disk_type == 3 and struct.unpack_from(">I", first, 60)[0] != 3:
        raise Trick("backing", member.name)


def _check_vhdx(member: Member) -> None:
    # Of a parent locator QEMU reads nothing; a log that would have to be replayed it refuses.
    if member.read(0, 8) != b"vhdxfile":
        raise NotAnImage(f"{member.name}: not a VHDX")


def _check_vdi(member: Member) -> None:
    head = member.read(0, 512)
    if len(head) < 512 or struct.unpack_from("<I", head, 0x40)[0] != 0xBEDA107F:
        raise NotAnImage(f"{member.name}: not a VDI")
    image_type = struct.unpack_from("<I", head, 0x4C)[0]
    links = head[0x1A8:0x1C8]  # UUIDs of the image it builds on, and of that one's parent
    if image_type not in (1, 2) or any(links):
        raise Trick("backing", member.name)


def _check_raw(member: Member) -> None:
    if not member.size:
        raise NotAnImage(f"{member.name}: empty")


_CHECKS = {
    QCOW2: _check_qcow2,
    VMDK: _check_vmdk,
    VHD: _check_vhd,
    VHDX: _check_vhdx,
    VDI: _check_vdi,
    RAW: _check_raw,
}

"""What a qcow2 file's own header names, read before any program opens the image."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO


class HeaderFault(Exception):
    """A qcow2 header that says something it must not."""


# https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.txt
_HEADER = struct.Struct(">4sIQIIQ")
_MAGIC = b"QFI\xfb"
_INCOMPATIBLE_AT = 72
_ALLOWED_INCOMPATIBLE = 0b1001  # dirty, compression type; no external data file, no corruption


def check_header(path: Path, backing: str | None, size: int) -> None:
    """Reads the header itself, before any program opens the image: a received file could name
    any file of this PM as its backing or data file. Raises HeaderFault."""
    with open(path, "rb") as file:
        head = file.read(4096)
        if len(head) < 104:
            raise HeaderFault("too short")
        magic, version, offset, length, cluster_bits, virtual = _HEADER.unpack_from(head)
        if magic != _MAGIC or version != 3:
            raise HeaderFault("not qcow2 of version 3")
        if struct.unpack_from(">Q", head, _INCOMPATIBLE_AT)[0] & ~_ALLOWED_INCOMPATIBLE:
            raise HeaderFault("an external data file or an unknown feature")
        if not 9 <= cluster_bits <= 21 or virtual != size:
            raise HeaderFault(f"virtual size {virtual} instead of {size}")
        named = _backing(file, offset, length, cluster_bits)
        if named != backing:
            raise HeaderFault(f"backing file {named!r} instead of {backing!r}")


def backing_of(path: Path) -> str | None:
    """The backing file that a qcow2 header names, None if there is none or no such header."""
    with open(path, "rb") as file:
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size:
            return None
        magic, _, offset, length, cluster_bits, _ = _HEADER.unpack_from(head)
        try:
            return _backing(file, offset, length, cluster_bits) if magic == _MAGIC else None
        except HeaderFault:
            return None


def _backing(file: BinaryIO, offset: int, length: int, cluster_bits: int) -> str | None:
    if not offset:
        return None
    if length > 1023 or cluster_bits > 21 or offset + length > 1 << cluster_bits:
        raise HeaderFault("backing name too long, or not in the first cluster")
    file.seek(offset)
    return file.read(length).decode("utf-8", "replace")

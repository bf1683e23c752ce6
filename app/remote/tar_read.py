"""Reads an OVA's table of contents: a tar of plain files, and nothing else.

Nothing is unpacked: an entry is a place in the archive. Python's own tarfile reads far more than an
OVA may have in it (links, sparse files, devices), and forgives what is cut off.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from app.remote.package_names import is_plain

BLOCK = 512
MOST_ENTRIES = 256
LONGEST_EXTRA = 64 * 1024  # bytes of an extended header
_TRICKS = {b"1": "link", b"2": "link", b"3": "device", b"4": "device", b"6": "device",
           b"S": "sparse"}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One file; `offset` and `size` are bytes within the archive."""

    name: str
    offset: int
    size: int


class NotTar(ValueError):
    """No tar, or a damaged one; says where."""


class Trick(ValueError):
    """Something that no honest package has in it: `what` is one of the words of `package-hostile`,
    `name` the entry it is about."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"{name}: {what}")
        self.what = what
        self.name = name


def entries(handle: int) -> list[Entry]:
    """The files of the archive behind a file descriptor. Raises NotTar, Trick."""
    length = os.fstat(handle).st_size
    at = 0
    found: list[Entry] = []
    extra: dict[str, str] = {}
    headers = 0
    while at < length:
        block = _exactly(handle, at, BLOCK)
        if not any(block):
            break
        headers += 1
        if headers > MOST_ENTRIES:
            raise Trick("too-many", f"{MOST_ENTRIES}")
        _check_sum(block, at)
        kind = block[156:157]
        name = extra.pop("path", "") or _name(block)
        size = _size(block, extra.pop("size", None))
        at += BLOCK
        padded = -(-size // BLOCK) * BLOCK
        if padded > length - at:
            raise NotTar(f"{name}: cut off: {size} bytes at {at} of {length}")
        if kind in (b"x", b"L"):
            if size > LONGEST_EXTRA:
                raise Trick("too-many", name)
            extra = {**extra, **_extra(kind, _exactly(handle, at, size), name)}
        elif kind in (b"0", b"\0", b"7"):
            found.append(Entry(_checked(name, found), at, size))
            extra = {}
        elif kind not in (b"5", b"g"):  # a folder, or remarks on the whole archive: no file of it
            raise Trick(_TRICKS.get(kind, "unknown-entry"), name)
        at += padded
    if not found:
        raise NotTar("no file in it")
    return found


def _exactly(handle: int, at: int, size: int) -> bytes:
    data = os.pread(handle, size, at)
    if len(data) != size:
        raise NotTar(f"cut off at {at + len(data)}")
    return data


def _check_sum(block: bytes, at: int) -> None:
    said = block[148:156].strip(b"\0 ")
    try:
        expected = int(said or b"-1", 8)
    except ValueError as error:
        raise NotTar(f"no header at {at}") from error
    if expected != sum(block[:148]) + 8 * 32 + sum(block[156:]):
        raise NotTar(f"no header at {at}")


def _name(block: bytes) -> str:
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0] if block[257:263] == b"ustar\0" else b""
    return _text(prefix + b"/" + name if prefix else name)


def _size(block: bytes, said: str | None) -> int:
    field = block[124:136]
    if said is not None:
        if not said.isascii() or not said.isdigit() or len(said) > 18:
            raise NotTar("size: ill-formed")
        return int(said)
    if field[0] == 0x80:  # GNU and star: binary, for 8 GiB and more
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.strip(b"\0 ") or b"0", 8)
    except ValueError as error:
        raise NotTar("size: ill-formed") from error


def _extra(kind: bytes, data: bytes, name: str) -> dict[str, str]:
    """Path and size from an extended header (POSIX pax, or GNU's long name)."""
    if kind == b"L":
        return {"path": _text(data.rstrip(b"\0"))}
    found: dict[str, str] = {}
    while data:
        length, _, _ = data.partition(b" ")
        if not length.isdigit() or not 0 < int(length) <= len(data):
            raise NotTar(f"{name}: ill-formed extended header")
        record, data = data[: int(length)], data[int(length) :]
        key, _, value = record[len(length) + 1 :].rstrip(b"\n").partition(b"=")
        if key.startswith(b"GNU.sparse") or key == b"linkpath":
            raise Trick("sparse" if key.startswith(b"GNU") else "link", name)
        if key in (b"path", b"size"):
            found[key.decode()] = _text(value)
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotTar("a name that is not UTF-8") from error


def _checked(name: str, found: list[Entry]) -> str:
    if name.startswith("/"):
        raise Trick("absolute", name)
    plain = name[2:] if name.startswith("./") else name
    if not is_plain(plain):
        raise Trick("path", name)
    if any(entry.name == plain for entry in found):
        raise Trick("twice", plain)
    return plain

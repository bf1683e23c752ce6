"""Snapshot files: made, shrunk to what differs, checked and hashed, with the PM's qemu-img.

Formats are always given, never probed: a guest can write a qcow2 header into a raw disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
from pathlib import Path
from typing import Any, Callable

from app.remote.tools import ToolFailed, run, run_watched

CHUNK = 4 * 1024 * 1024
SILENCE = 600.0  # seconds without progress after which qemu-img counts as hung
Progress = Callable[[float], None]
Check = Callable[[], None]


def create(
    path: Path, size: int, backing: str | None = None, backing_format: str = "qcow2"
) -> None:
    """An empty qcow2 of `size` bytes. The backing file's name is written down, not opened."""
    argv = ["qemu-img", "create", "-q", "-f", "qcow2", "-u"]
    if backing is not None:
        argv += ["-b", backing, "-F", backing_format]
    run([*argv, "--", str(path), str(size)])
    os.chmod(path, 0o600)


def info(path: str, image_format: str, *, live: bool = False) -> dict[str, Any]:
    """qemu-img's description of one image. `live`: a VM may have it open."""
    argv = ["qemu-img", "info", "--output=json", "-f", image_format]
    if live:
        argv.append("-U")
    value = json.loads(run([*argv, "--", path]))
    return value if isinstance(value, dict) else {}


def keeps_bitmaps(description: dict[str, Any]) -> bool:
    """Whether an image can hold persistent bitmaps: qcow2 of version 3."""
    data = description.get("format-specific", {}).get("data", {})
    return description.get("format") == "qcow2" and data.get("compat") == "1.1"


def bitmaps(description: dict[str, Any]) -> list[str]:
    """Names of the bitmaps that a qcow2 held when it was last opened."""
    found = description.get("format-specific", {}).get("data", {}).get("bitmaps", [])
    return [str(bitmap.get("name", "")) for bitmap in found]


def without_lock(source: str, image_format: str, block: bool) -> str:
    """A name for qemu-img under which a live volume is read without keeping its VM from
    starting; the caller has to look afterwards whether it did."""
    node = {"driver": "host_device" if block else "file", "filename": source, "locking": "off"}
    # It may become a backing file's name, and a qcow2 header holds 1,023 bytes of that.
    return "json:" + json.dumps({"driver": image_format, "file": node}, ensure_ascii=False)


def copy_whole(
    source: str,
    source_format: str,
    block: bool,
    target: Path,
    *,
    limit: int | None,
    progress: Progress,
    check: Check,
) -> None:
    """A full copy of a volume that no VM has open. `limit` is bytes per second."""
    # Cache mode writeback: the default, unsafe, ends before anything is on disk.
    argv = ["qemu-img", "convert", "-p", "-O", "qcow2", "-t", "writeback"]
    if limit:
        argv += ["-r", str(limit)]
    argv += ["--", without_lock(source, source_format, block), str(target)]
    _watched(argv, progress, check)
    os.chmod(target, 0o600)


def keep_difference(
    whole: str,
    whole_format: str,
    target: Path,
    size: int,
    parent: str,
    *,
    progress: Progress,
    check: Check,
) -> None:
    """Makes `target` hold only what in `whole` differs from the snapshot file `parent`.

    `parent` is the name as it shall stand in the header (relative to the target). The safe form
    of rebase reads both and writes where they differ, zeros included.
    """
    create(target, size, backing=whole, backing_format=whole_format)
    _watched(
        [
            "qemu-img",
            "rebase",
            "-p",
            "-t",
            "writeback",
            "-f",
            "qcow2",
            "-b",
            parent,
            "-F",
            "qcow2",
            "--",
            str(target),
        ],
        progress,
        check,
    )


def check_image(path: Path) -> None:
    """Raises ToolFailed if the image's own tables are damaged. Leaks (status 3) do no harm."""
    try:
        run(["qemu-img", "check", "-q", "-f", "qcow2", "--", str(path)], timeout=3600)
    except ToolFailed as error:
        if error.status != 3:
            raise


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
        named: str | None = None
        if offset:
            if length > 1023 or offset + length > 1 << cluster_bits:
                raise HeaderFault("backing name too long, or not in the first cluster")
            file.seek(offset)
            named = file.read(length).decode("utf-8", "replace")
        if named != backing:
            raise HeaderFault(f"backing file {named!r} instead of {backing!r}")


def sha256(
    path: Path, check: Check | None = None, progress: Callable[[int], None] | None = None
) -> str:
    """Hash of a file's bytes, read here and now."""
    digest = hashlib.sha256()
    done = 0
    with open(path, "rb", buffering=0) as file:
        buffer = memoryview(bytearray(CHUNK))
        while True:
            count = file.readinto(buffer)
            if not count:
                return digest.hexdigest()
            digest.update(buffer[:count])
            done += count
            if check is not None:
                check()
            if progress is not None:
                progress(done)


def _watched(argv: list[str], progress: Progress, check: Check) -> None:
    def read(text: str) -> None:
        found = re.findall(r"\((\d+(?:\.\d+)?)/100%\)", text)
        if found:
            progress(float(found[-1]) / 100)

    run_watched(argv, on_text=read, check=check, silence=SILENCE)

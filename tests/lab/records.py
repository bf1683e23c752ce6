"""Judges copies of the guests' data volumes by the records in them, without mounting anything."""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.lab.processes import call
from tests.lab.state import LabError

# As guest/writer.c writes them: mark, file index, number, nanoseconds, zeros, CRC-32 of the rest.
RECORD = struct.Struct("<4sIQQ36xI")
SLOTS = 65536
MARK = b"TWR1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the records of one copy say. `last` has one number for each volume, 0 for none."""

    ok: bool
    last: tuple[int, ...]
    problems: tuple[str, ...] = ()
    seconds: tuple[float, ...] = ()
    """When the last record of each volume was written, by the guest's clock (since 1970)."""


def check_records(images: Sequence[Path], *, same_end: bool) -> Verdict:
    """Judges copies (raw or qcow2) of the data volumes of one VM, in the order of its disks.

    Every record must be whole, in its place and without a gap before it. With `same_end`, as in an
    application-consistent copy, all volumes must end with the same record; without it the ends may
    differ by one. The images are only read. Raises LabError if an image cannot be read at all.
    """
    texts = [read_records(image) for image in images]
    return judge(texts, same_end=same_end)


def judge(files: Sequence[bytes], *, same_end: bool) -> Verdict:
    """Judges the contents of the record files, in the order of the volumes."""
    problems: list[str] = []
    last: list[int] = []
    seconds: list[float] = []
    for index, content in enumerate(files):
        number, nanoseconds, wrong = _scan(content, index)
        last.append(number)
        seconds.append(nanoseconds / 1e9)
        problems += [f"volume {index + 1} {text}" for text in wrong]
    apart = max(last, default=0) - min(last, default=0)
    if apart > (0 if same_end else 1):
        problems.append(f"the volumes end {apart} records apart: {last}")
    return Verdict(not problems, tuple(last), tuple(problems), tuple(seconds))


def _scan(content: bytes, index: int) -> tuple[int, int, list[str]]:
    """The last number and its time, and what is wrong with the file."""
    problems = []
    whole, rest = divmod(len(content), RECORD.size)
    if rest:
        problems.append("ends in the middle of a record")
    if whole > SLOTS:
        problems.append("is longer than a record file can be")
    found: dict[int, int] = {}
    for slot in range(whole):
        raw = content[slot * RECORD.size : (slot + 1) * RECORD.size]
        if not any(raw):
            continue
        mark, file, number, nanoseconds, checksum = RECORD.unpack(raw)
        if mark != MARK or file != index or zlib.crc32(raw[:-4]) != checksum:
            problems.append(f"holds a damaged record in slot {slot}")
        elif (number - 1) % SLOTS != slot:
            problems.append(f"holds record {number} in slot {slot}")
        else:
            found[number] = nanoseconds
    last = max(found, default=0)
    first = max(1, last - SLOTS + 1)
    missing = [number for number in range(first, last + 1) if number not in found]
    if missing:
        problems.append(f"lacks record {missing[0]} of {last} ({len(missing)} in all)")
    return last, found.get(last, 0), problems


def read_records(image: Path) -> bytes:
    """The record file in a copy of a data volume; empty if it has none.

    Works on a temporary raw copy: e2fsck replays the journal there, as a mount would.
    """
    with tempfile.TemporaryDirectory(prefix="twinpoint-records-") as directory:
        raw = Path(directory) / "volume.raw"
        call(["qemu-img", "convert", "-U", "-O", "raw", image, raw], timeout=300)
        checked = call(["e2fsck", "-fy", raw], check=False, timeout=300)
        if checked.returncode > 2:  # 1 and 2: found something, and put it right
            raise LabError(f"{image} holds no sound file system: {checked.stdout.strip()}")
        target = Path(directory) / "records"
        call(["debugfs", "-R", f"dump /records {target}", raw], timeout=60)
        return target.read_bytes() if target.exists() else b""

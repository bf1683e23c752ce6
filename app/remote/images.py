"""Snapshot files: made, shrunk to what differs, checked and hashed, with the PM's qemu-img.

Formats are always given, never probed: a guest can write a qcow2 header into a raw disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, Callable

from app.remote.lines import json_object
from app.remote.store import fsync_file
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
    return described(run([*argv, "--", path]))


def info_of(source: str) -> dict[str, Any]:
    """qemu-img's description of a "json:…" image, with the format that is said in there."""
    return described(run(["qemu-img", "info", "--output=json", "--", source], timeout=600))


def described(text: str) -> dict[str, Any]:
    """What qemu-img said of an image. Raises ToolFailed."""
    try:
        value = json_object(text)
        size = value.get("virtual-size")
        if type(size) is not int or size < 0:
            raise ValueError("no size")
    except ValueError as error:
        raise ToolFailed(["qemu-img", "info"], 0, f"{error}: {text[:200]}") from error
    return value


def keeps_bitmaps(description: dict[str, Any]) -> bool:
    """Whether an image can hold persistent bitmaps: qcow2 of version 3."""
    specific = description.get("format-specific")
    data = specific.get("data") if isinstance(specific, dict) else None
    version_3 = isinstance(data, dict) and data.get("compat") == "1.1"
    return version_3 and description.get("format") == "qcow2"


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


def convert_into(
    source: str,
    target_format: str,
    target: dict[str, Any],
    *,
    limit: int | None,
    progress: Progress,
    check: Check,
) -> None:
    """Copies an image, a file name or "json:…", into the empty one in the node `target`; nothing
    is written of what is zero. `limit` is bytes per second."""
    argv = ["qemu-img", "convert", "-p", "-n", "--target-is-zero", "-t", "writeback"]
    argv += ["-O", target_format] + (["-r", str(limit)] if limit else [])
    _watched([*argv, "--", source, "json:" + json.dumps({"file": target})], progress, check)


def convert_to_qcow2(
    source: str, target: Path, *, limit: int | None, progress: Progress, check: Check
) -> None:
    """Makes a qcow2 without a backing file of an image. `limit` is bytes per second."""
    argv = ["qemu-img", "convert", "-p", "-O", "qcow2", "-t", "writeback"]
    argv += ["-r", str(limit)] if limit else []
    _watched([*argv, "--", source, str(target)], progress, check)
    os.chmod(target, 0o600)


def needed_as_qcow2(source: str) -> int:
    """Bytes that an image takes at most as a qcow2 of its own."""
    text = run(["qemu-img", "measure", "--output=json", "-O", "qcow2", "--", source], timeout=600)
    return int(json.loads(text)["required"])


def data_ranges(source: str) -> list[tuple[int, int]]:
    """Start and length of what in an image is neither a hole nor known to be zero."""
    value = json.loads(run(["qemu-img", "map", "--output=json", "--", source], timeout=600))
    return [(each["start"], each["length"]) for each in value if each["data"] and not each["zero"]]


def node(path: str, image_format: str) -> str:
    """A name for qemu-img of an image file and all below it, with its format said."""
    file = {"driver": "file", "filename": path}
    return "json:" + json.dumps({"driver": image_format, "read-only": True, "file": file})


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


def measure(path: Path) -> int:
    """Bytes that a qcow2 of a snapshot's file and all that lies below it takes."""
    argv = ["qemu-img", "measure", "--output=json", "-f", "qcow2", "-O", "qcow2", "--", str(path)]
    return int(json.loads(run(argv, timeout=600))["required"])


def make_volume(
    source: Path,
    target: Path,
    target_format: str,
    *,
    limit: int | None,
    progress: Progress,
    check: Check,
) -> None:
    """Makes a volume of a snapshot's file and all that lies below it: durable, without a backing
    file and without bitmaps. `target` must not be there; `limit` is bytes per second."""
    # So that nothing that came there meanwhile is written over: convert would.
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    argv = ["qemu-img", "convert", "-p", "-f", "qcow2", "-O", target_format, "-t", "writeback"]
    if limit:
        argv += ["-r", str(limit)]
    _watched([*argv, "--", str(source), str(target)], progress, check)
    fsync_file(target)


def written(path: Path) -> bool:
    """Whether a QEMU has closed an image that it wrote; by its own locks on the file. Raises
    ToolFailed if it did not write all of it: QEMU keeps to itself what goes wrong as it closes an
    image. Then there is data in the file that no table finds."""
    node = {"driver": "qcow2", "file": {"driver": "file", "filename": str(path)}, "backing": None}
    argv = ["qemu-img", "check", "--output=json", "--", "json:" + json.dumps(node)]
    try:
        found = json.loads(run(argv, timeout=3600))
    except ToolFailed as error:
        if 'Failed to get shared "write" lock' in error.output:
            return False
        raise
    if path.stat().st_size > found["image-end-offset"]:
        raise ToolFailed(argv, 0, f"QEMU wrote {path.name} in part only")
    return True


def check_image(path: Path) -> None:
    """Raises ToolFailed if the image's own tables are damaged. Leaks (status 3) do no harm."""
    try:
        # -U: the files below are opened as well, and may be in the hands of a merge.
        run(["qemu-img", "check", "-q", "-U", "-f", "qcow2", "--", str(path)], timeout=3600)
    except ToolFailed as error:
        if error.status != 3:
            raise


def write_down(top: Path, bottom: Path, *, progress: Progress, check: Check) -> None:
    """Writes what the files from `top` down to right above `bottom` hold into `bottom`. What is
    read through `top` is the same before, afterwards and at every moment in between."""
    argv = ["qemu-img", "commit", "-p", "-t", "writeback", "-d", "-f", "qcow2", "-b", str(bottom)]
    _watched([*argv, "--", str(top)], progress, check)


def rebase(path: Path, backing: str | None, *, progress: Progress, check: Check) -> None:
    """Makes a file stand on another backing file (None: on none) and read the same as before."""
    argv = ["qemu-img", "rebase", "-p", "-t", "writeback", "-f", "qcow2", "-b", backing or ""]
    argv += ["-F", "qcow2"] if backing else []
    _watched([*argv, "--", str(path)], progress, check)


def differ(one: Path, other: Path, check: Check) -> bool:
    """Whether two images read differently. Raises ToolFailed where that cannot be told."""
    argv = ["qemu-img", "compare", "-p", "-f", "qcow2", "-F", "qcow2", "--", str(one), str(other)]
    try:
        run_watched(argv, on_text=lambda _: None, check=check, silence=SILENCE)
    except ToolFailed as error:
        if error.status == 1:
            return True
        raise
    return False


def cut(path: Path, size: int) -> None:
    """Gives a file another size, in bytes, shorter than it was."""
    run(["qemu-img", "resize", "-q", "-f", "qcow2", "--shrink", "--", str(path), str(size)])


def mend_leaks(path: Path) -> None:
    """Gives back clusters that a process which died had taken and not used."""
    argv = ["qemu-img", "check", "-q", "-f", "qcow2", "-r", "leaks", "--", str(path)]
    try:
        run(argv, timeout=3600)
    except ToolFailed as error:
        if error.status != 3:
            raise


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


def part_done(text: str) -> float | None:
    """The newest "(12.34/100%)" that qemu-img -p printed, from 0 to 1; None if there is none."""
    found = re.findall(r"\((\d{1,3}(?:\.\d{1,9})?)/100%\)", text)
    return min(1.0, float(found[-1]) / 100) if found else None


def _watched(argv: list[str], progress: Progress, check: Check) -> None:
    def read(text: str) -> None:
        part = part_done(text)
        if part is not None:
            progress(part)

    run_watched(argv, on_text=read, check=check, silence=SILENCE)

"""What arrived from the other PM, read with this PM's own eyes and flushed before it counts."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.remote import images, records
from app.remote.host import host_name
from app.remote.problems import Refused
from app.remote.records import VolumeRecord
from app.remote.store import fsync_file


def verify_arrived(arrived: Sequence[tuple[Path, VolumeRecord]]) -> None:
    """Raises Refused for a file that is not what its record says, and removes it: a whole file
    that is wrong would never be sent again. Afterwards all of them are on the disk."""
    for path, volume in arrived:
        _verify(path, volume, _check_form)
    with ThreadPoolExecutor() as pool:
        flushed = pool.map(_flush, [path for path, _ in arrived])  # while the processor hashes
        for path, volume in arrived:
            _verify(path, volume, _check_content)
        list(flushed)


def _verify(path: Path, volume: VolumeRecord, check: Callable[[Path, VolumeRecord], None]) -> None:
    try:
        check(path, volume)
    except (OSError, images.HeaderFault) as error:
        path.unlink(missing_ok=True)
        raise Refused("verify-failed", pm=host_name(), detail=f"{volume.file}: {error}") from error


def _check_form(path: Path, volume: VolumeRecord) -> None:
    backing: str | None = None
    if volume.parent is not None:
        backing = records.backing_name(volume.parent, volume.target)
    if path.is_symlink() or path.stat().st_size != volume.size:
        raise images.HeaderFault("size")
    images.check_header(path, backing, volume.capacity)


def _check_content(path: Path, volume: VolumeRecord) -> None:
    if images.sha256(path) != volume.sha256:
        raise images.HeaderFault("content hash")


def _flush(path: Path) -> None:
    os.chmod(path, 0o600)
    fsync_file(path)

"""What arrives from the other PM: judged with this PM's own eyes before it counts here."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from app.remote import images, records
from app.remote.host import host_name
from app.remote.layout import LAYOUT
from app.remote.problems import Refused
from app.remote.qcow2_header import HeaderFault, check_header
from app.remote.records import Announcement, Layer, Layout, Manifest, VolumeRecord
from app.remote.store import fsync_file, write_durably


def layers_to_wire(layers: tuple[Layer, ...]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(layer) for layer in layers]


def layers_from_wire(value: object) -> tuple[Layer, ...]:
    """How the files of a snapshot lie where it comes from, and so will here. Raises BadRecord."""
    if not isinstance(value, list):
        raise records.BadRecord("layers: not a list")
    return tuple(records.layer_from(item) for item in value)


def keep_layers(folder: Path, layers: tuple[Layer, ...]) -> None:
    if layers or os.path.lexists(folder / LAYOUT):
        write_durably(folder / LAYOUT, records.to_json(Layout(layers)))


def announcement_of(manifest: Manifest) -> Announcement:
    """The announcement that must have stood before a manifest, for one that was lost."""
    return Announcement(
        snapshot=manifest.snapshot,
        vm=manifest.vm,
        vm_name=manifest.vm_name,
        name=manifest.name,
        description=manifest.description,
        created=manifest.created,
        created_by=manifest.created_by,
        primary=manifest.primary,
        primary_name=manifest.primary_name,
        job=manifest.snapshot,
        targets=tuple(volume.target for volume in manifest.volumes),
    )


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
    except (OSError, HeaderFault) as error:
        path.unlink(missing_ok=True)
        raise Refused("verify-failed", pm=host_name(), detail=f"{volume.file}: {error}") from error


def _check_form(path: Path, volume: VolumeRecord) -> None:
    backing: str | None = None
    if volume.parent is not None:
        backing = records.backing_name(volume.parent, volume.target)
    if path.is_symlink() or path.stat().st_size != volume.size:
        raise HeaderFault("size")
    check_header(path, backing, volume.capacity)


def _check_content(path: Path, volume: VolumeRecord) -> None:
    if images.sha256(path) != volume.sha256:
        raise HeaderFault("content hash")


def _flush(path: Path) -> None:
    os.chmod(path, 0o600)
    fsync_file(path)

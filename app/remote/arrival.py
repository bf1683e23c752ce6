"""What arrives from the other PM: judged with this PM's own eyes before it counts here."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

from app.remote import images, records
from app.remote.host import host_name
from app.remote.layout import LAYOUT
from app.remote.problems import Refused
from app.remote.records import Announcement, Layer, Layout, Manifest, VolumeRecord
from app.remote.store import write_durably


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


def verify_file(path: Path, volume: VolumeRecord) -> None:
    backing: str | None = None
    if volume.parent is not None:
        backing = records.backing_name(volume.parent, volume.target)
    try:
        if path.is_symlink() or path.stat().st_size != volume.size:
            raise images.HeaderFault("size")
        images.check_header(path, backing, volume.capacity)
        if images.sha256(path) != volume.sha256:
            raise images.HeaderFault("content hash")
    except (OSError, images.HeaderFault) as error:
        path.unlink(missing_ok=True)  # a whole file that is wrong would never be sent again
        raise Refused("verify-failed", pm=host_name(), detail=f"{volume.file}: {error}") from error

"""The records a PM keeps on disk, and their JSON; the console reads them with the same code.

Format 1. A reader refuses a format it does not know (`NewerRecord`) and leaves the record alone.
Times are seconds since 1970 (UTC), sizes are bytes. See docs/records.md.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from app.remote.forms import FORMAT as FORMAT
from app.remote.forms import ID as ID
from app.remote.forms import LATEST as LATEST
from app.remote.forms import LONGEST as LONGEST
from app.remote.forms import TARGET as TARGET
from app.remote.forms import BadRecord as BadRecord
from app.remote.forms import NewerRecord as NewerRecord
from app.remote.forms import build, decoded, typed

NAME_LIMIT = 200  # characters
DESCRIPTION_LIMIT = 4000
VM_NAME_LIMIT = 60  # characters; libvirt names files after a VM, and a file name has 255 bytes


@dataclass(frozen=True)
class VolumeRecord:
    """One captured volume. `file` lies in the snapshot's own folder; its qcow2 header names
    `../<parent>/<parent_file>` as backing file, or none if `parent` is None."""

    target: str
    file: str
    size: int
    sha256: str
    capacity: int
    method: str  # full, increment, compare
    boot: bool
    source: str  # the live volume's path on the primary PM
    source_format: str
    serial: str = ""
    parent: str | None = None
    parent_sha256: str | None = None


@dataclass(frozen=True)
class Announcement:
    """That a snapshot is intended: what both PMs hold before anything is touched."""

    snapshot: str
    vm: str
    vm_name: str
    name: str
    description: str
    created: float
    created_by: str
    primary: str  # host UUID of the primary PM
    primary_name: str
    job: str
    targets: tuple[str, ...]
    format: int = FORMAT


@dataclass(frozen=True)
class Manifest:
    """A whole snapshot. Written last: its presence is the commit."""

    snapshot: str
    vm: str
    vm_name: str
    name: str
    description: str
    created: float
    created_by: str
    primary: str
    primary_name: str
    consistency: str  # application, crash
    reason: str  # a ConsistencyReason's value
    volumes: tuple[VolumeRecord, ...]
    domain_xml: str  # as the VM would be defined (inactive), with its secrets left out
    frozen_ms: float | None = None
    frozen_filesystems: int = 0
    parent: str | None = None  # the snapshot before this one
    checkpoint: str | None = None  # libvirt checkpoint of this point, if one was made
    checkpoint_xml: str | None = None
    versions: tuple[tuple[str, str], ...] = ()
    steps: tuple[tuple[str, float], ...] = ()  # seconds each step took until this was written
    format: int = FORMAT


@dataclass(frozen=True)
class Layer:
    """How a volume's file lies on one PM since something was merged into it. What its manifest says
    of it stays the volume's identity, by which `parent_sha256` of others names it."""

    target: str
    size: int
    sha256: str
    parent: str | None = None
    parent_sha256: str | None = None


@dataclass(frozen=True)
class Layout:
    """Where a snapshot's files on one PM differ from its manifest. `moving` is the target whose
    file is about to be replaced by that of the snapshot `moving_from` (by a copy in the own folder
    if it is the snapshot itself)."""

    layers: tuple[Layer, ...] = ()
    moving: str | None = None
    moving_from: str | None = None
    format: int = FORMAT


@dataclass(frozen=True)
class Deletion:
    """That a snapshot is deleted. `final`: it cannot be taken back, and the other PM is told.
    `begun` has a volume's target and what its file is being merged for: the snapshot that goes on
    with it, and the hash of what must come out."""

    snapshot: str
    vm: str
    vm_name: str
    deleted: float
    deleted_by: str
    final: bool = False
    begun: tuple[tuple[str, str], ...] = ()
    format: int = FORMAT


def to_json(record: Manifest | Announcement | Layout | Deletion) -> str:
    """Canonical text: equal records give equal bytes, so that their hashes can be compared."""
    return (
        json.dumps(dataclasses.asdict(record), sort_keys=True, ensure_ascii=False, indent=1) + "\n"
    )


def is_name(text: str) -> bool:
    """Whether a snapshot can be called that: something to see, and nothing that moves a cursor."""
    return 0 < len(text) <= NAME_LIMIT and bool(text.strip()) and text.isprintable()


def is_description(text: str) -> bool:
    """As a name, but it may be empty, longer, and have lines."""
    return len(text) <= DESCRIPTION_LIMIT and all(
        char.isprintable() or char in "\n\t" for char in text
    )


def is_vm_name(name: str) -> bool:
    """Whether libvirt's QEMU driver takes a VM of that name, and nobody confuses it with an id."""
    return (
        0 < len(name) <= VM_NAME_LIMIT
        and name == name.strip()
        and name.isprintable()
        and "/" not in name
        and name not in (".", "..")
        and not name.isdigit()
        and not ID.fullmatch(name.lower())
    )


def content_hash(text: str) -> str:
    """sha256 of a record's text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def manifest_from_json(text: str) -> Manifest:
    """Raises BadRecord (NewerRecord) if it is none."""
    manifest = build(Manifest, decoded(text), _NESTED)
    if not manifest.volumes:
        raise BadRecord("volumes: empty")
    targets = [volume.target for volume in manifest.volumes]
    if len(set(targets)) != len(targets):
        raise BadRecord("volumes: a target stands twice")
    if sum(volume.boot for volume in manifest.volumes) > 1:
        raise BadRecord("volumes: more than one boot volume")
    return manifest


def announcement_from_json(text: str) -> Announcement:
    """Raises BadRecord (NewerRecord) if it is none."""
    return build(Announcement, decoded(text), _NESTED)


def layout_from_json(text: str) -> Layout:
    """Raises BadRecord (NewerRecord) if it is none."""
    layout = build(Layout, decoded(text), _NESTED)
    if (layout.moving is None) != (layout.moving_from is None):
        raise BadRecord("moving_from: goes with moving")
    return layout


def deletion_from_json(text: str) -> Deletion:
    """Raises BadRecord (NewerRecord) if it is none."""
    return build(Deletion, decoded(text), _NESTED)


def laid_out(manifest: Manifest, layers: tuple[Layer, ...]) -> Manifest:
    """The manifest with its volumes as they lie on one PM; another record than the one both PMs
    hold."""
    by_target = {layer.target: layer for layer in layers}
    volumes = []
    for volume in manifest.volumes:
        layer = by_target.get(volume.target)
        values = {} if layer is None else dataclasses.asdict(layer)
        volumes.append(dataclasses.replace(volume, **values))
    return dataclasses.replace(manifest, volumes=tuple(volumes))


def without_definitions(manifest: Manifest) -> Manifest:
    """For who only shows it: the definitions are most of its text."""
    return dataclasses.replace(manifest, domain_xml="", checkpoint_xml=None)


def volume_file(target: str) -> str:
    """Name of the file that holds a volume's data in a snapshot's folder."""
    return f"{target}.qcow2"


def backing_name(parent: str, target: str) -> str:
    """The one backing file name that a snapshot file on `parent` may carry in its header."""
    return f"../{parent}/{volume_file(target)}"


def _volume(item: Any) -> VolumeRecord:
    volume = build(VolumeRecord, typed("volumes", item, dict))
    if volume.file != volume_file(volume.target):
        raise BadRecord("file: not the target's")
    if (volume.parent is None) != (volume.parent_sha256 is None):
        raise BadRecord("parent_sha256: goes with parent")
    return volume


def layer_from(item: Any) -> Layer:
    """A layer from decoded JSON. Raises BadRecord."""
    layer = build(Layer, typed("layers", item, dict))
    if (layer.parent is None) != (layer.parent_sha256 is None):
        raise BadRecord("parent_sha256: goes with parent")
    return layer


_NESTED = {"tuple[VolumeRecord, ...]": _volume, "tuple[Layer, ...]": layer_from}

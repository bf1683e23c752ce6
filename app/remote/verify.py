"""Reads a whole snapshot again, byte by byte, and says what of it is not as its manifest says."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial

from app.remote import images, records
from app.remote.host import host_name
from app.remote.layout import DAMAGE, LAYOUT, as_it_lies
from app.remote.problems import Problem
from app.remote.qcow2_header import HeaderFault, check_header
from app.remote.records import Manifest, VolumeRecord
from app.remote.store import Store, write_durably
from app.remote.tools import ToolFailed


def verify(
    store: Store, vm: str, snapshot: str, progress: Callable[[int, int], None]
) -> list[Problem]:
    """What is damaged of a snapshot here: hash and header of every file, the image's own tables,
    the chain below it. Keeps a note of it beside the manifest, so that every console sees it and
    nothing builds on it; a sound snapshot loses an older note."""
    try:
        manifest = store.manifest(vm, snapshot)
    except records.BadRecord as error:
        path = str(store.folder(vm, snapshot))
        return [Problem("record-unreadable", pm=host_name(), path=path, detail=str(error))]
    if manifest is None:
        return [Problem("copy-damaged", pm=host_name(), detail="no manifest")]
    try:
        faults = _faults(store, manifest, progress)
    except records.BadRecord as error:
        faults = [f"{LAYOUT}: {error}"]
    note = store.folder(vm, snapshot) / DAMAGE
    if faults:
        write_durably(note, json.dumps(faults))
    elif note.exists():
        os.unlink(note)
    store.touch()
    return [Problem("copy-damaged", pm=host_name(), detail=fault) for fault in faults]


def _faults(store: Store, manifest: Manifest, progress: Callable[[int, int], None]) -> list[str]:
    folder = store.folder(manifest.vm, manifest.snapshot)
    volumes = as_it_lies(folder, manifest).volumes
    total = sum(volume.size for volume in volumes)
    before = 0
    faults = []
    for volume in volumes:
        fault = _volume_fault(store, manifest, volume, partial(_onwards, progress, before, total))
        if fault and volume not in as_it_lies(folder, manifest).volumes:
            return _faults(store, manifest, progress)  # merged while it was read
        if fault:
            faults.append(f"{volume.file}: {fault}")
        before += volume.size
    return faults


def _onwards(progress: Callable[[int, int], None], before: int, total: int, done: int) -> None:
    progress(before + done, total)


def _volume_fault(
    store: Store, manifest: Manifest, volume: VolumeRecord, progress: Callable[[int], None]
) -> str:
    """ "" for a sound volume, else what is wrong with it."""
    path = store.folder(manifest.vm, manifest.snapshot) / volume.file
    backing = None
    try:
        if volume.parent is not None:
            backing = records.backing_name(volume.parent, volume.target)
            parent = _readable(store, manifest.vm, volume.parent)
            if parent is None or volume.parent_sha256 not in {v.sha256 for v in parent.volumes}:
                return f"its parent {volume.parent} is missing or another one"
        if path.is_symlink() or path.stat().st_size != volume.size:
            return "size"
        check_header(path, backing, volume.capacity)
        if images.sha256(path, progress=progress) != volume.sha256:
            return "content hash"
        images.check_image(path)
    except (OSError, HeaderFault, ToolFailed) as error:
        return str(error)[-300:]
    return ""


def _readable(store: Store, vm: str, snapshot: str) -> Manifest | None:
    try:
        return store.manifest(vm, snapshot)
    except records.BadRecord:
        return None

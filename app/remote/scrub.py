"""Compares the newest snapshot with the running VM itself: the one test of the dirty bitmaps.

A pull-mode job exports the volumes as they are now, with the bitmap of what the guest wrote since
the snapshot. Whatever differs from the snapshot must be in that bitmap. What is not was either
lost by the bitmap (so increments would lose it too) or changed in the snapshot's files.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.remote import images, records
from app.remote.capacity import FLOOR
from app.remote.chains import sound_chains
from app.remote.domain import Disk, DomainFacts, parse_xml
from app.remote.host import host_name
from app.remote.plan import sound_base
from app.remote.problems import Problem, Refused
from app.remote.records import Manifest, VolumeRecord
from app.remote.room import SPARE
from app.remote.store import Store, make_folder
from app.remote.tools import run
from app.remote.virsh import BACKUP, delete_checkpoint, job_info, virsh

BITMAP = "twinpoint"  # name of the exported bitmap
Extent = tuple[int, int]  # from, to (bytes)


def scrub(
    store: Store,
    facts: DomainFacts,
    job: str,
    progress: Callable[[int, int], None],
    check: Callable[[], None],
) -> list[Problem]:
    """Faults found; [] for a sound VM. The caller holds the VM's lock. A fault costs the VM its
    checkpoint, so that the next snapshot reads everything. Raises Refused, ToolFailed."""
    base, recorded = sound_base(facts, sound_chains(store, facts.uuid))
    if base is None or base.checkpoint is None:
        raise Refused("no-checkpoint", vm=facts.name)
    pairs = [(d, v) for v in base.volumes for d in facts.disks if d.target == v.target]
    # Not only raw volumes have no bitmap: an old qcow2 (compat 0.10) cannot keep one.
    pairs = [(disk, volume) for disk, volume in pairs if disk.target in recorded]
    if store.free()[1] < FLOOR + SPARE:
        raise Refused(
            "too-little-room",
            pm=host_name(),
            path=str(store.root),
            needed=FLOOR + SPARE,
            free=store.free()[1],
        )
    folder = store.jobs() / job
    make_folder(folder)
    problems = []
    begun = False
    try:
        _begin(facts, folder, base.checkpoint, [disk for disk, _ in pairs])
        begun = True
        total = sum(volume.capacity for _, volume in pairs)
        before = 0
        for disk, volume in pairs:
            step = partial(_onwards, progress, before, volume.capacity, total)
            stray = _stray(store, base, volume, folder, step, check)
            before += volume.capacity
            if stray:
                offsets = ", ".join(hex(start) for start, _ in stray[:8])
                detail = f"{disk.target}: {len(stray)} ranges differ unrecorded, at {offsets}"
                fault = Problem("scrub-fault", vm=facts.name, pm=host_name(), detail=detail)
                problems.append(fault)
    finally:
        try:
            if begun:
                _end(facts.uuid)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    if problems:
        delete_checkpoint(facts.uuid, base.checkpoint)
    return problems


def _onwards(
    progress: Callable[[int, int], None], before: int, size: int, total: int, part: float
) -> None:
    progress(before + int(part * size), total)


def _begin(facts: DomainFacts, folder: Path, checkpoint: str, disks: list[Disk]) -> None:
    root = ElementTree.Element("domainbackup", mode="pull")
    ElementTree.SubElement(root, "incremental").text = checkpoint
    ElementTree.SubElement(root, "server", transport="unix", socket=str(folder / "nbd"))
    listed = ElementTree.SubElement(root, "disks")
    targets = {disk.target for disk in disks}
    for disk in facts.disks:
        if disk.target not in targets:
            ElementTree.SubElement(listed, "disk", name=disk.target, backup="no")
            continue
        element = ElementTree.SubElement(
            listed, "disk", name=disk.target, backup="yes", type="file", exportbitmap=BITMAP
        )
        ElementTree.SubElement(element, "scratch", file=str(folder / f"scrub-{disk.target}.qcow2"))
    path = folder / "scrub.xml"
    path.write_bytes(ElementTree.tostring(root))
    owner = qemu_owner(virsh("dumpxml", facts.uuid))
    if owner is not None:
        os.chown(folder, *owner)  # QEMU itself makes the socket there
    virsh("backup-begin", facts.uuid, str(path), timeout=60)


def qemu_owner(definition: str) -> tuple[int, int] | None:
    """User and group that a running VM's QEMU runs as; None if its definition does not say."""
    label = parse_xml(definition).findtext("seclabel[@model='dac']/label") or ""
    found = re.fullmatch(r"\+([0-9]{1,9}):\+([0-9]{1,9})", label)
    return (int(found[1]), int(found[2])) if found else None


def _end(vm: str) -> None:
    """A pull-mode job ends when it is told to; that is its success."""
    virsh("domjobabort", vm)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and job_info(vm).get("operation") == BACKUP:
        time.sleep(0.1)


def _stray(
    store: Store,
    base: Manifest,
    volume: VolumeRecord,
    folder: Path,
    progress: Callable[[float], None],
    check: Callable[[], None],
) -> list[Extent]:
    """Ranges that differ between snapshot and VM though the bitmap says nothing of them."""
    node = {
        "driver": "nbd",
        "server": {"type": "unix", "path": str(folder / "nbd")},
        "export": volume.target,
    }
    dirty_node = {**node, "x-dirty-bitmap": f"qemu:dirty-bitmap:{BITMAP}"}
    # With x-dirty-bitmap QEMU shows dirty ranges as holes (block/nbd.c: the same bit).
    dirty = [
        (entry["start"], entry["start"] + entry["length"])
        for entry in _map("json:" + json.dumps(dirty_node), "raw")
        if not entry["data"]
    ]
    difference = folder / f"scrub-{volume.target}-difference.qcow2"
    parent = store.folder(base.vm, base.snapshot) / records.volume_file(volume.target)
    images.keep_difference(
        "json:" + json.dumps({"driver": "raw", "file": node}),
        "raw",
        difference,
        volume.capacity,
        str(parent),
        progress=progress,
        check=check,
    )
    differing = [
        (entry["start"], entry["start"] + entry["length"])
        for entry in _map(str(difference), "qcow2")
        if entry["depth"] == 0 and entry.get("present", True)
    ]
    return outside(differing, dirty)


def _map(image: str, image_format: str) -> list[dict[str, Any]]:
    argv = ["qemu-img", "map", "--output=json", "-U", "-f", image_format]
    if image.startswith("json:"):
        argv = ["qemu-img", "map", "--output=json", "-U"]
    value = json.loads(run([*argv, "--", image], timeout=3600))
    return value if isinstance(value, list) else []


def outside(ranges: list[Extent], allowed: list[Extent]) -> list[Extent]:
    """The parts of `ranges` that no range of `allowed` covers; both ascending."""
    found = []
    for start, end in ranges:
        at = start
        for low, high in allowed:
            if high <= at or low >= end:
                continue
            if low > at:
                found.append((at, low))
            at = max(at, high)
        if at < end:
            found.append((at, end))
    return found

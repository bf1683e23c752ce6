"""How each volume of a VM will be taken; nothing is changed here except that libvirt re-reads a
checkpoint to say whether its bitmaps are whole."""

from __future__ import annotations

import logging
import os
import re
import stat
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.remote import images
from app.remote.chains import sound_chains
from app.remote.domain import Disk, DomainFacts, parse_xml
from app.remote.problems import Refused
from app.remote.records import BadRecord, Manifest, VolumeRecord
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.virsh import checkpoints, virsh

log = logging.getLogger(__name__)

PREFIX = "twinpoint-"


@dataclass(frozen=True)
class VolumePlan:
    """`size` is the bytes it is expected to take, those that are compared at most; `extra` what it
    needs besides for a while."""

    disk: Disk
    capacity: int
    method: str
    bitmap: bool  # the new checkpoint gets a bitmap of this disk
    size: int
    extra: int = 0
    parent: str | None = None
    parent_sha256: str | None = None
    base: str | None = None  # checkpoint an increment starts from

    @property
    def certain(self) -> int:
        """Bytes it takes in any case: what a comparison finds is known only afterwards."""
        return 0 if self.method == "compare" else self.size


def checkpoint_name(snapshot: str) -> str:
    return PREFIX + snapshot


def plan(store: Store, facts: DomainFacts, targets: list[str]) -> list[VolumePlan]:
    """One plan per volume, in the order of the definition. Raises Refused."""
    manifests = sound_chains(store, facts.uuid)
    disks = [disk for disk in facts.disks if disk.target in targets]
    with ThreadPoolExecutor() as pool:
        descriptions = pool.map(partial(_describe, facts), disks)
        base, base_sizes = sound_base(facts, manifests) if facts.running else (None, {})
        described = list(zip(disks, descriptions))
    if facts.running:
        _make_strays_known(facts, described, base)
    return [
        _plan_volume(facts, disk, description, manifests, base, base_sizes)
        for disk, description in described
    ]


def _plan_volume(
    facts: DomainFacts,
    disk: Disk,
    description: dict[str, Any],
    manifests: list[Manifest],
    base: Manifest | None,
    base_sizes: dict[str, int],
) -> VolumePlan:
    capacity = int(description.get("virtual-size", 0))
    allocated = _allocated(disk, description, capacity)
    bitmap = facts.running and disk.format == "qcow2" and images.keeps_bitmaps(description)
    if base is not None and bitmap and disk.target in base_sizes:
        parent = _volume_in(base, disk)
        if parent is not None:
            return VolumePlan(
                disk,
                capacity,
                "increment",
                bitmap,
                base_sizes[disk.target],
                parent=base.snapshot,
                parent_sha256=parent.sha256,
                base=base.checkpoint,
            )
    for manifest in reversed(manifests):
        parent = _volume_in(manifest, disk)
        if parent is not None:
            # What differs is known only afterwards; at most everything does.
            return VolumePlan(
                disk,
                capacity,
                "compare",
                bitmap,
                allocated,
                extra=allocated if facts.running else 0,
                parent=manifest.snapshot,
                parent_sha256=parent.sha256,
            )
    return VolumePlan(disk, capacity, "full", bitmap, allocated)


def _volume_in(manifest: Manifest, disk: Disk) -> VolumeRecord | None:
    """The volume's record in an older snapshot, if it is the same volume: its bitmap and its
    content mean nothing for another file that came under the same name."""
    for volume in manifest.volumes:
        if volume.target == disk.target and volume.source == disk.source:
            return volume
    return None


def sound_base(
    facts: DomainFacts, manifests: list[Manifest]
) -> tuple[Manifest | None, dict[str, int]]:
    """The newest whole snapshot whose checkpoint libvirt finds sound, with the dirty bytes per
    target since then. Redefining with validation is the only check of bitmaps there is; it also
    makes checkpoints known on a PM to which the VM has moved."""
    for manifest in reversed(manifests):
        if manifest.checkpoint is None or manifest.checkpoint_xml is None:
            continue
        try:
            _redefine(facts.uuid, manifest.checkpoint_xml)
            sizes = _dirty(facts.uuid, manifest.checkpoint)
        except (ToolFailed, BadRecord):
            continue  # bitmaps lost or broken; the checkpoint is removed once a newer run is whole
        return manifest, sizes
    return None, {}


def _redefine(vm: str, text: str) -> None:
    root = parse_xml(text)
    for name in ("parent", "domain", "inactiveDomain"):
        for element in root.findall(name):
            root.remove(element)
    _create_checkpoint(vm, root, "--redefine", "--redefine-validate")


def _create_checkpoint(vm: str, root: ElementTree.Element, *options: str) -> None:
    with tempfile.NamedTemporaryFile("wb", suffix=".xml") as file:
        file.write(ElementTree.tostring(root))
        file.flush()
        virsh("checkpoint-create", vm, file.name, *options)


def _make_strays_known(
    facts: DomainFacts, described: list[tuple[Disk, dict[str, Any]]], base: Manifest | None
) -> None:
    """Bitmaps of ours that libvirt knows no checkpoint for: it forgets those of a transient VM
    with each stop. Known again, they are removed like all that no run will start from."""
    strays: dict[str, list[str]] = {}
    for disk, description in described:
        for name in images.bitmaps(description):
            if name.startswith(PREFIX) and (base is None or name != base.checkpoint):
                strays.setdefault(name, []).append(disk.target)
    known = checkpoints(facts.uuid) if strays else []
    for name, targets in strays.items():
        if name in known:
            continue
        try:
            make_known(facts, name, {target: name for target in targets})
        except ToolFailed as error:
            log.warning("bitmap %s of %s stays: %s", name, facts.name, error)


def make_known(facts: DomainFacts, checkpoint: str, bitmaps: Mapping[str, str]) -> None:
    """Tells libvirt of a checkpoint with bitmaps, named by target, that are in QEMU already: only
    so can they be removed by it. Raises ToolFailed."""
    root = ElementTree.Element("domaincheckpoint")
    ElementTree.SubElement(root, "name").text = checkpoint
    ElementTree.SubElement(root, "creationTime").text = "0"
    disks = ElementTree.SubElement(root, "disks")
    for disk in facts.disks:
        element = ElementTree.SubElement(disks, "disk", name=disk.target, checkpoint="no")
        if disk.target in bitmaps:
            element.set("checkpoint", "bitmap")
            element.set("bitmap", bitmaps[disk.target])
    _create_checkpoint(facts.uuid, root, "--redefine")


def _dirty(vm: str, checkpoint: str) -> dict[str, int]:
    root = parse_xml(virsh("checkpoint-dumpxml", vm, checkpoint, "--no-domain", "--size"))
    sizes = {}
    for disk in root.findall("disks/disk"):
        size = disk.get("size") or ""
        if disk.get("checkpoint") == "bitmap" and re.fullmatch(r"[0-9]{1,19}", size):
            sizes[disk.get("name") or ""] = int(size)
    return sizes


def _describe(facts: DomainFacts, disk: Disk) -> dict[str, Any]:
    try:
        return images.info(disk.source, disk.format, live=True)
    except ToolFailed as error:
        raise Refused(
            "volume-not-capturable",
            vm=facts.name,
            target=disk.target,
            obstacle="no-medium",
            details=error.output,
        ) from error


def _allocated(disk: Disk, description: dict[str, Any], capacity: int) -> int:
    """Bytes a full copy takes at most: a qcow2 holds only what is allocated, plus its tables."""
    try:
        status = os.stat(disk.source)
    except OSError:
        return capacity
    if stat.S_ISBLK(status.st_mode):
        return capacity
    if "backing-filename" in description:
        return capacity  # what the chain below holds comes on top
    return min(status.st_blocks * 512, capacity + capacity // 1000 + 1024 * 1024)

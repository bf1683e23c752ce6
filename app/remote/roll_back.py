"""Puts the volumes of a stopped VM back to what a snapshot holds of them."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path
from typing import Any

from app.remote import images, place, swap
from app.remote.at_rest import forget_checkpoints, has_saved_memory, remove_bitmaps
from app.remote.capacity import FLOOR
from app.remote.chains import sound_chains
from app.remote.checks import check_pm, check_vm
from app.remote.define import whole_snapshot
from app.remote.domain import Disk, DomainFacts, look_at
from app.remote.host import host_name
from app.remote.peer import PeerAway
from app.remote.problems import Failed, Problem, Refused
from app.remote.records import BadRecord, Manifest, VolumeRecord
from app.remote.store import Store, fsync_folder
from app.remote.swap import InUse, Swap
from app.remote.tools import ToolFailed
from app.remote.virsh import state
from app.remote.vm_job import VmJob

log = logging.getLogger(__name__)
AT_REST = ("shut off", "undefined")
Pairs = list[tuple[VolumeRecord, Disk]]


def roll_back(job: VmJob) -> dict[str, Any]:
    """The work of a `roll-back` job."""
    return _RollBack(job).run()


def replaceable(store: Store, facts: DomainFacts, snapshot: str) -> tuple[Manifest, Pairs]:
    """The snapshot, and what it holds and the VM still has, the boot volume first. Raises Refused
    where these volumes cannot be put back here, whatever else may be in the way."""
    manifest = whole_snapshot(store, facts.uuid, snapshot)
    if manifest not in sound_chains(store, facts.uuid):
        raise Refused("snapshot-not-here", pm=host_name(), snapshot=snapshot, detail="parent")
    pairs = []
    for volume in sorted(manifest.volumes, key=lambda volume: not volume.boot):
        disk = facts.disk(volume.target)
        if disk is None:
            if volume.boot:
                raise Refused("no-such-volume", vm=facts.name, target=volume.target)
            continue
        same = bool(disk.serial) and disk.serial == volume.serial
        if disk.source != volume.source and not same:
            raise Refused(
                "volume-another",
                vm=facts.name,
                target=volume.target,
                was=volume.source,
                now=disk.source,
            )
        if disk.obstacle or disk.block or not os.path.isfile(disk.source):
            raise Refused("volume-not-replaceable", vm=facts.name, target=volume.target)
        pairs.append((volume, disk))
    if not pairs:
        raise Refused("no-boot-volume", vm=facts.name)
    _check_room(store, manifest, pairs)
    return manifest, pairs


def _check_room(store: Store, manifest: Manifest, pairs: Pairs) -> None:
    needed: dict[str, int] = {}
    for volume, disk in pairs:
        folder = os.path.dirname(os.path.realpath(disk.source))
        size = place.needed_bytes(store.folder(manifest.vm, manifest.snapshot) / volume.file)
        needed[folder] = needed.get(folder, 0) + size
    place.check_room(needed)


class _RollBack:
    def __init__(self, job: VmJob) -> None:
        self._job = job
        self._store = job.store
        self._vm = job.vm
        self._here = host_name()
        self._name = job.vm_name

    def run(self) -> dict[str, Any]:
        job = self._job
        job.events.step("check")
        check_pm(self._store, self._here)
        job.partner.connect_beside()
        swap.settle(self._store, self._vm)
        facts = look_at(self._vm)
        self._name = facts.name
        self._check_at_rest(Refused)
        check_vm(facts)
        manifest, pairs = replaceable(self._store, facts, str(job.request["snapshot"]))
        swaps = [swap.swap_of(job.files.job, v.target, disk.source) for v, disk in pairs]
        stamps = job.request.get("stamps")
        if stamps is not None and stamps != swap.stamps(facts):
            raise Refused("changed-since-safety", vm=self._name)
        with contextlib.ExitStack() as locks:
            for each in swaps:
                self._hold(locks, each.target, each.live, Refused)
            job.check()
            job.accepted()
            untouched = self._tell(manifest, facts, pairs)
            result = {
                "replaced": [volume.target for volume, _ in pairs],
                "untouched": [disk.target for disk in untouched],
            }
            try:
                self._copy(manifest, pairs, swaps)
                for each in swaps:
                    self._hold(locks, each.target, each.new, Failed)
                self._check_at_rest(Failed)
                job.check()
                swap.keep(
                    self._store,
                    self._vm,
                    job.files.job,
                    manifest.snapshot,
                    swaps,
                    swap.SWAPPING,
                    result,
                )
                swap.perform(swaps)
            except BaseException as error:
                self._undo()
                told = self._explain(error, swaps)
                if told is None:
                    raise
                raise told from error
            job.files.standing.tell(result)
            self._forget_bitmaps(untouched)
            swap.forget(self._store, self._vm)
        return result

    # What is refused

    def _check_at_rest(self, kind: type[Problem]) -> None:
        """The VM is off on both PMs, with no memory saved for its next start: that would go on
        from where other volumes were. Raises `kind`."""
        try:
            peer = self._job.partner.lock(self._name)
            there = peer.ask("at-rest", vm=self._vm)
        except PeerAway as error:
            detail = str(error)[-300:]
            raise kind(
                "pair-not-linked", pm=self._here, peer=self._job.partner.name, detail=detail
            ) from error
        here = {"state": state(self._vm)[0], "saved": has_saved_memory(self._vm)}
        for pm, found in ((self._here, here), (peer.name, there)):
            if found.get("state") not in AT_REST:
                now = str(found.get("state", "")).replace(" ", "-")
                raise kind("vm-not-stopped", vm=self._name, pm=pm, state=now)
            if found.get("saved"):
                raise kind("vm-saved-memory", vm=self._name, pm=pm)

    def _hold(
        self, locks: contextlib.ExitStack, target: str, path: str, kind: type[Problem]
    ) -> None:
        try:
            locks.enter_context(swap.held(path))
        except InUse as error:
            raise kind("volume-in-use", vm=self._name, target=target, path=path) from error

    def _tell(self, manifest: Manifest, facts: DomainFacts, pairs: Pairs) -> list[Disk]:
        """Says what will not be as it was; the VM's volumes that stay as they are."""
        warn = self._job.events.warn
        replaced = {volume.target for volume, _ in pairs}
        untouched = [disk for disk in facts.disks if disk.target not in replaced]
        if untouched:
            names = ", ".join(disk.target for disk in untouched)
            warn(Problem("volumes-untouched", vm=self._name, names=names))
        gone = ", ".join(v.target for v in manifest.volumes if v.target not in replaced)
        if gone:
            warn(Problem("volumes-not-restored", vm=self._name, names=gone))
        for volume, disk in pairs:
            now = int(images.info(disk.source, disk.format, live=True).get("virtual-size", 0))
            if now != volume.capacity:
                warn(
                    Problem(
                        "volume-resized",
                        vm=self._name,
                        target=volume.target,
                        before=now,
                        after=volume.capacity,
                    )
                )
        return untouched

    # What is done

    def _file(self, manifest: Manifest, volume: VolumeRecord) -> Path:
        return self._store.folder(manifest.vm, manifest.snapshot) / volume.file

    def _copy(self, manifest: Manifest, pairs: Pairs, swaps: list[Swap]) -> None:
        job = self._job
        swap.keep(self._store, self._vm, job.files.job, manifest.snapshot, swaps, swap.PREPARING)
        job.events.step("copy")
        total = sum(volume.capacity for volume, _ in pairs)
        before = 0
        for (volume, disk), each in zip(pairs, swaps):

            def step(part: float, before: int = before, size: int = volume.capacity) -> None:
                job.events.bytes(before + int(part * size), total)

            images.make_volume(
                self._file(manifest, volume),
                Path(each.new),
                disk.format,
                limit=job.request.get("copy_limit"),
                progress=step,
                check=lambda each=each: self._check(each),  # type: ignore[misc]
            )
            if disk.format == "qcow2":
                images.check_image(Path(each.new))
            swap.look_like(each.new, each.live)
            fsync_folder(Path(each.new).parent)
            before += volume.capacity

    def _check(self, each: Swap) -> None:
        self._job.check()
        folder = os.path.dirname(each.live)
        free = place.free_bytes(folder)
        if free < FLOOR:
            raise Failed("room-ran-out", pm=self._here, path=folder, free=free)

    def _forget_bitmaps(self, untouched: list[Disk]) -> None:
        """Nothing may start from a bitmap of before: the new files have none, and libvirt forgets
        the checkpoints; the next snapshot compares. What is left of them here or there does no
        harm, since no bitmap is used that libvirt has not found sound in every volume."""
        try:
            forget_checkpoints(self._vm)
            self._job.partner.lock(self._name).ask("forget-checkpoints", vm=self._vm)
            for disk in untouched:
                if disk.format == "qcow2" and not disk.obstacle:
                    remove_bitmaps(disk.source)
        except (ToolFailed, PeerAway, Problem, OSError) as error:
            log.warning("checkpoints of %s: %s", self._vm, error)

    # When it did not work

    def _undo(self) -> None:
        """All old if no volume was replaced yet, else all new."""
        try:
            swap.settle(self._store, self._vm)
        except (OSError, BadRecord) as error:
            log.warning("%s is not settled yet: %s", self._vm, error)

    def _explain(self, error: BaseException, swaps: list[Swap]) -> Problem | None:
        """The problem that an error of a tool is; None for one that says what it is."""
        if isinstance(error, ToolFailed) and "No space left" in error.output:
            path = os.path.dirname(swaps[0].live)
            return Failed("room-ran-out", pm=self._here, path=path, free=place.free_bytes(path))
        if isinstance(error, (ToolFailed, PeerAway, BadRecord, OSError)):
            return Failed("roll-back-failed", vm=self._name, detail=str(error)[-500:])
        return None

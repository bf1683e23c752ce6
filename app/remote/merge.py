"""Merges deleted snapshots into those that build on them, on this PM, so that a crash at any point
leaves every other snapshot as it was.

Each moment is safe for its own reason. While clusters are written down into the file of a deleted
snapshot, whoever builds on it reads the same, since what was written lies above as well. The new
layout is written before the file takes its place, and says where it comes from, so that whoever
comes after a crash can end the move. A deleted snapshot's folder goes last.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Callable

from app.remote import deletions, images, merge_plan, qcow2, records
from app.remote.host import host_name
from app.remote.layout import DAMAGE, LAYOUT, MERGED, moving_file, read_layout
from app.remote.merge_plan import Chains, Group, Unit
from app.remote.plan import checkpoint_name
from app.remote.problems import Failed, Refused
from app.remote.qcow2_header import HeaderFault, check_header
from app.remote.records import Deletion, Layer, Layout, VolumeRecord
from app.remote.store import Store, fsync_file, fsync_folder, write_durably
from app.remote.virsh import delete_checkpoint

log = logging.getLogger(__name__)
Progress = Callable[[int], None]
Check = Callable[[], None]


def end_moves(store: Store, vm: str) -> None:
    """Ends what a crash left between a new layout and its file. The caller holds the chain lock."""
    for snapshot in store.snapshots(vm):
        folder = store.folder(vm, snapshot)
        try:
            layout = read_layout(folder)
        except records.BadRecord:
            continue  # facts report it
        if layout.moving is not None:
            _move(folder, layout)


def _move(folder: Path, layout: Layout) -> None:
    assert layout.moving is not None
    source = moving_file(folder, layout)
    if source is not None:
        os.rename(source, folder / records.volume_file(layout.moving))
        fsync_folder(folder)
        fsync_folder(source.parent)
    _write_layout(folder, dataclasses.replace(layout, moving=None, moving_from=None))


def _write_layout(folder: Path, layout: Layout) -> None:
    write_durably(folder / LAYOUT, records.to_json(layout))


class Merge:
    """One group of deleted snapshots of one VM. The caller holds the merge lock and the chain
    lock, and has noted the deletions. `check` may raise until `final` is true."""

    def __init__(
        self,
        store: Store,
        vm: str,
        vm_name: str,
        group: Group,
        check: Check,
        progress: Progress,
    ) -> None:
        self._store = store
        self._vm = vm
        self._name = vm_name
        self._group = group
        self._check = check
        self._told = progress
        self.done = 0
        self._known: Chains = merge_plan.chains(store, vm)
        self._here = host_name()
        found = (deletions.read(store, vm, each) for each in group.members)
        self.final = any(each is None or each.final for each in found)

    def run(self) -> None:
        """Raises Refused (nothing was changed, unless it was final before), Failed, ToolFailed,
        OSError or what `check` raises."""
        units = self._group.units(self._known)
        merge_plan.check_sound(
            self._store, self._vm, self._name, self._here, self._known, self._group
        )
        self._check_room()
        self._check_files(units)
        for unit in units:
            if unit.consumes:
                self._write_down(unit)
            else:
                self._copy(unit)
        self._finish()

    # Before anything is changed

    def _check_room(self) -> None:
        try:
            needs = merge_plan.cost(self._store, self._vm, self._known, self._group).needs
        except qcow2.Unreadable as error:
            raise self._damaged("", str(error)) from error
        free = self._store.free()[1]
        if needs > free:
            path = str(self._store.root)
            raise Refused("merge-needs-room", pm=self._here, path=path, needed=needs, free=free)

    def _check_files(self, units: list[Unit]) -> None:
        """Reads every file that takes part: what is damaged must not be given a new hash."""
        seen: set[Path] = set()
        for unit in units:
            begun = self._begun(unit) is not None
            for snapshot, path in zip((*unit.path, unit.survivor), self._files(unit)):
                if path in seen or (begun and snapshot == unit.path[0]):
                    continue  # what is written into has no hash any more
                seen.add(path)
                self._check_file(snapshot, path, self._known.volumes[snapshot, unit.target])

    def _check_file(self, snapshot: str, path: Path, volume: VolumeRecord) -> None:
        backing = None
        if volume.parent is not None:
            backing = records.backing_name(volume.parent, volume.target)
        try:
            if path.is_symlink() or path.stat().st_size != volume.size:
                raise HeaderFault("size")
            check_header(path, backing, volume.capacity)
            if images.sha256(path, self._may_stop) != volume.sha256:
                raise HeaderFault("content hash")
        except (HeaderFault, FileNotFoundError) as error:
            self._note_damage(snapshot, f"{volume.file}: {error}")
            raise self._damaged(snapshot, f"{volume.file}: {error}") from error
        self._advance(path.stat().st_size)

    # One volume

    def _write_down(self, unit: Unit) -> None:
        """The deleted file gets what lies above it, and goes on as the survivor's."""
        bottom, *above = self._files(unit)
        below = self._files_below(unit)
        expected = self._begun(unit)
        if expected is None:
            expected = self._content([*reversed(above), bottom], below)
            self._make_final(unit, expected)
        upper = sum(path.stat().st_size for path in above)
        at = self.done
        images.write_down(
            above[-1],
            bottom,
            progress=lambda part: self._told(at + int(part * upper)),
            check=self._may_stop,
        )
        self._advance(upper)
        volume = self._known.volumes[unit.survivor, unit.target]
        with qcow2.Image(bottom) as image:
            size = image.size
        if size > volume.capacity:
            images.cut(bottom, volume.capacity)
        images.mend_leaks(bottom)
        if self._content([bottom], below) != expected:
            self._note_damage(unit.survivor, f"{volume.file}: merged wrongly")
            detail = f"{unit.target} of {unit.survivor}"
            raise Failed("merge-failed", vm=self._name, pm=self._here, detail=detail)
        self._switch(unit, bottom, moving_from=unit.path[0])

    def _copy(self, unit: Unit) -> None:
        """The survivor's file gets what it needs of those below, in a copy: another one that
        stands on them goes on with theirs."""
        folder = self._store.folder(self._vm, unit.survivor)
        path = folder / f"{unit.target}{MERGED}.qcow2"
        bottom = self._known.volumes[unit.path[0], unit.target]
        backing = None
        if bottom.parent is not None:
            backing = records.backing_name(bottom.parent, unit.target)
        original = folder / records.volume_file(unit.target)
        path.unlink(missing_ok=True)  # the tool of a job that died may be writing into it still
        shutil.copyfile(original, path)
        os.chmod(path, 0o600)
        images.rebase(path, backing, progress=lambda _: None, check=self._may_stop)
        images.check_image(path)
        if images.differ(original, path, self._may_stop):
            path.unlink()
            detail = f"{unit.target} of {unit.survivor}"
            raise Failed("merge-failed", vm=self._name, pm=self._here, detail=detail)
        self._make_final(unit, None)
        self._switch(unit, path, moving_from=unit.survivor)

    def _switch(self, unit: Unit, path: Path, *, moving_from: str) -> None:
        """From here on the survivor stands on what the deleted ones stood on."""
        survivor = self._store.folder(self._vm, unit.survivor)
        bottom = self._known.volumes[unit.path[0], unit.target]
        volume = self._known.volumes[unit.survivor, unit.target]
        fsync_file(path)
        backing = None
        if bottom.parent is not None:
            backing = records.backing_name(bottom.parent, unit.target)
        check_header(path, backing, volume.capacity)
        layer = Layer(
            target=unit.target,
            size=path.stat().st_size,
            sha256=images.sha256(path, self._may_stop),
            parent=bottom.parent,
            parent_sha256=bottom.parent_sha256,
        )
        self._advance(layer.size)
        before = read_layout(survivor).layers
        layers = (*(each for each in before if each.target != unit.target), layer)
        layout = Layout(layers, moving=unit.target, moving_from=moving_from)
        _write_layout(survivor, layout)
        _move(survivor, layout)
        self._known = merge_plan.chains(self._store, self._vm)
        self._store.touch()

    # When all is merged

    def _finish(self) -> None:
        self._make_all_final()
        for snapshot in sorted(self._group.members):
            why = delete_checkpoint(self._vm, checkpoint_name(snapshot))
            if why is not None:  # the next run that finds the VM running sweeps it
                log.info("checkpoint of %s stays for now: %s", snapshot, why)
            self._store.discard(self._vm, snapshot)

    def _make_final(self, unit: Unit, expected: str | None) -> None:
        self._make_all_final()
        if expected is None:
            return
        deletion = deletions.read(self._store, self._vm, unit.path[0])
        assert deletion is not None
        others = tuple(each for each in deletion.begun if each[0] != unit.target)
        begun = (*others, (unit.target, f"{unit.survivor} {expected}"))
        deletions.note(self._store, dataclasses.replace(deletion, begun=begun))

    def _make_all_final(self) -> None:
        """Nothing of the group can be taken back any more."""
        for snapshot in self._group.members:
            deletion = deletions.read(self._store, self._vm, snapshot)
            if deletion is None:  # could not be read: noted anew
                deletion = Deletion(snapshot, self._vm, self._name, 0.0, "")
            if not deletion.final:
                deletions.note(self._store, dataclasses.replace(deletion, final=True))
        self.final = True

    def _begun(self, unit: Unit) -> str | None:
        """What must come out of a unit that was begun and did not end."""
        deletion = deletions.read(self._store, self._vm, unit.path[0])
        for target, value in deletion.begun if deletion is not None else ():
            survivor, _, expected = value.partition(" ")
            if (target, survivor) == (unit.target, unit.survivor):
                return expected
        return None

    # Small things

    def _files(self, unit: Unit) -> list[Path]:
        return merge_plan.unit_files(self._store, self._vm, unit)

    def _files_below(self, unit: Unit) -> list[Path]:
        """Files that the deleted ones stand on, topmost first."""
        found: list[Path] = []
        at = self._known.volumes.get((unit.path[0], unit.target))
        while at is not None and at.parent is not None:
            folder = self._store.folder(self._vm, at.parent)
            found.append(folder / records.volume_file(unit.target))
            at = self._known.volumes.get((at.parent, unit.target))
        return found

    def _content(self, stack: Iterable[Path], below: list[Path]) -> str:
        at = self.done
        files = list(stack)
        try:
            found = qcow2.content(files, below, self._may_stop, lambda done: self._told(at + done))
        except qcow2.Unreadable as error:
            raise self._damaged("", str(error)) from error
        self._advance(sum(path.stat().st_size for path in files))
        return found

    def _advance(self, count: int) -> None:
        self.done += count
        self._told(self.done)

    def _may_stop(self) -> None:
        if not self.final:
            self._check()

    def _keep_alive(self) -> None:
        self._may_stop()

    def _damaged(self, snapshot: str, detail: str) -> Refused:
        return Refused(
            "merge-damaged", vm=self._name, pm=self._here, snapshot=snapshot, detail=detail
        )

    def _note_damage(self, snapshot: str, fault: str) -> None:
        """As a verification would: every console shows it, nothing builds on it, and it can be
        healed. What is deleted for good can not: then it is what stands on it that is damaged."""
        damaged = {snapshot}
        if self.final and snapshot in self._group.members:
            units = self._group.units(self._known)
            damaged = {unit.survivor for unit in units if snapshot in unit.path}
        for each in damaged:
            path = self._store.folder(self._vm, each) / DAMAGE
            write_durably(path, json.dumps([fault]))
        self._store.touch()

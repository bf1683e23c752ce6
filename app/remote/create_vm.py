"""Makes a VM of a snapshot: volumes from what this PM holds, then the definition, here and, where
the other PM sees the volumes too, there."""

from __future__ import annotations

import dataclasses
import logging
import os
import shutil
import uuid
from pathlib import Path
from typing import Any

from app.remote import images, inventory, making, place, records
from app.remote.capacity import FLOOR
from app.remote.chains import sound_chains
from app.remote.checks import check_pm
from app.remote.define import define, whole_snapshot
from app.remote.definition import count_nics, new_definition
from app.remote.host import host_name, host_uuid
from app.remote.making import Making, NewVolume
from app.remote.peer import Peer, PeerAway
from app.remote.problems import Failed, Problem, Refused
from app.remote.records import BadRecord, Manifest, VolumeRecord
from app.remote.store import Store, fsync_folder, write_durably
from app.remote.tools import ToolFailed
from app.remote.virsh import virsh
from app.remote.vm_job import VmJob

log = logging.getLogger(__name__)
START_SECONDS = 120.0


def create_vm(job: VmJob) -> dict[str, Any]:
    """The work of a `create-vm` job."""
    return _CreateVm(job).run()


class _CreateVm:
    def __init__(self, job: VmJob) -> None:
        self._job = job
        self._store: Store = job.store
        self._asked = job.request
        self._here = host_name()
        self._name = str(job.request["name"])
        self._peer: Peer | None = None
        self._away = ""  # why the other PM could not be asked

    def run(self) -> dict[str, Any]:
        job = self._job
        job.events.step("check")
        check_pm(self._store, self._here)
        job.partner.connect_beside()
        manifest, chosen = self._chosen()
        self._connect()
        plan = self._plan(manifest, chosen)
        job.check()
        job.accepted()
        if self._peer is None:
            self._warn_alone()
        making.keep(self._store, plan)
        try:
            self._copy(plan, manifest, chosen)
            plan, left_out, both = self._define(plan)
            if left_out:
                names = ", ".join(left_out)[:500]
                job.events.warn(Problem("devices-left-out", vm=self._name, names=names))
            result = {
                "vm": plan.uuid,
                "name": plan.name,
                "both": both,
                "started": False,
                "volumes": [dataclasses.asdict(volume) for volume in plan.volumes],
            }
            made = making.note(self._store, plan.uuid)
            job.files.standing.will(result, made, job.files.folder / "made")
        except BaseException as error:
            self._take_back(plan)
            told = self._explain(error, plan)
            if told is None:
                raise
            raise told from error
        making.become_vm(self._store, plan.uuid, job.files.folder / "made")
        job.files.standing.came()
        if both:
            self._settle(plan)
        if self._asked.get("start") and self._start(plan):
            result["started"] = True
            job.files.standing.tell(result)
        return result

    # What is refused

    def _chosen(self) -> tuple[Manifest, list[VolumeRecord]]:
        """The snapshot, whole here with all that it builds on, and the volumes to make of it."""
        vm, snapshot = self._job.vm, str(self._asked["snapshot"])
        manifest = whole_snapshot(self._store, vm, snapshot)
        if manifest not in sound_chains(self._store, vm):
            raise Refused("snapshot-not-here", pm=self._here, snapshot=snapshot, detail="parent")
        excluded = set(self._asked.get("excluded", []))
        for target in sorted(excluded):
            found = next((v for v in manifest.volumes if v.target == target), None)
            if found is None:
                raise Refused("no-such-volume", vm=manifest.vm_name, target=str(target))
            if found.boot:
                raise Refused("boot-volume-left-out", vm=manifest.vm_name, target=str(target))
        return manifest, [v for v in manifest.volumes if v.target not in excluded]

    def _connect(self) -> None:
        """With the source VM's lock held on the other PM as well. A PM that is away keeps nobody
        from making a VM: it may be the reason for it."""
        try:
            self._peer = self._job.partner.lock(self._job.vm_name)
        except PeerAway as error:
            self._away = str(error)[-300:]

    def _plan(self, manifest: Manifest, chosen: list[VolumeRecord]) -> Making:
        if not records.is_vm_name(self._name):
            raise Refused("bad-vm-name", name=self._name[:200], limit=records.VM_NAME_LIMIT)
        used = self._used()
        identity = str(uuid.uuid4())
        folder = str(self._asked.get("folder", ""))
        folders, volumes = place.places(manifest, chosen, self._name, identity, folder)
        try:
            plan = making.new_values(
                uuid=identity,
                name=self._name,
                genid=str(uuid.uuid4()),
                vm=self._job.vm,
                snapshot=manifest.snapshot,
                owner=host_uuid(),
                folders=folders,
                volumes=volumes,
                macs=inventory.fresh_macs(count_nics(manifest.domain_xml), used),
                memory=self._asked.get("memory"),
                processors=self._asked.get("processors"),
            )
            new_definition(manifest.domain_xml, plan)  # what it refuses is refused now
        except BadRecord as error:
            raise self._failed(Refused, str(error)) from error
        needed: dict[str, int] = {}
        for volume, made in zip(chosen, volumes):
            source = self._store.folder(manifest.vm, manifest.snapshot) / volume.file
            base = str(Path(made.path).parent.parent)
            needed[base] = needed.get(base, 0) + place.needed_bytes(source)
        place.check_room(needed)
        return plan

    def _used(self) -> list[str]:
        """Network addresses in use. Refuses a name that either PM knows."""
        used = []
        known = [(self._here, inventory.inventory(self._store))]
        if self._peer is not None:
            known.append((self._peer.name, self._peer.ask("inventory")))
        for pm, found in known:
            if self._name in found.get("names", []):
                raise Refused("vm-name-taken", pm=pm, name=self._name)
            used += [str(mac) for mac in found.get("macs", [])]
        return used

    def _warn_alone(self) -> None:
        self._job.events.warn(
            Problem(
                "vm-here-only",
                vm=self._name,
                pm=self._here,
                peer=self._job.partner.name,
                detail=self._away,
            )
        )

    # What is made

    def _copy(self, plan: Making, manifest: Manifest, chosen: list[VolumeRecord]) -> None:
        job = self._job
        job.events.step("copy")
        for folder in plan.folders:
            os.mkdir(folder)
            os.chmod(folder, 0o711)  # QEMU's user passes through
            fsync_folder(Path(folder).parent)
        total = sum(volume.capacity for volume in chosen)
        before = 0
        for volume, made in zip(chosen, plan.volumes):

            def step(part: float, before: int = before, size: int = volume.capacity) -> None:
                job.events.bytes(before + int(part * size), total)

            target = Path(made.path)
            images.make_volume(
                self._store.folder(manifest.vm, manifest.snapshot) / volume.file,
                target,
                made.format,
                limit=self._asked.get("copy_limit"),
                progress=step,
                check=lambda made=made: self._check(made),  # type: ignore[misc]
            )
            if made.format == "qcow2":
                images.check_image(target)
            _own_like(target, volume.source)
            fsync_folder(target.parent)
            before += volume.capacity

    def _check(self, made: NewVolume) -> None:
        self._job.check()
        folder = str(Path(made.path).parent)
        free = place.free_bytes(folder)
        if free < FLOOR:
            raise Failed("room-ran-out", pm=self._here, path=folder, free=free)

    def _define(self, plan: Making) -> tuple[Making, tuple[str, ...], bool]:
        job = self._job
        job.events.step("define")
        job.check()
        if self._peer is not None and self._seen_there(plan):
            plan = dataclasses.replace(plan, shared=True)
            making.keep(self._store, plan)
        left_out = define(self._store, plan)
        if not plan.shared:
            return plan, left_out, False
        try:
            job.partner.lock(job.vm_name).ask("define", making=making.to_json(plan))
        except PeerAway as error:
            self._away = str(error)[-300:]
            self._warn_alone()
            return plan, left_out, False
        except Refused as error:
            if error.code != "snapshot-not-here":
                raise
            self._away = str(error.fields)[-300:]
            self._warn_alone()
            return plan, left_out, False
        return plan, left_out, True

    def _seen_there(self, plan: Making) -> bool:
        """Whether the other PM sees every folder: a file is put there, and looked for."""
        seen = True
        for folder in plan.folders:
            probe = Path(folder) / making.probe_name(plan.uuid)
            write_durably(probe, plan.uuid)
            try:
                answer = self._job.partner.lock(self._job.vm_name).ask(
                    "sees", folder=folder, token=plan.uuid
                )
                seen = seen and answer.get("seen") is True
            except PeerAway as error:
                self._away = str(error)[-300:]
                self._warn_alone()
                return False
            finally:
                probe.unlink()
        return seen

    def _settle(self, plan: Making) -> None:
        try:
            self._job.partner.lock(self._job.vm_name).ask("settled", uuid=plan.uuid)
        except (PeerAway, Refused) as error:
            log.info("it will ask us about %s: %s", plan.uuid, error)

    def _start(self, plan: Making) -> bool:
        self._job.events.step("start")
        try:
            virsh("start", plan.uuid, timeout=START_SECONDS)
        except ToolFailed as error:
            detail = error.output[-500:]
            self._job.events.warn(Problem("vm-not-started", vm=self._name, detail=detail))
            return False
        return True

    # When it did not work

    def _take_back(self, plan: Making) -> None:
        """On both PMs. What cannot be taken back now is found by the next sweep."""
        try:
            plan = making.find(self._store, plan.uuid) or plan
            peer = self._job.partner.lock(self._job.vm_name) if plan.shared else None
            making.take_back(self._store, plan, None if peer is None else peer.ask)
        except (PeerAway, Problem, ToolFailed, BadRecord, OSError) as error:
            log.warning("%s is not cleared away yet: %s", plan.uuid, error)

    def _explain(self, error: BaseException, plan: Making) -> Problem | None:
        """The problem that an error of a tool is; None for one that says what it is."""
        if isinstance(error, ToolFailed) and "No space left" in error.output:
            path = str(Path(plan.folders[0]).parent)
            free = place.free_bytes(path)
            return Failed("room-ran-out", pm=self._here, path=path, free=free)
        if isinstance(error, (ToolFailed, PeerAway, BadRecord, OSError)):
            return self._failed(Failed, str(error))
        return None

    def _failed(self, kind: type[Problem], detail: str) -> Problem:
        return kind("vm-not-made", vm=self._name, pm=self._here, detail=detail[-500:])


def _own_like(target: Path, source: str) -> None:
    """Owner and rights of the volume that it comes from, where that is a file of this PM: on a PM
    whose libvirt does not give volumes to QEMU's user, they are what lets QEMU open it."""
    if os.path.isfile(source):
        status = os.stat(source)
        os.chown(target, status.st_uid, status.st_gid)
        shutil.copymode(source, target)

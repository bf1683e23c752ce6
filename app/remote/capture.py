"""Takes the chosen volumes at one point: a backup job of QEMU for a running VM, qemu-img for a
stopped one. The VM's live volumes are only ever read."""

from __future__ import annotations

import os
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable

from app.remote import images, records
from app.remote.chains import held_still
from app.remote.domain import DomainFacts, look_at
from app.remote.patience import patiently
from app.remote.plan import VolumePlan, checkpoint_name
from app.remote.problems import Failed
from app.remote.qcow2_header import check_header
from app.remote.qemu_job import BackupJob
from app.remote.store import Store, fsync_file
from app.remote.tools import ToolFailed
from app.remote.virsh import state, virsh

WHOLE = "~whole"  # suffix of a full copy that still has to be compared with its parent
Progress = Callable[[int, int], None]


class Capture:
    """The data side of one run on the primary PM."""

    def __init__(
        self,
        store: Store,
        facts: DomainFacts,
        plans: list[VolumePlan],
        snapshot: str,
        here: str,
        check: Callable[[], None],
        limit: int | None,
    ) -> None:
        self._store = store
        self._facts = facts
        self._vm = facts.uuid
        self._plans = plans
        self._snapshot = snapshot
        self._here = here
        self._check_cancelled = check
        self._limit = limit
        self.folder = store.folder(facts.uuid, snapshot)
        self.checkpoint: str | None = None
        files = {plan.disk.target: self._target(plan) for plan in plans}
        self.job = BackupJob(store, facts, files, here, check, limit)
        self._looked = 0.0
        self._stamps: dict[str, tuple[int, int]] = {}

    # A running VM

    def prepare(self) -> None:
        """Everything that can be done before the freeze: target files and the two documents."""
        with ThreadPoolExecutor() as pool:  # each waits for its flush
            list(pool.map(self._make_target, self._plans))
        (self.folder / "backup.xml").write_bytes(self._backup_xml())
        if any(plan.bitmap for plan in self._plans):
            self.checkpoint = checkpoint_name(self._snapshot)
            (self.folder / "checkpoint.xml").write_bytes(self._checkpoint_xml())

    def _make_target(self, plan: VolumePlan) -> None:
        backing = _backing(plan) if plan.method == "increment" else None
        images.create(self._target(plan), plan.capacity, backing)

    def begin_arguments(self) -> list[str]:
        """The virsh command that fixes the point."""
        arguments = ["backup-begin", self._vm, str(self.folder / "backup.xml")]
        if self.checkpoint:
            arguments += ["--checkpointxml", str(self.folder / "checkpoint.xml")]
        return [*arguments, "--reuse-external"]

    # A stopped VM

    def copy_stopped(self, progress: Progress) -> None:
        """Copies, or compares, volumes that no QEMU has open, and looks at the end whether that
        stayed so."""
        self._stamps = {plan.disk.target: _stamp(plan.disk.source) for plan in self._plans}
        total = sum(plan.capacity for plan in self._plans)
        before = 0
        for plan in self._plans:

            def step(part: float, before: int = before, size: int = plan.capacity) -> None:
                progress(before + int(part * size), total)

            disk = plan.disk
            if plan.parent is None:
                images.copy_whole(
                    disk.source,
                    disk.format,
                    disk.block,
                    self._file(plan),
                    limit=self._limit,
                    progress=step,
                    check=self._check_stopped,
                )
            else:
                with held_still(self._store, self._vm, self._check_stopped):
                    images.keep_difference(
                        images.without_lock(disk.source, disk.format, disk.block),
                        disk.format,
                        self._file(plan),
                        plan.capacity,
                        records.backing_name(plan.parent, disk.target),
                        progress=step,
                        check=self._check_stopped,
                    )
            before += plan.capacity
        self.confirm()

    def _check_stopped(self) -> None:
        self._check_cancelled()
        self.job.check_floor()
        if time.monotonic() - self._looked > 1:
            self._looked = time.monotonic()
            self.confirm()

    def left(self) -> bool:
        """Whether the VM ran when the run began, and the QEMU that ran it is gone."""
        return self._facts.running and self.job.left()

    def confirm(self) -> None:
        """Right before the snapshot counts: the VM is still as it was. Failed if not."""
        if self._facts.running:
            self.job.check_vm()
            return
        now, _ = state(self._vm)
        if now != self._facts.state:
            raise Failed("vm-changed", vm=self._facts.name, detail=now)
        for plan in self._plans:
            stamp = self._stamps.get(plan.disk.target)
            if stamp is not None and stamp != _stamp(plan.disk.source):
                raise Failed("vm-changed", vm=self._facts.name, detail=plan.disk.target)

    # Both

    def finish(self, progress: Progress) -> list[records.VolumeRecord]:
        """Shrinks what must be compared, checks and hashes every file."""
        for plan in self._plans:
            if self._facts.running and plan.method == "compare":
                self._shrink(plan, progress)
        with ThreadPoolExecutor() as pool:
            checked = pool.map(self._check_file, self._plans)
            volumes = [self._record(plan) for plan in self._plans]  # hashed meanwhile
            list(checked)
        for name in ("backup.xml", "checkpoint.xml"):
            (self.folder / name).unlink(missing_ok=True)
        return volumes

    def _check_file(self, plan: VolumePlan) -> None:
        path = self._file(plan)
        os.chmod(path, 0o600)
        os.chown(path, 0, 0)  # libvirt gave it to QEMU's user for the job
        fsync_file(path)
        images.check_image(path)
        check_header(path, _backing(plan), plan.capacity)

    def _record(self, plan: VolumePlan) -> records.VolumeRecord:
        path = self._file(plan)
        return records.VolumeRecord(
            target=plan.disk.target,
            file=path.name,
            size=path.stat().st_size,
            sha256=images.sha256(path, self._check_cancelled),
            capacity=plan.capacity,
            method=plan.method,
            boot=plan.disk.boot,
            source=plan.disk.source,
            source_format=plan.disk.format,
            serial=plan.disk.serial,
            parent=plan.parent,
            parent_sha256=plan.parent_sha256,
        )

    def _shrink(self, plan: VolumePlan, progress: Progress) -> None:
        whole, path, backing = self._target(plan), self._file(plan), _backing(plan)
        assert backing is not None

        def step(part: float) -> None:
            progress(int(part * plan.capacity), plan.capacity)

        def check() -> None:
            self._check_cancelled()
            self.job.check_floor()

        with held_still(self._store, self._vm, check):
            images.keep_difference(
                whole.name, "qcow2", path, plan.capacity, backing, progress=step, check=check
            )
        whole.unlink()

    def checkpoint_xml(self) -> str | None:
        """The checkpoint as libvirt made it, to be redefined wherever the VM moves to."""
        if self.checkpoint is None:
            return None
        ask = ("checkpoint-dumpxml", self._vm, self.checkpoint, "--no-domain")
        return patiently(lambda: virsh(*ask), self._check_cancelled)

    def _file(self, plan: VolumePlan) -> Path:
        return self.folder / records.volume_file(plan.disk.target)

    def _target(self, plan: VolumePlan) -> Path:
        """The file QEMU writes to."""
        suffix = WHOLE if plan.method == "compare" else ""
        return self.folder / f"{plan.disk.target}{suffix}.qcow2"

    def _backup_xml(self) -> bytes:
        """https://libvirt.org/formatbackup.html; every disk listed, taken or not."""
        root = ElementTree.Element("domainbackup", mode="push")
        disks = ElementTree.SubElement(root, "disks")
        plans = {plan.disk.target: plan for plan in self._plans}
        for disk in self._facts.disks:
            plan = plans.get(disk.target)
            if plan is None:
                ElementTree.SubElement(disks, "disk", name=disk.target, backup="no")
                continue
            element = ElementTree.SubElement(
                disks, "disk", name=disk.target, backup="yes", type="file"
            )
            if plan.base is not None:
                element.set("backupmode", "incremental")
                element.set("incremental", plan.base)
            else:
                element.set("backupmode", "full")
            ElementTree.SubElement(element, "driver", type="qcow2")
            ElementTree.SubElement(element, "target", file=str(self._target(plan)))
        return ElementTree.tostring(root)

    def _checkpoint_xml(self) -> bytes:
        """https://libvirt.org/formatcheckpoint.html; one raw disk that is not said to have no
        bitmap makes the whole begin fail."""
        root = ElementTree.Element("domaincheckpoint")
        ElementTree.SubElement(root, "name").text = self.checkpoint
        disks = ElementTree.SubElement(root, "disks")
        with_bitmap = {plan.disk.target for plan in self._plans if plan.bitmap}
        for disk in self._facts.disks:
            kind = "bitmap" if disk.target in with_bitmap else "no"
            ElementTree.SubElement(disks, "disk", name=disk.target, checkpoint=kind)
        return ElementTree.tostring(root)

    def definition(self) -> str:
        """The VM's definition as it would start next, without secrets."""
        return patiently(self._read_definition, self._check_cancelled)

    def _read_definition(self) -> str:
        try:
            return virsh("dumpxml", self._vm, "--inactive")
        except ToolFailed:
            look_at(self._vm)  # a transient VM has no other definition than the live one
            return virsh("dumpxml", self._vm)


def _backing(plan: VolumePlan) -> str | None:
    """What the header of a volume's file must name."""
    return records.backing_name(plan.parent, plan.disk.target) if plan.parent else None


def _stamp(source: str) -> tuple[int, int]:
    """What changes when a volume is written to: size and time (of no use for block devices,
    where the VM's state alone has to tell)."""
    status = os.stat(source)
    return status.st_size, status.st_mtime_ns

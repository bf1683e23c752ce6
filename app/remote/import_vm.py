"""Imports a VM from a package: as a new one, or as the VM that the package's snapshot is of."""

from __future__ import annotations

import contextlib
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.remote import (
    foreign_machine,
    guest_definition,
    hardware,
    images,
    new_vm,
    package_source,
)
from app.remote.bring import Partner
from app.remote.capacity import FLOOR
from app.remote.guest_definition import NewDisk
from app.remote.hardware import Platform
from app.remote.host import host_name
from app.remote.job_files import JobFiles
from app.remote.locks import Taken, busy
from app.remote.outside import FORGET, REMOVE, UNDEFINE, Outside
from app.remote.ovf_read import OvfMachine
from app.remote.ovf_write import Changed, together
from app.remote.package_read import Package, PackedImage
from app.remote.peer import PeerAway
from app.remote.problems import Failed, Problem, Refused
from app.remote.records import BadRecord
from app.remote.store import Store, fsync_file, fsync_folder, make_folder
from app.remote.tools import ToolFailed
from app.remote.virsh import domains, virsh
from app.remote.vm_job import VmJob, carry_out

LONGEST_NAME = 200


@dataclass(frozen=True)
class Identity:
    """Who the imported VM is; `restored` is whether it is the one of the package."""

    uuid: str
    name: str
    restored: bool


def import_vm(store: Store, files: JobFiles) -> None:
    """The job of an `import` request. Its `vm` is the UUID a new VM gets."""
    outside = Outside(store, files.job)
    outside.add(FORGET, str(files.request()["vm"]))
    carry_out(store, files, _work)
    Outside(store, files.job).undo()  # a VM that did not come to be, now that its lock is free


def _work(job: VmJob) -> dict[str, Any]:
    outside = Outside(job.store, job.files.job)
    try:
        with package_source.opened(job, outside) as package:
            machine = package.machine()
            package_source.complete(job, package, machine)
            packed = package.images(machine)
            with _identity(job, machine) as identity:
                platform = hardware.look()
                folder = new_vm.volume_folder(str(job.request.get("folder", "")))
                places, changed = foreign_machine.places(machine, platform)
                targets = _targets(job, machine, places)
                _check_room(folder, packed)
                package_source.accept(job)
                _verify(job, package, machine)
                home = new_vm.make_volume_folder(outside, folder, identity.name, identity.uuid)
                disks = _volumes(job, home, packed, targets)
                job.events.step("define")
                root = _definition(job, machine, identity, disks, places, changed, platform)
                job.check()
                new_vm.define(outside, identity.uuid, root)
                done = [(UNDEFINE, identity.uuid), (REMOVE, str(home))]
                if not identity.restored:
                    done.append((FORGET, job.vm))
                result = {"vm": identity.uuid, "name": identity.name, "folder": str(home)}
                job.files.standing.will(result)
                outside.drop(*done, stands=True)
                job.files.standing.came()
                _start(job, identity)
                return result
    except (OSError, ToolFailed, BadRecord) as error:
        raise Failed("import-failed", pm=host_name(), vm=job.vm_name, detail=str(error)[-500:]
                     ) from error  # fmt: skip
    finally:
        outside.undo()


@contextmanager
def _identity(job: VmJob, machine: OvfMachine) -> Iterator[Identity]:
    """Who the VM becomes; for a restore with the VM's locks held on both PMs. Raises Refused."""
    if job.request.get("restore"):
        with _restored(job, machine) as identity:
            yield identity
        return
    taken = set(domains().values())
    try:
        peer = job.partner.peer()
        taken |= {str(name) for name in dict(peer.ask("domains").get("domains", {})).values()}
    except (PeerAway, Refused):
        # A name that is taken there does no harm here; the console looked at both.
        pass
    wanted = str(job.request.get("name") or "")
    if wanted and wanted in taken:
        raise Refused("vm-name-taken", pm=host_name(), name=wanted)
    # libvirt allows any name without a slash that is not blank; others come from a package.
    plain = "".join(char for char in machine.name if char.isprintable()).replace("/", "_")
    name = wanted or new_vm.free_name(plain.strip()[:LONGEST_NAME] or "imported", taken)
    yield Identity(job.vm, name, False)


@contextmanager
def _restored(job: VmJob, machine: OvfMachine) -> Iterator[Identity]:
    origin = machine.origin
    if origin is None:
        raise Refused("package-not-ours", pm=host_name(), path=package_source.label(job))
    uuid, name = origin.vm, origin.vm_name
    holder = {"activity": "import", "owner": str(job.request.get("by", "")), "since": "",
              "job": job.files.job}  # fmt: skip
    partner = Partner(job.store, job.files, uuid, holder)
    existed = job.store.vm(uuid).exists()
    make_folder(job.store.vm(uuid))
    lock = job.store.vm_lock(uuid)
    try:
        try:
            lock.take(holder, wait=3)
        except Taken as error:
            raise busy(name, error) from error
        try:
            there = dict(partner.lock(name).ask("domains").get("domains", {}))
        except PeerAway as error:
            fields: dict[str, Any] = {"peer": partner.name, "detail": str(error)[-300:]}
            raise Refused("pair-not-linked", pm=host_name(), **fields) from error
        for pm, known in ((host_name(), domains()), (partner.name, there)):
            if uuid in known or name in known.values():
                raise Refused("vm-exists", vm=name, pm=pm)
        yield Identity(uuid, name, True)
    finally:
        partner.close()
        lock.release()
        if not existed:
            with contextlib.suppress(OSError, ToolFailed):  # somebody's by now, or nobody says
                if not domains().get(uuid):
                    job.store.forget(uuid)


def _targets(job: VmJob, machine: OvfMachine, places: list[foreign_machine.Place]) -> list[str]:
    """Guest device names of the disks: those they had, for a package of ours."""
    known = dict(machine.origin.targets) if machine.origin is not None else {}
    names = [known.get(disk.disk, place.target) for disk, place in zip(machine.disks, places)]
    if len(set(names)) != len(names):
        path, detail = package_source.label(job), "one target for several disks"
        raise Refused("package-unreadable", pm=host_name(), path=path, detail=detail)
    return names


def _check_room(folder: Path, packed: list[PackedImage]) -> None:
    needed = sum(each.needed for each in packed) + FLOOR
    free = _free(folder)
    if needed > free:
        fields: dict[str, Any] = {"path": str(folder), "needed": needed, "free": free}
        raise Refused("too-little-room", pm=host_name(), **fields)


def _verify(job: VmJob, package: Package, machine: OvfMachine) -> None:
    """Reads everything that the manifest has a digest of."""
    checked = package.checked_files(machine)
    if not checked:
        job.events.warn(
            Problem("package-unchecked", pm=host_name(), path=package_source.label(job))
        )
        return
    job.events.step("read")
    total = sum(member.size for member, _, _ in checked)
    before = 0
    for member, kind, value in checked:

        def progress(done: int, before: int = before) -> None:
            job.check()
            job.events.bytes(before + done, total)

        package.check_digest(member, kind, value, progress)
        before += member.size


def _volumes(
    job: VmJob, home: Path, packed: list[PackedImage], targets: list[str]
) -> list[NewDisk]:
    job.events.step("convert")
    total = sum(each.capacity for each in packed)
    before = 0
    found = []

    def check() -> None:
        job.check()
        if _free(home) < FLOOR // 2:
            raise Failed("room-ran-out", pm=host_name(), path=str(home), free=_free(home))

    for each, target in zip(packed, targets):
        path = home / f"{target}.qcow2"
        if each.source:

            def progress(part: float, before: int = before, size: int = each.capacity) -> None:
                job.events.bytes(before + int(part * size), total)

            images.convert_to_qcow2(
                each.source,
                path,
                limit=job.request.get("copy_limit"),
                progress=progress,
                check=check,
            )
            images.check_image(path)
        else:
            images.create(path, each.capacity)
        fsync_file(path)
        before += each.capacity
        found.append(NewDisk(target, str(path)))
    fsync_folder(home)
    return found


def _definition(
    job: VmJob,
    machine: OvfMachine,
    identity: Identity,
    disks: list[NewDisk],
    places: list[foreign_machine.Place],
    changed: list[Changed],
    platform: Platform,
) -> ElementTree.Element:
    """The definition, with a warning for everything that is not as it was."""
    warn = job.events.warn
    origin = machine.origin
    if origin is not None:
        adopted = guest_definition.adopt(
            origin.domain_xml,
            uuid=identity.uuid,
            name=identity.name,
            disks=disks,
            keep_macs=identity.restored,
            platform=platform,
        )
        root, left_out = adopted.element, adopted.left_out
        for network in adopted.networks:
            warn(Problem("network-chosen", vm=identity.name, network=network))
        uefi = guest_definition.is_uefi(origin.domain_xml)
        changed = []
    else:
        root, cards = foreign_machine.define(
            machine,
            uuid=identity.uuid,
            name=identity.name,
            disks=disks,
            where=places,
            platform=platform,
        )
        changed, left_out, uefi = [*changed, *cards], machine.left_out, machine.uefi
        if machine.nics:
            warn(Problem("network-chosen", vm=identity.name, network=platform.network))
    for each in together(changed):
        fields: dict[str, Any] = {"device": each.device, "was": each.was, "now": each.now}
        warn(Problem("guest-driver", vm=identity.name, **fields))
    if left_out:
        warn(Problem("import-left-out", vm=identity.name, what=", ".join(left_out)[:500]))
    if uefi:
        warn(Problem("uefi-imported", vm=identity.name))
    return root


def _start(job: VmJob, identity: Identity) -> None:
    """The VM is there, whether it starts or not."""
    if not job.request.get("start"):
        return
    job.events.step("start")
    try:
        virsh("start", identity.uuid, timeout=120)
    except ToolFailed as error:
        detail = error.output[-500:]
        job.events.warn(Problem("start-failed", vm=identity.name, pm=host_name(), detail=detail))


def _free(folder: Path) -> int:
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize

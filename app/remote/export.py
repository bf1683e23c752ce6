"""Exports a snapshot: its volumes, each with all below it in the chain, as an OVF package."""

from __future__ import annotations

import os
from typing import Any

from app.remote import hand_over, ovf_write, package_write, records
from app.remote.capacity import FLOOR
from app.remote.chains import sound_chains
from app.remote.destination import Destination, reached
from app.remote.guest_definition import without_secrets
from app.remote.host import host_name
from app.remote.job_files import JobFiles
from app.remote.outside import Outside
from app.remote.package_names import safe_name
from app.remote.package_write import Limits, PackageWriter, Source
from app.remote.problems import Failed, Problem, Refused
from app.remote.qcow2_header import HeaderFault, check_header
from app.remote.records import Manifest, VolumeRecord
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.vm_job import VmJob, carry_out


def export(store: Store, files: JobFiles) -> None:
    """The job of an `export` request."""
    carry_out(store, files, _work)


def _work(job: VmJob) -> dict[str, Any]:
    outside = Outside(job.store, job.files.job)
    try:
        with reached(job.store, outside, job.request["destination"]) as destination:
            try:
                return _export(job, destination)
            finally:
                outside.undo()  # what is placed by then is no longer noted
    except (OSError, ToolFailed) as error:
        raise Failed("export-failed", vm=job.vm_name, pm=host_name(), detail=str(error)[-500:]
                     ) from error  # fmt: skip


def _export(job: VmJob, destination: Destination) -> dict[str, Any]:
    request = job.request
    manifest = _manifest(job)
    volumes = _chosen(manifest, bool(request.get("boot_only")))
    disk_format = str(request["disk"])
    base = safe_name(manifest.name)
    archive = request["package"] == "ova"
    overwrite = bool(request.get("overwrite"))
    name = f"{base}.ova" if archive else base
    destination.check_free(name, overwrite)
    sources, changed = _sources(job.store, manifest, volumes, base, disk_format)
    needed = package_write.needed(sources, disk_format) + FLOOR
    if needed > destination.free():
        path = destination.label or str(job.store.root)
        fields: dict[str, Any] = {"path": path, "needed": needed, "free": destination.free()}
        raise Refused("too-little-room", pm=host_name(), **fields)
    job.accepted()
    for each in ovf_write.together(changed):
        said = {"device": each.device, "was": each.was, "now": each.now}
        job.events.warn(Problem("guest-driver", vm=manifest.vm_name, **said))
    secretless = without_secrets(manifest.domain_xml)
    writer = PackageWriter(
        destination.begin(),
        base,
        disk_format,
        sources,
        lambda disks: ovf_write.descriptor(manifest, base, disk_format, disks, secretless),
        Limits(request.get("copy_limit"), lambda: _check(job, destination)),
    )
    job.events.step("convert")
    reading = False

    def read(done: int, total: int) -> None:
        nonlocal reading
        if not reading:
            reading = True
            job.events.step("read")
        job.events.bytes(done, total)

    made = (writer.archive if archive else writer.files)(job.events.bytes, read)
    if request["destination"].get("kind") == "hand-over":
        return _handed_over(job, destination, name, [path.name for path in made])
    size = sum(path.stat().st_size for path in made)
    job.check()
    whole = made[0] if archive else destination.staging
    names = [path.name for path in made]
    result = {"path": f"{destination.label}/{name}", "files": names, "size": size}
    job.files.standing.will(result, whole, destination.folder / name)
    destination.place(whole, name, overwrite)
    job.files.standing.came()
    return result


def _handed_over(
    job: VmJob, destination: Destination, name: str, names: list[str]
) -> dict[str, Any]:
    """Waits until the console has fetched everything."""
    for each in names:
        os.rename(destination.staging / each, destination.folder / each)
    sizes = {each: (destination.folder / each).stat().st_size for each in names}
    job.events.step("copy")
    listed = [{"name": each, "size": sizes[each]} for each in names]
    job.events.say("ready", name=name, files=listed)
    hand_over.await_console(job.files, "taken", job.check)
    result = {"path": name, "files": names, "size": sum(sizes.values())}
    job.files.standing.tell(result)
    return result


def _manifest(job: VmJob) -> Manifest:
    """The snapshot, whole here with all that it builds on. Raises Refused."""
    snapshot = str(job.request["snapshot"])
    for manifest in sound_chains(job.store, job.vm):
        if manifest.snapshot == snapshot:
            return manifest
    raise Refused("snapshot-not-here", pm=host_name(), snapshot=snapshot)


def _chosen(manifest: Manifest, boot_only: bool) -> list[VolumeRecord]:
    """The boot volume first: others boot from the first disk they find."""
    ordered = sorted(manifest.volumes, key=lambda volume: not volume.boot)
    if boot_only:
        ordered = [volume for volume in ordered if volume.boot]
    if not ordered:
        raise Refused("no-boot-volume", vm=manifest.vm_name)
    return ordered


def _sources(
    store: Store, manifest: Manifest, volumes: list[VolumeRecord], base: str, disk_format: str
) -> tuple[list[Source], list[ovf_write.Changed]]:
    targets = [volume.target for volume in volumes]
    buses, _, changed = ovf_write.buses(manifest.domain_xml, targets)
    changed += ovf_write.nics(manifest.domain_xml)[1]
    found = []
    largest = package_write.LARGEST[disk_format]
    for number, volume in enumerate(volumes, 1):
        if volume.capacity > largest:
            fields: dict[str, Any] = {
                "target": volume.target,
                "size": volume.capacity,
                "largest": largest,
            }
            raise Refused("disk-too-large", vm=manifest.vm_name, disk=disk_format, **fields)
        path = store.folder(manifest.vm, manifest.snapshot) / records.volume_file(volume.target)
        backing = None
        if volume.parent is not None:
            backing = records.backing_name(volume.parent, volume.target)
        try:
            check_header(path, backing, volume.capacity)
        except HeaderFault as error:
            raise Refused("copy-damaged", pm=host_name(), detail=f"{path}: {error}") from error
        file = f"{base}-disk{number}.{package_write.ENDINGS[disk_format]}"
        disk = ovf_write.PackedDisk(
            volume.target, file, volume.capacity, buses[volume.target], size=0
        )
        found.append(Source(path, disk))
    return found, changed


def _check(job: VmJob, destination: Destination) -> None:
    """Between two looks less is written than FLOOR holds, so the disk is never full."""
    job.check()
    free = destination.free()
    if free < FLOOR // 2:
        path = destination.label or str(job.store.root)
        raise Failed("room-ran-out", pm=host_name(), path=path, free=free)

"""Importing packages, ours and others', as a new VM or as the VM that they are of."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import Refused
from app.machines.connect import PairLink
from app.model.machine import Side
from app.model.package import ImportRequest
from app.operations.import_vm import ImportVm
from app.operations.operation import Cancelled, CancelToken
from tests.app.remote.packages import descriptor, item, tar, virt_style
from tests.lab.guest import Guest
from tests.pair.packages import (
    PLACE,
    Imported,
    domains,
    export,
    guest,
    record_check,
    result,
    snapshot_of_two,
    take_in,
    traces,
    vms_kept,
    volumes,
)
from tests.pair.world import ROOT, Run, World, wait_until

pytestmark = pytest.mark.pair
MIB = 1024 * 1024


@pytest.fixture
def taken(world: World) -> Iterator[Run]:
    """A snapshot of web01; everything is as before afterwards."""
    world.shell("pm1", 'rm -rf "$1"; mkdir "$1"', PLACE)
    before = {pm: (domains(world, pm), volumes(world)) for pm in ("pm1", "pm2")}
    yield snapshot_of_two(world)
    wait_until(lambda: traces(world) == [], 30, lambda: str(traces(world)))
    for pm, (known, files) in before.items():
        assert domains(world, pm) == known
        assert volumes(world) == files
    world.shell("pm1", 'rm -rf "$1"', PLACE)


@pytest.mark.parametrize("disk", ["vmdk", "vhd", "qcow2"])
def test_an_export_boots_as_a_new_vm_on_the_other_pm(world: World, taken: Run, disk: str) -> None:
    told = result(export(world, taken, disk=disk))
    run = take_in(world, "pm2", told["path"], start=True)
    with guest(world, run) as found:
        assert [step for step in run.steps if step != "check"] == [
            "read", "convert", "define", "start", "complete",
        ]  # fmt: skip
        assert not {"package-unchecked", "guest-driver"} & {e["code"] for e in run.of("warning")}
        assert found.spec.uuid != world.uuid("web01")
        assert found.name == "web01-2"
        new, old = (_definition(world, vm) for vm in (found.spec.uuid, world.uuid("web01")))
        assert "<mac address=" in new
        assert _mac(new) != _mac(old)
        assert "serial>web01-vda<" in new
        found.wait_up(120)
        assert found.control("ping").strip() == "pong"
        assert record_check(found)["ok"]
    assert world.lab.guest("web01").agent_answers()


@pytest.mark.parametrize("style", ["virt", "flat"])
def test_a_package_made_by_hand_boots(world: World, taken: Run, style: str) -> None:
    """As other tools write them: SHA-1 and one kind of disk, or files beside each other without a
    manifest. The lab's guest knows virtio alone, so that is what they have."""
    place = world.lab.pm("pm1").host_path(PLACE)
    chain = world.chain_end(taken.snapshot, "web01", "vda")
    kind, name = ("vmdk", "box-disk001.vmdk") if style == "virt" else ("vhdx", "Box Disk.vhdx")
    options = "subformat=streamOptimized" if kind == "vmdk" else "subformat=dynamic"
    script = 'qemu-img convert -f qcow2 -O "$2" -o "$3" "$1" "$4"'
    world.shell("pm1", script, chain, kind, options, f"{PLACE}/{name}")
    size = (place / name).stat().st_size
    capacity: dict[str, Any] = {"units": "byte"}
    capacity["capacity"] = str(world.manifest(taken).volumes[0].capacity)
    if style == "virt":
        vmdk = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"
        text = virt_style(name, size=size, name="box", **capacity)  # type: ignore[arg-type]
        text = text.replace(b"http://www.gnome.org/~markmc/qcow-image-format.html", vmdk.encode())
        files = {"box.ovf": text, name: (place / name).read_bytes()}
        lines = [f"SHA1 ({n}) = {hashlib.sha1(files[n]).hexdigest()}\r\n" for n in files]
        tar(place / "box.ova", {**files, "box.mf": "".join(lines).encode()})
        path = f"{PLACE}/box.ova"
    else:
        hardware = (
            item(4, 2, VirtualQuantity="160", AllocationUnits="MegaBytes")
            + item(6, 3, ResourceSubType="virtio")
            + item(17, 4, HostResource="/disk/vmdisk1", Parent="3")
        )
        text = descriptor(hardware, file="Box%20Disk.vhdx", image_format="", name="box", **capacity)
        (place / "Box.OVF").write_bytes(text)
        path = f"{PLACE}/Box.OVF"
    run = take_in(world, "pm2", path, start=True)
    with guest(world, run) as found:
        codes = [event["code"] for event in run.of("warning")]
        assert ("package-unchecked" in codes) == (style == "flat")
        assert found.name == "box"
        found.wait_up(120)
        # It has no data volumes, and says so.
        assert record_check(found)["problem"] == "no data volume"


def test_hardware_that_is_not_here_is_mapped_with_a_warning(world: World, taken: Run) -> None:
    place = world.lab.pm("pm1").host_path(PLACE)
    hardware = (
        item(4, 2, VirtualQuantity="256", AllocationUnits="byte * 2^20")
        + item(6, 3, ResourceSubType="lsilogic")
        + item(17, 4, HostResource="/disk/vmdisk1", Parent="3")
        + item(10, 5, Connection="VM Network", ResourceSubType="Sriov")
    )
    world.shell("pm1", 'qemu-img create -q -f vmdk "$1/disk1.vmdk" 64M', PLACE)
    (place / "x.ovf").write_bytes(descriptor(hardware))
    run = take_in(world, "pm2", f"{PLACE}/x.ovf", name="mapped")
    with guest(world, run) as found:
        warned = {event["code"]: event["fields"] for event in run.of("warning")}
        assert set(warned) == {"guest-driver", "network-chosen", "package-unchecked"}
        text = _definition(world, found.spec.uuid)
        assert "bus='sata'" in text
        assert found.name == "mapped"


def test_a_restore_is_the_vm_itself_and_only_where_nobody_is_it(world: World, taken: Run) -> None:
    told = result(export(world, taken))
    with pytest.raises(Refused) as caught:
        take_in(world, "pm2", told["path"], restore=True)
    assert caught.value.problems[0].code == "vm-exists"
    web01 = world.lab.guest("web01")
    definitions = {pm: world.shell(pm, 'virsh dumpxml --inactive "$1"', web01.spec.uuid)
                   for pm in ("pm1", "pm2")}  # fmt: skip
    web01.destroy()
    for pm in ("pm1", "pm2"):
        world.shell(pm, 'virsh undefine "$1" --checkpoints-metadata', web01.spec.uuid)
    try:
        run = take_in(world, "pm2", told["path"], restore=True, start=True)
        answer = result(run)
        assert (answer["vm"], answer["name"]) == (web01.spec.uuid, "web01")
        restored = Guest(Imported("web01", "web01", 0, (), identity=web01.spec.uuid),
                         {"pm2": world.lab.pm("pm2")})  # fmt: skip
        assert _mac(_definition(world, web01.spec.uuid)) == _mac(definitions["pm1"])
        restored.wait_up(120)
        assert record_check(restored)["ok"]
        restored.destroy()
        world.shell("pm2", 'virsh undefine "$1"; rm -r "$2"', web01.spec.uuid, answer["folder"])
    finally:
        for pm, text in definitions.items():
            world.shell(pm, 'virsh undefine "$1" 2>/dev/null; cat > /tmp/d.xml <<EOF\n'
                        f"{text}\nEOF\nvirsh define /tmp/d.xml", web01.spec.uuid)  # fmt: skip
    # Its snapshots are still its own, and building on them goes on.
    assert web01.spec.uuid in vms_kept(world, "pm2")


@pytest.mark.parametrize("step", ["read", "convert", "define"])
@pytest.mark.parametrize("how", ["cancel", "kill"])
def test_stopped_at_any_step_it_leaves_nothing(
    world: World, taken: Run, step: str, how: str
) -> None:
    told = result(export(world, taken, disk="qcow2"))
    kept = vms_kept(world, "pm2")
    run = take_in(world, "pm2", told["path"], copy_limit=None if step == "define" else 4 * MIB)
    run.until_step(step)
    if how == "cancel":
        run.cancel()
    else:
        world.signal_job(run, "KILL", ended=step == "define")
    run.follow()
    if run.outcome == "complete":  # the stop came too late
        assert step != "convert"
        with guest(world, run):
            return
    wait_until(lambda: traces(world) == [], 30, lambda: str(traces(world)))
    wait_until(lambda: vms_kept(world, "pm2") == kept, 10, lambda: str(vms_kept(world, "pm2")))


def test_killed_once_its_vm_is_there_it_has_ended_well(world: World, taken: Run) -> None:
    told = result(export(world, taken, disk="qcow2", boot_only=True))
    run = take_in(world, "pm2", told["path"], copy_limit=20 * MIB)
    run.until_step("convert")
    world.signal_job(run, "KILL", once=f"{ROOT}/jobs/{run.job}/stands", ended=True)
    run.follow()
    assert run.outcome == "complete", run.events[-1]
    with guest(world, run) as found:
        assert found.name == "web01-2"


def test_from_this_workstation(world: World, pair: PairLink, taken: Run, tmp_path: Path) -> None:
    told = result(export(world, taken, package="ovf", disk="vmdk", boot_only=True))
    shutil.copytree(world.lab.pm("pm1").host_path(told["path"]), tmp_path / "package")
    (tmp_path / "package" / "other").write_text("of no package")
    request = ImportRequest(
        str(tmp_path / "package" / "web01.ovf"), True, Side.SECOND, "sent", folder="/srv/volumes"
    )
    outcome = ImportVm(pair, request).run(lambda event: None, CancelToken())
    assert outcome.name == "sent"
    assert traces(world) == []
    _away(world, outcome.vm, outcome.folder)

    token = CancelToken()

    def report(event: Any) -> None:
        if getattr(event, "total", 0) and event.step.value == "copy":
            token.cancel()

    with pytest.raises(Cancelled):
        ImportVm(pair, request).run(report, token)


def test_hostile_packages_from_this_workstation_are_refused(
    world: World, pair: PairLink, taken: Run, tmp_path: Path
) -> None:
    files = {"vm.ovf": virt_style(), "../../../etc/cron.d/x": b"x"}
    path = tar(tmp_path / "a.ova", files)
    request = ImportRequest(str(path), True, Side.SECOND)
    with pytest.raises(Refused) as caught:
        ImportVm(pair, request).run(lambda event: None, CancelToken())
    assert caught.value.problems[0].code == "package-hostile"
    assert world.shell("pm2", "ls /etc/cron.d 2>/dev/null | grep -c '^x$'; true").strip() == "0"


def test_a_full_disk_is_refused_beforehand_and_ends_the_import_before_it_is_full(
    world: World, taken: Run
) -> None:
    told = result(export(world, taken, disk="qcow2"))
    pm = world.lab.pm("pm2")
    folder = f"{ROOT}/imported"
    world.shell("pm2", f"mkdir -p {folder}")
    try:
        pm.fill(leave=60 * MIB)
        with pytest.raises(Refused) as caught:
            take_in(world, "pm2", told["path"], folder=folder)
        assert caught.value.problems[0].code == "too-little-room"
        pm.unfill()
        run = take_in(world, "pm2", told["path"], folder=folder, copy_limit=4 * MIB)
        run.until_step("convert")
        pm.fill(leave=20 * MIB)
        run.follow()
        assert (run.outcome, run.code) == ("failed", "room-ran-out")
        assert world.shell("pm2", f"ls -A {folder}") == ""
    finally:
        pm.unfill()
        world.shell("pm2", f"rm -rf {folder}")


def _definition(world: World, vm: str) -> str:
    script = 'virsh -q dumpxml --inactive "$1" 2>/dev/null; true'
    return world.shell("pm2", script, vm) or world.shell("pm1", script, vm)


def _mac(definition: str) -> str:
    return definition.partition("<mac address='")[2][:17]


def _away(world: World, vm: str, folder: str) -> None:
    script = 'virsh undefine "$1" && rm -r "$2" && rm -rf "$3"'
    world.shell("pm2", script, vm, folder, f"{ROOT}/vms/{vm}")

"""VMs made of snapshots of a VM that writes: they boot, pass their own checks, and whatever goes
wrong on the way leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Refused
from app.model.machine import Side, System
from app.model.problems import TooLittleRoom
from app.model.vm_problems import BadVmName, VmHereOnly, VmNameTaken
from app.remote.definition import count_nics, new_definition
from tests.app.remote.test_definition import MAKING
from tests.pair.consoles import Profile
from tests.pair.copies import Copies, copies, image, macs
from tests.pair.dying import run_and_die
from tests.pair.world import SIDES, Run, World, wait_until

pytestmark = [pytest.mark.pair, pytest.mark.timeout(400)]
MIB = 1024 * 1024
SLOW = 2 * MIB  # with this limit the data of web01 takes most of a minute


@pytest.fixture
def made(world: World) -> Iterator[Copies]:
    with copies(world) as found:
        yield found


@pytest.fixture
def snapshot(world: World) -> str:
    """One of web01 while it writes, whole on both PMs."""
    return world.take("web01").snapshot


def test_a_snapshot_becomes_a_vm_beside_the_one_it_came_from(
    world: World, made: Copies, snapshot: str
) -> None:
    web01 = world.lab.guest("web01")
    old = made.definition("pm1", world.uuid("web01"))

    vm = made.make(snapshot, "会計 複製", side=Side.SECOND, start=True)

    guest = made.guest(vm)
    guest.wait_up()
    assert guest.pm is not None
    assert guest.pm.name == "pm2"
    checked = json.loads(guest.control("check"))
    assert checked["ok"], checked
    assert min(checked["last"]) > 0
    # Application-consistent: both volumes ended with the same record.
    assert len(set(checked["last"])) == 1

    assert vm.defined_on == (Side.FIRST, Side.SECOND)
    assert not vm.warnings
    texts = {pm: made.definition(pm, vm.uuid) for pm in SIDES}
    assert texts["pm1"] == texts["pm2"]
    assert vm.uuid != world.uuid("web01")
    assert len(macs(texts["pm1"])) == len(macs(old)) == 1
    assert not macs(texts["pm1"]) & macs(old)

    assert web01.is_up()
    before = _last(world)
    wait_until(lambda: _last(world) > before, 30)  # the old VM writes on
    for _, path in vm.volumes:
        described = image(world, "pm2", path)
        assert "backing-filename" not in described
        assert "bitmaps" not in described["format-specific"]["data"]

    wish = {"vm": vm.uuid, "vm_name": vm.name, "name": "first", "by": "test"}
    jobs = world.pair.machine(Side.SECOND).jobs
    first = str(jobs.ask("start", wish, timeout=120)["snapshot"])

    def methods() -> list[str]:
        script = 'cat "/var/lib/twinpoint/vms/$1/snapshots/$2/manifest.json" 2>/dev/null; true'
        text = world.shell("pm1", script, vm.uuid, first)
        return [volume["method"] for volume in json.loads(text)["volumes"]] if text else []

    wait_until(lambda: bool(methods()), 60)
    assert methods() == ["full"] * 3


def _last(world: World) -> int:
    _, text = world.lab.guest("web01").exec(["/bin/sh", "-c", "stat -c %Y /data1/records"])
    return int(text)


@pytest.mark.parametrize("name", ["'; rm -rf $HOME #", '<&" $(id) %s', "--all", "会計 複製"])
def test_names_are_data(world: World, made: Copies, snapshot: str, name: str) -> None:
    vm = made.make(snapshot, name, excluded=frozenset(["vdb", "vdc"]))
    assert vm.name == name
    for pm in SIDES:
        assert world.shell(pm, 'virsh -q domname "$1"', vm.uuid).rstrip("\n") == name
    assert [target for target, _ in vm.volumes] == ["vda"]
    assert made.definition("pm1", vm.uuid).count("<disk ") == 2  # and the empty CD drive
    with pytest.raises(Refused) as caught:
        made.make(snapshot, name)
    assert isinstance(caught.value.problems[0], VmNameTaken)


@pytest.mark.parametrize("name", ["", "'; rm -rf / #", "a\nb", " a", "7", "x" * 61])
def test_names_that_libvirt_refuses_are_refused_first(
    made: Copies, snapshot: str, name: str
) -> None:
    with pytest.raises(Refused) as caught:
        made.make(snapshot, name)
    assert isinstance(caught.value.problems[0], BadVmName)
    with pytest.raises(Refused) as caught:
        made.start(snapshot, "web01", name, "pm1")
    assert isinstance(caught.value.problems[0], BadVmName)
    assert made.leftovers() == []


def test_what_the_pm_itself_refuses(world: World, made: Copies, snapshot: str) -> None:
    def code(name: str = "copy", pm: str = "pm2", **more: object) -> str:
        with pytest.raises(Refused) as caught:
            made.start(snapshot, "web01", name, pm, **more)
        return caught.value.problems[0].code

    assert code("db01") == "vm-name-taken"
    assert code(excluded=["vda"]) == "boot-volume-left-out"
    assert code(excluded=["vdz"]) == "no-such-volume"
    assert code(folder="/no/such") == "no-such-folder"
    world.shell("pm2", f'rm "{world.chain_end(snapshot, "web01", "vdb")}"')
    assert code() == "snapshot-not-here"
    world.forget("web01")
    assert made.leftovers() == []


@pytest.mark.parametrize("how", ["cancel", "kill", "kill both"])
def test_a_job_that_ends_in_the_middle_leaves_nothing(
    world: World, made: Copies, snapshot: str, how: str
) -> None:
    run = made.start(snapshot, "web01", "half", "pm1", copy_limit=SLOW)
    run.follow(lambda event: event.get("event") == "bytes" and event["done"] > 0)
    assert any("making" in line for line in made.leftovers())
    if how == "cancel":
        run.cancel()
        run.follow()
        assert (run.outcome, run.code) == ("cancelled", "cancelled")
    else:
        if how == "kill both":
            world.kill_job(run, "guard")
        world.kill_job(run)
        if how == "kill both":
            world.repair()
    wait_until(lambda: not made.leftovers(), 30, lambda: str(made.leftovers()))
    assert world.take("web01").outcome == "complete"  # nothing holds the old VM


@pytest.mark.parametrize("at", ["defined", "told"])
def test_a_job_that_dies_after_its_vm_was_defined_leaves_nothing(
    world: World, made: Copies, snapshot: str, at: str
) -> None:
    """SIGKILL right after this PM's libvirt knows the VM, and after the other's does too."""
    wish = {
        "kind": "create-vm", "vm": world.uuid("web01"), "vm_name": "web01", "snapshot": snapshot,
        "name": "half", "excluded": ["vdb", "vdc"], "by": "test",
    }  # fmt: skip
    if at == "defined":
        run_and_die(world, "pm1", wish, "create_vm.define")
    else:
        run_and_die(world, "pm1", wish, "making.become_vm", when="before")
    found = made.leftovers()
    assert any(line.startswith("VM") for line in found)
    assert any("pm2: making" in line for line in found) is (at == "told")
    world.repair()
    wait_until(lambda: not made.leftovers(), 30, lambda: str(made.leftovers()))


def test_a_job_that_dies_once_its_vm_is_one_has_ended_well(
    world: World, made: Copies, snapshot: str
) -> None:
    wish = {
        "kind": "create-vm", "vm": world.uuid("web01"), "vm_name": "web01", "snapshot": snapshot,
        "name": "whole", "excluded": ["vdb", "vdc"], "by": "test",
    }  # fmt: skip
    job = run_and_die(world, "pm1", wish, "making.become_vm")
    world.repair()
    run = Run(world, Side.FIRST, job, snapshot, "web01").follow()
    assert run.outcome == "complete"
    told = run.of("ended")[0]["result"]
    assert (told["name"], told["both"], told["started"]) == ("whole", True, False)
    assert made.definition("pm1", told["vm"]) == made.definition("pm2", told["vm"])

    def swept() -> bool:  # the killed job's link to pm2 may hold the VM's lock there for a moment
        world.repair()
        return not [line for line in made.leftovers() if "making" in line]

    wait_until(swept, 30)
    image(world, "pm1", told["volumes"][0]["path"])


def test_what_was_defined_for_a_pm_that_died_then_goes_as_well(
    world: World, made: Copies, snapshot: str
) -> None:
    """pm1 dies with its job once both PMs know the VM; pm2 asks as soon as pm1 is back."""
    wish = {
        "kind": "create-vm", "vm": world.uuid("web01"), "vm_name": "web01", "snapshot": snapshot,
        "name": "half", "excluded": ["vdb", "vdc"], "by": "test",
    }  # fmt: skip
    run_and_die(world, "pm1", wish, "making.become_vm", when="before")
    world.lab.pm("pm1").crash()
    world.pair.machine(Side.SECOND).jobs.ask("repair", {}, timeout=120)
    assert "pm2: making" in world.shell(
        "pm2", "ls -d /var/lib/twinpoint/making/* | sed s,^,'pm2: making ',"
    )
    world.lab.pm("pm1").boot()
    world.repair()
    world.repair()
    wait_until(lambda: not made.leftovers(), 30, lambda: str(made.leftovers()))


def test_a_disk_that_is_full_or_fills_up(world: World, made: Copies, snapshot: str) -> None:
    folder = "/var/lib/twinpoint"  # a real file system of its own, small enough to be filled
    pm = world.lab.pm("pm2")
    pm.fill(leave=110 * MIB)
    with pytest.raises(Refused) as caught:
        made.make(snapshot, "full", side=Side.SECOND, folder=folder)
    problem = caught.value.problems[0]
    assert isinstance(problem, TooLittleRoom)
    assert problem.needed > problem.free > 0
    pm.unfill()

    run = made.start(snapshot, "web01", "full", "pm2", folder=folder, copy_limit=SLOW)
    run.follow(lambda event: event.get("event") == "bytes" and event["done"] > 0)
    pm.fill(leave=8 * MIB)
    run.follow()
    assert (run.outcome, run.code) == ("failed", "room-ran-out"), run.events[-1]
    pm.unfill()
    assert made.leftovers() == []
    assert world.shell("pm2", f"ls -d {folder}/full-* 2>/dev/null; true") == ""


def test_volumes_of_one_pm_make_a_vm_of_that_pm(world: World, made: Copies, snapshot: str) -> None:
    vm = made.make(snapshot, "alone", side=Side.SECOND, folder="/var/lib/twinpoint")
    try:
        assert vm.defined_on == (Side.SECOND,)
        assert world.shell("pm1", 'virsh domstate "$1" 2>&1; true', vm.uuid).startswith("error")
        differs = world.lab.pm("pm2").run(
            ["qemu-img", "compare", world.chain_end(snapshot, "web01", "vdb"),
             dict(vm.volumes)["vdb"]]
        )  # fmt: skip
        assert "identical" in differs.stdout
    finally:
        world.shell("pm2", 'virsh undefine "$1"; rm -r /var/lib/twinpoint/alone-*', vm.uuid)


def test_with_the_other_pm_away_a_vm_is_made_all_the_same(
    world: World, made: Copies, snapshot: str
) -> None:
    world.lab.pm("pm2").crash()
    vm = made.make(snapshot, "alone", side=Side.FIRST, excluded=frozenset(["vdb", "vdc"]))
    assert vm.defined_on == (Side.FIRST,)
    assert [type(problem) for problem in vm.warnings] == [VmHereOnly]
    world.lab.pm("pm2").boot()


def test_a_raw_volume_stays_raw_and_memory_and_processors_change(
    world: World, made: Copies
) -> None:
    run = world.take("raw01")
    vm = made.make(run.snapshot, "raw copy", memory=192 * MIB, processors=2)
    paths = dict(vm.volumes)
    assert image(world, "pm1", paths["vdb"])["format"] == "raw"
    text = made.definition("pm1", vm.uuid)
    assert "<memory unit='KiB'>196608</memory>" in text
    assert ">2</vcpu>" in text
    for target, path in paths.items():
        argv = ["qemu-img", "compare", world.chain_end(run.snapshot, "raw01", target), path]
        assert "identical" in world.lab.pm("pm1").run(argv).stdout


# Devices that would collide, or that only the old VM can have; the lab's own VMs have none.
RICH = """
<graphics type='vnc' port='5999' autoport='no' websocket='5799'/>
<graphics type='spice' port='5998' autoport='no'/><video><model type='vga'/></video>
<channel type='unix'><source mode='bind' path='/run/old.sock'/>
  <target type='virtio' name='x.y'/></channel>
<redirdev bus='usb' type='spicevmc'/>
<serial type='file'><source path='/var/log/old.log'/><target port='1'/></serial>
<serial type='unix'><source mode='bind' path='/run/old.sock'/><target port='2'/></serial>
<parallel type='file'><source path='/var/log/old.log'/><target port='0'/></parallel>
<hostdev mode='subsystem' type='usb'>
  <source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>
<filesystem type='mount' accessmode='passthrough'><source dir='/srv/old'/><target dir='x'/>
</filesystem>
<vsock model='virtio'><cid auto='no' address='7'/></vsock>
</devices><seclabel type='dynamic' model='dac' relabel='yes'/>
<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:arg value='-S'/></qemu:commandline>
"""


def test_libvirt_takes_what_is_made_of_a_rich_definition(world: World, made: Copies) -> None:
    pm = world.lab.pm("pm1")
    old = made.definition("pm1", world.uuid("db01")).replace("</devices>", RICH)
    name, uuid = "<name>db01<", world.uuid("db01")
    old = old.replace(name, "<name>rich01<").replace(uuid, "11111111-1111-4111-8111-111111111111")
    old = old.replace("<memory", f"<genid>{uuid}</genid><memory", 1)
    pm.run(["virsh", "define", "--validate", "/dev/stdin"], input=old)
    old = made.definition("pm1", "rich01")
    macs = tuple(f"52:54:00:01:02:{number:02x}" for number in range(count_nics(old)))
    plan = replace(MAKING, macs=macs, memory=256 * MIB, processors=3)

    new, left_out = new_definition(old, plan)

    pm.run(["virsh", "define", "--validate", "/dev/stdin"], input=new)
    text = made.definition("pm1", plan.uuid)
    assert set(left_out) == {"hostdev usb", "filesystem /srv/old"}
    for word in ("/old", "5999", "5799", "5998", "beef", "'7'"):
        assert word not in text, word
    for word in ("qemu:arg value='-S'", "relabel='yes'", "spicevmc", plan.genid):
        assert word in text, word


def test_from_the_command_line(
    world: World, made: Copies, snapshot: str, tmp_path: Path, lab_system: System
) -> None:
    profile = Profile.with_system(tmp_path, lab_system)
    argv = ("vm", "create", "--from", snapshot, "--name", "from the shell", "--exclude", "vdb")
    status, value = profile.run(*argv, "--pm", "pm2", "--memory", "192M", "--start")
    assert status == 0, value
    assert (value["pm"], value["defined_on"]) == ("pm2", ["pm1", "pm2"])
    assert value["started"] is True
    assert [volume["target"] for volume in value["volumes"]] == ["vda", "vdc"]
    status, value = profile.run(*argv)
    assert status == 3
    assert value["problems"][0]["code"] == "vm-name-taken"
    assert profile.run("vm", "create", "--from", snapshot)[0] == 2

"""What is refused before anything is touched, on the real pair, each with its own code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.model.problems import (
    BootVolumeLeftOut,
    Busy,
    ContainerTooSmall,
    ForeignSnapshots,
    FrozenByOther,
    LibvirtBusy,
    MachineInMaintenance,
    MachineSynchronizing,
    NoAgent,
    NoSuchVm,
    NoSuchVolume,
    PairNotLinked,
    SnapshotsDisabled,
    TooLittleRoom,
    ToolMissing,
    UefiFirmware,
    VmNotReady,
    VolumeNotCapturable,
)
from tests.pair.world import ROOT, SIDES, World, fresh_id, wait_until

pytestmark = pytest.mark.pair
MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def _nothing_touched(world: World) -> Iterator[None]:
    """Whatever is refused leaves both PMs as they were."""
    before = {pm: world.held(pm, "web01") for pm in SIDES}
    yield
    after = {pm: world.held(pm, "web01") for pm in SIDES}
    assert before == after
    assert world.leftovers("web01") == []


def test_uefi(world: World) -> None:
    assert world.refusal("uefi01") == UefiFirmware("uefi01")


def test_a_vm_that_is_paused(world: World) -> None:
    pm = world.lab.guest("web01").pm
    assert pm is not None
    pm.run(["virsh", "-q", "suspend", world.uuid("web01")])
    try:
        assert world.refusal("web01", pm="pm1") == VmNotReady("web01", "paused")
    finally:
        pm.run(["virsh", "-q", "resume", world.uuid("web01")])


def test_a_vm_that_nobody_knows(world: World) -> None:
    identity = fresh_id()
    problem = world.refusal("web01", vm=identity)
    assert problem == NoSuchVm(identity)


def test_the_boot_volume_left_out(world: World) -> None:
    assert world.refusal("web01", excluded=["vda"]) == BootVolumeLeftOut("web01", "vda")


def test_a_volume_that_is_not_there(world: World) -> None:
    assert world.refusal("web01", excluded=["vdz"]) == NoSuchVolume("web01", "vdz")


def test_a_read_only_volume(world: World) -> None:
    pm = world.lab.guest("db01").pm
    assert pm is not None
    path = "/srv/volumes/read-only.raw"
    xml = (
        f"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/>"
        "<target dev='vdr' bus='virtio'/><readonly/></disk>"
    )
    world.shell(pm.name, 'truncate -s 1M "$1"; printf %s "$2" > /tmp/read-only.xml', path, xml)
    pm.run(["virsh", "-q", "attach-device", world.uuid("db01"), "/tmp/read-only.xml", "--live"])
    try:
        assert world.refusal("db01") == VolumeNotCapturable("db01", "vdr", "read-only")
        world.take("db01", excluded=["vdr"])
    finally:
        pm.run(["virsh", "-q", "detach-disk", world.uuid("db01"), "vdr", "--live"])
        argv = ["virsh", "domblklist", world.uuid("db01")]
        wait_until(lambda: "vdr" not in pm.run(argv).stdout, 20)


@pytest.mark.parametrize(
    ("obstacle", "xml"),
    [
        (
            "network",
            "<disk type='network' device='disk'><driver name='qemu' type='raw'/><source"
            " protocol='nbd' name='other'><host name='127.0.0.1' port='10809'/></source>"
            "<target dev='sdx' bus='scsi'/></disk>",
        ),
        (
            "pass-through",
            "<disk type='block' device='lun'><driver name='qemu' type='raw'/>"
            "<source dev='/dev/sdx'/><target dev='sdx' bus='scsi'/></disk>",
        ),
    ],
    ids=["network", "pass-through"],
)
def test_a_disk_that_is_no_volume(world: World, obstacle: str, xml: str) -> None:
    vm = world.uuid("off01")
    before = world.shell("pm1", 'virsh -q dumpxml --inactive "$1"', vm)
    define = 'printf %s "$1" > /tmp/off01.xml && virsh -q define /tmp/off01.xml'
    world.shell("pm1", define, before.replace("</devices>", f"{xml}</devices>"))
    try:
        assert world.refusal("off01", pm="pm1") == VolumeNotCapturable("off01", "sdx", obstacle)
    finally:
        world.shell("pm1", define, before)


@pytest.mark.parametrize("pm", SIDES)
def test_maintenance_of_either_pm(world: World, pm: str) -> None:
    world.flag(pm, "maintenance", True)
    problem = world.refusal("web01")
    assert isinstance(problem, MachineInMaintenance)
    assert (problem.pm, problem.by) == (pm, "test")


@pytest.mark.parametrize("pm", SIDES)
def test_snapshots_switched_off(world: World, pm: str) -> None:
    world.flag(pm, "snapshots_disabled", True)
    problem = world.refusal("web01")
    assert isinstance(problem, SnapshotsDisabled)
    assert problem.by == "test"


def test_the_other_pm_cut_off(world: World) -> None:
    world.lab.pm("pm2").cut("pm1")
    problem = world.refusal("web01")
    assert isinstance(problem, PairNotLinked)
    assert (problem.pm, problem.peer) == ("pm1", "pm2")


def test_no_agent_where_one_is_required(world: World) -> None:
    assert world.refusal("noagent01", require_application=True) == NoAgent("noagent01")


def test_a_silent_agent_where_one_is_required(world: World) -> None:
    world.lab.guest("web01").agent("hang")
    try:
        assert world.refusal("web01", require_application=True) == NoAgent("web01")
    finally:
        world.lab.guest("web01").agent("on")


def test_a_guest_frozen_by_somebody_else_stays_frozen(world: World) -> None:
    guest = world.lab.guest("web01")
    pm = guest.pm
    assert pm is not None
    pm.run(["virsh", "-q", "domfsfreeze", world.uuid("web01")])
    try:
        assert world.refusal("web01") == FrozenByOther("web01")
        assert guest.freeze_status() == "frozen"
    finally:
        pm.run(["virsh", "-q", "domfsthaw", world.uuid("web01")])


def test_a_libvirt_snapshot_in_the_way(world: World) -> None:
    pm = world.lab.pm("pm1")
    argv = ["virsh", "-q", "snapshot-create-as", world.uuid("off01"), "foreign"]
    pm.run(argv)
    try:
        assert world.refusal("off01", pm="pm1") == ForeignSnapshots("off01", "foreign")
    finally:
        pm.run(["virsh", "-q", "snapshot-delete", world.uuid("off01"), "foreign"])


def test_a_job_of_another_tool(world: World) -> None:
    pm = world.lab.guest("noagent01").pm
    assert pm is not None
    with _other_backup(world, "noagent01", pm.name):
        problem = world.refusal("noagent01")
    assert isinstance(problem, LibvirtBusy)


def test_a_volume_that_another_tool_copies(world: World) -> None:
    """libvirt would refuse the snapshot only once the guest is frozen."""
    vm = world.uuid("db01")
    pm = world.home("db01")
    script = 'virsh -q blockcopy "$1" vdb /srv/volumes/other.copy --transient-job --bandwidth 1'
    world.shell(pm, script, vm)
    try:
        problem = world.refusal("db01")
        assert isinstance(problem, LibvirtBusy)
        assert problem.job.startswith("vdb:")
    finally:
        world.shell(pm, 'virsh -q blockjob "$1" vdb --abort; rm -f /srv/volumes/other.copy', vm)
    world.take("db01")


def test_a_run_in_progress_says_who_and_since_when(world: World) -> None:
    run = world.start("web01", replicate_limit=MIB // 16)
    try:
        problem = world.refusal("web01")
        assert isinstance(problem, Busy)
        assert (problem.activity, problem.owner) == ("snapshot", "test")
        assert problem.since.startswith("20")
    finally:
        run.cancel()
        run.follow()
    world.wait_clean("web01")


def test_a_container_too_small_with_figures(world: World) -> None:
    world.forget("db01")
    world.take("db01")
    script = f"""printf '{{"vda": 10, "vdb": 10}}' > {ROOT}/vms/$1/containers.json"""
    for pm in SIDES:
        world.shell(pm, script, world.uuid("db01"))
    problem = world.refusal("db01")
    assert isinstance(problem, ContainerTooSmall)
    assert problem.target in ("vda", "vdb")
    assert (problem.capacity, problem.free) == (10, 0)
    for side in SIDES.values():
        for target in ("vda", "vdb"):
            world.pair.machine(side).jobs.ask(
                "expand", {"vm": world.uuid("db01"), "target": target, "capacity": 2 << 30}
            )
    world.take("db01")


def test_what_is_compared_is_held_against_its_container_when_it_is_known(world: World) -> None:
    guest, free = world.lab.guest("raw01"), 24 * MIB
    write = "dd if=/dev/urandom of=/data1/change bs=1M count=48 conv=fsync"

    def in_guest(script: str) -> None:
        code, text = guest.exec(["/bin/sh", "-c", script], 120)
        assert code == 0, text

    world.forget("raw01")
    in_guest(write)
    first = world.manifest(world.take("raw01"))
    sizes = {volume.target: volume.capacity + volume.size for volume in first.volumes}
    capacities = json.dumps({"vda": 8 * sizes["vda"], "vdb": sizes["vdb"] + free})
    script = f'printf %s "$2" > {ROOT}/vms/$1/containers.json'
    for pm in SIDES:
        world.shell(pm, script, world.uuid("raw01"), capacities)
    try:
        # All that the volume holds is more than is left; what differs is not.
        assert world.normal(world.take("raw01"))
        in_guest(write)
        run = world.start("raw01").follow()
        assert (run.outcome, run.code) == ("failed", "container-too-small"), run.events[-1]
        fields = run.of("ended")[0]["fields"]
        assert (fields["target"], fields["pm"]) == ("vdb", world.home("raw01"))
        assert 0 < fields["free"] < free < 48 * MIB < fields["needed"]
        assert world.leftovers("raw01") == []
        for side in SIDES.values():
            request = {"vm": world.uuid("raw01"), "target": "vdb", "capacity": 2 << 30}
            world.pair.machine(side).jobs.ask("expand", request)
        assert world.normal(world.take("raw01"))
    finally:
        in_guest("rm -f /data1/change")
        world.forget("raw01")


@pytest.mark.parametrize("pm", SIDES)
def test_too_little_room_on_either_pm(world: World, pm: str) -> None:
    world.lab.pm(pm).fill(leave=20 * MIB)
    problem = world.refusal("web01")
    assert isinstance(problem, TooLittleRoom)
    assert (problem.pm, problem.path) == (pm, ROOT)
    assert problem.needed > problem.free
    assert problem.free < 40 * MIB


@pytest.mark.parametrize("pm", SIDES)
def test_a_pm_whose_storage_is_synchronizing(world: World, pm: str) -> None:
    """The machine's kernel has no DRBD: a program in this PM alone speaks as DRBD's does."""
    status = (
        '[{"name": "web01", "connections": [{"peer_devices": '
        '[{"replication-state": "SyncSource", "percent-in-sync": 40.5}]}]}]'
    )
    folder = "/usr/local/bin"
    world.lab.pm(pm).run(["mount", "-t", "tmpfs", "drbd", folder])
    script = f"printf '%s' \"$1\" > {folder}/drbdsetup; chmod 755 {folder}/drbdsetup"
    world.shell(pm, script, f"#!/bin/sh\necho '{status}'\n")
    try:
        problem = world.refusal("web01")
        assert problem == MachineSynchronizing(pm, "DRBD web01: SyncSource 40.5 %")
    finally:
        world.lab.pm(pm).run(["umount", folder])


@pytest.mark.parametrize("tool", ["rsync", "qemu-img"])
def test_a_tool_that_is_missing(world: World, tool: str) -> None:
    pm = world.lab.pm("pm1")
    path = f"/usr/bin/{tool}"
    # A mount in this PM alone; /dev/null cannot be executed.
    pm.run(["mount", "--bind", "/dev/null", path])
    try:
        problem = world.refusal("web01")
        assert isinstance(problem, ToolMissing)
        assert (problem.pm, problem.tool, problem.found) == ("pm1", tool, "")
    finally:
        pm.run(["umount", path])


def test_a_tool_that_is_too_old(world: World) -> None:
    pm = world.lab.pm("pm1")
    old = "#!/bin/sh\necho 'rsync  version 2.6.9  protocol version 29'\n"
    world.shell("pm1", 'printf %s "$1" > /tmp/old-rsync && chmod 755 /tmp/old-rsync', old)
    pm.run(["mount", "--bind", "/tmp/old-rsync", "/usr/bin/rsync"])
    try:
        problem = world.refusal("web01")
        assert isinstance(problem, ToolMissing)
        assert (problem.pm, problem.tool, problem.found) == ("pm1", "rsync", "2.6.9")
        assert problem.needed
    finally:
        pm.run(["umount", "/usr/bin/rsync"])
        world.shell("pm1", "rm /tmp/old-rsync")


@contextmanager
def _other_backup(world: World, vm: str, pm: str) -> Iterator[None]:
    """A pull-mode backup, which runs until it is ended, as another tool would leave it."""
    xml = (
        "<domainbackup mode='pull'><server transport='unix' socket='/tmp/other.sock'/><disks>"
        "<disk name='vda' backup='yes' type='file'><scratch file='/srv/volumes/other.scratch'/>"
        "</disk></disks></domainbackup>"
    )
    world.shell(pm, 'printf %s "$1" > /tmp/other.xml', xml)
    world.lab.pm(pm).run(["virsh", "-q", "backup-begin", world.uuid(vm), "/tmp/other.xml"])
    try:
        yield
    finally:
        world.lab.pm(pm).run(["virsh", "-q", "domjobabort", world.uuid(vm)])

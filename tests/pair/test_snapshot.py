"""Taking snapshots of real VMs while they write, and restoring them on either PM."""

from __future__ import annotations

import json

import pytest

from tests.lab.machine import PM
from tests.pair.world import SIDES, World, fresh_id

pytestmark = pytest.mark.pair
MIB = 1024 * 1024


def test_a_writing_vm_is_normal_on_both_pms_and_restores_on_either(world: World) -> None:
    world.forget("web01")
    run = world.take("web01")

    assert world.normal(run)
    assert run.label == ("application", "frozen")
    assert [step for step in run.steps if step != "snapshot"] == [
        "check",
        "announce",
        "freeze",
        "thaw",
        "replicate",
        "verify",
        "complete",
    ]
    frozen = run.of("frozen")[0]
    assert frozen["filesystems"] == 2
    assert 0 < frozen["ms"] < 5000
    ends = {world.check_records(pm, run, same_end=True) for pm in SIDES}
    assert len(ends) == 1
    assert world.leftovers("web01") == []


def test_a_second_snapshot_moves_only_what_changed(world: World) -> None:
    world.forget("web01")
    first = world.manifest(world.take("web01"))
    run = world.take("web01")
    second = world.manifest(run)

    assert {volume.method for volume in first.volumes} == {"full"}
    assert {volume.method for volume in second.volumes} == {"increment"}
    assert {volume.parent for volume in second.volumes} == {first.snapshot}
    size = sum(volume.size for volume in second.volumes)
    assert size < sum(volume.size for volume in first.volumes) / 10
    sent = max(event["total"] for event in run.of("bytes") if event["step"] == "replicate")
    assert sent == size
    assert world.checkpoints("web01") == [second.checkpoint]


@pytest.mark.timeout(900)
def test_thirty_increments_each_whole_on_both_pms(world: World) -> None:
    world.forget("web01")
    last = 0
    for number in range(30):
        run = world.take("web01")
        assert world.normal(run), number
        assert run.label == ("application", "frozen"), number
        ends = {world.check_records(pm, run, same_end=True) for pm in SIDES}
        assert len(ends) == 1, number
        newest = ends.pop()[0]
        assert newest > last or number == 0
        last = newest
    assert world.leftovers("web01") == []
    assert len(world.checkpoints("web01")) == 1


def test_equals_the_paused_vm_bit_for_bit_with_zeroed_and_discarded_ranges(world: World) -> None:
    world.forget("web01")
    guest = world.lab.guest("web01")
    guest.control("writer off")
    try:
        _shell(world, "dd if=/dev/urandom of=/data1/ranges bs=1M count=24 && sync")
        world.take("web01")
        # Zeroed inside the file, discarded behind it: an older layer must not shine through.
        _shell(world, "dd if=/dev/zero of=/data1/ranges bs=1M count=8 conv=notrunc && sync")
        _shell(world, "dd if=/dev/urandom of=/data2/gone bs=1M count=8 && sync && rm /data2/gone")
        _shell(world, "fstrim /data2; sync")
        # Held frozen and slowly replicated, the guest can be paused at the snapshot's own point.
        run = world.start("web01", hold_freeze=True, replicate_limit=2 * MIB)
        run.until_step("replicate")
        reference = world.paused_reference("web01", ("vda", "vdb", "vdc"))
        run.follow()
        assert run.outcome == "complete"
        assert {volume.method for volume in world.manifest(run).volumes} == {"increment"}
        for pm in SIDES:
            for target, path in reference.items():
                assert world.differs(pm, run.snapshot, "web01", target, path) == "", (pm, target)
    finally:
        guest.control("writer on")
        _shell(world, "rm -f /data1/ranges")


def test_a_vm_without_an_agent_is_crash_consistent_and_restores(world: World) -> None:
    run = world.take("noagent01")
    assert run.label == ("crash", "no-agent")
    assert run.of("frozen") == []
    for pm in SIDES:
        world.check_records(pm, run, same_end=False)


def test_a_raw_volume_is_compared_from_the_second_time_on(world: World) -> None:
    world.forget("raw01")
    first = world.manifest(world.take("raw01"))
    run = world.take("raw01")
    second = {volume.target: volume for volume in world.manifest(run).volumes}

    assert {volume.method for volume in first.volumes} == {"full"}
    assert second["vda"].method == "increment"
    assert second["vdb"].method == "compare"
    assert second["vdb"].size < next(v.size for v in first.volumes if v.target == "vdb") / 2
    assert run.label == ("application", "frozen")
    assert {world.check_records(pm, run, same_end=True) for pm in SIDES}
    assert world.leftovers("raw01") == []


def test_a_stopped_vm_is_copied_then_compared(world: World) -> None:
    world.forget("off01")
    first = world.take("off01", pm="pm1")
    second = world.take("off01", pm="pm1")

    assert {volume.method for volume in world.manifest(first).volumes} == {"full"}
    assert {volume.method for volume in world.manifest(second).volumes} == {"compare"}
    # It never ran here, so nobody can say that it was shut down cleanly.
    assert second.label == ("crash", "stopped-hard")
    for pm in SIDES:
        for target in ("vda", "vdb"):
            assert world.differs(pm, second.snapshot, "off01", target) == ""


def test_a_vm_shut_down_by_its_guest_is_application_consistent(world: World) -> None:
    guest = world.lab.guest("db01")
    world.take("db01")
    guest.stop()
    try:
        run = world.take("db01", pm="pm1")
        assert run.label == ("application", "stopped")
        for pm in SIDES:
            for target in ("vda", "vdb"):
                assert world.differs(pm, run.snapshot, "db01", target) == ""
    finally:
        guest.start()
        guest.wait_up()
    # Bitmaps survive a clean stop: back to increments, from the snapshot before the stop.
    after = world.take("db01")
    assert {volume.method for volume in world.manifest(after).volumes} == {"increment"}
    world.check_records("pm2", after, same_end=True)


def test_lost_bitmaps_lead_to_a_comparison_not_to_a_wrong_increment(world: World) -> None:
    world.forget("db01")
    world.take("db01")
    guest = world.lab.guest("db01")
    pm = guest.pm
    assert pm is not None
    pid = pm.run(["cat", "/run/libvirt/qemu/db01.pid"]).stdout.strip()
    pm.run(["kill", "-9", pid])
    guest.destroy()
    guest.start()
    guest.wait_up()

    run = world.take("db01")

    assert {volume.method for volume in world.manifest(run).volumes} == {"compare"}
    for name in SIDES:
        world.check_records(name, run, same_end=True)
    assert world.checkpoints("db01") == [world.manifest(run).checkpoint]


def test_a_name_with_a_space_and_japanese(world: World) -> None:
    name, description = "'; rm -rf / # 会計 $(id)", '改行\nと "引用"'
    run = world.take("会計 サーバー", name=name, description=description)
    assert world.normal(run)
    manifest = world.manifest(run, "pm2")
    assert (manifest.name, manifest.description) == (name, description)
    assert manifest.vm_name == "会計 サーバー"


def test_only_the_chosen_volumes(world: World) -> None:
    run = world.take("web01", excluded=["vdc"])
    assert world.volumes(run) == {"vda", "vdb"}
    # The volume left out comes back by comparison: its bitmap was not kept for that time.
    again = world.take("web01")
    assert world.volumes(again) == {"vda", "vdb", "vdc"}
    for pm in SIDES:
        world.check_records(pm, again, same_end=True)


def test_the_freeze_can_be_held_until_replicated_and_is_bounded(world: World) -> None:
    world.take("web01")
    quick = world.take("web01", hold_freeze=True)
    assert quick.label == ("application", "frozen")
    assert quick.steps.index("replicate") < quick.steps.index("thaw")
    assert quick.of("frozen")[0]["ms"] < 8000

    _shell(world, "dd if=/dev/urandom of=/data2/much bs=1M count=40 && sync")
    slow = world.take("web01", hold_freeze=True, replicate_limit=2 * MIB)
    assert slow.label == ("application", "frozen")
    # Not as long as the replication takes: application is earned before the guard would thaw it.
    assert 7000 < slow.of("frozen")[0]["ms"] < 18000
    assert world.normal(slow)
    _shell(world, "rm -f /data2/much; sync")


def test_several_vms_at_once(world: World) -> None:
    runs = [world.start(vm) for vm in ("web01", "db01", "noagent01", "raw01")]
    for run in runs:
        run.follow()
        assert run.outcome == "complete", run.events[-1]
        assert world.normal(run)


def test_another_tools_checkpoint_stands_beside_ours(world: World) -> None:
    pm = world.lab.guest("db01").pm
    assert pm is not None
    argv = ["virsh", "-q", "checkpoint-create-as", world.uuid("db01"), "other-tool"]
    pm.run([*argv, "--diskspec", "vda,checkpoint=bitmap", "--diskspec", "vdb,checkpoint=bitmap"])
    try:
        world.take("db01")
        run = world.take("db01")
        assert {volume.method for volume in world.manifest(run).volumes} == {"increment"}
        assert "other-tool" in world.checkpoints("db01")
    finally:
        pm.run(["virsh", "-q", "checkpoint-delete", world.uuid("db01"), "other-tool"])


def test_a_bitmap_that_libvirt_forgot_goes_with_the_next_run(world: World) -> None:
    """As a failed run of a transient VM leaves it, whose checkpoints end with each stop."""
    guest = world.lab.guest("db01")
    pm, stray, other = guest.home, f"twinpoint-{fresh_id()}", "other-tool"
    path = world.live_path("db01", "vda")
    world.take("db01")
    guest.stop()
    for name in (stray, other):
        pm.run(["qemu-img", "bitmap", "--add", path, name])
    guest.start(pm)
    guest.wait_up()
    try:
        run = world.take("db01")
        assert {volume.method for volume in world.manifest(run).volumes} == {"increment"}
    finally:
        guest.stop()
        held = [bitmap["name"] for bitmap in _bitmaps(pm, path)]
        pm.run(["qemu-img", "bitmap", "--remove", path, other])
        guest.start(pm)
        guest.wait_up()
    assert held == [other, world.manifest(run).checkpoint]


def test_a_bitmap_that_a_killed_libvirt_left_in_qemu_stops_one_run_at_most(world: World) -> None:
    world.take("db01")
    vm, pm = world.uuid("db01"), world.lab.guest("db01").home
    nodes = json.loads(_monitor(pm, vm, "query-named-block-nodes"))["return"]
    path = world.live_path("db01", "vda")
    (node,) = [n["node-name"] for n in nodes if n["file"] == path and n["drv"] == "qcow2"]
    # As libvirtd leaves it when it is killed between its bitmap and its job.
    _monitor(pm, vm, "block-dirty-bitmap-add", node=node, name="backup-vda")
    run = world.start("db01").follow()
    assert (run.outcome, run.code) == ("failed", "copy-failed")
    assert "increment" in {volume.method for volume in world.manifest(world.take("db01")).volumes}
    assert '"backup-vd' not in _monitor(pm, vm, "query-named-block-nodes")


def _monitor(pm: PM, vm: str, command: str, **arguments: str) -> str:
    text = json.dumps({"execute": command, "arguments": arguments})
    return pm.run(["virsh", "-q", "qemu-monitor-command", vm, text]).stdout


def _bitmaps(pm: PM, path: str) -> list[dict[str, str]]:
    described = json.loads(pm.run(["qemu-img", "info", "--output=json", path]).stdout)
    found: list[dict[str, str]] = described["format-specific"]["data"].get("bitmaps", [])
    return found


def _shell(world: World, script: str) -> None:
    code, text = world.lab.guest("web01").exec(["/bin/sh", "-c", script])
    assert code == 0, text

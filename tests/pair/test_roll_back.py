"""Stopped VMs put back to a snapshot: bit for bit, nothing newer lost, and all or none of the
volumes whatever dies in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.errors import Refused
from app.model.machine import Side, System
from app.model.vm_requests import RollBackRequest, RolledBack
from app.operations import roll_back as roll_back_module
from app.operations.operation import CancelToken
from app.operations.roll_back import RollBack
from tests.pair.consoles import Profile
from tests.pair.dying import run_and_die
from tests.pair.world import ROOT, SIDES, Run, World, wait_until

pytestmark = [pytest.mark.pair, pytest.mark.timeout(400)]
MIB = 1024 * 1024
TARGETS = ("vda", "vdb")

# Runs in a PM: holds a file's locks as QEMU would, until its standard input ends.
HOLD = """
import fcntl, os, struct, sys
handle = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(handle, fcntl.F_OFD_SETLK, struct.pack("hhqqi0q", fcntl.F_RDLCK, 0, 100, 1, 0))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def off01(world: World) -> Iterator[World]:
    """off01 stopped, with fresh disks and no snapshots."""
    world.forget("off01")
    world.lab.rebuild("off01")
    yield world
    world.forget("off01")


def roll_back(world: World, vm: str, snapshot: str, *, safety: bool = True) -> RolledBack:
    request = RollBackRequest(world.uuid(vm), snapshot, safety=safety)
    done = RollBack(world.pair, request).run(lambda event: None, CancelToken())
    assert done is not None
    return done


def start(world: World, vm: str, snapshot: str, **more: Any) -> Run:
    wish = {"vm": world.uuid(vm), "vm_name": vm, "snapshot": snapshot, "by": "test", **more}
    answer = world.pair.machine(Side.FIRST).jobs.ask("roll-back", wish, timeout=120)
    return Run(world, Side.FIRST, str(answer["job"]), snapshot, vm)


def refusal(world: World, vm: str, snapshot: str, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        start(world, vm, snapshot, **more)
    return caught.value.problems[0].code


def write(world: World, vm: str, target: str, pattern: int, mib: int = 4) -> None:
    """Changes a stopped VM's volume."""
    command = f"write -P {pattern} 32M {mib}M"
    path = world.live_path(vm, target)
    argv = ["qemu-io", "-f", world.live_format(vm, target), "-c", command, path]
    world.lab.pm("pm1").run(argv)


def equal(world: World, vm: str, snapshot: str, targets: tuple[str, ...] = TARGETS) -> bool:
    """Whether the VM's volumes are what both PMs hold of a snapshot."""
    found = [world.differs(pm, snapshot, vm, target) for pm in SIDES for target in targets]
    assert len({bool(each) for each in found}) == 1, found  # the two PMs agree, and all volumes
    return not found[0]


def rests(world: World, vm: str) -> list[str]:
    """What a roll back left beside the volumes, and its record."""
    folder = str(Path(world.live_path(vm, "vda")).parent)
    found = world.shell("pm1", 'find "$1" -name ".twinpoint*"', folder).split()
    record = f"{ROOT}/vms/{world.uuid(vm)}/roll-back.json"
    return found + world.shell("pm1", 'ls "$1" 2>/dev/null; true', record).split()


def two(world: World) -> tuple[str, str]:
    """An older snapshot of off01, and the newest, which equals the volumes now."""
    old = world.take("off01", pm="pm1").snapshot
    for target in TARGETS:
        write(world, "off01", target, 7)
    return old, world.take("off01", pm="pm1").snapshot


def test_a_stopped_vm_is_as_it_was_and_nothing_newer_is_lost(off01: World) -> None:
    world = off01
    old, new = two(world)
    write(world, "off01", "vdb", 9)  # in no snapshot yet
    owner = world.shell("pm1", 'stat -c "%u %g %a" "$1"', world.live_path("off01", "vdb"))

    done = roll_back(world, "off01", old)

    assert set(done.replaced) == set(TARGETS)
    assert done.safety is not None
    assert equal(world, "off01", old)
    assert not equal(world, "off01", new)
    assert rests(world, "off01") == []
    assert owner == world.shell("pm1", 'stat -c "%u %g %a" "$1"', world.live_path("off01", "vdb"))
    held = world.held("pm1", "off01")
    assert held == world.held("pm2", "off01")
    assert set(held) == {old, new, done.safety}
    safety = held[done.safety]
    assert safety is not None
    assert safety.name == "off01 before roll back to off01"

    # The next one compares, and is right; then back to each of the newer ones.
    after = world.take("off01", pm="pm1")
    assert {volume.method for volume in world.manifest(after).volumes} == {"compare"}
    assert equal(world, "off01", after.snapshot)
    roll_back(world, "off01", done.safety, safety=False)
    assert equal(world, "off01", done.safety)
    roll_back(world, "off01", new, safety=False)
    assert equal(world, "off01", new)
    world.lab.guest("off01").start(world.lab.pm("pm1"))
    world.lab.guest("off01").wait_up()


def test_a_vm_that_ran_boots_as_it_was_and_no_old_bitmap_is_trusted(world: World) -> None:
    world.forget("web01")
    guest = world.lab.guest("web01")
    first = world.take("web01")
    last = world.check_records("pm1", first, same_end=True)
    second = world.take("web01")
    wait_until(lambda: guest.is_up(), 10)
    guest.stop()

    done = roll_back(world, "web01", first.snapshot, safety=False)

    assert done.safety is None
    assert equal(world, "web01", first.snapshot, ("vda", "vdb", "vdc"))
    for pm in SIDES:
        script = 'virsh -q checkpoint-list "$1" --name'
        assert world.shell(pm, script, world.uuid("web01")).split() == []
    guest.start(world.lab.pm("pm1"))
    guest.wait_up()
    checked = json.loads(guest.control("check"))
    assert checked["ok"], checked
    assert tuple(checked["last"]) == last
    # The data of afterwards is another one: a bitmap of before would lose it.
    after = world.take("web01")
    assert {volume.method for volume in world.manifest(after).volumes} == {"compare"}
    for pm in SIDES:
        world.check_records(pm, after, same_end=True)
        world.check_records(pm, second, same_end=True)
    assert {v.method for v in world.manifest(world.take("web01")).volumes} == {"increment"}
    assert len(world.checkpoints("web01")) == 1


def test_volumes_that_the_snapshot_has_not_stay_as_they_are(world: World) -> None:
    world.forget("web01")
    guest = world.lab.guest("web01")
    run = world.take("web01", excluded=["vdb"])
    whole = world.take("web01")  # leaves a bitmap in every volume
    guest.stop()
    try:
        reference = "/srv/volumes/reference-vdb.raw"
        live = world.live_path("web01", "vdb")
        world.lab.pm("pm1").run(["qemu-img", "convert", "-O", "raw", live, reference])
        done = roll_back(world, "web01", run.snapshot, safety=False)
        assert done.untouched == ("vdb",)
        assert [problem.code for problem in done.warnings] == ["volumes-untouched"]
        assert equal(world, "web01", run.snapshot, ("vda", "vdc"))
        argv = ["qemu-img", "compare", "-f", "raw", "-F", "qcow2", reference, live]
        assert "identical" in world.lab.pm("pm1").run(argv).stdout
        assert "twinpoint-" not in world.shell("pm1", 'qemu-img info "$1"', live)
        roll_back(world, "web01", whole.snapshot, safety=False)
        assert equal(world, "web01", whole.snapshot, ("vda", "vdb", "vdc"))
    finally:
        guest.start(world.lab.pm("pm1"))
        guest.wait_up()


def test_a_volume_that_grew_gets_its_old_size_and_the_next_snapshot_is_right(
    off01: World,
) -> None:
    world = off01
    old, _ = two(world)
    world.lab.pm("pm1").run(["qemu-img", "resize", world.live_path("off01", "vdb"), "+64M"])
    grown = world.take("off01", pm="pm1").snapshot

    done = roll_back(world, "off01", old, safety=False)

    assert [problem.code for problem in done.warnings] == ["volume-resized"]
    assert equal(world, "off01", old)
    assert equal(world, "off01", world.take("off01", pm="pm1").snapshot)
    roll_back(world, "off01", grown, safety=False)
    assert equal(world, "off01", grown)


def test_what_is_refused(off01: World) -> None:
    world = off01
    guest = world.lab.guest("off01")
    old, new = two(world)

    for pm in SIDES:  # running here, and on the other PM, which sees the same volumes
        guest.start(world.lab.pm(pm))
        assert refusal(world, "off01", old) == "vm-not-stopped"
        guest.destroy()
    stamps = {target: [1, 2, 3] for target in TARGETS}
    assert refusal(world, "off01", old, stamps=stamps) == "changed-since-safety"
    with _in_use(world, world.live_path("off01", "vdb")):
        assert refusal(world, "off01", old) == "volume-in-use"
    for pm in SIDES:
        guest.start(world.lab.pm(pm))
        world.lab.pm(pm).run(["virsh", "-q", "managedsave", world.uuid("off01")])
        assert refusal(world, "off01", old) == "vm-saved-memory"
        world.lab.pm(pm).run(["virsh", "-q", "managedsave-remove", world.uuid("off01")])
    world.lab.pm("pm2").cut("pm1")
    assert refusal(world, "off01", old) == "pair-not-linked"
    world.lab.pm("pm2").heal("pm1")
    world.shell("pm1", f'rm "{world.chain_end(old, "off01", "vdb")}"')
    assert refusal(world, "off01", new) == "snapshot-not-here"  # it builds on the damaged one
    assert rests(world, "off01") == []


def test_a_volume_written_to_after_the_safety_snapshot_is_not_lost(
    off01: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = off01
    old, _ = two(world)
    inner = roll_back_module.RollBack._safety  # noqa: SLF001

    def and_a_write(*arguments: Any) -> str:
        safety = inner(*arguments)
        write(world, "off01", "vdb", 3)
        return safety

    monkeypatch.setattr(roll_back_module.RollBack, "_safety", and_a_write)
    with pytest.raises(Refused) as caught:
        roll_back(world, "off01", old)
    assert caught.value.problems[0].code == "changed-since-safety"
    assert rests(world, "off01") == []


@pytest.mark.parametrize("how", ["cancel", "kill"])
def test_one_that_ends_while_it_copies_leaves_all_as_it_was(off01: World, how: str) -> None:
    world = off01
    old, new = two(world)
    run = start(world, "off01", old, copy_limit=MIB // 10)  # minutes
    run.follow(lambda event: event.get("event") == "bytes" and event["done"] > 0)
    for pm in SIDES:  # it is held
        argv = ["virsh", "-q", "start", world.uuid("off01")]
        refused = world.lab.pm(pm).run(argv, check=False)
        assert "lock" in refused.stderr, refused
    if how == "cancel":
        run.cancel()
        run.follow()
        assert (run.outcome, run.code) == ("cancelled", "cancelled")
    else:
        world.kill_job(run)
    wait_until(lambda: not rests(world, "off01"), 30, lambda: str(rests(world, "off01")))
    assert equal(world, "off01", new)
    roll_back(world, "off01", old, safety=False)
    assert equal(world, "off01", old)


@pytest.mark.parametrize("renames", [1, 2, 3])
def test_one_that_dies_while_volumes_are_swapped_is_ended_before_the_vm_starts(
    off01: World, renames: int
) -> None:
    """SIGKILL after each of the three renames that two volumes take."""
    world = off01
    old, new = two(world)
    vm = world.uuid("off01")
    wish = {"kind": "roll-back", "vm": vm, "vm_name": "off01", "snapshot": old, "by": "test"}

    job = run_and_die(world, "pm1", wish, "swap._rename", renames)

    assert rests(world, "off01")
    if renames < 3:  # the gate: with volumes of two times, it cannot start
        for pm in SIDES:
            assert world.lab.pm(pm).run(["virsh", "-q", "start", vm], check=False).returncode
    if renames == 2:  # a snapshot of it ends what was begun before it looks at the volumes
        after = world.take("off01", pm="pm1")
        assert equal(world, "off01", after.snapshot)
    else:
        world.repair()
    assert rests(world, "off01") == []
    assert equal(world, "off01", old)
    assert not equal(world, "off01", new)
    told = Run(world, SIDES["pm1"], job, old, "off01").follow()  # another one ended it, and well
    assert told.outcome == "complete"
    assert set(told.of("ended")[0]["result"]["replaced"]) == set(TARGETS)
    world.lab.guest("off01").start(world.lab.pm("pm1"))
    world.lab.guest("off01").wait_up()


def test_one_that_dies_before_the_first_rename_leaves_all_as_it_was(off01: World) -> None:
    world = off01
    old, new = two(world)
    vm = world.uuid("off01")
    wish = {"kind": "roll-back", "vm": vm, "vm_name": "off01", "snapshot": old, "by": "test"}
    run_and_die(world, "pm1", wish, "swap._rename", 1, "before")
    # Nothing was touched: it may start, and then its volumes must not be taken from under it.
    world.lab.guest("off01").start(world.lab.pm("pm1"))
    world.repair()
    assert rests(world, "off01") == []
    world.lab.guest("off01").destroy()
    assert not equal(world, "off01", old)


def test_from_the_command_line(off01: World, tmp_path: Path, lab_system: System) -> None:
    world = off01
    old, _ = two(world)
    profile = Profile.with_system(tmp_path, lab_system)
    status, value = profile.run("vm", "rollback", "off01", "--to", old)
    assert status == 0, value
    assert set(value["replaced"]) == set(TARGETS)
    assert set(world.held("pm1", "off01")) >= {value["safety"], old}
    world.lab.guest("off01").start(world.lab.pm("pm1"))
    argv = ("vm", "rollback", "off01", "--to", old, "--no-safety-snapshot")
    status, value = profile.run(*argv)
    assert (status, value["problems"][0]["code"]) == (3, "vm-not-stopped")


@contextmanager
def _in_use(world: World, path: str) -> Iterator[None]:
    process = world.lab.pm("pm1").popen(["python3", "-c", HOLD, path])
    try:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield
    finally:
        process.communicate(timeout=10)  # its standard input ends, and so it does

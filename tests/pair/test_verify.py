"""Damage on one PM is found by reading everything again, and healed from the other PM."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.errors import Failed, Refused
from app.model.machine import Side
from app.model.problems import (
    CopyDamaged,
    DamagedOnBoth,
    NoCheckpoint,
    RecordUnreadable,
    ScrubFault,
    VmNotRunning,
)
from app.model.snapshot import CopyState, Snapshot, SnapshotState
from app.operations.events import BytesRead, Event
from app.operations.heal_snapshot import HealSnapshot
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.operations.repair import Repair
from app.operations.scrub_vm import ScrubVm
from app.operations.verify_snapshot import Verified, VerifySnapshot
from app.sentences import plain, problem_text
from tests.pair.world import ROOT, SIDES, Run, World, wait_until

pytestmark = pytest.mark.pair

# Flips all bits of a byte in the middle of the file's longest stretch of data that holds no zeros.
FLIP = """
import json, subprocess, sys
path = sys.argv[1]
text = subprocess.run(["qemu-img", "map", "--output=json", "-U", "-f", "qcow2", path],
                      capture_output=True, check=True).stdout
own = [e for e in json.loads(text) if e["depth"] == 0 and e["data"] and "offset" in e]
longest = max(own, key=lambda e: e["length"])
at = longest["offset"] + longest["length"] // 2
with open(path, "r+b") as file:
    file.seek(at)
    byte = file.read(1)
    file.seek(at)
    file.write(bytes([byte[0] ^ 0xFF]))
"""


@pytest.fixture
def run(world: World) -> Iterator[Run]:
    """A fresh snapshot of web01, whole on both PMs; nothing of what is done to it stays."""
    world.forget("web01")
    yield world.take("web01")
    world.forget("web01")


def test_a_bit_flipped_on_one_pm_is_found_and_healed_bit_for_bit(world: World, run: Run) -> None:
    before = hashes(world, "pm1", run)
    flip(world, "pm2", run, "vdb")
    events: list[Event] = []

    found = verify(world, run, events)

    assert found.damaged[Side.FIRST] == ()
    assert [type(problem) for problem in found.damaged[Side.SECOND]] == [CopyDamaged]
    assert "vdb.qcow2: content hash" in str(found.damaged[Side.SECOND][0])
    assert {event.pm for event in events if isinstance(event, BytesRead)} == set(SIDES)
    shown = seen(world, run)
    assert shown.copies == (CopyState.WHOLE, CopyState.DAMAGED)
    assert shown.state is SnapshotState.BROKEN
    assert any("repair" in plain(problem_text(problem).remedy) for problem in shown.problems)

    heal(world, found)

    assert hashes(world, "pm2", run) == before
    assert verify(world, run).sound
    assert seen(world, run).state is SnapshotState.NORMAL
    assert world.check_records("pm2", run, same_end=True)


def test_a_header_that_names_another_file_is_found_without_opening_it(
    world: World, run: Run
) -> None:
    second = world.take("web01")
    path = world.chain_end(second.snapshot, "web01", "vdb")
    # The trap blocks for ever whoever opens it.
    trap = f"{ROOT}/vms/{world.uuid('web01')}/snapshots/{run.snapshot}/trap.qcow2"
    world.shell("pm2", 'mkfifo "$1"', trap)
    try:
        argv = ["qemu-img", "rebase", "-u", "-f", "qcow2", "-F", "qcow2", "-b", trap, path]
        world.lab.pm("pm2").run(argv)
        found = verify(world, second)
        assert found.damaged[Side.FIRST] == ()
        (problem,) = found.damaged[Side.SECOND]
        assert isinstance(problem, CopyDamaged)
    finally:
        world.shell("pm2", 'rm -f "$1"', trap)
    heal(world, found)
    assert verify(world, second).sound
    assert world.check_records("pm2", second, same_end=True)


def test_a_snapshot_that_is_missing_on_one_pm_is_brought_again(world: World, run: Run) -> None:
    script = f'rm -rf "{ROOT}/vms/$1/snapshots/$2"; touch {ROOT}/changed'
    world.shell("pm2", script, world.uuid("web01"), run.snapshot)
    found = verify(world, run)
    assert found.sound_side is Side.FIRST
    heal(world, found)
    assert world.normal(run)


def test_damage_on_the_primary_is_healed_from_the_secondary(world: World, run: Run) -> None:
    flip(world, "pm1", run, "vdb")
    found = verify(world, run)
    assert found.sound_side is Side.SECOND
    # Nothing builds on what is damaged here.
    after = world.take("web01")
    assert {volume.parent for volume in world.manifest(after).volumes} == {None}

    heal(world, found)

    assert verify(world, run).sound
    for pm in SIDES:
        assert world.check_records(pm, after, same_end=True)


def test_damage_on_both_is_said_and_left_alone(world: World, run: Run) -> None:
    for pm in SIDES:
        flip(world, pm, run, "vdb")
    found = verify(world, run)
    assert found.sound_side is None
    assert isinstance(found.problems[0], DamagedOnBoth)

    repaired = Repair(world.pair).run(lambda _: None, CancelToken())

    assert [snapshot.id for snapshot, _ in repaired.left] == [run.snapshot]
    assert isinstance(repaired.left[0][1][0], DamagedOnBoth)
    assert repaired.healed == ()
    after = world.take("web01")
    assert verify(world, after).sound
    for pm in SIDES:
        assert world.check_records(pm, after, same_end=True)


def test_repair_heals_what_is_known_to_be_damaged(world: World, run: Run) -> None:
    truncate = 'truncate -s -1 "$1"; touch "$(dirname "$1")"'
    world.shell("pm2", truncate, world.chain_end(run.snapshot, "web01", "vdc"))
    assert seen(world, run).copies[Side.SECOND] is CopyState.DAMAGED
    repaired = Repair(world.pair).run(lambda _: None, CancelToken())
    assert [snapshot.id for snapshot in repaired.healed] == [run.snapshot]
    assert repaired.left == ()
    assert verify(world, run).sound


@pytest.mark.parametrize("damage", ["cut", "newer", "no-text", "long"])
def test_a_manifest_that_cannot_be_read_harms_its_snapshot_alone(
    world: World, run: Run, damage: str
) -> None:
    other = world.take("web01")
    path = f"{ROOT}/vms/{world.uuid('web01')}/snapshots/{other.snapshot}/manifest.json"
    scripts = {
        "cut": 'truncate -s 700 "$1"',
        "newer": """sed -i 's/"format": 1/"format": 2/' "$1" """,
        "no-text": r"""printf '\377\376' | dd of="$1" bs=1 seek=90 conv=notrunc status=none""",
        "long": 'truncate -s 5M "$1"',
    }
    world.shell("pm1", scripts[damage] + f'; touch "$(dirname "$1")" {ROOT}/changed', path)
    before = world.shell("pm1", 'sha256sum "$1"', path)

    shown = seen(world, other)
    assert shown.copies == (CopyState.DAMAGED, CopyState.WHOLE)
    assert shown.name == "web01"
    assert any(isinstance(problem, RecordUnreadable) for problem in shown.problems)
    assert seen(world, run).state is SnapshotState.NORMAL
    (problem,) = verify(world, other).damaged[Side.FIRST]
    assert isinstance(problem, RecordUnreadable)

    after = world.take("web01")  # it sweeps, and builds on what it can read
    assert {volume.parent for volume in world.manifest(after).volumes} == {run.snapshot}
    assert world.normal(after)
    assert world.shell("pm1", 'sha256sum "$1"', path) == before
    files = world.shell("pm1", 'ls "$(dirname "$1")"', path).split()
    assert {"vda.qcow2", "vdb.qcow2", "vdc.qcow2"} <= set(files)

    found = verify(world, other)
    if damage == "newer":
        with pytest.raises(Failed):
            heal(world, found)
        assert world.shell("pm1", 'sha256sum "$1"', path) == before
    else:
        heal(world, found)
        assert verify(world, other).sound


def test_scrub_of_a_sound_vm_that_writes_finds_nothing(world: World, run: Run) -> None:
    before = world.lab.guest("web01").freeze_status()
    assert scrub(world) == ()
    assert world.lab.guest("web01").freeze_status() == before
    assert world.leftovers("web01") == []
    assert jobs_left(world) == []
    after = world.take("web01")
    assert {volume.method for volume in world.manifest(after).volumes} == {"increment"}


def test_scrub_finds_a_stored_chain_that_is_not_the_volume(world: World, run: Run) -> None:
    flip(world, "pm1", run, "vdb")

    (problem,) = scrub(world)

    assert isinstance(problem, ScrubFault)
    assert problem.detail.startswith("vdb: 1 ranges differ")
    assert world.checkpoints("web01") == []
    with pytest.raises(Refused) as refused:
        scrub(world)
    assert refused.value.problems == (NoCheckpoint("web01"),)
    after = world.take("web01")
    assert {volume.method for volume in world.manifest(after).volumes} == {"compare"}
    for pm in SIDES:
        assert world.check_records(pm, after, same_end=True)


def test_a_vm_that_does_not_run_cannot_be_scrubbed(world: World) -> None:
    with pytest.raises(Refused) as refused:
        scrub(world, "off01")
    assert refused.value.problems == (VmNotRunning("off01"),)


def test_a_scrub_that_is_killed_leaves_the_vm_free(world: World, run: Run) -> None:
    jobs = world.pair.machine(Side.FIRST).jobs
    with jobs.stream("scrub", {"vm": world.uuid("web01"), "by": "test"}) as talk:
        next(iter(talk))
        script = (
            'for p in /proc/[0-9]*; do if tr "\\0" " " < $p/cmdline 2>/dev/null | '
            "grep -q -- ' scrub $'; then kill -9 ${p#/proc/}; fi; done; true"
        )
        world.shell("pm1", script)
    wait_until(lambda: swept(world), 90)
    after = world.take("web01")
    assert world.normal(after)


# What these tests do again and again


def verify(world: World, run: Run, events: list[Event] | None = None) -> Verified:
    report = (events if events is not None else []).append
    (found,) = VerifySnapshot(world.pair, (run.snapshot,)).run(report, CancelToken())
    return found


def heal(world: World, found: Verified) -> None:
    assert found.sound_side is not None
    HealSnapshot(world.pair, found.snapshot, found.sound_side).run(lambda _: None, CancelToken())


def scrub(world: World, name: str = "web01") -> tuple[Any, ...]:
    state = LookAtSystem(world.pair).run(lambda _: None, CancelToken())
    vm = state.vm(world.uuid(name))
    assert vm is not None
    return ScrubVm(world.pair, vm).run(lambda _: None, CancelToken())


def seen(world: World, run: Run) -> Snapshot:
    """The snapshot as every console lists it."""
    state = LookAtSystem(world.pair).run(lambda _: None, CancelToken())
    return next(each for each in state.snapshots if each.id == run.snapshot)


def flip(world: World, pm: str, run: Run, target: str) -> None:
    path = world.chain_end(run.snapshot, "web01", target)
    world.lab.pm(pm).run(["python3", "-c", FLIP, path])


def hashes(world: World, pm: str, run: Run) -> str:
    folder = f"{ROOT}/vms/{world.uuid('web01')}/snapshots/{run.snapshot}"
    return world.shell(pm, 'cd "$1" && sha256sum *.qcow2 manifest.json', folder)


def jobs_left(world: World) -> list[str]:
    """Folders of jobs that hold no run."""
    script = f'cd {ROOT}/jobs; for j in *; do [ -e "$j/progress.json" ] || echo "$j"; done; true'
    return world.shell("pm1", script).split()


def swept(world: World) -> bool:
    world.repair()
    info = world.lab.pm("pm1").run(["virsh", "-q", "domjobinfo", world.uuid("web01")]).stdout
    return "None" in info

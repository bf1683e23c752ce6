"""A container that fills up while a run writes into it: the run ends, the VM goes on."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from app.model.problems import GuestPausedByJob, JobLost, Problem, RoomRanOut, TooLittleRoom
from app.model.state import SystemState
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.rules.alerts import alerts_of
from app.sentences import plain, problem_text
from tests.pair.world import ROOT, Run, World, wait_until

pytestmark = pytest.mark.pair
MIB = 1024 * 1024
# A run can slow its copying only once it runs, and then it may be done, before a virsh of its own
# has even started: one that is there already asks again and again, until its input ends.
SLOW_COPY = """
exec > >(exec virsh > /dev/null 2>&1)
while sleep 0.005; do echo "blockjob $1 vdc --bandwidth 1"; done
"""
BALLAST = "for n in 1 2 3; do cat /data1/ballast; done > /data2/change && sync"  # 180 MiB
SLOWED_BEFORE = 100 * MIB  # most of what the guest overwrites lies behind it
# Writes over clusters from the end on, which the job, from the front on, has not copied yet.
OVERWRITE = (
    "while [ -e /tmp/overwrite ]; do for n in 170 150 130 110 90 70; do "
    "dd if=/dev/urandom of=/data2/change bs=1M count=2 seek=$n conv=notrunc,fsync; done; done"
)


@pytest.fixture
def run(world: World, request: pytest.FixtureRequest) -> Iterator[Run]:
    """A full copy of web01 under way, of a volume that its guest overwrites meanwhile."""
    in_guest(world, f"{BALLAST} && touch /tmp/overwrite")
    for _ in range(8):  # one that was slowed down too late is of no use
        world.forget("web01")
        run = _slowed(world, getattr(request, "param", {}))
        if not run.outcome and _was_slowed(world):
            break
        run.cancel()
        run.follow()
    assert run.outcome == "", run.events[-1]
    yield run
    world.lab.pm("pm1").unfill()
    run.cancel()
    world.repair()
    world.wait_clean("web01")
    in_guest(world, "rm -f /tmp/overwrite /data2/change && sync && fstrim /data2")
    world.forget("web01")


def _slowed(world: World, options: Mapping[str, Any]) -> Run:
    pm = world.lab.pm("pm1")
    slow = pm.popen(["bash", "-c", SLOW_COPY, "bash", world.uuid("web01")])
    try:
        run = world.start("web01", **options)
        return run.follow(lambda event: copies(run, event) or event["event"] == "ended")
    finally:
        slow.kill()
        slow.communicate()


def _was_slowed(world: World) -> bool:
    """Whether QEMU has yet to copy what the guest overwrites."""
    query = '{"execute": "query-block-jobs"}'
    said = world.lab.pm("pm1").run(["virsh", "qemu-monitor-command", world.uuid("web01"), query])
    jobs = json.loads(said.stdout)["return"]
    return any("vdc" in job["device"] and job["offset"] < SLOWED_BEFORE for job in jobs)


def test_a_floor_ends_the_run_and_the_vm_does_not_notice(world: World, run: Run) -> None:
    world.lab.pm("pm1").fill(leave=64 * MIB)  # below the floor, and yet room for each write
    run.follow()
    assert (run.outcome, run.code) == ("failed", "room-ran-out"), run.events[-1]
    assert world.lab.guest("web01").state(world.lab.pm("pm1")) == "running"
    nothing_is_left_on_the_full_disk(world, run)
    problem = shown(world, run)
    assert isinstance(problem, RoomRanOut)
    assert (problem.pm, problem.path) == ("pm1", ROOT)


def test_without_any_room_the_run_gives_back_what_it_wrote(world: World, run: Run) -> None:
    overwrite(world)
    world.lab.pm("pm1").fill()
    run.follow()
    assert (run.outcome, run.code) in (("failed", "room-ran-out"), ("failed", "guest-paused"))
    goes_on(world)
    nothing_is_left_on_the_full_disk(world, run)
    assert isinstance(shown(world, run), RoomRanOut | GuestPausedByJob)


def test_a_guest_that_qemu_paused_goes_on_and_somebody_is_told(world: World, run: Run) -> None:
    # Too late for the floor: the run is not looking when the last byte goes.
    world.signal_job(run, "STOP")
    try:
        pause(world)
    finally:
        world.signal_job(run, "CONT")
    run.follow()
    assert (run.outcome, run.code) == ("failed", "guest-paused"), run.events[-1]
    assert run.of("ended")[0]["fields"] == {"vm": "web01", "resumed": True}
    goes_on(world)
    nothing_is_left_on_the_full_disk(world, run)
    assert shown(world, run) == GuestPausedByJob("web01", True)
    world.lab.pm("pm1").unfill()
    in_guest(world, "rm /tmp/overwrite")
    assert world.normal(world.take("web01"))


def test_a_guest_whose_run_died_with_the_disk_full_goes_on_as_well(world: World, run: Run) -> None:
    world.signal_job(run, "STOP")
    world.signal_job(run, "KILL", "guard")
    pause(world)
    world.signal_job(run, "KILL")
    done = world.pair.machine(run.side).jobs.ask("repair", {}, timeout=120)["done"]
    assert any("goes on" in line for line in done), done
    goes_on(world)
    nothing_is_left_on_the_full_disk(world, run)
    assert shown(world, run) == GuestPausedByJob("web01", True)


@pytest.mark.parametrize("run", [{"hold_freeze": True}], indirect=True, ids=["hold"])
@pytest.mark.parametrize("guard", ["lives", "dies"])
def test_a_guest_that_the_dead_run_had_frozen_is_told_of_too(
    world: World, run: Run, guard: str
) -> None:
    # The run dies while it holds the guest; its guard comes late, or never.
    world.signal_job(run, "STOP", "guard")
    world.signal_job(run, "KILL")
    world.shell("pm1", 'virsh -q domfsthaw "$1"', world.uuid("web01"))
    pause(world)
    world.signal_job(run, "CONT" if guard == "lives" else "KILL", "guard")
    if guard == "dies":
        began = time.monotonic()
        world.pair.machine(run.side).jobs.ask("repair", {}, timeout=120)
        assert time.monotonic() - began < 55  # not as long as an agent that answers nobody
    wait_until(lambda: bool(told(look(world), run)), 30)
    goes_on(world)
    nothing_is_left_on_the_full_disk(world, run)
    assert shown(world, run) == GuestPausedByJob("web01", True)


def test_what_a_run_has_reserved_is_not_free_for_another(world: World, run: Run) -> None:
    pm = world.lab.pm("pm1")
    path = f"{ROOT}/vms/{world.uuid('web01')}/lock"
    reserved = int(json.loads(pm.run(["cat", path]).stdout)["reserved"])
    pm.fill(leave=reserved + 100 * MIB)  # room for the one or for the other
    problem = world.refusal("db01")
    assert isinstance(problem, TooLittleRoom)
    assert problem.free <= 110 * MIB < problem.needed
    run.cancel()
    run.follow()
    world.wait_clean("web01")


def test_a_floor_ends_the_copy_of_a_stopped_vm(world: World) -> None:
    world.forget("off01")
    run = world.start("off01", copy_limit=2 * MIB)
    run.follow(lambda event: copies(run, event) or event["event"] == "ended")
    world.lab.pm("pm1").fill(leave=64 * MIB)
    run.follow()
    assert (run.outcome, run.code) == ("failed", "room-ran-out"), run.events[-1]
    nothing_is_left_on_the_full_disk(world, run)


# What these tests do again and again


def copies(run: Run, event: object) -> bool:
    """Whether QEMU, or qemu-img, is in the midst of writing."""
    moving = [each for each in run.of("bytes") if each["step"] == "snapshot"]
    return bool(moving) and 0 < int(moving[-1]["done"]) < int(moving[-1]["total"])


def in_guest(world: World, script: str) -> None:
    code, text = world.lab.guest("web01").exec(["/bin/sh", "-c", script], 120)
    assert code == 0, text


def overwrite(world: World) -> None:
    """Begins in a second: once QEMU has stopped the guest, its agent cannot answer."""
    script = f"sleep 1; {OVERWRITE}"
    begin = {"path": "/bin/sh", "arg": ["-c", script]}
    world.lab.guest("web01").agent_request({"execute": "guest-exec", "arguments": begin})


def pause(world: World) -> None:
    """Fills the container to the last byte, and waits until QEMU stops the guest for it."""
    pm = world.lab.pm("pm1")
    # Less than what the guest overwrites: were the disk filled meanwhile, all of that might have
    # been put aside before it is full, and then nothing stops the guest any more.
    pm.fill(leave=4 * MIB)
    overwrite(world)
    said = ["virsh", "domstate", world.uuid("web01"), "--reason"]
    wait_until(lambda: "I/O error" in pm.run(said).stdout, 30, lambda: pm.run(said).stdout)
    pm.fill()


def goes_on(world: World) -> None:
    guest = world.lab.guest("web01")
    assert guest.state(world.lab.pm("pm1")) == "running"
    wait_until(lambda: guest.agent_answers() and guest.freeze_status() == "thawed", 30)
    volume = world.lab.disk_path("web01", "vdb")
    before = volume.stat().st_mtime_ns
    wait_until(lambda: volume.stat().st_mtime_ns > before, 30)


def nothing_is_left_on_the_full_disk(world: World, run: Run) -> None:
    """The disk is as full as before: what the run wrote must go without any room."""
    world.wait_clean(run.vm)
    for pm in ("pm1", "pm2"):
        assert run.snapshot not in world.held(pm, run.vm)


def look(world: World) -> SystemState:
    return LookAtSystem(world.pair).run(lambda _: None, CancelToken())


def told(state: SystemState, run: Run) -> list[Problem]:
    """How a run ended as every console is told, but that its job was lost."""
    problems = [each.problem for each in state.runs if each.snapshot == run.snapshot]
    return [each for each in problems if each is not None and not isinstance(each, JobLost)]


def shown(world: World, run: Run) -> Problem:
    """What every console shows of the run's end; it says what to do."""
    state = look(world)
    (problem,) = told(state, run)
    assert re.search(r"start a new|try again|resume", plain(problem_text(problem).remedy))
    alerts = [alert for alert in alerts_of(state, datetime.now(UTC)) if alert.problem == problem]
    assert alerts, "no alert in the window"
    return problem

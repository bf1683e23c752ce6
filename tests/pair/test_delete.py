"""Deleting snapshots on the real pair: what stays reads bit for bit as before, on both PMs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from app.errors import Failed, Refused
from app.model.problems import (
    Busy,
    DeletionWaits,
    JobLost,
    MergeDamaged,
    MergeNeedsRoom,
    NoSuchSnapshot,
)
from app.model.snapshot import SnapshotState
from app.operations.delete_snapshots import DeleteSnapshots
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.operations.repair import Repair
from app.operations.verify_snapshot import VerifySnapshot
from tests.pair.deletions import Kept
from tests.pair.world import ROOT, SIDES, World, wait_until

pytestmark = [pytest.mark.pair, pytest.mark.timeout(900)]
MIB = 1024 * 1024
PARTS = (
    "dd if=/dev/urandom of=/data1/part bs=1M count=6 && sync",
    # Zeroed inside the file and discarded behind it: an older layer must not shine through.
    "dd if=/dev/zero of=/data1/part bs=1M count=3 conv=notrunc && sync",
    "dd if=/dev/urandom of=/data2/gone bs=1M count=5 && sync",
    "rm -f /data2/gone && sync && fstrim /data2; sync",
    "dd if=/dev/urandom of=/data1/part bs=1M count=2 seek=2 conv=notrunc && sync",
)


@pytest.fixture
def web(world: World) -> Iterator[Kept]:
    """web01 with nothing kept of it yet."""
    world.forget("web01")
    kept = Kept(world, "web01")
    yield kept
    write(world, "rm -f /data1/part /data2/gone")
    kept.forget()


def write(world: World, script: str) -> None:
    code, text = world.lab.guest("web01").exec(["/bin/sh", "-c", script], 60)
    assert code == 0, text


def chain(web: Kept, count: int) -> None:
    for number in range(count):
        write(web.world, PARTS[number % len(PARTS)])
        web.take()


def test_the_first_a_middle_and_the_last_go_and_the_others_stay(web: Kept) -> None:
    chain(web, 5)
    world = web.world
    before = {pm: web.disk_bytes(pm) for pm in SIDES}
    first, _, middle, _, last = web.runs
    size = sum(v.size for v in world.manifest(first).volumes)

    (outcome,) = web.delete(first)
    assert outcome.deleted == (first.snapshot,)
    assert outcome.waiting is None
    web.wait_settled()
    web.check()
    (outcome,) = web.delete(middle)
    web.wait_settled()
    web.check()
    assert len(world.checkpoints("web01")) == 1
    (outcome,) = web.delete(last)
    web.wait_settled()
    web.check()

    # Its checkpoint went with it; the next one compares, and builds on what is there.
    assert world.checkpoints("web01") == []
    for pm in SIDES:
        assert web.disk_bytes(pm) < before[pm] - 8 * MIB, (pm, size)
    after = web.take()
    assert {volume.method for volume in world.manifest(after).volumes} == {"compare"}
    assert {volume.parent for volume in world.manifest(after).volumes} == {web.runs[-2].snapshot}
    again = web.take()
    assert {volume.method for volume in world.manifest(again).volumes} == {"increment"}
    web.check()
    for run in web.runs:
        for pm in SIDES:
            world.check_records(pm, run, same_end=True)
    state = LookAtSystem(world.pair).run(lambda _: None, CancelToken())
    mine = state.snapshots_of(world.uuid("web01"))
    assert {each.id for each in mine} == web.ids()
    assert {each.state for each in mine} == {SnapshotState.NORMAL}
    assert [each.parent for each in mine] == [None, *(each.id for each in mine[:-1])]


def test_many_at_once(web: Kept) -> None:
    chain(web, 6)
    one, two, _, four, _, _ = web.runs
    (outcome,) = web.delete(one, two, four)
    assert set(outcome.deleted) == {one.snapshot, two.snapshot, four.snapshot}
    assert outcome.freed > 0
    web.wait_settled()
    web.check()
    world = web.world
    run = web.take()
    assert {volume.method for volume in world.manifest(run).volumes} == {"increment"}
    web.delete(*web.runs)
    web.wait_settled()
    assert web.runs == []
    assert {volume.method for volume in world.manifest(web.take()).volumes} == {"full"}


def test_a_volume_whose_parent_skips_snapshots(web: Kept) -> None:
    chain(web, 2)
    write(web.world, PARTS[2])
    web.take(excluded=["vdc"])
    write(web.world, PARTS[3])
    web.take()
    for number in (1, 0):
        web.delete(web.runs[number])
        web.wait_settled()
        web.check()


def test_two_that_stand_on_one(world: World) -> None:
    """A stopped VM's snapshot has no checkpoint, so the next one starts from the one before it."""
    world.forget("db01")
    kept = Kept(world, "db01")
    guest = world.lab.guest("db01")
    kept.take()
    guest.stop()
    try:
        kept.take(pm="pm1")
    finally:
        guest.start()
        guest.wait_up()
    kept.take()
    base = kept.runs[0]
    for run in kept.runs[1:]:
        assert {v.parent for v in world.manifest(run).volumes} == {base.snapshot}
    kept.delete(base)
    kept.wait_settled()
    kept.check()
    kept.take()
    kept.check()
    kept.forget()


def test_a_stopped_vm_and_a_raw_volume(world: World) -> None:
    for vm, pm in (("off01", "pm1"), ("raw01", None)):
        world.forget(vm)
        kept = Kept(world, vm)
        for _ in range(4):
            kept.take(pm=pm)
        kept.delete(kept.runs[1])
        kept.wait_settled()
        kept.check()
        kept.delete(kept.runs[0])
        kept.delete(kept.runs[-1])
        kept.wait_settled()
        kept.take(pm=pm)
        kept.check()
        kept.forget()


def test_a_pm_that_was_away_catches_up(web: Kept) -> None:
    chain(web, 4)
    world = web.world
    doomed = [web.runs[0], web.runs[2]]
    world.lab.pm("pm2").cut("pm1")
    world.lab.pm("pm2").cut("console")
    (outcome,) = web.delete(*doomed)
    assert isinstance(outcome.waiting, DeletionWaits)
    assert web.folders("pm1") == web.ids()
    assert {run.snapshot for run in doomed} <= web.folders("pm2")
    web.check(["pm1"])
    world.lab.pm("pm2").heal("console")
    state = LookAtSystem(world.pair).run(lambda _: None, CancelToken())
    assert {each.id for each in state.snapshots_of(world.uuid("web01"))} == web.ids()

    # Even if all that waited is gone with a power cut of the PM that deleted.
    world.lab.pm("pm1").crash()
    world.lab.pm("pm1").boot()
    world.lab.guest("web01").start()
    world.lab.guest("web01").wait_up()
    world.lab.pm("pm2").heal("pm1")
    world.repair()

    web.wait_settled(90)
    web.check()
    web.take()
    web.check()


def test_a_pm_without_room_goes_on_when_it_has_some(web: Kept) -> None:
    chain(web, 4)
    world = web.world
    world.lab.pm("pm2").fill(leave=MIB)
    try:
        # The third holds what is in none before it: the second's file has to grow for it.
        (outcome,) = web.delete(web.runs[1])
        assert isinstance(outcome.waiting, MergeNeedsRoom)
        assert web.folders("pm1") == web.ids()
        web.check()
    finally:
        world.lab.pm("pm2").unfill()
    web.wait_settled(90)
    web.check()

    world.lab.pm("pm1").fill(leave=MIB)
    try:
        with pytest.raises(Failed) as failed:
            web.delete(web.runs[0])
        assert isinstance(failed.value.problems[0], MergeNeedsRoom)
        # Nothing builds on the newest.
        (outcome,) = web.delete(web.runs[-1])
        assert outcome.waiting is None
    finally:
        world.lab.pm("pm1").unfill()
    web.wait_settled()
    web.check()


def test_a_snapshot_is_taken_while_older_ones_are_merged(web: Kept) -> None:
    chain(web, 5)
    world = web.world
    doomed = web.runs[0]
    jobs = world.pair.machine(SIDES["pm1"]).jobs
    with chain_read(world):
        web.delete(doomed, wait=False)
        wait_until(lambda: doomed.snapshot not in seen(world), 20)
        runs = jobs.ask("facts", {})["runs"]
        assert [r["holds"] for r in runs if r["activity"] == "merge" and not r["ended"]] == [False]
        run = web.take()
        assert {volume.method for volume in world.manifest(run).volumes} == {"increment"}
        assert doomed.snapshot in web.folders("pm1")
    web.wait_settled()
    web.check()


def test_a_merge_below_the_newest_keeps_a_new_one_out(web: Kept) -> None:
    chain(web, 2)
    world = web.world
    with chain_read(world):
        web.delete(web.runs[0], wait=False)
        wait_until(lambda: len(seen(world)) == 1, 20)
        problem = world.refusal("web01")
        assert isinstance(problem, Busy)
        assert problem.activity == "merge"
    web.wait_settled()
    web.check()


def test_what_is_refused(web: Kept) -> None:
    chain(web, 3)
    world = web.world
    nobody = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(Refused) as refused:
        DeleteSnapshots(world.pair, (nobody,)).run(lambda _: None, CancelToken())
    assert refused.value.problems == (NoSuchSnapshot(nobody),)

    run = world.start("web01", replicate_limit=MIB // 16)
    run.until_step("replicate")
    with pytest.raises(Refused) as refused:
        web.delete(web.runs[0])
    assert isinstance(refused.value.problems[0], Busy)
    assert run.follow().outcome == "complete"
    web.adopt(run)

    # A damaged file is not given a new hash; nothing is changed by the refusal.
    path = world.chain_end(web.runs[1].snapshot, "web01", "vdb")
    flip = 'printf "\\377" | dd of="$1" bs=1 seek=400000 conv=notrunc status=none'
    world.shell("pm1", flip, path)
    with pytest.raises(Failed) as failed:
        web.delete(web.runs[0])
    assert isinstance(failed.value.problems[0], MergeDamaged)
    assert web.folders("pm1") == web.ids()
    assert (
        VerifySnapshot(world.pair, (web.runs[1].snapshot,))
        .run(lambda _: None, CancelToken())[0]
        .damaged[0]
    )
    Repair(world.pair).run(lambda _: None, CancelToken())
    web.delete(web.runs[0])
    web.wait_settled()
    web.check()


# Runs in a PM: kills jobs that merge, each some seconds after it was seen.
KILL = """
import json, os, signal, sys, time
def merging():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = open(f"/proc/{pid}/cmdline").read().split(chr(0))[:-1]
            if words[-2:-1] == ["run-job"]:
                if json.load(open(f"{sys.argv[1]}/{words[-1]}/request.json"))["kind"] == "merge":
                    return int(pid)
        except OSError:
            continue  # it ended in this moment
print("ready", flush=True)
for delay in map(float, sys.argv[2:]):
    end = time.monotonic() + 5
    while (pid := merging()) is None and time.monotonic() < end:
        time.sleep(0.005)
    time.sleep(delay)
    try:
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            print(pid)
    except ProcessLookupError:
        continue  # it was quicker
"""


def test_killed_jobs_are_made_up_for(web: Kept) -> None:
    chain(web, 6)
    killed_in_random_order(web, 20261125)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_killed_jobs_for_long(web: Kept) -> None:
    for number in range(5):
        chain(web, 10 - len(web.runs))
        killed_in_random_order(web, random.randrange(2**32) + number)


def killed_in_random_order(web: Kept, seed: int) -> None:
    """Deletes until two are left, one or several at once; each time the job, or the one on the
    other PM, is killed at a random moment."""
    print(f"seed {seed}")
    chance = random.Random(seed)
    world = web.world
    killed = 0
    while len(web.runs) > 2:
        count = min(len(web.runs) - 2, chance.choice((1, 1, 2)))
        doomed = chance.sample(web.runs, count)
        delays = [chance.uniform(0, 0.5) for _ in range(chance.choice((1, 1, 2, 3)))]
        with killing(world, chance.choice(("pm1", "pm1", "pm2")), delays) as dead:
            try:
                web.delete(*doomed, wait=False)
            except Failed as failed:
                if not isinstance(failed.problems[0], JobLost):
                    raise
                web.gone(doomed)  # killed before its first word
        killed += len(dead)
        web.check()
        world.repair()
        left = {run.snapshot for run in doomed} & seen(world)
        # Killed before it was decided: as if it had not been asked for.
        web.runs += [run for run in doomed if run.snapshot in left]
        web.runs.sort(key=lambda run: world.manifest(run).created)
        web.wait_settled(120)
        web.check()
    assert killed > 0
    web.take()
    web.check()


@contextmanager
def killing(world: World, pm: str, delays: Sequence[float]) -> Iterator[list[str]]:
    """SIGKILLs jobs that merge on a PM, one after the other, each some seconds after it was seen;
    which were killed is known afterwards."""
    killed: list[str] = []
    argv = ["python3", "-c", KILL, f"{ROOT}/jobs", *map(str, delays)]
    with world.lab.pm(pm).popen(argv) as killer:
        assert killer.stdout is not None
        assert killer.stdout.readline() == b"ready\n"
        yield killed
        killed += killer.stdout.read().decode().split()


@contextmanager
def chain_read(world: World) -> Iterator[None]:
    """Somebody on pm1 reads files that others build on, which keeps a merge from its work."""
    path = f"{ROOT}/vms/{world.uuid('web01')}/chain"
    argv = ["flock", "-s", path, "sh", "-c", "echo held; read line"]
    with world.lab.pm("pm1").popen(argv) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline()
        try:
            yield
        finally:
            holder.stdin.close()
            holder.wait(20)


def seen(world: World) -> set[str]:
    """Snapshots of web01 as every console lists them."""
    state = LookAtSystem(world.pair).run(lambda _: None, CancelToken())
    return {each.id for each in state.snapshots_of(world.uuid("web01"))}

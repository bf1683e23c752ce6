"""What a repair, and any console that connects, does for what was left, and what it leaves."""

from __future__ import annotations

import dataclasses
import json

import pytest

from app.remote.records import to_json
from tests.app.made import announcement
from tests.pair.world import ROOT, SIDES, World, fresh_id, wait_until

pytestmark = pytest.mark.pair
# Runs in a PM: as if the last snapshots had been taken by a clock that went back hour by hour, and
# the other PM had never had them.
SET_BACK = """
import json, os, sys
names = sys.argv[2:]
for number, name in enumerate(names):
    folder = f"{sys.argv[1]}/snapshots/{name}"
    with open(f"{folder}/manifest.json") as file:
        manifest = json.load(file)
    manifest["created"] -= 3600 * number
    with open(f"{folder}/manifest.json", "w") as file:
        file.write(json.dumps(manifest, sort_keys=True, indent=1, ensure_ascii=False) + "\\n")
    if os.path.exists(f"{folder}/replicated"):
        os.unlink(f"{folder}/replicated")
"""
# Runs in a PM: a run announces its snapshot on the other PM, and is gone without a word more.
ANNOUNCE = """
import sys
sys.path.insert(0, sys.argv[1] + "/bin/twinpoint.pyz")
from pathlib import Path
from app.remote.peer import Peer
from app.remote.store import Store
peer = Peer(Store(Path(sys.argv[1])))
peer.ask("lock", vm=sys.argv[2], vm_name="db01", holder={"activity": "snapshot"}, deletions=[])
peer.ask("announce", announcement=sys.argv[3], capacities={})
peer._session.kill()
"""


def test_what_the_other_pm_missed_is_brought_parents_first_whatever_the_clock_said(
    world: World,
) -> None:
    world.forget("db01")
    runs = [world.take("db01") for _ in range(3)]
    home = f"{ROOT}/vms/{world.uuid('db01')}"
    world.shell("pm2", 'rm -rf "$1"', home)
    names = [run.snapshot for run in runs]
    world.lab.pm("pm1").run(["python3", "-c", SET_BACK, home, *names])
    world.shell("pm1", f"touch {ROOT}/changed")

    done = _repair(world, "pm1")

    assert any(world.uuid("db01") in line and "replication" in line for line in done), done
    wait_until(lambda: all(world.normal(run) for run in runs), 60)
    for pm in SIDES:
        assert world.check_records(pm, runs[-1], same_end=True)
    after = world.take("db01")
    assert {volume.parent for volume in world.manifest(after).volumes} == {names[-1]}
    assert world.normal(after)


def test_a_dead_run_is_swept_and_nothing_of_others(world: World) -> None:
    world.forget("db01")
    before = world.take("db01")
    vm = world.uuid("db01")
    foreign = "<domaincheckpoint><name>of-another-tool</name></domaincheckpoint>"
    world.shell("pm1", 'printf %s "$1" > /tmp/foreign.xml', foreign)
    world.lab.pm("pm1").run(["virsh", "-q", "checkpoint-create", vm, "/tmp/foreign.xml"])
    newer, damaged = fresh_id(), fresh_id()

    def announce(name: str, text: str) -> None:
        script = 'mkdir -p "$1" && printf %s "$2" > "$1/announcement.json" && : > "$1/vda.qcow2"'
        world.shell("pm1", script, f"{ROOT}/vms/{vm}/snapshots/{name}", text)

    announce(newer, '{"format": 2, "shape": "unknown"}')  # no business of this version
    try:
        run = world.start("db01", replicate_limit=64 * 1024, hold_freeze=True)
        run.until_step("snapshot")
        for verb in ("guard", "run-job"):
            world.signal_job(run, "KILL", verb)
        announce(damaged, "{")  # as a crash leaves it

        done = _repair(world, "pm1")

        assert any(run.snapshot in line for line in done), done
        assert any(damaged in line for line in done), done
        assert not any(newer in line or "of-another-tool" in line for line in done), done
        assert world.lab.guest("db01").freeze_status() == "thawed"
        held = world.shell("pm1", f"ls {ROOT}/vms/{vm}/snapshots").split()
        assert set(held) == {before.snapshot, newer}
        assert "of-another-tool" in world.checkpoints("db01")
        after = world.take("db01")
        assert world.normal(after)
        assert "of-another-tool" in world.checkpoints("db01")
        script = f'cat "{ROOT}/vms/{vm}/snapshots/$1/announcement.json"'
        assert json.loads(world.shell("pm1", script, newer))["format"] == 2
    finally:
        world.lab.pm("pm1").run(["virsh", "-q", "checkpoint-delete", vm, "of-another-tool"])
        world.forget("db01")


def test_what_was_announced_and_given_up_goes_as_soon_as_the_link_is_gone(world: World) -> None:
    world.forget("db01")
    vm = world.uuid("db01")
    given_up = dataclasses.replace(announcement(), vm=vm, snapshot=fresh_id())
    folder = f"{ROOT}/vms/{vm}/snapshots/{given_up.snapshot}"
    torn = f"{ROOT}/vms/{vm}/.containers.json.999999"  # as a power cut leaves it
    world.shell("pm2", f'mkdir -p "{ROOT}/vms/{vm}" && : > "$1"', torn)

    world.lab.pm("pm1").run(["python3", "-c", ANNOUNCE, ROOT, vm, to_json(given_up)])

    def there(path: str) -> bool:
        return bool(world.shell("pm2", 'ls -d "$1" 2>/dev/null || :', path).strip())

    assert not there(torn)
    wait_until(lambda: not there(folder), 15)


def test_a_lock_falls_with_its_holder_and_says_until_then_who_it_is(world: World) -> None:
    run = world.start("db01", replicate_limit=64 * 1024)
    run.until_step("replicate")
    lock = f"{ROOT}/vms/{world.uuid('db01')}/lock"
    for pm in SIDES:
        holder = json.loads(world.shell(pm, f"cat {lock}"))
        assert (holder["owner"], holder["job"]) == ("test", run.job)
        assert _is_locked(world, pm, lock)
    world.signal_job(run, "KILL")
    # The guard takes up the replication, at full speed, and lets go as well.
    wait_until(lambda: world.normal(run), 60)
    wait_until(lambda: not any(_is_locked(world, pm, lock) for pm in SIDES), 60)
    assert world.normal(world.take("db01"))


def _repair(world: World, pm: str) -> list[str]:
    jobs = world.pair.machine(SIDES[pm]).jobs
    return [str(line) for line in jobs.ask("repair", {}, timeout=120)["done"]]


def _is_locked(world: World, pm: str, path: str) -> bool:
    done = world.lab.pm(pm).run(["flock", "--nonblock", path, "true"], check=False)
    return done.returncode != 0

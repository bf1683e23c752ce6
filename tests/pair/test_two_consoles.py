"""Two administrators at once: one VM is one run, two VMs are two, and nobody waits for ever."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Refused
from app.model.machine import System
from app.model.problems import Busy
from tests.pair.consoles import Profile, result
from tests.pair.world import SIDES, Run, World

pytestmark = pytest.mark.pair
SLOW = 128 * 1024  # bytes per second
ROUNDS = int(os.environ.get("TWINPOINT_ROUNDS", "10"))


@pytest.fixture
def profiles(lab_system: System, tmp_path: Path) -> tuple[Profile, Profile, Profile]:
    """Of three users; each has the PMs in an order of their own."""
    first, second = lab_system.machines
    # Slow enough for a run to outlast the moment in which a second one waits for its turn.
    system = replace(lab_system, replicate_limit=SLOW)
    other = replace(system, machines=(second, first))
    made = [
        Profile.with_system(tmp_path / name, each, LOGNAME=name)
        for name, each in (("akiko", system), ("ben", other), ("chris", system))
    ]
    return made[0], made[1], made[2]


def test_the_same_vm_at_once(world: World, profiles: tuple[Profile, Profile, Profile]) -> None:
    world.forget("db01")
    world.take("db01")  # from here on increments, small ones
    first = set(world.held("pm1", "db01"))
    won = []
    with watching(profiles[2]) as states:
        for number in range(ROUNDS):
            names = (f"akiko {number}", f"ben {number}")
            consoles = [
                profile.start("snapshot", "create", "db01", "--name", name, "--json")
                for profile, name in zip(profiles[:2], names, strict=True)
            ]
            results = [result(console) for console in consoles]
            statuses = sorted(status for status, _ in results)
            # Started at once, they may still come one after the other: then both are right.
            assert statuses in ([0, 3], [0, 0]), results
            for status, said in results:
                if status == 0:
                    won.append(said["snapshot"])
                    continue
                (problem,) = said["problems"]
                assert problem["code"] == "vm-busy"
                assert problem["fields"]["owner"].startswith(("akiko@", "ben@"))
                assert problem["fields"]["since"].startswith("20")
                assert problem["remedy"]
    held = [world.held(pm, "db01") for pm in SIDES]
    assert set(held[0]) == set(held[1]) == {*won, *first}, "no update lost, none too many"
    assert all(manifest is not None for each in held for manifest in each.values())
    assert len(won) < 2 * ROUNDS, "never were two at once"
    assert world.leftovers("db01") == []
    assert any(run["vm_name"] == "db01" for state in states for run in state["runs"])
    for pm in SIDES:
        assert world.check_records(pm, Run(world, SIDES["pm1"], "", won[-1], "db01"), same_end=True)


def test_different_vms_at_once(world: World, profiles: tuple[Profile, Profile, Profile]) -> None:
    vms = ("web01", "db01")
    for vm in vms:
        world.take(vm)  # from here on increments, small ones
    won: dict[str, list[str]] = {vm: [] for vm in vms}
    before = {vm: set(world.held("pm1", vm)) for vm in vms}
    with watching(profiles[2]):
        for _ in range(ROUNDS):
            consoles = [
                profile.start("snapshot", "create", vm, "--json")
                for profile, vm in zip(profiles[:2], vms, strict=True)
            ]
            for vm, console in zip(vms, consoles, strict=True):
                status, said = result(console)
                assert (status, said.get("state")) == (0, "normal"), (vm, said)
                won[vm].append(said["snapshot"])
    for vm in vms:
        for pm in SIDES:
            assert set(world.held(pm, vm)) - before[vm] == set(won[vm])
        assert world.leftovers(vm) == []


def test_both_pms_asked_at_once_agree_on_one(world: World) -> None:
    """A stopped VM may be started from either PM; the locks on both let one run through."""
    world.forget("off01")
    outcomes: list[object] = []

    def ask(pm: str) -> None:
        try:
            outcomes.append(world.start("off01", pm=pm).follow().outcome)
        except Refused as error:
            outcomes.append(error.problems[0])

    for _ in range(3):
        outcomes.clear()
        threads = [threading.Thread(target=ask, args=(pm,)) for pm in SIDES]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
            assert not thread.is_alive(), "a deadlock"
        assert len(outcomes) == 2
        # Both may refuse: each held its own PM's lock when it asked for the other's.
        assert all(each == "complete" or isinstance(each, Busy) for each in outcomes), outcomes
        world.wait_clean("off01")
    assert set(world.held("pm1", "off01")) == set(world.held("pm2", "off01"))
    assert world.start("off01", pm="pm2").follow().outcome == "complete"


@contextmanager
def watching(profile: Profile) -> Iterator[list[dict[str, list[dict[str, str]]]]]:
    """A third console that watches meanwhile; every state it saw."""
    console = profile.start("watch", "--json")
    states: list[dict[str, list[dict[str, str]]]] = []

    def read() -> None:
        assert console.stdout is not None
        states.extend(json.loads(line) for line in console.stdout)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield states
    finally:
        alive = console.poll() is None
        console.send_signal(signal.SIGINT)
        try:
            console.wait(30)
        except subprocess.TimeoutExpired:
            console.kill()
            raise
        reader.join(10)
        assert console.stdout is not None
        assert console.stderr is not None
        errors = console.stderr.read()
        console.stdout.close()
        console.stderr.close()
    assert alive, errors
    assert (console.returncode, "Traceback" in errors) == (0, False), errors

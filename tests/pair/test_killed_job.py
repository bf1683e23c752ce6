"""The run's own process is killed on the PM: its guard thaws, clears up, or takes it on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.arena import Inside
from tests.pair.world import ROOT, SIDES, World, wait_until

pytestmark = pytest.mark.pair
MIB = 1024 * 1024


@pytest.mark.parametrize("step", ["freeze", "snapshot", "thaw", "replicate", "verify"])
def test_a_job_killed_in_a_step(world: World, step: str) -> None:
    world.forget("web01")
    world.take("web01")
    with world.frozen_watch("web01") as watch:
        trap = _trap(world, step, "run-job")
        run = world.start("web01", replicate_limit=MIB)
        _caught(trap, run.job)
        run.follow()
        wait_until(lambda: _settled(world, run.snapshot), 60)
    assert run.code == "job-lost"
    assert watch.longest < 30
    assert world.leftovers("web01") == []
    held = [world.held(pm, "web01").get(run.snapshot) for pm in SIDES]
    if held[0] is None:
        assert run.snapshot not in world.held("pm2", "web01")
    else:  # whole on the primary when its job died: the guard had it brought over
        assert world.normal(run)
        assert world.check_records("pm2", run, same_end=True)
    assert world.check_records("pm2", world.take("web01"), same_end=True)


def test_a_guard_that_is_killed_leaves_the_thaw_to_the_job(world: World) -> None:
    guest = world.lab.guest("web01")
    trap = _trap(world, "freeze", "guard")
    run = world.start("web01")
    _caught(trap, run.job)
    run.follow()
    assert run.outcome == "complete"
    assert guest.freeze_status() == "thawed"
    assert world.normal(run)


def _trap(world: World, step: str, verb: str) -> Inside:
    """Kills a process of the next run of web01 as soon as it comes to a step. It waits in the PM:
    from here a short step would be over before the news of it had come."""
    order: dict[str, Any] = {"do": "trap", "root": ROOT, "vm": world.uuid("web01"), "seconds": 60}
    order["at"] = {"event": "step", "step": step}
    order["act"] = {"kill": [f"{verb} {{job}}"]}
    return Inside(world.lab.pm("pm1"), order)


def _caught(trap: Inside, job: str) -> None:
    try:
        found = trap.answer()
    finally:
        trap.close()
    assert (found["hit"], found["job"]) == (True, job), found
    assert len(found["done"]) == 1, found


def _settled(world: World, snapshot: str) -> bool:
    """Gone from both PMs, or whole on both."""
    held = [world.held(pm, "web01") for pm in SIDES]
    return held[0].get(snapshot) == held[1].get(snapshot) and not world.leftovers("web01")

"""Runs that are cancelled, lose the other PM, or lose their VM."""

from __future__ import annotations

import pytest

from tests.pair.world import World, wait_until

pytestmark = pytest.mark.pair
MIB = 1024 * 1024


@pytest.mark.parametrize("step", ["announce", "freeze", "snapshot", "thaw", "replicate", "verify"])
def test_a_cancelled_run_leaves_nothing(world: World, step: str) -> None:
    _change(world)
    with world.frozen_watch("web01") as watch:
        run = world.start("web01", replicate_limit=MIB if step == "replicate" else 4 * MIB)
        run.until_step(step)
        run.cancel()
        run.follow()
        world.wait_clean("web01")
    assert watch.longest < 10
    if run.outcome == "complete":  # the cancel came after the last moment for it
        assert step == "verify"
        assert world.normal(run)
    else:
        assert (run.outcome, run.code) == ("cancelled", "cancelled")
        assert run.snapshot not in {**world.held("pm1", "web01"), **world.held("pm2", "web01")}
    after = world.take("web01")
    assert world.check_records("pm2", after, same_end=True)


def test_an_outage_of_the_other_pm_is_made_up_for_by_itself(world: World) -> None:
    _change(world)
    run = world.start("web01", replicate_limit=MIB // 2)
    run.until_step("replicate")
    world.lab.pm("pm2").cut("pm1")
    run.follow(lambda event: event.get("event") == "waiting")
    assert run.of("waiting")[0]["code"] == "replication-waits"
    assert world.held("pm1", "web01")[run.snapshot] is not None
    assert world.held("pm2", "web01").get(run.snapshot) is None

    world.lab.pm("pm2").heal("pm1")

    run.follow()
    assert run.outcome == "complete"
    assert world.normal(run)
    assert world.check_records("pm2", run, same_end=True)


def test_a_crash_of_the_other_pm_is_made_up_for_when_it_is_back(world: World) -> None:
    run = world.start("web01", replicate_limit=MIB // 4)
    run.until_step("replicate")
    world.lab.pm("pm2").crash()
    run.follow(lambda event: event.get("event") == "waiting")
    world.lab.pm("pm2").boot()
    run.follow()
    assert run.outcome == "complete"
    assert world.normal(run)
    others = [world.lab.guest(vm) for vm in ("noagent01", "raw01", "uefi01")]
    for guest in others:
        guest.start()
    for guest in others:
        guest.wait_up()


@pytest.mark.parametrize("step", ["freeze", "thaw", "replicate"])
def test_a_failover_in_mid_run(world: World, step: str) -> None:
    """web01 crashes on pm1 and starts on pm2: all of an unfinished run goes, on both PMs."""
    world.forget("web01")
    guest = world.lab.guest("web01")
    # Unless it is slowed, the copy is whole on the primary a moment after the thaw.
    slow = "replicate_limit" if step == "replicate" else "copy_limit"
    run = world.start("web01", pm="pm1", **{slow: MIB})
    run.until_step(step)
    world.lab.pm("pm1").run(["virsh", "-q", "destroy", world.uuid("web01")])
    guest.start(world.lab.pm("pm2"))
    run.follow()
    guest.wait_up()

    if step == "replicate":  # it was whole on the primary: what is whole is not taken back
        assert run.outcome == "complete"
        assert world.normal(run)
    else:
        assert (run.outcome, run.code) == ("failed", "failover"), run.events[-1]
        fields = run.of("ended")[0]["fields"]
        assert (fields["vm"], fields["pm"]) == ("web01", "pm1")
        world.wait_clean("web01")
        for pm in ("pm1", "pm2"):
            assert run.snapshot not in world.held(pm, "web01")
    assert guest.state(world.lab.pm("pm2")) == "running"
    assert guest.freeze_status() == "thawed"
    after = world.take("web01")  # on its new primary
    assert world.manifest(after).primary_name == "pm2"
    for pm in ("pm1", "pm2"):
        assert world.check_records(pm, after, same_end=True)


def test_a_stopped_vm_that_is_started_in_mid_run(world: World) -> None:
    world.forget("off01")
    guest = world.lab.guest("off01")
    run = world.start("off01", pm="pm1", copy_limit=MIB // 2)
    run.until_step("snapshot")
    guest.start(world.lab.pm("pm1"))
    run.follow()
    assert (run.outcome, run.code) == ("failed", "vm-changed"), run.events[-1]
    world.wait_clean("off01")
    guest.wait_up()


def test_a_slow_freeze_is_given_up_and_the_guest_is_free(world: World) -> None:
    world.forget("web01")
    guest = world.lab.guest("web01")
    guest.control("freeze-slow 12")  # over the 10 s that the agent may take
    try:
        with world.frozen_watch("web01") as watch:
            run = world.take("web01")
        assert run.label == ("crash", "freeze-failed")
        assert watch.longest < 30
        wait_until(lambda: guest.freeze_status() == "thawed", 30)
        run = world.start("web01", require_application=True).follow()
        assert (run.outcome, run.code) == ("failed", "freeze-failed")
        wait_until(lambda: guest.freeze_status() == "thawed", 30)
    finally:
        guest.control("freeze-slow 0")
    world.wait_clean("web01")
    assert world.take("web01").label == ("application", "frozen")


def test_a_hook_that_fails_makes_a_crash_consistent_snapshot_and_says_so(world: World) -> None:
    guest = world.lab.guest("web01")
    guest.control("freeze-fail on")
    try:
        run = world.take("web01")
    finally:
        guest.control("freeze-fail off")
    assert run.label == ("crash", "freeze-failed")
    assert [event["code"] for event in run.of("warning")] == ["crash-consistent-only"]
    assert guest.freeze_status() == "thawed"


def _change(world: World, mib: int = 8) -> None:
    """Something to copy, so that a step lasts."""
    code, text = world.lab.guest("web01").exec(
        ["/bin/sh", "-c", f"dd if=/dev/urandom of=/data2/change bs=1M count={mib} && sync"], 60
    )
    assert code == 0, text

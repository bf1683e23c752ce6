"""VMs started, shut down and powered off on the real pair, and what is refused before."""

from __future__ import annotations

import pytest

from app.errors import Failed, Refused
from app.model.machine import Side
from app.model.power_problems import GuestDidNotObey, StartFailed, VolumeOutOfReach
from app.operations.events import Event, GuestWaited
from app.operations.operation import Cancelled, CancelToken
from app.operations.shut_down_vm import PowerOffVm, ShutDownVm
from app.operations.start_vm import StartVm
from tests.pair.world import World

pytestmark = pytest.mark.pair
MIB = 1024 * 1024
RUNNING, OFF = "web01", "off01"


def start(world: World, vm: str, side: Side | None = None) -> Side:
    return StartVm(world.pair, world.uuid(vm), side).run(lambda event: None, CancelToken())


def shut_down(world: World, vm: str, patience: int = 60) -> list[Event]:
    events: list[Event] = []
    ShutDownVm(world.pair, world.uuid(vm), patience).run(events.append, CancelToken())
    return events


def power_off(world: World, vm: str) -> None:
    PowerOffVm(world.pair, world.uuid(vm)).run(lambda event: None, CancelToken())


def refused(world: World, act: object, *arguments: object) -> list[str]:
    assert callable(act)
    with pytest.raises(Refused) as caught:
        act(world, *arguments)
    return [problem.code for problem in caught.value.problems]


def test_a_guest_shuts_down_and_starts_again(world: World) -> None:
    events = shut_down(world, RUNNING)
    assert all(isinstance(event, GuestWaited) for event in events)
    guest = world.lab.guest(RUNNING)
    assert guest.pm is None
    assert world.shell("pm1", "virsh domstate --reason $1", world.uuid(RUNNING)).strip() == (
        "shut off (shutdown)"
    )
    assert refused(world, shut_down, RUNNING) == ["vm-is-off"]
    assert start(world, RUNNING) is Side.FIRST
    guest.wait_up()
    assert refused(world, start, RUNNING) == ["vm-runs-already"]


def test_a_guest_that_does_not_obey_goes_on(world: World) -> None:
    guest = world.lab.guest(RUNNING)
    world.shell("pm1", "virsh suspend $1", world.uuid(RUNNING))
    try:
        assert refused(world, shut_down, RUNNING) == ["vm-power-state"]
    finally:
        world.shell("pm1", "virsh resume $1", world.uuid(RUNNING))
    guest.control("exec mv /sbin/poweroff /sbin/poweroff.away")
    with pytest.raises(Failed) as caught:
        shut_down(world, RUNNING, patience=3)
    assert caught.value.problems == (GuestDidNotObey(RUNNING, "pm1", 3),)
    token = CancelToken()
    with pytest.raises(Cancelled):
        ShutDownVm(world.pair, world.uuid(RUNNING)).run(lambda event: token.cancel(), token)
    assert guest.pm is not None
    power_off(world, RUNNING)
    assert guest.pm is None
    guest.start()
    guest.wait_up()


def test_a_stopped_vm_starts_on_the_other_pm_while_its_own_is_in_maintenance(world: World) -> None:
    world.flag("pm1", "maintenance", True)
    assert start(world, OFF) is Side.SECOND
    assert refused(world, start, OFF, Side.FIRST)[0] == "vm-runs-already"
    power_off(world, OFF)
    world.flag("pm2", "maintenance", True)
    assert refused(world, start, OFF) == ["pm-maintenance"]


def test_a_vm_whose_snapshot_reads_its_volumes_waits(world: World) -> None:
    world.forget(OFF)
    run = world.start(OFF, pm="pm1", copy_limit=256 * 1024).until_step("snapshot")
    try:
        assert refused(world, start, OFF) == ["vm-busy"]
        # The PM itself says so too, whatever the console believes.
        answer = world.pair.machine(Side.FIRST).jobs.ask(
            "power-check", {"vm": world.uuid(OFF), "action": "start"}
        )
        assert [problem["code"] for problem in answer["problems"]] == ["vm-busy"]
    finally:
        run.cancel()
        run.follow()
    assert start(world, OFF) is not None
    power_off(world, OFF)


def test_volumes_that_are_away_are_named(world: World) -> None:
    path = world.live_path(OFF, "vda")
    world.shell("pm1", 'mv "$1" "$1.away"', path)
    try:
        with pytest.raises(Refused) as caught:
            start(world, OFF)
        problem = caught.value.problems[0]
        assert isinstance(problem, VolumeOutOfReach)
        assert (problem.target, problem.path) == ("vda", path)
        # What only libvirt finds is told with its own words.
        world.shell("pm1", 'echo nonsense > "$1"', path)
        with pytest.raises(Refused) as caught:
            start(world, OFF)
        assert isinstance(caught.value.problems[0], StartFailed)
        assert caught.value.problems[0].detail
    finally:
        world.shell("pm1", 'mv "$1.away" "$1"', path)


def test_a_console_that_does_not_see_the_other_pm_still_starts_nothing_twice(
    world: World,
) -> None:
    guest = world.lab.guest(OFF)
    world.shell("pm2", "virsh start $1", world.uuid(OFF))
    assert guest.pm is not None
    world.lab.pm("pm2").cut("console")
    try:
        # The PMs still see each other.
        assert refused(world, start, OFF, Side.FIRST) == ["vm-runs-already"]
    finally:
        world.lab.pm("pm2").heal("console")
        world.shell("pm2", "virsh destroy $1", world.uuid(OFF))


def test_powering_off_in_mid_snapshot_fails_the_snapshot_only(world: World) -> None:
    world.forget(RUNNING)
    run = world.start(RUNNING, copy_limit=4 * MIB).until_step("snapshot")
    world.signal_job(run, "STOP")
    try:
        assert refused(world, shut_down, RUNNING) == ["vm-busy"]
        power_off(world, RUNNING)
    finally:
        world.signal_job(run, "CONT")
    run.follow()
    assert (run.outcome, run.code) == ("failed", "failover")
    world.wait_clean(RUNNING)
    start(world, RUNNING)
    world.lab.guest(RUNNING).wait_up()

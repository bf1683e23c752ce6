"""A PM taken out of service and back on the real pair, its VMs moved away while they run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.errors import Refused
from app.model.machine import MachineState, Side
from app.model.maintenance import WorkedOn, WorkOnRequest
from app.model.problems import Problem
from app.model.state import SystemState
from app.operations.events import Event, VmMoving
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.operations.start_vm import StartVm
from app.operations.work_on import Finalize, PlanWorkOn, WorkOn
from tests.pair.world import World

pytestmark = pytest.mark.pair
VM = "web01"


@pytest.fixture
def pairs(world: World) -> Iterator[World]:
    """web01 with a snapshot, whose checkpoint it takes along."""
    world.forget(VM)
    world.take(VM)
    yield world
    for side in Side:
        if look(world).machine(side).state is MachineState.MAINTENANCE:
            finalize(world, side)


def look(world: World) -> SystemState:
    return LookAtSystem(world.pair).run(lambda event: None, CancelToken())


def work_on(world: World, side: Side, **more: object) -> tuple[WorkedOn, list[Event]]:
    events: list[Event] = []
    request = WorkOnRequest(side, **more)  # type: ignore[arg-type]
    return WorkOn(world.pair, request).run(events.append, CancelToken()), events


def finalize(world: World, side: Side) -> None:
    Finalize(world.pair, side).run(lambda event: None, CancelToken())


@pytest.fixture(autouse=True)
def alone(world: World) -> Iterator[None]:
    """No other VM runs: it would move as well."""
    others = [g for g in world.lab.guests() if g.pm is not None and g.name != VM]
    for guest in others:
        guest.destroy()
    yield
    for guest in others:
        guest.start()
    for guest in others:
        guest.wait_up()  # the next test finds agents that answer


def test_a_vm_moves_while_it_runs_and_its_next_snapshots_are_increments(pairs: World) -> None:
    world = pairs
    plan = PlanWorkOn(world.pair, Side.FIRST).run(lambda event: None, CancelToken())
    assert [(each.name, each.moves) for each in plan.vms] == [(VM, True)]
    assert (plan.warnings, plan.standby) == ((), False)

    done, events = work_on(world, Side.FIRST)

    assert (done.moved, done.stayed, done.problems) == ((VM,), (), ())
    assert VmMoving(VM, "pm2", 0, 0) in events
    guest = world.lab.guest(VM)
    assert guest.pm is not None
    assert guest.pm.name == "pm2"
    assert guest.is_up()
    state = look(world)
    assert state.machine(Side.FIRST).state is MachineState.MAINTENANCE
    vm = state.vm(world.uuid(VM))
    assert vm is not None
    assert vm.primary is Side.SECOND
    assert world.refusal(VM, pm="pm2").code == "pm-maintenance"
    assert "pm-maintenance" in [problem.code for problem in _refused(world)]

    finalize(world, Side.FIRST)
    assert look(world).machine(Side.FIRST).state is MachineState.RUNNING
    reference = _snapshot_is_right(world, "pm2")

    # And back, with a checkpoint on either side of the move.
    done, _ = work_on(world, Side.SECOND)
    assert done.moved == (VM,)
    finalize(world, Side.SECOND)
    assert _snapshot_is_right(world, "pm1") != reference


def test_what_stays_is_told(pairs: World) -> None:
    world = pairs
    done, events = work_on(world, Side.FIRST, keep=frozenset([world.uuid(VM)]))
    assert (done.moved, done.stayed) == ((), (VM,))
    assert [problem.code for problem in done.problems] == ["vm-kept"]
    assert not any(isinstance(event, VmMoving) for event in events)
    assert world.lab.guest(VM).home is world.lab.guest(VM).pm


def test_a_volume_that_the_other_pm_does_not_see_keeps_its_vm(pairs: World) -> None:
    world = pairs
    folder = world.live_path(VM, "vda").rsplit("/", 1)[0]
    world.shell("pm2", 'mount -t tmpfs none "$1"', folder)
    try:
        plan = PlanWorkOn(world.pair, Side.FIRST).run(lambda event: None, CancelToken())
        assert {problem.code for problem in plan.vms[0].problems} == {"volume-not-shared"}
        done, _ = work_on(world, Side.FIRST)
        assert done.stayed == (VM,)
    finally:
        world.shell("pm2", 'umount "$1"', folder)
    left = world.shell("pm1", 'ls -A "$1"', folder).split()
    assert not [name for name in left if name.startswith(".twinpoint-")]


def test_both_pms_only_with_a_warning(pairs: World) -> None:
    world = pairs
    work_on(world, Side.SECOND)
    with pytest.raises(Refused) as caught:
        work_on(world, Side.FIRST)
    assert [problem.code for problem in caught.value.problems] == ["other-pm-away"]
    assert look(world).machine(Side.FIRST).state is MachineState.RUNNING
    done, _ = work_on(world, Side.FIRST, accept_warnings=True, keep=frozenset([world.uuid(VM)]))
    assert done.stayed == (VM,)
    with pytest.raises(Refused) as caught:
        work_on(world, Side.FIRST, accept_warnings=True)
    assert caught.value.problems[0].code == "pm-maintenance-already"


def test_not_in_the_middle_of_a_run(pairs: World) -> None:
    world = pairs
    run = world.start(VM, replicate_limit=64 * 1024).until_step("replicate")
    try:
        with pytest.raises(Refused) as caught:
            work_on(world, Side.FIRST)
        assert [problem.code for problem in caught.value.problems] == ["vm-busy"]
    finally:
        run.cancel()
        run.follow()


def test_the_other_pm_tells_of_it_while_the_pm_is_off(pairs: World) -> None:
    world = pairs
    work_on(world, Side.SECOND)
    world.lab.pm("pm2").crash()
    machine = look(world).machine(Side.SECOND)
    assert machine.state is MachineState.UNREACHABLE
    assert machine.maintenance is not None
    world.lab.pm("pm2").boot()
    assert look(world).machine(Side.SECOND).state is MachineState.MAINTENANCE
    finalize(world, Side.SECOND)
    with pytest.raises(Refused) as caught:
        finalize(world, Side.SECOND)
    assert caught.value.problems[0].code == "pm-not-in-maintenance"


def _refused(world: World) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        StartVm(world.pair, world.uuid("off01"), Side.FIRST).run(lambda e: None, CancelToken())
    return caught.value.problems


def _snapshot_is_right(world: World, pm: str) -> str:
    """A snapshot taken on a PM holds only what changed, and restores bit for bit on both."""
    run = world.take(VM, pm=pm)
    manifest = world.manifest(run)
    assert {volume.method for volume in manifest.volumes} == {"increment"}
    for each in ("pm1", "pm2"):
        world.check_records(each, run, same_end=True)
    return run.snapshot

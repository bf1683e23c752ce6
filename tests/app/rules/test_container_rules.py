"""How long a container lasts, when it counts as filling up, and whether it may be expanded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.model.decision import Decision, Setting
from app.model.machine import Machine, MachineState, Side
from app.model.problems import (
    ContainerCannotShrink,
    ContainerNoRoom,
    MachineUnreachable,
    NoSuchVolume,
)
from app.model.snapshot import CopyState, Method, Snapshot, SnapshotState, SnapshotVolume
from app.model.state import SystemState
from app.model.vm import Agent, Firmware, Vm, VmState
from app.model.volume import Container, Obstacle, Volume
from app.remote.capacity import FLOOR
from app.rules.container_rules import (
    Lasting,
    Limit,
    TooFew,
    containers,
    filling,
    largest,
    may_expand,
)
from app.rules.verdict import Allowed, Forbidden
from tests.app.made import SYSTEM, VM

GIB = 1024**3
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def state(
    *snapshots: Snapshot, room: tuple[int, int] = (500, 500), capacity: tuple[int, int] = (10, 10)
) -> SystemState:
    """One VM with a volume of 2 GiB in containers of `capacity` GiB, 3 GiB of them taken."""
    machines = tuple(
        Machine(
            side,
            SYSTEM.machines[side],
            f"pm{side + 1}",
            MachineState.RUNNING,
            room_total=1000 * GIB,
            room_free=room[side] * GIB + FLOOR,
        )
        for side in Side
    )
    vm = Vm(
        VM,
        "web01",
        VmState.RUNNING,
        Side.FIRST,
        (Side.FIRST,),
        Firmware.BIOS,
        Agent.CONNECTED,
        (Volume("vda", "/v/a", "qcow2", True, 2 * GIB),),
        GIB,
        1,
        containers=tuple(
            (side, (Container("vda", capacity[side] * GIB, 2 * GIB, GIB),)) for side in Side
        ),
    )
    return SystemState(SYSTEM, (machines[0], machines[1]), (vm,), snapshots)


def taken(hours: float, size: float, method: Method = Method.INCREMENT) -> Snapshot:
    volume = SnapshotVolume("vda", int(size * GIB), 2 * GIB, method, True, "")
    return Snapshot(
        f"00000000-0000-4000-8000-{int(hours * 100):012d}",
        VM,
        "web01",
        "web01",
        "",
        NOW - timedelta(hours=hours),
        SnapshotState.NORMAL,
        (CopyState.WHOLE, CopyState.WHOLE),
        volumes=(volume,),
    )


def test_about_so_many_more_at_the_recent_rate() -> None:
    found = [taken(24 * day, 0.5) for day in range(5)]
    (one,) = containers(state(*found, taken(500, 9, Method.FULL)))
    assert one.outlook == Lasting(14, 14.0, Limit.CONTAINER, GIB // 2)


def test_too_few_to_tell() -> None:
    (one,) = containers(state(taken(1, 0.5), taken(2, 0.5), taken(3, 2, Method.FULL)))
    assert one.outlook == TooFew(2)


def test_days_are_told_only_of_more_than_a_day() -> None:
    (one,) = containers(state(*[taken(hour, 0.5) for hour in range(4)]))
    assert one.outlook == Lasting(14, None, Limit.CONTAINER, GIB // 2)


def test_only_the_newest_make_the_rate() -> None:
    old = [taken(1000 + hour, 4) for hour in range(20)]
    (one,) = containers(state(*old, *[taken(hour, 0.1) for hour in range(10)]))
    assert isinstance(one.outlook, Lasting)
    assert one.outlook.snapshots == 70


def test_the_smaller_disk_may_end_first() -> None:
    (one,) = containers(state(*[taken(hour, 1) for hour in range(4)], room=(500, 2)))
    assert one.outlook == Lasting(2, None, Limit.DISK, GIB)


def test_nothing_fits_and_nothing_ends() -> None:
    full = state(*[taken(hour, 1) for hour in range(4)], capacity=(10, 3))
    assert containers(full)[0].outlook == Lasting(0, None, Limit.CONTAINER, GIB)
    tiny = state(*[taken(hour, 0) for hour in range(4)])
    assert containers(tiny)[0].outlook == Lasting(None, None, Limit.CONTAINER, 1)


def test_the_fuller_pm_decides_and_the_level_is_the_systems() -> None:
    seen = state(capacity=(10, 4))  # 30 % and 75 % full
    assert not list(filling(seen))
    told = Decision(Setting.WARNING_PERCENT, 70, "akiko", NOW, (1, "", ""))
    machines = tuple(replace(machine, decisions=(told,)) for machine in seen.machines)
    ((vm, problem),) = filling(replace(seen, machines=(machines[0], machines[1])))
    assert vm.name == "web01"
    assert (problem.pm, problem.percent, problem.level) == ("pm2", 75, 70)


def test_before_the_first_snapshot_it_is_told_how_large_it_will_be() -> None:
    seen = state()
    vm = seen.vms[0]
    lun = Volume("sda", "/dev/sda", "raw", False, GIB, obstacle=Obstacle.PASS_THROUGH)
    bare = replace(vm, containers=(), volumes=(*vm.volumes, lun))
    (one,) = containers(replace(seen, vms=(bare,)))
    assert (one.places, one.planned) == ((), 5 * GIB)
    assert containers(replace(seen, vms=(replace(bare, firmware=Firmware.UEFI),))) == ()


def test_it_may_grow_as_far_as_both_disks_reach() -> None:
    seen = state(room=(500, 40))
    vm = seen.vms[0]
    assert largest(seen, vm, "vda") == 43 * GIB  # 3 are in it already
    assert may_expand(seen, vm, "vda", 43 * GIB) == Allowed()
    verdict = may_expand(seen, vm, "vda", 44 * GIB)
    assert verdict == Forbidden(
        (ContainerNoRoom("web01", "vda", "pm2", 44 * GIB, 41 * GIB, 40 * GIB, 43 * GIB),)
    )


def test_it_never_shrinks_below_the_larger_of_both() -> None:
    seen = state(capacity=(10, 8))
    verdict = may_expand(seen, seen.vms[0], "vda", 9 * GIB)
    assert verdict == Forbidden((ContainerCannotShrink("web01", "vda", 9 * GIB, 10 * GIB),))
    # What a lost PM missed is made up for.
    assert may_expand(seen, seen.vms[0], "vda", 10 * GIB) == Allowed()


@pytest.mark.parametrize("side", list(Side))
def test_both_pms_have_to_be_there(side: Side) -> None:
    seen = state()
    machines = list(seen.machines)
    machines[side] = replace(machines[side], state=MachineState.UNREACHABLE)
    away = replace(seen, machines=(machines[0], machines[1]))
    verdict = may_expand(away, away.vms[0], "vda", 20 * GIB)
    assert verdict == Forbidden((MachineUnreachable(machines[side].name),))


def test_no_such_volume() -> None:
    seen = state()
    verdict = may_expand(seen, seen.vms[0], "vdz", 20 * GIB)
    assert verdict == Forbidden((NoSuchVolume("web01", "vdz"),))

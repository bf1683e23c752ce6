"""What can be done with kept snapshots, and the order of parents and children."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from app.model.machine import Machine, MachineState, Side
from app.model.problems import (
    Busy,
    MachineUnreachable,
    NoSuchVm,
    SnapshotInProgress,
    SnapshotNotWhole,
)
from app.model.snapshot import (
    CopyState,
    Method,
    Run,
    Snapshot,
    SnapshotState,
    SnapshotVolume,
    Step,
)
from app.model.state import SystemState
from app.model.vm import Agent, Firmware, Vm, VmState
from app.model.vm_problems import SnapshotNotHere, VmNotStopped
from app.model.volume import Volume
from app.rules.deletion_rules import heirs
from app.rules.snapshot_family import children, places
from app.rules.snapshot_uses import may_create_vm, may_export, may_roll_back, newest_normal
from app.rules.verdict import Allowed, Forbidden, Verdict
from tests.app.made import JOB, SNAPSHOT, SYSTEM, VM

NOW = datetime(2026, 5, 1, tzinfo=UTC)
VOLUME = SnapshotVolume("vda", 10, 100, Method.FULL, True, "0" * 64)
KEPT = Snapshot(
    SNAPSHOT,
    VM,
    "web01",
    "web01",
    "",
    NOW,
    SnapshotState.NORMAL,
    (CopyState.WHOLE, CopyState.WHOLE),
    volumes=(VOLUME,),
)
STOPPED = Vm(
    VM,
    "web01",
    VmState.STOPPED,
    Side.FIRST,
    (Side.FIRST, Side.SECOND),
    Firmware.BIOS,
    Agent.NONE,
    (Volume("vda", "/v/a", "qcow2", True, 100),),
    1,
    1,
)
MACHINES = (
    Machine(Side.FIRST, SYSTEM.machines[0], "pm1", MachineState.RUNNING),
    Machine(Side.SECOND, SYSTEM.machines[1], "pm2", MachineState.RUNNING),
)
STATE = SystemState(SYSTEM, MACHINES, (STOPPED,), (KEPT,))
RUN = Run(JOB, SNAPSHOT, VM, "web01", Step.REPLICATE, "akiko", NOW)
ALL = (may_create_vm, may_export, may_roll_back)


def codes(verdict: Verdict) -> list[str]:
    return [problem.code for problem in verdict.problems] if isinstance(verdict, Forbidden) else []


def without(side: Side, state: SystemState = STATE) -> SystemState:
    machines = list(state.machines)
    machines[side] = replace(machines[side], state=MachineState.UNREACHABLE)
    return replace(state, machines=(machines[0], machines[1]))


def test_a_sound_snapshot_of_a_stopped_vm_can_be_used_for_everything() -> None:
    assert all(rule(STATE, KEPT) == Allowed() for rule in ALL)


def test_one_pm_is_enough_but_for_rolling_back() -> None:
    for side in Side:
        away = without(side)
        assert may_export(away, KEPT) == Allowed()
        assert may_create_vm(away, KEPT) == Allowed()
        assert codes(may_roll_back(away, KEPT)) == [MachineUnreachable.code]


def test_nobody_is_there() -> None:
    nobody = without(Side.FIRST, without(Side.SECOND))
    assert codes(may_export(nobody, KEPT))[:2] == [MachineUnreachable.code] * 2


def test_the_pm_that_holds_it_has_to_be_there() -> None:
    half = replace(KEPT, copies=(CopyState.WHOLE, CopyState.DAMAGED))
    assert may_export(STATE, half) == Allowed()
    assert codes(may_export(without(Side.FIRST), half)) == [SnapshotNotWhole.code]


def test_what_is_in_progress_is_left_alone() -> None:
    busy = replace(KEPT, run=RUN, copies=(CopyState.PENDING, CopyState.ABSENT))
    state = replace(STATE, runs=(RUN,), snapshots=(busy,))
    wrong = [SnapshotInProgress.code, SnapshotNotWhole.code]
    assert codes(may_create_vm(state, busy)) == [*wrong, Busy.code]
    waiting = replace(RUN, waiting=True)
    whole_here = replace(KEPT, run=waiting, copies=(CopyState.WHOLE, CopyState.UNSEEN))
    assert may_export(replace(without(Side.SECOND), runs=(waiting,)), whole_here) == Allowed()


@pytest.mark.parametrize("now", [VmState.RUNNING, VmState.PAUSED, VmState.CRASHED])
def test_only_a_stopped_vm_is_rolled_back(now: VmState) -> None:
    state = replace(STATE, vms=(replace(STOPPED, state=now),))
    assert codes(may_roll_back(state, KEPT)) == [VmNotStopped.code]


def test_a_vm_that_is_gone_or_whose_pm_holds_nothing() -> None:
    assert codes(may_roll_back(replace(STATE, vms=()), KEPT)) == [NoSuchVm.code]
    other = list(KEPT.copies)
    other[STOPPED.primary] = CopyState.ABSENT
    away = replace(KEPT, copies=(other[0], other[1]))
    assert codes(may_roll_back(STATE, away)) == [SnapshotNotHere.code]


def test_a_vm_is_made_where_the_snapshot_is_whole() -> None:
    half = replace(KEPT, copies=(CopyState.WHOLE, CopyState.ABSENT))
    assert may_create_vm(STATE, half) == Allowed()
    assert may_create_vm(STATE, half, Side.FIRST) == Allowed()
    assert codes(may_create_vm(STATE, half, Side.SECOND)) == [SnapshotNotHere.code]


# Parents and children


def kept(number: int, parent: int | None, vm: str = "web01") -> Snapshot:
    return replace(
        KEPT,
        id=f"00000000-0000-4000-8000-{number:012d}",
        parent=None if parent is None else f"00000000-0000-4000-8000-{parent:012d}",
        vm=vm,
        vm_name=vm,
        created=NOW + timedelta(hours=number),
    )


def test_a_chain_is_one_line() -> None:
    chain = [kept(0, None), *(kept(at, at - 1) for at in range(1, 100))]
    found = places(chain)
    order = sorted(chain, key=lambda one: found[one.id].rank)
    assert [one.id for one in order] == [one.id for one in reversed(chain)]
    assert {found[one.id].lane for one in chain} == {0}
    assert (found[order[0].id].above, found[order[0].id].below) == ((), (0,))
    assert (found[order[-1].id].above, found[order[-1].id].below) == ((0,), ())


def test_a_branch_has_a_lane_of_its_own_until_its_parent() -> None:
    # 3 and 4 were both taken after 1: the VM had been rolled back in between.
    family = [kept(1, None), kept(2, 1), kept(3, 2), kept(4, 1)]
    found = {int(identity[-3:]): place for identity, place in places(family).items()}
    assert [found[at].rank for at in (4, 3, 2, 1)] == [0, 1, 2, 3]
    assert [found[at].lane for at in (4, 3, 2, 1)] == [0, 1, 1, 0]
    assert found[3].above == (0,)
    assert found[3].below == (0, 1)
    assert (found[1].joins, found[1].below) == ((1,), ())


def test_lines_meet_from_row_to_row() -> None:
    family = [kept(1, None), *(kept(at, at * 3 // 5) for at in range(2, 60))]
    found = sorted(places(family).values(), key=lambda place: place.rank)
    assert all(upper.below == lower.above for upper, lower in pairwise(found))


def test_vms_stay_together_and_records_that_are_wrong_do_no_harm() -> None:
    circle = [kept(1, 2), kept(2, 1), kept(3, 3), kept(4, 99)]
    other = [kept(5, None, "db01"), kept(6, 5, "db01")]
    found = places([*circle, *other])
    assert sorted(place.rank for place in found.values()) == list(range(6))
    assert {found[one.id].rank for one in other} == {0, 1}


def test_children_of_a_snapshot() -> None:
    family = [kept(1, None), kept(2, 1), kept(3, 1)]
    assert children(family[0], family) == (family[1], family[2])


def test_the_newest_normal_snapshot_is_offered() -> None:
    later = replace(KEPT, id="later", created=NOW + timedelta(hours=1))
    broken = replace(later, id="broken", state=SnapshotState.BROKEN)
    state = replace(STATE, snapshots=(KEPT, broken))
    assert newest_normal(state, VM) == KEPT
    assert newest_normal(replace(state, snapshots=(later, KEPT, broken)), VM) == later
    assert newest_normal(replace(state, snapshots=(broken,)), VM) is None
    assert newest_normal(state, "another") is None


def test_an_export_names_the_pm_that_is_to_do_it() -> None:
    assert may_export(STATE, KEPT, Side.SECOND) == Allowed()
    part = replace(KEPT, copies=(CopyState.WHOLE, CopyState.ABSENT))
    assert codes(may_export(STATE, part, Side.SECOND)) == [SnapshotNotHere.code]
    assert codes(may_export(without(Side.SECOND), KEPT, Side.SECOND)) == [MachineUnreachable.code]


def test_what_builds_on_a_deleted_one_inherits_of_it() -> None:
    def kept(name: str, hours: int, parent: str | None) -> Snapshot:
        volume = replace(VOLUME, parent=parent)
        when = NOW + timedelta(hours=hours)
        return replace(KEPT, id=name, created=when, parent=parent, volumes=(volume,))

    family = (kept("a", 0, None), kept("b", 1, "a"), kept("c", 2, "b"), kept("d", 3, "b"))
    a, b, c, d = family
    state = replace(STATE, snapshots=family)
    assert heirs(state, [b]) == (d, c)
    assert heirs(state, [a]) == (b,)
    assert heirs(state, [a, b]) == (d, c)
    assert heirs(state, [c, d]) == ()

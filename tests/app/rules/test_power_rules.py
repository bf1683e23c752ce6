"""When a VM may be started, shut down and powered off, and on which PM."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.model.facts import Facts
from app.model.load import Cluster
from app.model.machine import Flag, Side
from app.model.problems import MachineUnreachable, NoRootRights
from app.model.snapshot import Activity, Run, Step
from app.model.state import SystemState
from app.model.vm import VmState
from app.rules.power_rules import may_power_off, may_shut_down, may_start, start_side
from app.rules.system_view import SideView, system_state
from app.rules.verdict import Forbidden, Verdict
from tests.app.made import JOB, SNAPSHOT, SYSTEM, VM, domain, facts

NOW = datetime(2026, 11, 1, tzinfo=UTC)
IN_CLUSTER = Cluster("pm1", (("pm1", "online"), ("pm2", "online")), ((VM, "web"),))


def view(number: int, state: VmState | None, **more: object) -> SideView:
    found: Facts = facts(number)
    made = SideView(
        facts=found,
        domains=() if state is None else (domain(state),),
        domains_seen=True,
        last_seen=NOW,
        runs=found.runs,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def seen(
    first: VmState | None = VmState.STOPPED,
    second: VmState | None = VmState.STOPPED,
    *runs: Run,
    **more: object,
) -> SystemState:
    """`more` changes the view of the first PM."""
    return system_state(SYSTEM, (view(0, first, runs=runs, **more), view(1, second)))


def run(activity: Activity, step: Step, **more: object) -> Run:
    made = Run(JOB, SNAPSHOT, VM, "web01", step, "akiko", NOW, activity=activity)
    return replace(made, **more)  # type: ignore[arg-type]


def codes(verdict: Verdict) -> list[str]:
    if not isinstance(verdict, Forbidden):
        return []
    return [problem.code for problem in verdict.problems]


def all_codes(state: SystemState) -> list[list[str]]:
    vm = state.vm(VM)
    assert vm is not None
    return [codes(may(state, vm)) for may in (may_start, may_shut_down, may_power_off)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (VmState.STOPPED, [[], ["vm-is-off"], ["vm-is-off"]]),
        (VmState.RUNNING, [["vm-runs-already"], [], []]),
        (VmState.PAUSED, [["vm-power-state"], ["vm-power-state"], []]),
        (VmState.CRASHED, [["vm-power-state"], ["vm-power-state"], []]),
    ],
)
def test_what_a_state_allows(state: VmState, expected: list[list[str]]) -> None:
    assert all_codes(seen(state)) == expected


def test_a_vm_that_runs_twice_is_left_alone() -> None:
    assert all_codes(seen(VmState.RUNNING, VmState.RUNNING)) == [["vm-on-both"]] * 3


@pytest.mark.parametrize(
    ("activity", "step", "held"),
    [
        (Activity.SNAPSHOT, Step.SNAPSHOT, True),
        (Activity.SNAPSHOT, Step.REPLICATE, False),
        (Activity.ROLL_BACK, Step.COPY, True),
        (Activity.EXPORT, Step.CONVERT, False),
        (Activity.CREATE_VM, Step.COPY, False),
        (Activity.MERGE, Step.MERGE, False),
    ],
)
def test_what_needs_the_volumes_as_they_are(activity: Activity, step: Step, held: bool) -> None:
    busy = ["vm-busy"] if held else []
    one = run(activity, step)
    assert all_codes(seen(VmState.STOPPED, VmState.STOPPED, one))[0] == busy
    assert all_codes(seen(VmState.RUNNING, VmState.STOPPED, one)) == [
        ["vm-runs-already", *busy],
        busy,
        [],
    ]
    over = replace(one, ended=True)
    assert all_codes(seen(VmState.STOPPED, VmState.STOPPED, over))[0] == []


def test_a_pm_that_cannot_be_asked() -> None:
    lost = seen(VmState.RUNNING, facts_problem=MachineUnreachable("pm1"))
    assert all_codes(lost) == [
        ["vm-runs-already", "pm-unreachable"],
        ["pm-unreachable"],
        ["pm-unreachable"],
    ]
    no_root = seen(VmState.RUNNING, facts_problem=NoRootRights("pm1", "viewer"))
    assert all_codes(no_root)[1:] == [["sudo-not-allowed"]] * 2


def test_what_may_run_on_a_pm_that_nobody_sees_is_not_started_elsewhere() -> None:
    state = seen(VmState.STOPPED, facts_problem=MachineUnreachable("pm1"))
    vm = state.vm(VM)
    assert vm is not None
    assert codes(may_start(state, vm, Side.SECOND)) == ["pm-unreachable"]


def test_what_pacemaker_runs_is_left_to_it() -> None:
    assert all_codes(seen(VmState.RUNNING, facts=facts(0, cluster=IN_CLUSTER))) == [
        ["vm-runs-already", "vm-in-cluster"],
        ["vm-in-cluster"],
        ["vm-in-cluster"],
    ]


def test_maintenance_sends_a_start_to_the_other_pm() -> None:
    flagged = facts(0, maintenance=Flag("akiko", NOW))
    state = seen(facts=flagged)
    vm = state.vm(VM)
    assert vm is not None
    assert start_side(state, vm) is Side.SECOND
    assert codes(may_start(state, vm)) == []
    assert codes(may_start(state, vm, Side.FIRST)) == ["pm-maintenance"]
    alone = seen(VmState.STOPPED, None, facts=flagged)
    vm = alone.vm(VM)
    assert vm is not None
    assert codes(may_start(alone, vm)) == ["pm-maintenance"]
    assert codes(may_start(alone, vm, Side.SECOND)) == ["pm-maintenance", "vm-not-there"][1:]

"""The whole system from what each PM last said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.model.machine import Flag, MachineState, Side
from app.model.problems import (
    HostKeyChanged,
    LibvirtNotAllowed,
    MachineNotRunning,
    MachineSynchronizing,
    MachineUnreachable,
    NoRootRights,
    SameMachineTwice,
    ToolMissing,
)
from app.model.vm import VmState
from app.rules.system_view import SideView, system_state
from tests.app.made import SYSTEM, copy_of, domain, facts, manifest

PM1 = SideView(facts=facts(0), domains=(domain(),), domains_seen=True)
PM2 = SideView(facts=facts(1), domains=(domain(VmState.STOPPED),), domains_seen=True)
NOW = datetime.now(UTC)


def state_of(view: SideView) -> MachineState:
    return system_state(SYSTEM, (view, PM2)).machine(Side.FIRST).state


def test_a_healthy_pair() -> None:
    state = system_state(SYSTEM, (PM1, PM2))
    assert [machine.state for machine in state.machines] == [MachineState.RUNNING] * 2
    (vm,) = state.vms
    assert (vm.primary, vm.state, vm.stale) == (Side.FIRST, VmState.RUNNING, False)
    assert vm.defined_on == (Side.FIRST, Side.SECOND)


def test_nothing_seen_yet() -> None:
    state = system_state(SYSTEM, (SideView(), SideView()))
    assert [machine.state for machine in state.machines] == [MachineState.CONNECTING] * 2
    assert state.machines[0].name == "10.0.0.1"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"facts_problem": MachineUnreachable("pm1")}, MachineState.UNREACHABLE),
        ({"facts_problem": HostKeyChanged("pm1", "h", "f")}, MachineState.UNREACHABLE),
        ({"facts_problem": NoRootRights("pm1", "u")}, MachineState.RUNNING),
        ({"facts_problem": ToolMissing("pm1", "python3")}, MachineState.RUNNING),
        ({"facts_problem": MachineNotRunning("pm1")}, MachineState.NOT_RUNNING),
        ({"domains_problem": MachineNotRunning("pm1")}, MachineState.NOT_RUNNING),
        ({"facts": facts(0, maintenance=Flag("x", NOW))}, MachineState.MAINTENANCE),
        (
            {"facts": facts(0, obstacles=(MachineSynchronizing("pm1"),))},
            MachineState.SYNCHRONIZING,
        ),
        ({"facts": facts(0, obstacles=(MachineNotRunning("pm1"),))}, MachineState.NOT_RUNNING),
        ({"facts": None, "domains_seen": False, "domains": ()}, MachineState.CONNECTING),
        ({"domains_seen": False, "domains": ()}, MachineState.CONNECTING),
    ],
)
def test_states_of_a_pm(changes: dict[str, object], state: MachineState) -> None:
    assert state_of(replace(PM1, **changes)) is state  # type: ignore[arg-type]


def test_who_may_only_look_sees_the_vms() -> None:
    view = replace(PM1, facts=None, facts_problem=NoRootRights("pm1", "viewer"))
    state = system_state(SYSTEM, (view, PM2))
    machine = state.machine(Side.FIRST)
    assert not machine.may_change
    assert machine.obstacles == (NoRootRights("pm1", "viewer"),)
    assert not machine.takes_part
    assert state.vms


def test_libvirt_that_refuses_is_an_obstacle() -> None:
    view = replace(PM1, domains_problem=LibvirtNotAllowed("pm1", "u"))
    assert not system_state(SYSTEM, (view, PM2)).machine(Side.FIRST).takes_part


def test_out_of_reach_keeps_what_was_seen() -> None:
    lost = replace(
        PM1,
        facts=facts(0, copy_of(manifest())),
        facts_problem=MachineUnreachable("pm1"),
        domains_problem=MachineNotRunning("pm1"),
        last_seen=NOW,
    )
    state = system_state(SYSTEM, (lost, PM2))
    machine = state.machine(Side.FIRST)
    assert (machine.state, machine.name, machine.last_seen) == (
        MachineState.UNREACHABLE,
        "pm1",
        NOW,
    )
    assert state.vms[0].stale
    assert len(state.snapshots) == 1


def test_what_runs_now_wins_over_what_ran_on_a_pm_out_of_reach() -> None:
    """A failover: pm1 is gone, and pm2 runs the VM."""
    lost = replace(PM1, domains_problem=MachineNotRunning("pm1"))
    now = replace(PM2, domains=(domain(),))
    (vm,) = system_state(SYSTEM, (lost, now)).vms
    assert (vm.primary, vm.stale, vm.running_on_both) == (Side.SECOND, False, False)


def test_a_split_brain_is_seen() -> None:
    both = replace(PM2, domains=(domain(),))
    assert system_state(SYSTEM, (PM1, both)).vms[0].running_on_both


def test_one_host_under_two_addresses() -> None:
    twice = replace(PM2, facts=facts(0))
    for machine in system_state(SYSTEM, (PM1, twice)).machines:
        assert isinstance(machine.obstacles[0], SameMachineTwice)


def test_the_newest_normal_snapshot_protects() -> None:
    copy = copy_of(manifest())
    views = replace(PM1, facts=facts(0, copy)), replace(PM2, facts=facts(1, copy))
    (vm,) = system_state(SYSTEM, views).vms
    assert vm.last_protected == datetime.fromtimestamp(1_000_000, UTC)
    one = replace(PM1, facts=facts(0, copy)), PM2
    assert system_state(SYSTEM, one).vms[0].last_protected is None


def test_icons_wait_for_both_pms() -> None:
    early = replace(PM1, facts=facts(0, copy_of(manifest())))
    assert system_state(SYSTEM, (early, SideView())).snapshots == ()


def test_equal_views_give_equal_states() -> None:
    assert system_state(SYSTEM, (PM1, PM2)) == system_state(SYSTEM, (PM1, PM2))

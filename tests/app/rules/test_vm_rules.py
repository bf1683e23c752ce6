"""Whether a VM may be made of a snapshot, or rolled back to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.model.facts import VmFacts
from app.model.machine import Side
from app.model.problems import Busy, MachineUnreachable
from app.model.snapshot import Activity, CopyState, Run, Snapshot, Step
from app.model.state import SystemState
from app.model.vm import VmState
from app.model.vm_requests import NewVmRequest
from app.rules.snapshot_uses import may_create_vm, may_roll_back
from app.rules.system_view import SideView, system_state
from app.rules.verdict import Forbidden, Verdict
from app.rules.vm_rules import default_side, new_vm_problems
from tests.app.made import JOB, SNAPSHOT, SYSTEM, VM, copy_of, domain, facts, manifest

WHOLE = copy_of(manifest())


def seen(
    *states: CopyState, vm: VmState = VmState.STOPPED, **more: Any
) -> tuple[SystemState, Snapshot]:
    """A pair that holds the snapshot so on each PM, and its VM on both."""
    views = []
    for number, each in enumerate(states):
        copies = () if each is CopyState.ABSENT else (replace(WHOLE, state=each),)
        known = facts(number, vms=(VmFacts(VM, None, (), copies),))
        views.append(
            SideView(
                facts=known,
                domains=(domain(vm if number == 0 else VmState.STOPPED),),
                domains_seen=True,
                **more,
            )
        )
    state = system_state(SYSTEM, (views[0], views[1]))
    return state, state.snapshots[0]


def codes(verdict: Verdict) -> list[str]:
    return [each.code for each in verdict.problems] if isinstance(verdict, Forbidden) else []


def test_a_vm_is_made_where_the_snapshot_is_whole() -> None:
    state, snapshot = seen(CopyState.WHOLE, CopyState.WHOLE)
    assert default_side(state, snapshot) is Side.FIRST
    assert codes(may_create_vm(state, snapshot)) == []
    state, snapshot = seen(CopyState.ABSENT, CopyState.WHOLE)
    assert default_side(state, snapshot) is Side.SECOND
    assert codes(may_create_vm(state, snapshot)) == []
    assert codes(may_create_vm(state, snapshot, Side.FIRST)) == ["snapshot-not-here"]
    state, snapshot = seen(CopyState.DAMAGED, CopyState.ABSENT)
    assert codes(may_create_vm(state, snapshot)) == ["snapshot-not-whole"]


def test_a_pm_that_is_away_keeps_nobody_from_making_a_vm_on_the_other() -> None:
    state, snapshot = seen(CopyState.WHOLE, CopyState.WHOLE)
    gone = SideView(facts_problem=MachineUnreachable("pm2"))
    here = SideView(
        facts=facts(0, vms=(VmFacts(VM, None, (), (WHOLE,)),)),
        domains=(domain(VmState.STOPPED),),
        domains_seen=True,
    )
    state = system_state(SYSTEM, (here, gone))
    (snapshot,) = state.snapshots
    assert codes(may_create_vm(state, snapshot)) == []
    assert codes(may_create_vm(state, snapshot, Side.SECOND)) == [
        "pm-unreachable",
        "snapshot-not-here",
    ]
    assert codes(may_roll_back(state, snapshot)) == ["pm-unreachable"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "a/b"}, "bad-vm-name"),
        ({"name": "web01"}, "vm-name-taken"),
        ({"excluded": frozenset(["vda"])}, "no-such-volume"),
    ],
)
def test_what_is_asked_for(change: dict[str, Any], code: str) -> None:
    state, snapshot = seen(CopyState.WHOLE, CopyState.WHOLE)
    snapshot = replace(snapshot, volumes=())
    request = replace(NewVmRequest(SNAPSHOT, "copy"), **change)
    assert [each.code for each in new_vm_problems(state, snapshot, request)] == [code]


def test_the_boot_volume_is_always_in() -> None:
    state, snapshot = seen(CopyState.WHOLE, CopyState.WHOLE)
    request = NewVmRequest(SNAPSHOT, "copy", excluded=frozenset(["vda"]))
    assert [each.code for each in new_vm_problems(state, snapshot, request)] == [
        "boot-volume-left-out"
    ]


def test_only_a_stopped_vm_is_rolled_back() -> None:
    state, snapshot = seen(CopyState.WHOLE, CopyState.WHOLE)
    assert codes(may_roll_back(state, snapshot)) == []
    state, snapshot = seen(CopyState.WHOLE, CopyState.WHOLE, vm=VmState.RUNNING)
    assert codes(may_roll_back(state, snapshot)) == ["vm-not-stopped"]
    state, snapshot = seen(CopyState.ABSENT, CopyState.WHOLE)
    assert codes(may_roll_back(state, snapshot)) == ["snapshot-not-here"]


def test_one_job_at_a_time() -> None:
    state, snapshot = seen(CopyState.WHOLE, CopyState.WHOLE)
    now = datetime.now(UTC)
    run = Run(JOB, "", VM, "web01", Step.COPY, "x", now, activity=Activity.CREATE_VM)
    state = replace(state, runs=(run,))
    for verdict in (may_create_vm(state, snapshot), may_roll_back(state, snapshot)):
        assert isinstance(verdict, Forbidden)
        (problem,) = verdict.problems
        assert isinstance(problem, Busy)
        assert problem.activity == "create-vm"

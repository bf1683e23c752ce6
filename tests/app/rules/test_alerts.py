"""Alerts: by what names consoles know them, who took note, when they are new again, what helps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.model.decision import Acknowledgement
from app.model.facts import VmFacts
from app.model.machine import Machine, MachineState, Side
from app.model.problems import (
    CopyDamaged,
    Failover,
    JobLost,
    MachineInMaintenance,
    MachineUnreachable,
    Problem,
    ReplicationWaits,
    RunCancelled,
    SnapshotsDisabled,
)
from app.model.snapshot import Activity, Run, Step
from app.model.state import SystemState
from app.model.volume import Container
from app.rules.alert_remedies import Remedy, container_of, maintained, may_remedy, remedy_of
from app.rules.alerts import Alert, alerts_of, outlived
from app.rules.system_view import SideView, system_state
from app.rules.verdict import Allowed
from tests.app.made import HOSTS, JOB, SNAPSHOT, SYSTEM, VM, copy_of, domain, facts, manifest

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def run(problem: Problem | None, **more: object) -> Run:
    made = Run(JOB, SNAPSHOT, VM, "web01", Step.REPLICATE, "akiko", NOW, ended=True)
    return replace(made, problem=problem, **more)  # type: ignore[arg-type]


def seen(*runs: Run, history: tuple[Run, ...] = (), full: bool = False) -> SystemState:
    containers = (Container("vda", 1000, 100, 850),) if full else ()
    damaged = replace(copy_of(manifest()), problems=(CopyDamaged("pm1", "vda"),))
    vms = (VmFacts(VM, None, containers, (damaged,) if full else ()),)
    views = tuple(
        SideView(
            facts=facts(number, vms=vms if number == 0 else (), history=history, runs=runs),
            domains=(domain(),) if number == 0 else (),
            domains_seen=True,
            last_seen=NOW,
            runs=runs if number == 0 else (),
        )
        for number in (0, 1)
    )
    return system_state(SYSTEM, (views[0], views[1]))


def away(state: SystemState, problem: Problem | None = None) -> SystemState:
    lost = replace(
        state.machines[1],
        state=MachineState.UNREACHABLE,
        problem=problem or MachineUnreachable("pm2"),
    )
    return replace(state, machines=(state.machines[0], lost))


def noted(state: SystemState, name: str, *, on: bool = True, by: Side = Side.FIRST) -> SystemState:
    """As one PM knows it; what the other one knows is older."""
    old = Acknowledgement(name, not on, "ben", NOW, (1, "", ""))
    new = Acknowledgement(name, on, "akiko", NOW, (2, "", ""))

    def told(machine: Machine) -> Machine:
        return replace(machine, acknowledgements=(new if machine.side is by else old,))

    first, second = state.machines
    return replace(state, machines=(told(first), told(second)))


def names(state: SystemState) -> list[str]:
    return sorted(alert.name for alert in alerts_of(state, NOW))


def only(state: SystemState) -> Alert:
    (alert,) = alerts_of(state, NOW)
    return alert


def test_names_are_of_what_is_the_same_for_every_console() -> None:
    waits = replace(run(ReplicationWaits("pm1", "pm2")), ended=False, job=HOSTS[0])
    state = away(seen(run(Failover("web01", "pm1", "pm2")), waits, full=True))
    assert names(state) == [
        f"alert/container/{VM}/vda",
        f"alert/pm/{HOSTS[1]}/pm-unreachable",
        f"alert/run/{JOB}",
        f"alert/snapshot/{SNAPSHOT}/copy-damaged",
        f"alert/waits/{HOSTS[0]}",
    ]
    first, second = state.machines
    turned = replace(state, system=replace(SYSTEM, name="other"), machines=(second, first))
    assert names(turned) == names(state)


def test_a_pm_that_was_never_seen_has_no_name_for_others() -> None:
    state = away(seen())
    stranger = replace(state.machines[1], host_uuid="")
    alert = only(replace(state, machines=(state.machines[0], stranger)))
    assert alert.name == ""
    assert alert.acknowledged is None


def test_runs_that_ended_long_ago_are_alerts_still() -> None:
    old = run(Failover("web01", "pm1", "pm2"), ended_at=NOW.replace(hour=3))
    fine = run(None, job=HOSTS[0])
    stopped = run(RunCancelled(), job=HOSTS[1], cancelled=True)
    state = seen(history=(old, fine, stopped))
    assert {each.job for each in state.history} == {HOSTS[0], HOSTS[1], JOB}
    alert = only(state)
    assert (alert.name, alert.since, alert.lasting) == (f"alert/run/{JOB}", old.ended_at, True)


def test_a_run_that_is_listed_is_no_history() -> None:
    ended = run(JobLost("pm1", "web01"))
    state = seen(ended, history=(ended,))
    assert state.history == ()
    assert only(state).problem == ended.problem


def test_the_newest_word_of_both_pms_counts() -> None:
    state = away(seen())
    name = f"alert/pm/{HOSTS[1]}/pm-unreachable"
    for by in Side:
        flag = only(noted(state, name, by=by)).acknowledged
        assert flag is not None
        assert flag.by == "akiko"
        assert only(noted(state, name, on=False, by=by)).acknowledged is None


def test_what_is_over_is_told_to_the_pms() -> None:
    name = f"alert/pm/{HOSTS[1]}/pm-unreachable"
    assert outlived(noted(seen(), name), NOW) == (name,)
    assert outlived(noted(seen(), name, on=False), NOW) == ()
    # It is there still, or that cannot be told.
    assert outlived(noted(away(seen()), name), NOW) == ()
    assert outlived(noted(away(seen()), f"alert/vm/{VM}/vm-on-both"), NOW) == ()
    # A failed run stays one that somebody took note of, also when nobody remembers it any more.
    assert outlived(noted(seen(), f"alert/run/{JOB}"), NOW) == ()


@pytest.mark.parametrize(
    ("problem", "more", "remedy"),
    [
        (Failover("web01", "pm1", "pm2"), {}, Remedy.SNAPSHOT),
        (Failover("web01", "pm1", "pm2"), {"activity": Activity.EXPORT}, None),
        (SnapshotsDisabled("akiko", ""), {}, Remedy.ENABLE),
        (MachineInMaintenance("pm2"), {}, Remedy.FINALIZE),
        (JobLost("pm1", "web01"), {}, Remedy.REPAIR),
    ],
)
def test_what_helps_after_a_run_that_failed(
    problem: Problem, more: dict[str, object], remedy: Remedy | None
) -> None:
    assert remedy_of(only(seen(run(problem, **more)))) is remedy


def test_what_helps_against_a_state() -> None:
    state = away(seen(full=True))
    found = {remedy_of(alert): alert for alert in alerts_of(state, NOW)}
    assert set(found) == {Remedy.EXPAND, Remedy.REPAIR, Remedy.LOOK_AGAIN}
    expanded = container_of(state, found[Remedy.EXPAND])
    assert expanded is not None
    assert expanded.volume.target == "vda"
    # What needs both PMs says so.
    assert not isinstance(may_remedy(state, found[Remedy.REPAIR], Remedy.REPAIR), Allowed)
    assert isinstance(may_remedy(state, found[Remedy.LOOK_AGAIN], Remedy.LOOK_AGAIN), Allowed)


def test_a_remedy_that_is_not_needed_any_more_says_so() -> None:
    state = seen(run(MachineInMaintenance("pm2")))
    alert = only(state)
    assert maintained(state, alert) is Side.SECOND
    verdict = may_remedy(state, alert, Remedy.FINALIZE)
    assert not isinstance(verdict, Allowed)
    gone = replace(state, vms=())
    assert not isinstance(may_remedy(gone, alert, Remedy.SNAPSHOT), Allowed)
    assert not isinstance(may_remedy(gone, alert, Remedy.EXPAND), Allowed)

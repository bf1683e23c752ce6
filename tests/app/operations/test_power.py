"""Starting and stopping VMs, against PMs that are made up."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import Failed, Refused, Unreachable
from app.model.machine import Side
from app.model.power_problems import GuestDidNotObey, StartFailed
from app.model.problems import Unexplained
from app.model.vm import Ability, AgentAbilities, VmState
from app.operations import shut_down_vm
from app.operations.ask_agent import AskAgent
from app.operations.events import GuestWaited
from app.operations.operation import Cancelled, CancelToken
from app.operations.shut_down_vm import PowerOffVm, ShutDownVm
from app.operations.start_vm import StartVm
from tests.app.fakes import FakePair, gone
from tests.app.made import VM, domain

GOOD = {"kind": "power", "problems": []}


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> FakePair:
    monkeypatch.setattr(shut_down_vm, "LOOK", 0.0)
    made = FakePair()
    for machine in made.machines:
        machine.hypervisor.found = (domain(VmState.STOPPED),)
        machine.jobs.answers["power-check"] = GOOD
    return made


def runs(pair: FakePair, side: Side = Side.FIRST) -> None:
    pair.machine(side).hypervisor.found = (domain(VmState.RUNNING),)


def start(pair: FakePair, side: Side | None = None) -> Side:
    return StartVm(pair, VM, side).run(lambda event: None, CancelToken())


def test_a_vm_starts_where_it_ran_last(pair: FakePair) -> None:
    assert start(pair) is Side.FIRST
    assert pair.machines[0].hypervisor.calls == [("start", VM)]
    assert ("power-check", {"vm": VM, "action": "start", "ask_peer": False}) in (
        pair.machines[0].jobs.asked
    )
    assert start(pair, Side.SECOND) is Side.SECOND
    assert pair.machines[1].hypervisor.calls == [("start", VM)]


def test_what_the_pm_finds_is_told_and_nothing_is_done(pair: FakePair) -> None:
    fields = {"vm": "web01", "target": "vda", "path": "/v/a", "pm": "pm1"}
    found = {"code": "volume-out-of-reach", "fields": fields}
    pair.machines[0].jobs.answers["power-check"] = {"kind": "power", "problems": [found]}
    with pytest.raises(Refused) as caught:
        start(pair)
    assert [problem.code for problem in caught.value.problems] == ["volume-out-of-reach"]
    assert pair.machines[0].hypervisor.calls == []


@pytest.mark.parametrize("answer", [{}, {"problems": 7}, {"problems": ["x"]}])
def test_an_answer_that_is_none(pair: FakePair, answer: dict[str, Any]) -> None:
    pair.machines[0].jobs.answers["power-check"] = answer
    with pytest.raises(Unreachable):
        start(pair)
    assert pair.machines[0].hypervisor.calls == []


def test_the_pm_asks_the_other_one_that_the_console_does_not_see(pair: FakePair) -> None:
    pair.machines[1].jobs.answers["facts"] = gone("pm2")
    start(pair)
    asked = dict(pair.machines[0].jobs.asked)
    assert asked["power-check"]["ask_peer"] is True


def test_what_libvirt_says_is_kept(pair: FakePair) -> None:
    said = Refused(Unexplained("pm1", "no such bridge"), details="no such bridge")
    pair.machines[0].hypervisor.refusal = said
    with pytest.raises(Refused) as caught:
        start(pair)
    assert caught.value.problems == (StartFailed("web01", "pm1", "no such bridge"),)


def test_a_guest_that_obeys(pair: FakePair) -> None:
    runs(pair)
    hypervisor = pair.machines[0].hypervisor
    events: list[Any] = []

    def report(event: Any) -> None:
        events.append(event)
        if len(events) == 3:
            hypervisor.found = (domain(VmState.STOPPED),)

    ShutDownVm(pair, VM).run(report, CancelToken())
    assert hypervisor.calls == [("shut down", VM)]
    assert events[0] == GuestWaited("web01", "pm1", 0, 120)


def test_a_transient_vm_is_gone_when_it_stops(pair: FakePair) -> None:
    runs(pair)

    def report(event: Any) -> None:
        pair.machines[0].hypervisor.found = ()

    ShutDownVm(pair, VM).run(report, CancelToken())


def test_a_guest_that_does_not(pair: FakePair) -> None:
    runs(pair)
    with pytest.raises(Failed) as caught:
        ShutDownVm(pair, VM, patience=0).run(lambda event: None, CancelToken())
    assert caught.value.problems == (GuestDidNotObey("web01", "pm1", 0),)
    assert pair.machines[0].hypervisor.calls == [("shut down", VM)]  # and nothing harder


def test_waiting_can_be_given_up(pair: FakePair) -> None:
    runs(pair)
    token = CancelToken()
    with pytest.raises(Cancelled):
        ShutDownVm(pair, VM).run(lambda event: token.cancel(), token)


def test_power_is_taken_on_the_pm_that_runs_it(pair: FakePair) -> None:
    runs(pair, Side.SECOND)
    PowerOffVm(pair, VM).run(lambda event: None, CancelToken())
    assert pair.machines[1].hypervisor.calls == [("power off", VM)]
    assert pair.machines[0].hypervisor.calls == []


def test_an_agent_says_what_it_can_do(pair: FakePair) -> None:
    def ask() -> AgentAbilities | None:
        return AskAgent(pair, VM, Side.SECOND).run(lambda event: None, CancelToken())

    answers = pair.machines[1].jobs.answers
    answers["agent"] = {"kind": "agent", "version": "7.2", "abilities": ["freeze", "fly"]}
    assert ask() == AgentAbilities("7.2", (Ability.FREEZE,))
    answers["agent"] = {"kind": "agent", "version": None, "abilities": []}
    assert ask() is None
    for bad in ({"version": 7, "abilities": []}, {"version": "7", "abilities": [[]]}):
        answers["agent"] = bad
        with pytest.raises(Unreachable):
            ask()

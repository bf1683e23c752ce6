"""twinpointctl alert …, on a fake pair."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.cli.test_command_line import Terminal, decided, pair, terminal
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, VM, facts_line

__all__ = ["pair", "terminal"]
RUN = {
    "job": JOB,
    "activity": "snapshot",
    "snapshot": "",
    "vm": VM,
    "vm_name": "web01",
    "step": "replicate",
    "owner": "akiko",
    "started": 1e9,
    "ended_at": 1e9 + 60,
    "ended": True,
    "code": "failover",
    "fields": {"vm": "web01", "pm": "pm1", "now_on": "pm2"},
}
NAME = f"alert/run/{JOB}"


@pytest.fixture(autouse=True)
def failed(pair: FakePair) -> None:  # noqa: F811
    for number, machine in enumerate(pair.machines):
        machine.jobs.answers["settle"] = {"kind": "decided", "decisions": {}}
        machine.jobs.answers["facts"] = facts_line(number, history=[RUN] if number == 0 else [])
    pair.machines[0].jobs.answers["decide"] = taken(pair)


def taken(pair: FakePair) -> Any:  # noqa: F811
    """The first PM takes a decision, and tells of it from then on."""

    def decide(request: Any) -> Any:
        (name,) = request["values"]
        now = decided(request["values"][name], 5, name)
        pair.machines[0].jobs.answers["facts"] = facts_line(0, history=[RUN], decisions=now)
        return {"kind": "decided", "decisions": now, "settled": True}

    return decide


def test_alerts_are_listed_with_their_ids(terminal: Terminal) -> None:  # noqa: F811
    status, said = terminal.json("alert", "list")
    assert status == 0
    (alert,) = said["alerts"]
    assert (alert["id"], alert["subject"]) == (f"run/{JOB}", "web01")
    assert (alert["problem"]["code"], alert["acknowledged"]) == ("failover", None)
    assert terminal.run("alert", "list") == 0
    assert f"run/{JOB}" in terminal.out
    assert "web01 moved from pm1 to pm2" in terminal.out


def test_one_that_is_acknowledged_is_so_for_everybody(
    terminal: Terminal,  # noqa: F811
    pair: FakePair,  # noqa: F811
) -> None:
    status, said = terminal.json("alert", "acknowledge", f"run/{JOB}")
    assert status == 0
    (wish,) = [request for verb, request in pair.machines[0].jobs.asked if verb == "decide"]
    assert wish["values"] == {NAME: True}
    told = [request for verb, request in pair.machines[1].jobs.asked if verb == "settle"][-1]
    assert set(told["decisions"]) == {NAME}
    assert said["alerts"][0]["acknowledged"]["by"] == "akiko"
    assert terminal.json("alert", "list") == (0, {"alerts": []})
    assert terminal.run("alert", "list") == 0
    assert "nothing needs attention" in terminal.out
    assert terminal.run("alert", "list", "--all") == 0
    assert "acknowledged by akiko" in terminal.out
    # Taken note of twice is taken note of once.
    assert terminal.run("alert", "acknowledge", "--all") == 0
    assert len([verb for verb, _ in pair.machines[0].jobs.asked if verb == "decide"]) == 1


@pytest.mark.parametrize("words", [(), ("run/nothing",), ("--all", f"run/{JOB}")])
def test_what_is_meant_must_be_clear(terminal: Terminal, words: tuple[str, ...]) -> None:  # noqa: F811
    assert terminal.run("alert", "acknowledge", *words) == 2


def test_nobody_to_take_it(terminal: Terminal, pair: FakePair) -> None:  # noqa: F811
    for machine in pair.machines:
        machine.jobs.answers["settle"] = gone()
    status, said = terminal.json("alert", "acknowledge", "--all")
    assert (status, said["problems"][0]["code"]) == (3, "pm-unreachable")

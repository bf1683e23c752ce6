"""run list and run cancel: runs of any console; the PMs are made up."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import Refused
from app.model.problems import NoRootRights
from tests.app.cli.test_command_line import Terminal, pair, terminal
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, SNAPSHOT, VM, facts_line

__all__ = ["pair", "terminal"]  # fixtures

ENDED = "b402ffff-23c0-4579-be68-8a7250f7170e"


def run(job: str, **more: Any) -> dict[str, Any]:
    return {
        "job": job, "activity": "snapshot", "snapshot": SNAPSHOT, "vm": VM, "vm_name": "web01",
        "step": "replicate", "owner": "akiko@desk", "started": 1e9, "ended": False, "code": None,
        "fields": {}, **more,
    }  # fmt: skip


@pytest.fixture
def busy(pair: FakePair) -> FakePair:
    """The second PM is at one run, and one has failed there."""
    fields = {"vm": "db", "detail": "x"}
    failed = run(ENDED, vm_name="db", ended=True, code="copy-failed", fields=fields)
    pair.machines[1].jobs.answers["facts"] = facts_line(1, runs=[failed, run(JOB)])
    pair.machines[1].jobs.answers["cancel"] = {"kind": "cancelling"}
    return pair


def cancelled(pair: FakePair) -> list[list[Any]]:
    """The jobs each PM was asked to stop."""
    return [
        [request["job"] for verb, request in machine.jobs.asked if verb == "cancel"]
        for machine in pair.machines
    ]


def test_what_the_pms_are_at(terminal: Terminal, busy: FakePair) -> None:
    status, said = terminal.json("run", "list")
    assert status == 0
    assert [each["job"] for each in said["runs"]] == [JOB, ENDED]
    first = said["runs"][0]
    assert (first["pm"], first["step"], first["owner"]) == ("pm2", "replicate", "akiko@desk")
    assert said["problems"] == []
    assert terminal.run("run", "list") == 0
    lines = terminal.out.splitlines()
    assert lines[1].split()[:4] == ["web01", "pm2", "snapshot", "replicating"]
    assert lines[1].endswith(JOB)
    assert lines[2].split()[:4] == ["db", "pm2", "snapshot", "failed"]
    assert f"{ENDED}: " in terminal.out


def test_a_pm_that_waits_for_the_other(terminal: Terminal, busy: FakePair) -> None:
    waits = {"pm": "pm2", "peer": "pm1", "detail": "no route"}
    line = run(JOB, waiting=True, code="replication-waits", fields=waits)
    busy.machines[1].jobs.answers["facts"] = facts_line(1, runs=[line])
    assert terminal.run("run", "list") == 0
    assert "waiting for pm1" in terminal.out
    assert "(no route)" in terminal.out


def test_runs_that_cannot_be_seen_are_not_none(terminal: Terminal, busy: FakePair) -> None:
    busy.machines[1].jobs.answers["facts"] = Refused(NoRootRights("pm2", "viewer"))
    status, said = terminal.json("run", "list")
    assert (status, said["runs"]) == (0, [])
    assert [problem["code"] for problem in said["problems"]] == ["sudo-not-allowed"]


def test_the_pm_that_owns_it_is_asked_to_stop_it(terminal: Terminal, busy: FakePair) -> None:
    status, said = terminal.json("run", "cancel", JOB[:4].upper())
    assert (status, said) == (0, {"job": JOB, "asked": True})
    assert cancelled(busy) == [[], [JOB]]
    assert terminal.run("run", "cancel", JOB) == 0
    assert "pm2 was asked" in terminal.out


@pytest.mark.parametrize("job", [ENDED, "b40", SNAPSHOT])
def test_what_is_no_run_in_progress(terminal: Terminal, busy: FakePair, job: str) -> None:
    assert terminal.run("run", "cancel", job) == 2
    assert job in terminal.err
    assert cancelled(busy) == [[], []]


def test_a_beginning_of_two_is_of_neither(terminal: Terminal, busy: FakePair) -> None:
    runs = [run(JOB), run(ENDED)]
    busy.machines[1].jobs.answers["facts"] = facts_line(1, runs=runs)
    assert terminal.run("run", "cancel", JOB[:4]) == 2
    assert "not unique" in terminal.err
    assert cancelled(busy) == [[], []]


def test_a_pm_that_may_have_it_is_away(terminal: Terminal, busy: FakePair) -> None:
    busy.machines[1].jobs.answers["facts"] = gone("pm2")
    status, said = terminal.json("run", "cancel", JOB)
    assert (status, said["problems"][0]["code"]) == (3, "pm-unreachable")


def test_a_pm_that_cannot_be_asked(terminal: Terminal, busy: FakePair) -> None:
    busy.machines[1].jobs.answers["cancel"] = gone("pm2")
    status, said = terminal.json("run", "cancel", JOB)
    assert (status, said["problems"][0]["code"]) == (3, "pm-unreachable")

"""snapshot delete: which PM is asked, exit codes and JSON; the PMs are made up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.errors import Refused
from app.model.problems import MergeNeedsRoom
from app.operations import start_job
from app.operations.who import this_user
from app.remote.records import to_json
from tests.app.cli.test_command_line import Terminal, pair, terminal
from tests.app.cli.test_healing_verbs import hold
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, SNAPSHOT, VM, facts_line, manifest, wire_copy

__all__ = ["pair", "terminal"]  # fixtures

STARTED = {"kind": "started", "job": JOB, "snapshot": ""}
STEP = {"kind": "event", "event": "step", "offset": 1, "step": "merge", "at": 0.1}
MERGED = {"kind": "event", "event": "merged", "offset": 2, "deleted": [SNAPSHOT], "freed": 4096}
RESULT = {"deleted": [SNAPSHOT], "freed": 4096}
ENDED = {
    "kind": "event", "event": "ended", "offset": 9, "outcome": "complete", "code": None,
    "fields": {}, "details": "", "result": RESULT,
}  # fmt: skip
WAITING = {
    "kind": "event", "event": "waiting", "offset": 3, "code": "deletion-waits",
    "fields": {"pm": "pm1", "peer": "pm2", "detail": "no route"},
}  # fmt: skip


@pytest.fixture
def ready(pair: FakePair) -> FakePair:
    """Both PMs hold the snapshot whole; either deletes it."""
    hold(pair, "whole", "whole")
    for machine in pair.machines:
        machine.jobs.answers["delete"] = STARTED
        machine.jobs.scripts["follow"] = [[STEP, MERGED, ENDED]]
    return pair


@pytest.mark.parametrize(
    "verb",
    [
        ("snapshot", "delete"),
        ("snapshot", "show"),
        ("snapshot", "verify"),
        ("snapshot", "export", "--to", "/x"),
        ("vm", "rollback", "web01", "--to"),
        ("vm", "create", "--name", "x", "--from"),
    ],
)
def test_a_snapshot_that_is_gone_is_a_refusal(
    terminal: Terminal, ready: FakePair, verb: tuple[str, ...]
) -> None:
    status, said = terminal.json(*verb, JOB)
    (problem,) = said["problems"]
    assert (status, problem["code"]) == (3, "no-such-snapshot")
    assert problem["fields"] == {"snapshot": JOB}


def asked(pair: FakePair, verb: str) -> list[int]:
    return [
        number
        for number, machine in enumerate(pair.machines)
        if any(each == verb for each, _ in machine.jobs.asked)
    ]


def test_deleted_on_both(terminal: Terminal, ready: FakePair) -> None:
    status, said = terminal.json("snapshot", "delete", SNAPSHOT[:8])
    assert status == 0
    assert said == {
        "finished": True,
        "vms": [{"vm": VM, "deleted": [SNAPSHOT], "freed": 4096, "waiting": None}],
    }
    (number,) = asked(ready, "delete")
    wish = dict(next(w for v, w in ready.machines[number].jobs.asked if v == "delete"))
    assert wish.pop("by")
    assert wish == {"vm": VM, "vm_name": "web01", "snapshots": [SNAPSHOT]}


def test_a_pm_that_is_away_is_no_failure(terminal: Terminal, ready: FakePair) -> None:
    ready.machines[1].jobs.answers["facts"] = gone("pm2")
    ready.machines[0].jobs.scripts["follow"] = [[STEP, MERGED, WAITING]]
    status, said = terminal.json("snapshot", "delete", SNAPSHOT)
    assert status == 0
    assert said["finished"] is False
    assert said["vms"][0]["waiting"]["code"] == "deletion-waits"
    assert asked(ready, "delete") == [0]
    assert terminal.run("snapshot", "delete", SNAPSHOT) == 0
    assert "(no route)" in terminal.out
    assert "as soon as it is back" in terminal.out


def test_the_pm_that_holds_it_is_asked(terminal: Terminal, ready: FakePair) -> None:
    hold(ready, "", "whole")
    assert terminal.run("snapshot", "delete", SNAPSHOT) == 0
    assert asked(ready, "delete") == [1]


def test_refused_is_three(terminal: Terminal, ready: FakePair) -> None:
    for machine in ready.machines:
        machine.jobs.answers["delete"] = Refused(MergeNeedsRoom("pm1", "/var", 10, 5))
    status, said = terminal.json("snapshot", "delete", SNAPSHOT)
    assert (status, said["problems"][0]["code"]) == (3, "merge-needs-room")


def test_failed_is_four(terminal: Terminal, ready: FakePair) -> None:
    fields = {"by": "", "deleted": 1, "left": 2}
    failed = {**ENDED, "outcome": "failed", "code": "deletion-cancelled", "fields": fields}
    for machine in ready.machines:
        machine.jobs.scripts["follow"] = [[STEP, failed]]
    status, said = terminal.json("snapshot", "delete", SNAPSHOT)
    assert (status, said["problems"][0]["code"]) == (4, "deletion-cancelled")
    cancelled = {**ENDED, "outcome": "cancelled", "code": "cancelled", "fields": {"by": ""}}
    for machine in ready.machines:
        machine.jobs.scripts["follow"] = [[STEP, cancelled]]
    status, said = terminal.json("snapshot", "delete", SNAPSHOT)
    assert (status, said["problems"][0]["fields"]["left"]) == (4, 1)


def test_a_pm_not_understood_once_the_job_has_begun_is_a_failed_run(
    terminal: Terminal, ready: FakePair
) -> None:
    """Once the job has begun; before, nothing was touched."""
    for machine in ready.machines:
        machine.jobs.scripts["follow"] = [[STEP, {**ENDED, "result": {"freed": "much"}}]]
    status, said = terminal.json("snapshot", "delete", SNAPSHOT)
    assert (status, said["problems"][0]["code"], said["vms"]) == (4, "unexplained", [])
    for machine in ready.machines:
        machine.jobs.answers["delete"] = {"kind": "started"}
    status, said = terminal.json("snapshot", "delete", SNAPSHOT)
    assert (status, said["problems"][0]["code"]) == (3, "unexplained")


OTHER, OTHER_VM = "0f9a3a3c-0b1e-4a52-8d6e-3a1f0d6a7e11", "7839c70b-f537-5ce3-b26a-ae658a90b780"


def two_vms(pair: FakePair, refusal: object) -> None:
    """Both PMs hold a snapshot of each of two VMs; the second VM's is refused."""
    second = replace(manifest(), snapshot=OTHER, vm=OTHER_VM, vm_name="db")
    vms = [
        {"uuid": vm, "last_run": None, "containers": [], "snapshots": [copy]}
        for vm, copy in (
            (VM, wire_copy(to_json(manifest()))),
            (OTHER_VM, wire_copy(to_json(second), OTHER)),
        )
    ]
    for number, machine in enumerate(pair.machines):
        machine.jobs.answers["facts"] = facts_line(number, vms=vms)
        machine.jobs.answers["delete"] = lambda wish: STARTED if wish["vm"] == VM else refusal


def test_what_was_deleted_before_a_refusal_is_told(terminal: Terminal, ready: FakePair) -> None:
    two_vms(ready, Refused(MergeNeedsRoom("pm1", "/var", 10, 5)))
    status, said = terminal.json("snapshot", "delete", SNAPSHOT, OTHER)
    assert (status, said["problems"][0]["code"]) == (4, "merge-needs-room")
    done = {"vm": VM, "deleted": [SNAPSHOT], "freed": 4096, "waiting": None}
    assert (said["finished"], said["vms"]) == (False, [done])
    assert terminal.run("snapshot", "delete", SNAPSHOT, OTHER) == 4
    assert "web01: snapshots deleted: 1" in terminal.out
    assert terminal.err
    assert terminal.run("snapshot", "delete", SNAPSHOT, OTHER, "--no-wait") == 4
    assert terminal.out == "started, but not for every VM\n"
    status, said = terminal.json("snapshot", "delete", OTHER, SNAPSHOT)
    assert (status, said["problems"][0]["code"]) == (3, "merge-needs-room")


def test_what_was_deleted_before_it_was_cancelled_is_told(
    terminal: Terminal, ready: FakePair
) -> None:
    two_vms(ready, STARTED)
    cancelled = {**ENDED, "outcome": "cancelled", "code": "cancelled", "fields": {"by": ""}}
    for machine in ready.machines:
        machine.jobs.scripts["follow"] = [[STEP, MERGED, ENDED], [STEP, cancelled]]
    status, said = terminal.json("snapshot", "delete", SNAPSHOT, OTHER)
    assert (status, [each["vm"] for each in said["vms"]]) == (4, [VM])
    (problem,) = said["problems"]
    assert (problem["fields"]["deleted"], problem["fields"]["left"]) == (1, 1)


def test_a_job_whose_answer_was_lost_is_found(
    terminal: Terminal, ready: FakePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_job, "SEARCHES", (0.0,))
    run = {
        "job": JOB, "activity": "merge", "snapshot": "", "vm": VM, "vm_name": "web01",
        "step": "merge", "owner": this_user(), "started": 1.0, "ended": False, "code": None,
        "fields": {},
    }  # fmt: skip

    def lost(_: object) -> object:
        for number, machine in enumerate(ready.machines):
            machine.jobs.answers["facts"] = facts_line(number, runs=[run])
        return gone()

    for machine in ready.machines:
        machine.jobs.answers["delete"] = lost
    assert terminal.run("snapshot", "delete", SNAPSHOT) == 0


def test_what_it_would_free(terminal: Terminal, ready: FakePair) -> None:
    answer: dict[str, Any] = {
        "kind": "deletion", "needs": 10, "frees": 4096, "newest": True, "problems": [],
    }  # fmt: skip
    for machine in ready.machines:
        machine.jobs.answers["deletion"] = answer
    status, said = terminal.json("snapshot", "delete", SNAPSHOT, "--dry-run")
    assert status == 0
    assert said["vms"] == [{"vm": VM, "frees": 4096, "needs": 10, "holds_vm": True, "problems": []}]
    assert asked(ready, "delete") == []


def test_one_in_the_making_is_not_deleted(terminal: Terminal, ready: FakePair) -> None:
    run = {
        "job": JOB, "activity": "snapshot", "snapshot": SNAPSHOT, "vm": VM, "vm_name": "web01",
        "step": "replicate", "owner": "x", "started": 1.0, "ended": False, "code": None,
        "fields": {},
    }  # fmt: skip
    copy = wire_copy(to_json(manifest()))
    vm = {"uuid": VM, "last_run": None, "containers": [], "snapshots": [copy]}
    ready.machines[0].jobs.answers["facts"] = facts_line(0, vms=[vm], runs=[run])
    status, said = terminal.json("snapshot", "delete", SNAPSHOT)
    assert (status, said["problems"][0]["code"]) == (3, "vm-busy")


def test_what_a_pm_knows_to_be_deleted_is_not_shown(terminal: Terminal, ready: FakePair) -> None:
    vm = {"uuid": VM, "last_run": None, "containers": [], "snapshots": [], "deleted": [SNAPSHOT]}
    ready.machines[0].jobs.answers["facts"] = facts_line(0, vms=[vm])
    status, said = terminal.json("snapshot", "list")
    assert (status, said["snapshots"]) == (0, [])

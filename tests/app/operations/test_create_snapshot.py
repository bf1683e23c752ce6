"""Taking a snapshot: refusals, the run's events, lost links, cancelling."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.errors import Failed, Refused, Unreachable
from app.model.problems import (
    CopyFailed,
    MachineUnreachable,
    NoSuchVm,
    ReplicationWaits,
    UefiFirmware,
    Unexplained,
)
from app.model.snapshot import Consistency, ConsistencyReason, SnapshotRequest, SnapshotState
from app.model.vm import Firmware, VmState
from app.operations import create_snapshot as create_module
from app.operations import run_follower as follower_module
from app.operations.create_snapshot import CreateSnapshot
from app.operations.events import BytesDone, Event, Frozen, LinkLost, RunAccepted, StepStarted
from app.operations.operation import Cancelled, CancelToken
from app.operations.who import this_user
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, SNAPSHOT, VM, domain, facts_line


def event(name: str, offset: int, **more: Any) -> dict[str, Any]:
    return {"kind": "event", "event": name, "offset": offset, **more}


STEP = event("step", 10, step="freeze", at=0.5)
FROZEN = event("frozen", 20, ms=120.5, filesystems=2)
CONSISTENCY = event("consistency", 30, consistency="application", reason="frozen")
BYTES = event("bytes", 35, step="replicate", done=5, total=10, rate=2.5)
COMPLETE = event("ended", 40, outcome="complete", code=None, fields={}, details="")
STARTED = {"kind": "started", "job": JOB, "snapshot": SNAPSHOT}


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> FakePair:
    """web01 runs on pm2."""
    monkeypatch.setattr(create_module, "SEARCHES", (0.0, 0.0))
    monkeypatch.setattr("app.operations.back_off.DELAYS", (0.01,))
    made = FakePair()
    made.machines[0].hypervisor.found = (domain(VmState.STOPPED),)
    made.machines[1].hypervisor.found = (domain(),)
    made.machines[1].jobs.answers["start"] = STARTED
    made.machines[1].jobs.answers["cancel"] = {"kind": "cancelling"}
    made.machines[1].jobs.scripts["follow"] = [[STEP, FROZEN, CONSISTENCY, BYTES, COMPLETE]]
    return made


def run(pair: FakePair, token: CancelToken | None = None, **more: Any) -> tuple[Any, list[Event]]:
    events: list[Event] = []
    request = SnapshotRequest(VM, "a name", **more)
    outcome = CreateSnapshot(pair, request).run(events.append, token or CancelToken())
    return outcome, events


def test_a_whole_run(pair: FakePair) -> None:
    outcome, events = run(pair)
    assert outcome.state is SnapshotState.NORMAL
    assert (outcome.consistency, outcome.reason) == (
        Consistency.APPLICATION,
        ConsistencyReason.FROZEN,
    )
    assert outcome.frozen_ms == 120.5
    assert [type(each) for each in events[:4]] == [StepStarted, RunAccepted, StepStarted, Frozen]
    assert any(isinstance(each, BytesDone) for each in events)
    (wish,) = [request for verb, request in pair.machines[1].jobs.asked if verb == "start"]
    assert (wish["vm"], wish["name"], wish["by"]) == (VM, "a name", this_user())


def test_it_is_refused_before_anything_is_touched(pair: FakePair) -> None:
    pair.machines[1].hypervisor.found = (replace(domain(), firmware=Firmware.UEFI),)
    with pytest.raises(Refused) as caught:
        run(pair)
    assert UefiFirmware("web01") in caught.value.problems
    assert not [
        verb for machine in pair.machines for verb, _ in machine.jobs.asked if verb == "start"
    ]


def test_a_pm_out_of_reach_refuses(pair: FakePair) -> None:
    pair.machines[0].jobs.answers["facts"] = gone("pm1")
    with pytest.raises(Refused) as caught:
        run(pair)
    assert caught.value.problems == (MachineUnreachable("pm1", "no route"),)


def test_a_vm_nobody_knows(pair: FakePair) -> None:
    for machine in pair.machines:
        machine.hypervisor.found = ()
    with pytest.raises(Refused) as caught:
        run(pair)
    assert caught.value.problems == (NoSuchVm(VM),)


def test_refusals_of_the_pm_go_through(pair: FakePair) -> None:
    pair.machines[1].jobs.answers["start"] = Refused(UefiFirmware("web01"))
    with pytest.raises(Refused):
        run(pair)


def test_a_failed_run(pair: FakePair) -> None:
    fields = {"vm": "web01", "detail": "x"}
    ended = event("ended", 9, outcome="failed", code="copy-failed", fields=fields, details="why")
    pair.machines[1].jobs.scripts["follow"] = [[ended]]
    with pytest.raises(Failed) as caught:
        run(pair)
    assert caught.value.problems == (CopyFailed("web01", "x"),)
    assert caught.value.details == "why"


def test_whole_on_the_primary_only(pair: FakePair) -> None:
    waiting = event("waiting", 9, code="replication-waits", fields={"pm": "pm2", "peer": "pm1"})
    pair.machines[1].jobs.scripts["follow"] = [[CONSISTENCY, waiting]]
    outcome, _ = run(pair)
    assert outcome.state is SnapshotState.BROKEN
    assert outcome.waiting == ReplicationWaits("pm2", "pm1")


def test_a_lost_link_is_taken_up_where_it_broke(pair: FakePair) -> None:
    jobs = pair.machines[1].jobs
    jobs.scripts["follow"] = [[STEP, FROZEN, gone("pm2")], [], [CONSISTENCY, COMPLETE]]
    outcome, events = run(pair)
    assert outcome.state is SnapshotState.NORMAL
    assert sum(isinstance(each, LinkLost) for each in events) == 2
    offsets = [request["offset"] for verb, request in jobs.asked if verb == "follow"]
    assert offsets == [0, 20, 20]


def test_a_run_that_began_while_the_link_broke_is_found(pair: FakePair) -> None:
    jobs = pair.machines[1].jobs
    begun = {
        "job": JOB, "snapshot": SNAPSHOT, "vm": VM, "vm_name": "web01", "step": "freeze",
        "owner": this_user(), "started": 5.0, "ended": False,
    }  # fmt: skip

    def start(_: object) -> Exception:
        jobs.answers["facts"] = facts_line(1, runs=[begun])
        return gone("pm2")

    jobs.answers["start"] = start
    outcome, events = run(pair)
    assert outcome.state is SnapshotState.NORMAL
    assert RunAccepted(JOB, SNAPSHOT) in events


def test_a_start_that_never_arrived_is_unreachable(pair: FakePair) -> None:
    pair.machines[1].jobs.answers["start"] = gone("pm2")
    with pytest.raises(Unreachable):
        run(pair)


@pytest.mark.parametrize(
    "line",
    [
        event("step", 1, step="dance"),
        event("step", 1),
        event("bytes", 1, step="replicate", done=-1, total="x"),
        event("ended", 1),
        {"kind": "event"},
        event("consistency", 1, consistency="maybe", reason="frozen"),
    ],
)
def test_nonsense_ends_the_following(pair: FakePair, line: dict[str, Any]) -> None:
    pair.machines[1].jobs.scripts["follow"] = [[line]]
    with pytest.raises(Unreachable) as caught:
        run(pair)
    assert isinstance(caught.value.problems[0], Unexplained)


def test_events_of_a_newer_program_are_passed_over(pair: FakePair) -> None:
    pair.machines[1].jobs.scripts["follow"] = [
        [event("sparkle", 5), {"kind": "new"}, CONSISTENCY, COMPLETE]
    ]
    assert run(pair)[0].state is SnapshotState.NORMAL


def test_cancelled_before_the_start(pair: FakePair) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        run(pair, token)


def test_cancelling_asks_the_pm_and_waits_for_its_word(pair: FakePair) -> None:
    token = CancelToken()
    jobs = pair.machines[1].jobs
    ended = event("ended", 9, outcome="cancelled", code="cancelled", fields={}, details="")

    def cancel_now() -> dict[str, Any]:
        token.cancel()
        return STEP

    jobs.scripts["follow"] = [[cancel_now, ended]]
    with pytest.raises(Cancelled):
        run(pair, token)
    # on_cancel runs on a thread of its own; asking once more does no harm.
    follower_wish = {"job": JOB, "by": this_user()}
    token_asked = [request for verb, request in jobs.asked if verb == "cancel"]
    assert all(request == follower_wish for request in token_asked)


def test_a_run_that_cannot_be_reached_to_cancel_is_given_up(
    pair: FakePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower_module, "GIVE_UP", 0.0)
    token = CancelToken()
    jobs = pair.machines[1].jobs
    jobs.answers["cancel"] = gone("pm2")

    def cancel_now() -> dict[str, Any]:
        token.cancel()
        return STEP

    jobs.scripts["follow"] = [[cancel_now, gone("pm2")], [gone("pm2")]]
    with pytest.raises(Unreachable):
        run(pair, token)

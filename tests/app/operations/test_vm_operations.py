"""Making a VM of a snapshot and rolling back to one, against PMs that are made up."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import Failed, Refused, Unreachable
from app.model.machine import Side
from app.model.problems import BadName
from app.model.vm import VmState
from app.model.vm_problems import DevicesLeftOut, RollBackFailed, SafetyNotWhole
from app.model.vm_requests import NewVmRequest, RollBackRequest
from app.operations import start_job as start_module
from app.operations.create_vm import CreateVm
from app.operations.events import Event, RunAccepted
from app.operations.operation import Cancelled, CancelToken
from app.operations.roll_back import RollBack
from app.operations.who import this_user
from app.remote.records import to_json
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, SNAPSHOT, VM, domain, facts_line, manifest, wire_copy
from tests.app.operations.test_create_snapshot import BYTES, CONSISTENCY, STARTED, event

NEW = "11111111-2222-4333-8444-555555555555"
SAFETY = "22222222-2222-4333-8444-555555555555"
COPYING = event("step", 5, step="copy", at=0.1)
LEFT_OUT = event("warning", 7, code="devices-left-out", fields={"vm": "copy", "names": "hostdev"})
MADE = {
    "vm": NEW,
    "name": "copy",
    "both": True,
    "started": True,
    "volumes": [{"target": "vda", "path": "/v/vda.qcow2", "format": "qcow2"}],
}
BACK = {"replaced": ["vda"], "untouched": ["vdb"]}
STAMPS = {"vda": [1, 2, 3]}


def ended(result: dict[str, Any], **more: Any) -> dict[str, Any]:
    line = {"outcome": "complete", "code": None, "fields": {}, "details": "", "result": result}
    return event("ended", 50, **{**line, **more})


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> FakePair:
    """web01 is stopped on both PMs, which hold its snapshot."""
    monkeypatch.setattr(start_module, "SEARCHES", (0.0, 0.0))
    monkeypatch.setattr("app.operations.back_off.DELAYS", (0.01,))
    made = FakePair()
    for number, machine in enumerate(made.machines):
        machine.hypervisor.found = (domain(VmState.STOPPED),)
        machine.jobs.answers["facts"] = facts_line(number, vms=[held()])
    first = made.machines[0].jobs
    started = {"kind": "started", "job": JOB, "snapshot": SNAPSHOT}
    first.answers.update({"create-vm": started, "roll-back": started})
    first.answers["volume-stamps"] = {"kind": "stamps", "stamps": STAMPS}
    first.answers["cancel"] = {"kind": "cancelling"}
    return made


def held(name: str = "web01") -> dict[str, Any]:
    snapshots = [wire_copy(to_json(manifest(name)))]
    return {"uuid": VM, "last_run": None, "containers": [], "snapshots": snapshots}


def follows(pair: FakePair, *lines: Any) -> None:
    pair.machines[0].jobs.scripts["follow"] = [list(lines)]


def wishes(pair: FakePair, verb: str) -> list[Any]:
    return [request for asked, request in pair.machines[0].jobs.asked if asked == verb]


def create(pair: FakePair, **more: Any) -> tuple[Any, list[Event]]:
    events: list[Event] = []
    request = NewVmRequest(SNAPSHOT, "copy", **more)
    return CreateVm(pair, request).run(events.append, CancelToken()), events


def roll_back(pair: FakePair, **more: Any) -> Any:
    request = RollBackRequest(VM, SNAPSHOT, **more)
    return RollBack(pair, request).run(lambda event: None, CancelToken())


def test_a_vm_is_made(pair: FakePair) -> None:
    follows(pair, COPYING, LEFT_OUT, ended(MADE))
    made, events = create(pair, memory=2**30, start=True)
    assert (made.uuid, made.name, made.side) == (NEW, "copy", Side.FIRST)
    assert made.defined_on == (Side.FIRST, Side.SECOND)
    assert made.volumes == (("vda", "/v/vda.qcow2"),)
    assert made.started
    assert made.warnings == (DevicesLeftOut("copy", "hostdev"),)
    assert RunAccepted(JOB, SNAPSHOT) in events
    (wish,) = wishes(pair, "create-vm")
    assert (wish["vm"], wish["snapshot"], wish["name"]) == (VM, SNAPSHOT, "copy")
    assert (wish["memory"], wish["processors"], wish["start"]) == (2**30, None, True)
    assert wish["by"] == this_user()


def test_it_is_refused_before_the_pm_is_asked(pair: FakePair) -> None:
    for more in ({"excluded": frozenset(["vda"])}, {"side": Side.FIRST, "excluded": {"x"}}):
        with pytest.raises(Refused):
            create(pair, **more)
    with pytest.raises(Refused):
        CreateVm(pair, NewVmRequest(SAFETY, "copy")).run(lambda event: None, CancelToken())
    assert wishes(pair, "create-vm") == []


@pytest.mark.parametrize(
    "result", [{}, {**MADE, "vm": "x"}, {**MADE, "volumes": 7}, {**MADE, "volumes": [7]}]
)
def test_an_answer_that_is_not_understood(pair: FakePair, result: dict[str, Any]) -> None:
    follows(pair, ended(result))
    with pytest.raises(Unreachable) as caught:
        create(pair)
    assert caught.value.problems[0].code == "unexplained"


def test_a_job_that_began_while_the_link_was_lost_is_found(pair: FakePair) -> None:
    jobs = pair.machines[0].jobs
    run = {
        "job": JOB, "activity": "create-vm", "snapshot": SNAPSHOT, "vm": VM, "vm_name": "web01",
        "step": "copy", "owner": this_user(), "started": 1e6, "done": 0, "total": 0, "rate": 0.0,
        "ended": False, "cancelled": False, "waiting": False, "code": None, "fields": {},
    }  # fmt: skip

    def lost(request: Any) -> Any:
        jobs.answers["facts"] = facts_line(0, vms=[held()], runs=[run])
        return gone()

    jobs.answers["create-vm"] = lost
    follows(pair, ended(MADE))
    assert create(pair)[0].uuid == NEW


def test_a_job_that_did_not_begin_is_not_found(pair: FakePair) -> None:
    pair.machines[0].jobs.answers["create-vm"] = gone()
    with pytest.raises(Unreachable):
        create(pair)


# Rolling back


def test_a_safety_snapshot_comes_first(pair: FakePair) -> None:
    jobs = pair.machines[0].jobs
    jobs.answers["start"] = {**STARTED, "snapshot": SAFETY}
    complete = ended({})
    jobs.scripts["follow"] = [[CONSISTENCY, complete], [COPYING, BYTES, ended(BACK)]]

    done = roll_back(pair)

    assert (done.safety, done.replaced, done.untouched) == (SAFETY, ("vda",), ("vdb",))
    order = [verb for verb, _ in jobs.asked if verb in ("volume-stamps", "start", "roll-back")]
    assert order == ["volume-stamps", "start", "roll-back"]
    (snapshot,) = wishes(pair, "start")
    assert snapshot["name"] == "web01 before roll back to web01"
    assert wishes(pair, "volume-stamps") == [{"vm": VM, "snapshot": SNAPSHOT}]
    (wish,) = wishes(pair, "roll-back")
    assert wish["stamps"] == STAMPS


def test_without_a_safety_snapshot_nothing_is_compared(pair: FakePair) -> None:
    follows(pair, ended(BACK))
    assert roll_back(pair, safety=False).safety is None
    (wish,) = wishes(pair, "roll-back")
    assert wish["stamps"] is None
    assert wishes(pair, "start") == []


def test_a_safety_snapshot_on_one_pm_only_is_not_enough(pair: FakePair) -> None:
    jobs = pair.machines[0].jobs
    jobs.answers["start"] = {**STARTED, "snapshot": SAFETY}
    fields = {"pm": "pm1", "peer": "pm2"}
    waiting = event("waiting", 45, code="replication-waits", fields=fields)
    follows(pair, CONSISTENCY, waiting)
    with pytest.raises(Refused) as caught:
        roll_back(pair)
    assert caught.value.problems == (SafetyNotWhole("web01", SAFETY),)
    assert wishes(pair, "roll-back") == []


def test_a_running_vm_is_refused_before_anything_is_taken(pair: FakePair) -> None:
    pair.machines[0].hypervisor.found = (domain(VmState.RUNNING),)
    with pytest.raises(Refused) as caught:
        roll_back(pair)
    assert caught.value.problems[0].code == "vm-not-stopped"
    assert wishes(pair, "start") == wishes(pair, "volume-stamps") == []


def test_stamps_that_are_none(pair: FakePair) -> None:
    pair.machines[0].jobs.answers["volume-stamps"] = {"kind": "stamps", "stamps": 7}
    with pytest.raises(Unreachable):
        roll_back(pair)


def test_how_it_may_end(pair: FakePair) -> None:
    fields = {"vm": "web01", "detail": "x"}
    follows(pair, ended({}, outcome="failed", code="roll-back-failed", fields=fields))
    with pytest.raises(Failed) as caught:
        roll_back(pair, safety=False)
    assert caught.value.problems == (RollBackFailed("web01", "x"),)
    follows(pair, ended({}, outcome="cancelled", code="cancelled", fields={"by": "x"}))
    with pytest.raises(Cancelled):
        roll_back(pair, safety=False)


def test_the_name_of_a_safety_snapshot_fits(pair: FakePair) -> None:
    name = "v" * 200
    for number, machine in enumerate(pair.machines):
        machine.jobs.answers["facts"] = facts_line(number, vms=[held(name=name)])
    jobs = pair.machines[0].jobs
    jobs.answers["start"] = {**STARTED, "snapshot": SAFETY}
    jobs.scripts["follow"] = [[CONSISTENCY, ended({})], [ended(BACK)]]
    roll_back(pair)
    (snapshot,) = wishes(pair, "start")
    assert snapshot["name"].startswith("web01 before roll back to vvv")
    assert len(snapshot["name"]) == 200
    with pytest.raises(Refused) as caught:
        roll_back(pair, safety_name=name + "v")
    assert caught.value.problems == (BadName("name", 200),)

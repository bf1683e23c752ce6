"""Work On and Finalize, against PMs that are made up."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import Failed, Refused, Unreachable
from app.model.machine import MachineState, Side
from app.model.maintenance import WorkedOn, WorkOnRequest
from app.model.power_problems import MoveFailed
from app.model.problems import Unexplained
from app.model.vm import VmState
from app.operations import work_on as module
from app.operations.events import Event, PmEmptied, VmMoving, Warned
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import Cancelled, CancelToken
from app.operations.work_on import Finalize, PlanWorkOn, WorkOn
from tests.app.fakes import FakePair, gone
from tests.app.made import VM, domain, facts_line

STANDBY = {"node": "pm1", "nodes": {"pm1": "standby", "pm2": "online"}, "vms": {VM: "web"}}
ONLINE = {**STANDBY, "nodes": {"pm1": "online", "pm2": "online"}}
FLAG = {"by": "akiko", "since": 1e6}


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> FakePair:
    """web01 runs on the first PM, and could move."""
    monkeypatch.setattr(module, "LOOK", 0.0)
    made = FakePair()
    for machine, state in zip(made.machines, (VmState.RUNNING, VmState.STOPPED), strict=True):
        machine.hypervisor.found = (domain(state),)
        for verb in ("flag", "standby"):
            machine.jobs.answers[verb] = {"kind": "done"}
    made.machines[0].jobs.answers["move-check"] = {"kind": "move", "problems": []}
    return made


def wishes(pair: FakePair, verb: str) -> list[tuple[int, Any]]:
    return [
        (number, request)
        for number, machine in enumerate(pair.machines)
        for asked, request in machine.jobs.asked
        if asked == verb
    ]


def work_on(pair: FakePair, **more: Any) -> tuple[WorkedOn, list[Event]]:
    events: list[Event] = []
    request = WorkOnRequest(Side.FIRST, **more)
    return WorkOn(pair, request).run(events.append, CancelToken()), events


def test_the_flag_is_on_both_pms_and_the_vm_moves(pair: FakePair) -> None:
    done, events = work_on(pair)
    assert (done.moved, done.stayed) == (("web01",), ())
    assert pair.migrated == [(VM, Side.FIRST)]
    flags = [(number, wish["flag"], wish["on"]) for number, wish in wishes(pair, "flag")]
    assert flags == [(0, "maintenance", True), (1, "peer-maintenance", True)]
    assert VmMoving("web01", "pm2", 1, 2) in events


def test_what_cannot_move_or_shall_not_stays(pair: FakePair) -> None:
    fields = {"vm": "web01", "target": "vda", "path": "/dev/vg/a", "peer": "pm2"}
    unseen = {"code": "volume-not-shared", "fields": fields}
    pair.machines[0].jobs.answers["move-check"] = {"kind": "move", "problems": [unseen]}
    done, events = work_on(pair)
    assert (done.stayed, [problem.code for problem in done.problems]) == (
        ("web01",),
        ["volume-not-shared"],
    )
    assert Warned(done.problems[0]) in events
    pair.machines[0].jobs.answers["move-check"] = {"kind": "move", "problems": []}
    kept, _ = work_on(pair, keep=frozenset([VM]))
    assert [problem.code for problem in kept.problems] == ["vm-kept"]
    assert pair.migrated == []


def test_a_move_that_fails_leaves_the_vm_where_it_is(pair: FakePair) -> None:
    pair.migration = Failed(MoveFailed("web01", "pm1", "pm2", "no route"))
    done, _ = work_on(pair)
    assert (done.moved, done.stayed) == ((), ("web01",))
    assert done.problems == (MoveFailed("web01", "pm1", "pm2", "no route"),)


def test_a_move_that_is_cancelled(pair: FakePair) -> None:
    token = CancelToken()
    pair.migration = Failed(MoveFailed("web01", "pm1", "pm2", "aborted"))

    def report(event: Event) -> None:
        if isinstance(event, VmMoving):
            token.cancel()

    with pytest.raises(Cancelled):
        WorkOn(pair, WorkOnRequest(Side.FIRST)).run(report, token)
    assert len(wishes(pair, "flag")) == 2  # it is in maintenance mode all the same


def test_never_both_without_a_warning(pair: FakePair) -> None:
    pair.machines[1].jobs.answers["facts"] = facts_line(1, maintenance=FLAG)
    with pytest.raises(Refused) as caught:
        work_on(pair)
    assert [problem.code for problem in caught.value.problems] == ["other-pm-away"]
    assert wishes(pair, "flag") == []
    assert work_on(pair, accept_warnings=True)[0].moved == ("web01",)


def test_two_consoles_at_once_take_neither_pm_without_a_warning(pair: FakePair) -> None:
    """The other one was flagged after this one had been looked at."""
    first, second = pair.machines

    def flag(request: Any) -> Any:
        second.jobs.answers["facts"] = facts_line(1, maintenance=FLAG)
        return {"kind": "done"}

    first.jobs.answers["flag"] = flag
    with pytest.raises(Refused) as caught:
        work_on(pair)
    assert [problem.code for problem in caught.value.problems] == ["other-pm-away"]
    flags = [(number, wish["flag"], wish["on"]) for number, wish in wishes(pair, "flag")]
    assert sorted(flags) == [
        (0, "maintenance", False),
        (0, "maintenance", True),
        (1, "peer-maintenance", False),
        (1, "peer-maintenance", True),
    ]
    assert pair.migrated == []


def test_a_pm_that_is_away_is_not_told(pair: FakePair) -> None:
    pair.machines[1].jobs.answers["facts"] = gone("pm2")
    done, _ = work_on(pair, accept_warnings=True)
    assert [number for number, _ in wishes(pair, "flag")] == [0]
    assert [problem.code for problem in done.problems] == ["pm-unreachable"]


def test_an_answer_that_is_none(pair: FakePair) -> None:
    pair.machines[0].jobs.answers["move-check"] = {"problems": [7]}
    with pytest.raises(Unreachable) as caught:
        PlanWorkOn(pair, Side.FIRST).run(lambda event: None, CancelToken())
    assert isinstance(caught.value.problems[0], Unexplained)


# Pacemaker


def test_pacemaker_takes_its_vms_off_by_itself(pair: FakePair) -> None:
    pair.machines[0].jobs.answers["facts"] = facts_line(0, cluster=ONLINE)
    plan = PlanWorkOn(pair, Side.FIRST).run(lambda event: None, CancelToken())
    assert plan.standby
    assert plan.vms[0].by_cluster
    events: list[Event] = []

    def report(event: Event) -> None:
        events.append(event)
        if isinstance(event, PmEmptied):
            pair.machines[0].hypervisor.found = ()

    done = WorkOn(pair, WorkOnRequest(Side.FIRST)).run(report, CancelToken())
    assert done.moved == ("web01",)
    assert PmEmptied("pm1", 1, 0, module.PATIENCE) in events
    assert wishes(pair, "standby") == [(0, {"on": True})]
    assert wishes(pair, "flag") == []
    assert pair.migrated == []


def test_pacemaker_is_not_waited_for_for_ever(
    pair: FakePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", -1)
    pair.machines[0].jobs.answers["facts"] = facts_line(0, cluster=ONLINE)
    done, _ = work_on(pair)
    assert done.stayed == ("web01",)
    assert [problem.code for problem in done.problems] == ["vm-move-failed"]


def test_standby_is_maintenance_and_finalize_ends_it(pair: FakePair) -> None:
    pair.machines[0].jobs.answers["facts"] = facts_line(0, cluster=STANDBY)
    state = LookAtSystem(pair).run(lambda event: None, CancelToken())
    assert state.machine(Side.FIRST).state is MachineState.MAINTENANCE
    Finalize(pair, Side.FIRST).run(lambda event: None, CancelToken())
    assert wishes(pair, "standby") == [(0, {"on": False})]
    assert wishes(pair, "flag") == []


def test_finalize_takes_the_flag_from_both(pair: FakePair) -> None:
    with pytest.raises(Refused) as caught:
        Finalize(pair, Side.FIRST).run(lambda event: None, CancelToken())
    assert [problem.code for problem in caught.value.problems] == ["pm-not-in-maintenance"]
    pair.machines[0].jobs.answers["facts"] = facts_line(0, maintenance=FLAG)
    Finalize(pair, Side.FIRST).run(lambda event: None, CancelToken())
    flags = [(number, wish["flag"], wish["on"]) for number, wish in wishes(pair, "flag")]
    assert flags == [(0, "maintenance", False), (1, "peer-maintenance", False)]


def test_the_other_pm_tells_of_it(pair: FakePair) -> None:
    pair.machines[0].jobs.answers["facts"] = gone("pm1")
    pair.machines[1].jobs.answers["facts"] = facts_line(1, peer_maintenance=FLAG)
    machine = LookAtSystem(pair).run(lambda event: None, CancelToken()).machine(Side.FIRST)
    assert machine.state is MachineState.UNREACHABLE
    assert machine.maintenance is not None
    assert machine.maintenance.by == "akiko"

"""Watching both PMs: what is reported, what a PM that fails or hangs does to the rest."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.model.machine import MachineState, Side
from app.model.state import SystemState
from app.model.vm import VmState
from app.operations.events import Event, SystemSeen
from app.operations.operation import Cancelled, CancelToken
from app.operations.watch_system import LastKnown, WatchSystem
from tests.app.fakes import FakePair, gone
from tests.app.made import domain, facts_line


class Seen:
    """What the watch reported so far."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.states: list[SystemState] = []

    def report(self, event: Event) -> None:
        assert isinstance(event, SystemSeen)
        with self._changed:
            self.states.append(event.state)
            self._changed.notify_all()

    def wait(self, wanted: Callable[[SystemState], bool]) -> SystemState:
        with self._changed:
            assert self._changed.wait_for(
                lambda: bool(self.states) and wanted(self.states[-1]), timeout=10
            ), self.states[-1:]
            return self.states[-1]


@contextmanager
def watching(pair: FakePair, known: LastKnown | None = None) -> Iterator[Seen]:
    seen, token, ended = Seen(), CancelToken(), threading.Event()

    def watch() -> None:
        try:
            WatchSystem(pair, known or LastKnown()).run(seen.report, token)
        except Cancelled:
            ended.set()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield seen
    finally:
        token.cancel()
        assert ended.wait(5)


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> FakePair:
    monkeypatch.setattr("app.operations.back_off.DELAYS", (0.05,))
    monkeypatch.setattr("app.operations.watch_side.SETTLE", 0.01)
    made = FakePair()
    made.machines[0].hypervisor.found = (domain(),)
    return made


def states(*wanted: MachineState) -> Callable[[SystemState], bool]:
    return lambda state: tuple(machine.state for machine in state.machines) == wanted


RUNNING, UNREACHABLE = MachineState.RUNNING, MachineState.UNREACHABLE


def test_both_pms_and_their_vms(pair: FakePair) -> None:
    with watching(pair) as seen:
        state = seen.wait(states(RUNNING, RUNNING))
        assert [vm.name for vm in state.vms] == ["web01"]
        assert state.machine(Side.SECOND).name == "pm2"
    assert all(a != b for a, b in zip(seen.states, seen.states[1:], strict=False))


def test_an_event_of_libvirt_is_seen_at_once(pair: FakePair) -> None:
    with watching(pair) as seen:
        seen.wait(states(RUNNING, RUNNING))
        hypervisor = pair.machines[0].hypervisor
        hypervisor.found = (domain(VmState.STOPPED),)
        assert hypervisor.changed is not None
        hypervisor.changed()
        seen.wait(lambda state: state.vms[0].state is VmState.STOPPED)


def test_a_pm_that_goes_keeps_its_facts_and_comes_back(pair: FakePair) -> None:
    lost, back = threading.Event(), threading.Event()
    pair.machines[0].jobs.scripts["watch"] = [
        [facts_line(0), lost, gone("pm1")],
        [back, facts_line(0), "hold"],
    ]
    with watching(pair) as seen:
        seen.wait(states(RUNNING, RUNNING))
        lost.set()
        state = seen.wait(states(UNREACHABLE, RUNNING))
        machine = state.machine(Side.FIRST)
        assert machine.name == "pm1"
        assert machine.last_seen is not None
        assert machine.problem == gone("pm1").problems[0]
        assert [vm.stale for vm in state.vms] == [True]
        back.set()
        seen.wait(states(RUNNING, RUNNING))


def test_a_pm_that_hangs_does_not_stop_the_other(pair: FakePair) -> None:
    pair.machines[0].jobs.scripts["watch"] = [["hold"]]
    with watching(pair) as seen:
        seen.wait(states(MachineState.CONNECTING, RUNNING))


def test_nonsense_is_a_pm_out_of_reach(pair: FakePair) -> None:
    pair.machines[0].jobs.scripts["watch"] = [[{"kind": "facts"}]]
    with watching(pair) as seen:
        state = seen.wait(states(UNREACHABLE, RUNNING))
        assert state.machine(Side.FIRST).problem is not None


def test_libvirt_that_fails_is_tried_again(pair: FakePair) -> None:
    pair.machines[1].hypervisor.found = gone("pm2")
    with watching(pair) as seen:
        seen.wait(states(RUNNING, MachineState.NOT_RUNNING))
        pair.machines[1].hypervisor.found = ()
        seen.wait(states(RUNNING, RUNNING))


def test_what_was_known_outlives_a_watch_until_the_pm_answers(pair: FakePair) -> None:
    known = LastKnown()
    with watching(pair, known) as seen:
        before = seen.wait(lambda state: states(RUNNING, RUNNING)(state) and bool(state.vms))
    answer = threading.Event()
    pair.machines[0].jobs.scripts["watch"] = [[answer, gone()]]
    pair.machines[0].hypervisor.found = gone()
    with watching(pair, known) as seen:
        waits = seen.wait(lambda state: state.machine(Side.SECOND).state is RUNNING)
        assert waits.machine(Side.FIRST).state is not RUNNING
        answer.set()
        away = seen.wait(states(UNREACHABLE, RUNNING))
    assert [vm.name for vm in away.vms] == [vm.name for vm in before.vms] == ["web01"]
    assert all(vm.stale for vm in (*waits.vms, *away.vms))
    seen_last = away.machine(Side.FIRST).last_seen
    assert seen_last is not None
    assert before.machine(Side.FIRST).last_seen is not None
    assert away.machine(Side.FIRST).name == "pm1"
    pair.machines[0].jobs.scripts["watch"] = [[facts_line(0), "hold"]]
    pair.machines[0].hypervisor.found = (domain(),)
    with watching(pair, known) as seen:
        back = seen.wait(states(RUNNING, RUNNING))
        assert not any(vm.stale for vm in back.vms)

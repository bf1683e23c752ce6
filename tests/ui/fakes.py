"""Operations that replay what the real ones report, at a pace that a test sets."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.model.decision import Setting
from app.model.machine import Side, System
from app.model.maintenance import WorkOnRequest
from app.model.package import ExportOutcome, ExportRequest
from app.model.snapshot import DeletionForecast, Forecast, Run, SnapshotRequest
from app.model.state import SystemState
from app.model.vm import Vm
from app.model.volume import Expansion
from app.operations.events import Event, GuestWaited, SystemSeen, VmMoving
from app.operations.operation import CancelToken, Report
from tests.ui.fake_pairs import FakePairs
from ui.operations import Operations


class Held:
    """Forecasts that come when a test gives them. Cancelling does not shorten the wait: a PM that
    was asked goes on too. So whatever was asked must be given before the test ends."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, ...], queue.SimpleQueue[Forecast]] = {}
        self._lock = threading.Lock()

    def give(self, targets: tuple[str, ...], answer: Forecast) -> None:
        self._place(targets).put(answer)

    def take(self, targets: tuple[str, ...]) -> Forecast:
        return self._place(targets).get(timeout=60)

    def _place(self, targets: tuple[str, ...]) -> queue.SimpleQueue[Forecast]:
        with self._lock:
            return self._given.setdefault(targets, queue.SimpleQueue())


@dataclass
class FakePair:
    """A pair that a test moves from state to state. Any thread may put what comes next."""

    first: SystemState
    forecast: Forecast | Exception | Held | None = None
    estimated: list[tuple[str, ...]] = field(default_factory=list)  # volumes asked for
    outcome: object = None
    deletion: tuple[DeletionForecast, ...] | Exception | None = None
    events: tuple[Event, ...] = ()
    exported: ExportOutcome = ExportOutcome("pm1", "/srv/web01.ova", ("web01.ova",), 61 * 2**20)
    hold: bool = False  # exports and imports last until they are cancelled
    requests: list[SnapshotRequest] = field(default_factory=list)
    cancelled: list[Run] = field(default_factory=list)
    decided: list[Mapping[Setting, bool | int]] = field(default_factory=list)
    acknowledged: list[tuple[tuple[str, ...], bool]] = field(default_factory=list)
    repaired: object = None
    expanded: list[Expansion] = field(default_factory=list)
    wished: list[object] = field(default_factory=list)  # of kept snapshots
    powered: list[tuple[str, str]] = field(default_factory=list)
    abilities: object = None  # of every guest agent
    plan: object = None  # of Work On
    worked_on: list[WorkOnRequest] = field(default_factory=list)
    finalized: list[Side] = field(default_factory=list)
    came_of_it: object = None  # of Work On
    refusal: Exception | None = None  # of what is decided, expanded or wished
    pairs: FakePairs = field(default_factory=FakePairs)
    closed: bool = False
    _states: queue.SimpleQueue[SystemState] = field(default_factory=queue.SimpleQueue)

    def becomes(self, state: SystemState) -> None:
        self._states.put(state)

    def operations(self) -> Operations:
        return Operations(
            watch=self._watch,
            create=self._create,
            forecast=self._forecast,
            cancel=self._cancel,
            decide=self._decide,
            acknowledge=lambda system, names, over: FakeWish(
                self, lambda: self.acknowledged.append((names, over))
            ),
            repair=lambda system: FakeAnswer(self.repaired),
            expand=self._expand,
            create_vm=lambda system, wish: FakeWish(self, lambda: self.wished.append(wish)),
            roll_back=lambda system, wish: FakeWish(self, lambda: self.wished.append(wish)),
            start_vm=lambda system, vm: FakeWish(self, lambda: self.powered.append(("start", vm))),
            shut_down=lambda system, vm: FakeShutDown(self, vm),
            power_off=lambda system, vm: FakeWish(self, lambda: self.powered.append(("off", vm))),
            ask_agent=lambda system, vm: FakeAnswer(self.abilities),
            plan_work_on=lambda system, side: FakeAnswer(self.plan),
            work_on=lambda system, wish: FakeWorkOn(self, wish),
            finalize=lambda system, side: FakeWish(self, lambda: self.finalized.append(side)),
            delete=lambda system, ids: FakeWish(self, lambda: self.wished.append(ids)),
            forecast_deletion=lambda system, ids: FakeForecast(self, self.deletion),
            export=lambda system, wish: FakeTransfer(self, wish),
            import_vm=lambda system, wish: FakeTransfer(self, wish),
            pairs=self.pairs.operations(),
            close=self._close,
        )

    def next_state(self) -> SystemState | None:
        try:
            return self._states.get(timeout=0.02)
        except queue.Empty:
            return None

    def _watch(self, system: System) -> FakeWatch:
        return FakeWatch(self)

    def _create(self, system: System, request: SnapshotRequest) -> FakeCreate:
        return FakeCreate(self, request)

    def _forecast(
        self, system: System, vm: Vm, targets: tuple[str, ...]
    ) -> FakeForecast | FakeHeld:
        self.estimated.append(targets)
        if isinstance(self.forecast, Held):
            return FakeHeld(self.forecast, targets)
        return FakeForecast(self, self.forecast)

    def _cancel(self, system: System, run: Run) -> FakeCancel:
        return FakeCancel(self, run)

    def _decide(self, system: System, values: Mapping[Setting, bool | int]) -> FakeWish:
        return FakeWish(self, lambda: self.decided.append(values))

    def _expand(self, system: System, wish: Expansion) -> FakeWish:
        return FakeWish(self, lambda: self.expanded.append(wish))

    def _close(self) -> None:
        self.closed = True


@dataclass
class FakeWish:
    pair: FakePair
    note: Callable[[], None]

    def run(self, report: Report, cancel: CancelToken) -> None:
        if self.pair.refusal is not None:
            raise self.pair.refusal
        self.note()


@dataclass
class FakeShutDown:
    """Waits until it is cancelled."""

    pair: FakePair
    vm: str

    def run(self, report: Report, cancel: CancelToken) -> None:
        self.pair.powered.append(("down", self.vm))
        report(GuestWaited("web01", "pm1", 12, 120))
        cancel.wait(60)


@dataclass
class FakeAnswer:
    """An answer, an error, or none until it is cancelled."""

    answer: object

    def run(self, report: Report, cancel: CancelToken) -> object:
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is None:
            cancel.wait(60)
        return self.answer


@dataclass
class FakeWorkOn:
    pair: FakePair
    wish: WorkOnRequest

    def run(self, report: Report, cancel: CancelToken) -> object:
        self.pair.worked_on.append(self.wish)
        report(VmMoving("web01", "pm2", 3 * 2**20, 2**27))
        if self.pair.came_of_it is None:
            cancel.wait(60)
        return self.pair.came_of_it


@dataclass
class FakeWatch:
    pair: FakePair

    def run(self, report: Report, cancel: CancelToken) -> None:
        report(SystemSeen(self.pair.first))
        while True:
            cancel.check()
            state = self.pair.next_state()
            if state is not None:
                report(SystemSeen(state))


@dataclass
class FakeCreate:
    pair: FakePair
    request: SnapshotRequest

    def run(self, report: Report, cancel: CancelToken) -> object:
        self.pair.requests.append(self.request)
        for event in self.pair.events:
            cancel.check()
            report(event)
        if isinstance(self.pair.outcome, Exception):
            raise self.pair.outcome
        return self.pair.outcome


@dataclass
class FakeForecast:
    pair: FakePair
    answer: object

    def run(self, report: Report, cancel: CancelToken) -> object:
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is None:
            cancel.wait(60)
        return self.answer


@dataclass
class FakeHeld:
    held: Held
    targets: tuple[str, ...]

    def run(self, report: Report, cancel: CancelToken) -> Forecast:
        return self.held.take(self.targets)


@dataclass
class FakeTransfer:
    pair: FakePair
    wish: object

    def run(self, report: Report, cancel: CancelToken) -> object:
        self.pair.wished.append(self.wish)
        for event in self.pair.events:
            report(event)
        if self.pair.refusal is not None:
            raise self.pair.refusal
        if self.pair.hold:
            cancel.wait(60)
        return self.pair.exported if isinstance(self.wish, ExportRequest) else None


@dataclass
class FakeCancel:
    pair: FakePair
    run_: Run

    def run(self, report: Report, cancel: CancelToken) -> None:
        self.pair.cancelled.append(self.run_)

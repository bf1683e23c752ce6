"""Threads: every end is told once, in the GUI thread, and nothing is left running."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from app.errors import Failed
from app.model.problems import CopyFailed
from app.model.snapshot import Step
from app.operations.events import BytesDone
from app.operations.operation import CancelToken, Report
from ui.jobs.job_runner import JobRunner, KeyInUse
from ui.jobs.operation_thread import OperationThread


@dataclass
class Doing:
    """An operation that does what a test gives it."""

    work: Callable[[Report, CancelToken], object]

    def run(self, report: Report, cancel: CancelToken) -> object:
        return self.work(report, cancel)


class Ears(QObject):
    """Hears a thread's signals and where they arrive."""

    def __init__(self, thread: OperationThread) -> None:
        super().__init__()
        self.heard: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        thread.reported.connect(self.reported)
        thread.succeeded.connect(self.succeeded)
        thread.failed.connect(self.failed)
        thread.cancelled.connect(self.cancelled)
        thread.ended.connect(self.ended)

    def _hear(self, what: str, value: object = None) -> None:
        self.heard.append((what, value))
        self.threads.add(QThread.currentThread())

    @Slot(object)
    def reported(self, event: object) -> None:
        self._hear("reported", event)

    @Slot(object)
    def succeeded(self, result: object) -> None:
        self._hear("succeeded", result)

    @Slot(object)
    def failed(self, error: object) -> None:
        self._hear("failed", error)

    @Slot()
    def cancelled(self) -> None:
        self._hear("cancelled")

    @Slot(object)
    def ended(self, thread: object) -> None:
        self._hear("ended")


def run(qtbot: QtBot, runner: JobRunner, work: Callable[[Report, CancelToken], object]) -> Ears:
    thread = runner.prepare(Doing(work), "web01")
    ears = Ears(thread)
    with qtbot.waitSignal(runner.ended):
        runner.start(thread)
    return ears


def test_success_is_told_once_in_the_gui_thread(qtbot: QtBot) -> None:
    runner = JobRunner()
    event = BytesDone(Step.REPLICATE, 5 * 1024**3, 6 * 1024**3, 1e9)

    def work(report: Report, cancel: CancelToken) -> object:
        report(event)
        return {1: "a", "k": (1, 2)}

    ears = run(qtbot, runner, work)
    assert ears.heard == [
        ("reported", event),
        ("succeeded", {1: "a", "k": (1, 2)}),
        ("ended", None),
    ]
    assert ears.threads == {QThread.currentThread()}
    assert not runner.busy("web01")


@pytest.mark.parametrize("error", [Failed(CopyFailed("web01", "x")), ZeroDivisionError("defect")])
def test_failure_is_told_with_its_error(qtbot: QtBot, error: Exception) -> None:
    def work(report: Report, cancel: CancelToken) -> object:
        raise error

    ears = run(qtbot, JobRunner(), work)
    assert ears.heard == [("failed", error), ("ended", None)]


def test_cancel_wakes_a_waiting_operation(qtbot: QtBot) -> None:
    runner = JobRunner()
    waiting = threading.Event()

    def work(report: Report, cancel: CancelToken) -> object:
        waiting.set()
        cancel.wait(60)
        return None

    thread = runner.prepare(Doing(work), "web01")
    ears = Ears(thread)
    runner.start(thread)
    assert waiting.wait(5)
    with qtbot.waitSignal(runner.ended):
        runner.cancel("web01")
    assert ears.heard == [("cancelled", None), ("ended", None)]


def test_one_job_for_each_key(qtbot: QtBot) -> None:
    runner = JobRunner()
    thread = runner.prepare(Doing(lambda report, cancel: cancel.wait(60)), "web01")
    late = runner.prepare(Doing(lambda report, cancel: None), "web01")
    runner.start(thread)
    with pytest.raises(KeyInUse):
        runner.prepare(Doing(lambda report, cancel: None), "web01")
    with pytest.raises(KeyInUse):
        runner.start(late)
    other = runner.prepare(Doing(lambda report, cancel: None), "db01")
    with qtbot.waitSignal(runner.ended):
        runner.start(other)
    assert runner.stop_all() == []


def test_orderly_end_waits_for_all(qtbot: QtBot) -> None:
    runner = JobRunner()
    for name in ("web01", "db01", "off01"):
        runner.start(runner.prepare(Doing(lambda report, cancel: cancel.wait(60)), name))
    assert runner.stop_all() == []


def test_what_does_not_end_is_named(qtbot: QtBot) -> None:
    runner = JobRunner()
    let_go = threading.Event()
    thread = runner.prepare(Doing(lambda report, cancel: let_go.wait(60)), "web01")
    runner.start(thread)
    assert runner.stop_all(0.05) == ["Doing web01"]
    with qtbot.waitSignal(runner.ended):
        let_go.set()


def test_nothing_is_started_after_the_end(qtbot: QtBot) -> None:
    runner = JobRunner()
    assert runner.stop_all() == []
    thread = runner.prepare(Doing(lambda report, cancel: cancel.wait(60)), "late")
    runner.start(thread)
    assert not thread.isRunning()
    assert not runner.busy("late")

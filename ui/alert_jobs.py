"""What is asked of alerts, started as operations: to take note of them, and to do something."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import assert_never

from PySide6.QtCore import QObject, Slot

from app.model.machine import Flag
from app.model.state import SystemState
from app.operations.repair import Repaired
from app.operations.who import this_user
from app.rules.alert_remedies import Remedy, container_of, maintained
from app.rules.alerts import Alert, outlived
from app.rules.preferences import may_decide
from app.rules.verdict import Allowed
from ui.dialog_jobs import DialogJobs
from ui.jobs.job_runner import JobRunner
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.run_follower import open_explanation
from ui.text import explain

_AGAIN = 60.0  # seconds before a PM that could not be told that something is over is told again


class AlertJobs(DialogJobs):
    """An alert leaves the list at once, and comes back if no PM could be told. Where none can be,
    or where one may only look, it is acknowledged in this window and nowhere else."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window, runner, operations)
        self._model = window.alert_model
        self._page = window.pages.alerts
        self._asked = 0
        self._told: dict[str, float] = {}
        for part in (self._page, window.banner):
            part.acknowledge_wanted.connect(self._acknowledge)
            part.remedy_button.wanted.connect(self._remedy)
        self._model.state_seen.connect(self._tell_what_is_over)

    def show_refused(self, alerts: Sequence[Alert], error: Exception) -> None:
        self._model.reopen(alerts)
        self._show_error(error)

    @Slot(object)
    def _acknowledge(self, alerts: Sequence[Alert]) -> None:
        self._model.acknowledge(alerts, Flag(this_user(), datetime.now(UTC)))
        for system in {alert.system for alert in alerts}:
            state = self._model.state_of(system)
            named = [alert for alert in alerts if alert.system == system and alert.name]
            if state is None or not named or not isinstance(may_decide(state), Allowed):
                continue
            self._asked += 1
            names = tuple(alert.name for alert in named)
            operation = self._operations.acknowledge(state.system, names, False)
            thread = self._prepare(operation, f"acknowledge {self._asked}")
            if thread is not None:
                follower = _Asked(self, named)
                thread.failed.connect(follower.failed)
                thread.ended.connect(follower.deleteLater)
                self._runner.start(thread)

    @Slot(object)
    def _tell_what_is_over(self, state: SystemState) -> None:
        """So that it is an alert again when it comes again, on every console."""
        system, now = state.system.name, time.monotonic()
        if now - self._told.get(system, -_AGAIN) < _AGAIN:
            return
        names = outlived(state, datetime.now(UTC))
        if names and isinstance(may_decide(state), Allowed):
            self._told[system] = now
            operation = self._operations.acknowledge(state.system, names, True)
            thread = self._prepare(operation, f"over {system}")
            if thread is not None:  # a failure is in the log; it is tried again
                self._runner.start(thread)

    # Remedies

    @Slot(object, object)
    def _remedy(self, remedy: Remedy, alert: Alert) -> None:
        state = self._model.state_of(alert.system)
        if state is None:
            return
        self._window.show_system(alert.system)
        match remedy:
            case Remedy.SNAPSHOT:
                self._window.snapshot_wanted.emit(alert.vm)
            case Remedy.ENABLE:
                self._window.allow_wanted.emit(True)
            case Remedy.EXPAND:
                one = container_of(state, alert)
                if one is not None:
                    self._window.expand_wanted.emit(one)
            case Remedy.FINALIZE:
                side = maintained(state, alert)
                if side is not None:
                    operation = self._operations.finalize(state.system, side)
                    self._start(operation, f"maintenance {int(side)}")
            case Remedy.REPAIR:
                self._repair(state)
            case Remedy.LOOK_AGAIN:
                self._window.actions_.refresh.trigger()
            case _:
                assert_never(remedy)

    def _repair(self, state: SystemState) -> None:
        name = state.system.name
        thread = self._prepare(self._operations.repair(state.system), f"repair {name}")
        if thread is not None:
            self._page.doing.setText(self.tr("Repairing {system}…").format(system=name))
            thread.succeeded.connect(self._repaired)
            thread.failed.connect(self._show_error)
            thread.ended.connect(self._repair_ended)
            self._runner.start(thread)

    @Slot(object)
    def _repaired(self, done: Repaired) -> None:
        """What was healed shows in the next view of the PMs."""
        if done.left:
            _, problems = done.left[0]
            open_explanation(self._window, self.tr("Repair"), explain(problems[0]))

    @Slot()
    def _repair_ended(self) -> None:
        self._page.doing.setText("")


class _Asked(QObject):
    """Knows which alerts one operation was about."""

    def __init__(self, jobs: AlertJobs, alerts: Sequence[Alert]) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._alerts = alerts

    @Slot(object)
    def failed(self, error: Exception) -> None:
        self._jobs.show_refused(self._alerts, error)

"""What the window asks for, started as operations; what they report, brought to the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Slot

from app.errors import Refused, SettingsError
from app.model.machine import System
from app.model.problems import Busy
from app.model.snapshot import Forecast, Run, SnapshotRequest
from app.model.state import SystemState
from app.operations.events import Event, SystemSeen
from ui.dialogs.snapshot_dialog import SnapshotDialog
from ui.jobs.job_runner import JobRunner, KeyInUse
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.run_follower import RunFollower, open_error, open_explanation
from ui.snapshot_choices import choices_of, from_word, key_of, to_word
from ui.text import explain, explain_error
from ui.turns import take_turn

_SETTLE = 50  # milliseconds between two views of the systems


class WindowJobs(QObject):
    """Lives as long as the window. All slots run in the GUI thread and return at once."""

    def __init__(
        self,
        window: MainWindow,
        runner: JobRunner,
        load: Callable[[], Sequence[System]],
        operations: Operations,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._load = load
        self._systems: dict[str, System] = {}
        self._gone: set[str] = set()  # systems that were removed
        self._operations = operations
        self._dialog: SnapshotDialog | None = None
        self._forecasts = 0
        self._ending = False
        self._seen_last: dict[str, SystemState] = {}
        self._showing: Iterator[None] = iter(())  # what is left to show of `_shown_now`
        self._shown_now = ""
        self._known: dict[str, SystemState] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._show_seen)
        window.state_shown.connect(self._show_state)
        window.snapshot_wanted.connect(self._open_dialog)
        window.cancel_wanted.connect(self._cancel_run)
        window.progress_panel.explain_wanted.connect(self._explain_run)
        window.actions_.refresh.triggered.connect(self.look_again)
        runner.ended.connect(self._job_ended)

    def system(self, name: str) -> System | None:
        """The system of that name as the settings have it."""
        return self._systems.get(name)

    def names(self) -> list[str]:
        return list(self._systems)

    def states(self) -> list[SystemState]:
        """What was seen last of every system that is watched."""
        return [state for name, state in self._known.items() if name not in self._gone]

    def start(self) -> None:
        """Reads the settings; begins to watch every system that is not watched yet, watches anew
        what was changed there, and ends with what is gone."""
        before = self._systems
        try:
            self._systems = {system.name: system for system in self._load()}
        except SettingsError as error:
            self._window.say(
                self.tr("The settings cannot be read"),
                self.tr("Mend or remove the file, then choose System > Refresh."),
                str(error),
            )
            return
        for name, system in before.items():
            if self._systems.get(name) != system:
                self._runner.cancel(_watch_key(name))
        self._gone = (self._gone | set(before)) - set(self._systems)
        for name in self._gone:
            self._seen_last.pop(name, None)
        if self._shown_now in self._gone:
            self._showing = iter(())
        self._window.forget(self._gone)
        if not self._systems:
            self._window.say(
                self.tr("Welcome to Twinpoint"),
                self.tr(
                    "No system is set up yet. A system is a pair of KVM hosts that you reach by"
                    " SSH. Twinpoint checks both, and makes them a pair."
                ),
                action=self.tr("Add System…"),
            )
            return
        self._window.say(
            self.tr("Connecting to {systems}").format(systems=", ".join(self._systems)),
            self.tr("The first look at both PMs takes a few seconds."),
        )
        for name in self._systems:
            if not self._runner.busy(_watch_key(name)):
                self._watch(name)

    def end(self, seconds: float = 5.0) -> list[str]:
        """Stops everything; returns the names of the jobs that did not end."""
        self._ending = True
        self._runner.cancel_all()
        # Without its link, an operation that waits for an answer ends too.
        self._operations.close()
        return self._runner.stop_all(seconds)

    @Slot()
    def look_again(self) -> None:
        """Opens every system anew, with fresh connections."""
        for name in self._systems:
            self._runner.cancel(_watch_key(name))
        self.start()

    def _watch(self, name: str) -> None:
        operation = self._operations.watch(self._systems[name])
        thread = self._runner.prepare(operation, _watch_key(name))
        thread.reported.connect(self._seen)
        thread.failed.connect(self._watch_failed)
        self._runner.start(thread)

    @Slot(object)
    def _seen(self, event: Event) -> None:
        # A watch that was ended may still have something under way.
        if isinstance(event, SystemSeen) and event.state.system.name not in self._gone:
            self._seen_last[event.state.system.name] = event.state
            self._known[event.state.system.name] = event.state
            if not self._settle.isActive():
                self._settle.start(_SETTLE)

    @Slot()
    def _show_seen(self) -> None:
        """Only the last view of a system counts: while the window was busy with one, several may
        have come. A part of one system a turn; the one that is looked at first."""
        take_turn()
        for _ in self._showing:
            self._settle.start(0)
            return
        if not self._seen_last:
            return
        shown = self._window.state
        self._shown_now = shown.system.name if shown is not None else ""
        if self._shown_now not in self._seen_last:
            self._shown_now = next(iter(self._seen_last))
        self._showing = self._window.showing(self._seen_last.pop(self._shown_now))
        self._settle.start(0)

    @Slot(object)
    def _show_state(self, state: SystemState) -> None:
        if self._dialog is not None:
            self._dialog.show_state(state)

    @Slot(object)
    def _watch_failed(self, error: Exception) -> None:
        told = explain_error(error)
        self._window.say(told.cause, told.remedy)

    @Slot(object)
    def _job_ended(self, thread: QObject) -> None:
        """A watch that was cancelled to look again starts anew."""
        key = getattr(thread, "key", "")
        for name in self._systems:
            if key == _watch_key(name) and not self._ending:
                self._watch(name)

    @Slot(str)
    def _open_dialog(self, uuid: str) -> None:
        state = self._window.state
        vm = state.vm(uuid) if state else None
        if state is None or vm is None or self._dialog is not None:
            return
        last_time = from_word(self._window.memory.word(key_of(vm.uuid), ""))
        self._dialog = SnapshotDialog(state, vm, last_time, self._window)
        self._dialog.forecast_wanted.connect(self._forecast)
        self._dialog.requested.connect(self._create)
        self._dialog.finished.connect(self._dialog_closed)
        self._dialog.start()

    @Slot()
    def _dialog_closed(self) -> None:
        dialog, self._dialog = self._dialog, None
        self._runner.cancel(_forecast_key(self._forecasts))
        if dialog is not None:
            dialog.deleteLater()

    @Slot(object)
    def _forecast(self, targets: tuple[str, ...]) -> None:
        state, dialog = self._window.state, self._dialog
        if state is None or dialog is None:
            return
        self._runner.cancel(_forecast_key(self._forecasts))
        self._forecasts += 1
        operation = self._operations.forecast(state.system, dialog.vm, targets)
        thread = self._runner.prepare(operation, _forecast_key(self._forecasts))
        answer = _Estimate(dialog, targets)
        thread.succeeded.connect(answer.told)
        thread.failed.connect(answer.failed)
        self._runner.start(thread)

    @Slot(object)
    def _create(self, request: SnapshotRequest) -> None:
        state = self._window.state
        if state is None:
            return
        vm = state.vm(request.vm)
        name = vm.name if vm else request.vm
        if vm is not None:
            self._window.memory.set_word(key_of(vm.uuid), to_word(choices_of(vm, request)))
        operation = self._operations.create(state.system, request)
        try:
            thread = self._runner.prepare(operation, f"snapshot {request.vm}")
        except KeyInUse:
            since = datetime.now(UTC).isoformat()
            self._show_error(Refused(Busy(name, "snapshot", self.tr("this console"), since)))
            return
        title = self.tr("No Snapshot of {vm}").format(vm=name)
        follower = RunFollower(self._window, state.system.name, name, title)
        thread.reported.connect(follower.reported)
        thread.failed.connect(follower.failed)
        thread.ended.connect(follower.ended)
        self._runner.start(thread)

    @Slot(object)
    def _cancel_run(self, run: Run) -> None:
        state = self._window.state
        if state is None:
            return
        try:
            thread = self._runner.prepare(
                self._operations.cancel(state.system, run), f"cancel {run.job}"
            )
        except KeyInUse:  # it is being cancelled already
            return
        thread.failed.connect(self._show_error)
        self._runner.start(thread)

    @Slot(object)
    def _explain_run(self, run: Run) -> None:
        if run.problem is not None:
            open_explanation(self._window, run.vm_name, explain(run.problem))

    @Slot(object)
    def _show_error(self, error: Exception) -> None:
        open_error(self._window, self.tr("Twinpoint"), error)


class _Estimate(QObject):
    """Takes what a snapshot of these volumes would be to the dialog, if they are still the ones
    that are ticked: the PM goes on answering what nobody wants to know any more."""

    def __init__(self, dialog: SnapshotDialog, targets: tuple[str, ...]) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._targets = targets

    @Slot(object)
    def told(self, forecast: Forecast) -> None:
        if self._dialog.volumes.chosen() == self._targets:
            self._dialog.show_forecast(forecast)

    @Slot(object)
    def failed(self, error: Exception) -> None:
        if self._dialog.volumes.chosen() == self._targets:
            self._dialog.show_no_forecast(error)


def _watch_key(name: str) -> str:
    return f"watch {name}"


def _forecast_key(number: int) -> str:
    return f"forecast {number}"

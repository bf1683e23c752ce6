"""What is asked of the system as a whole, started as operations: preferences, containers."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.model.decision import Setting
from app.model.state import SystemState
from app.model.volume import Expansion
from app.operations.operation import Operation
from app.rules.container_rules import VolumeContainer
from ui.dialogs.expand_dialog import ExpandDialog
from ui.dialogs.preferences_dialog import PreferencesDialog
from ui.jobs.job_runner import JobRunner, KeyInUse
from ui.main_window import MainWindow
from ui.window_jobs import Operations, open_error


class SystemJobs(QObject):
    """Lives as long as the window. What was done shows in the next view of the PMs, and nowhere
    before."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._operations = operations
        self._dialog: ExpandDialog | PreferencesDialog | None = None
        window.allow_wanted.connect(self._allow)
        window.preferences_wanted.connect(self._open_preferences)
        window.expand_wanted.connect(self._open_expand)
        window.state_shown.connect(self._show_state)

    @Slot(object)
    def _show_state(self, state: SystemState) -> None:
        if self._dialog is not None:
            self._dialog.show_state(state)

    @Slot(bool)
    def _allow(self, allowed: bool) -> None:
        """Turns snapshot creation on or off for the system shown."""
        self._decide({Setting.SNAPSHOTS: allowed})

    @Slot(object)
    def _decide(self, values: dict[Setting, bool | int]) -> None:
        state = self._window.state
        if state is not None:
            operation = self._operations.decide(state.system, values)
            self._start(operation, f"decide {state.system.name}")

    @Slot(object)
    def _expand(self, wish: Expansion) -> None:
        state = self._window.state
        if state is not None:
            operation = self._operations.expand(state.system, wish)
            self._start(operation, f"expand {wish.vm} {wish.target}")

    @Slot()
    def _open_preferences(self) -> None:
        state = self._window.state
        if state is not None and self._dialog is None:
            made = PreferencesDialog(state, self._window)
            made.requested.connect(self._decide)
            self._open(made)

    @Slot(object)
    def _open_expand(self, one: VolumeContainer) -> None:
        state = self._window.state
        if state is not None and self._dialog is None:
            made = ExpandDialog(state, one, self._window)
            made.requested.connect(self._expand)
            self._open(made)

    def _open(self, dialog: ExpandDialog | PreferencesDialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    @Slot()
    def _closed(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _start(self, operation: Operation[object], key: str) -> None:
        try:
            thread = self._runner.prepare(operation, key)
        except KeyInUse:  # it is being done already
            return
        thread.failed.connect(self._show_error)
        self._runner.start(thread)

    @Slot(object)
    def _show_error(self, error: Exception) -> None:
        open_error(self._window, self.tr("Twinpoint"), error)

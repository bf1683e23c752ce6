"""What is asked of the system as a whole, started as operations: preferences, containers."""

from __future__ import annotations

from PySide6.QtCore import Slot

from app.model.decision import Setting
from app.model.volume import Expansion
from app.rules.container_rules import VolumeContainer
from ui.dialog_jobs import DialogJobs
from ui.dialogs.expand_dialog import ExpandDialog
from ui.dialogs.preferences_dialog import PreferencesDialog
from ui.jobs.job_runner import JobRunner
from ui.main_window import MainWindow
from ui.operations import Operations


class SystemJobs(DialogJobs):
    """Dialogs of the System menu and of the Volume Containers page."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window, runner, operations)
        window.allow_wanted.connect(self._allow)
        window.preferences_wanted.connect(self._open_preferences)
        window.expand_wanted.connect(self._open_expand)

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
        state = self._free
        if state is not None:
            made = PreferencesDialog(state, self._window)
            made.requested.connect(self._decide)
            self._open(made, made.show_state)

    @Slot(object)
    def _open_expand(self, one: VolumeContainer) -> None:
        state = self._free
        if state is not None:
            made = ExpandDialog(state, one, self._window)
            made.requested.connect(self._expand)
            self._open(made, made.show_state)

"""One dialog at a time over the window, and what it asks for, started as operations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog

from app.model.snapshot import Snapshot
from app.model.state import SystemState
from app.operations.operation import Operation
from ui.jobs.job_runner import JobRunner, KeyInUse
from ui.jobs.operation_thread import OperationThread
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.run_follower import open_error


class DialogJobs(QObject):
    """Lives as long as the window. The dialog follows what is seen of the system meanwhile; what
    was done shows in the next view of the PMs, and nowhere before."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._operations = operations
        self._dialog: QDialog | None = None
        self._follow: Callable[[SystemState], None] | None = None
        window.state_shown.connect(self._show_state)

    @property
    def _free(self) -> SystemState | None:
        """The system shown, unless a dialog stands in front of it already."""
        return self._window.state if self._dialog is None else None

    def _snapshot(self, identity: str) -> Snapshot | None:
        state = self._window.state
        if state is None:
            return None
        return next((one for one in state.snapshots if one.id == identity), None)

    def _open(self, dialog: QDialog, follow: Callable[[SystemState], None]) -> None:
        """`follow` is the dialog's own, for every new view of the system."""
        self._dialog, self._follow = dialog, follow
        dialog.finished.connect(self._closed)
        dialog.open()

    def _start(self, operation: Operation[object], key: str) -> None:
        thread = self._prepare(operation, key)
        if thread is not None:
            thread.failed.connect(self._show_error)
            self._runner.start(thread)

    def _prepare(self, operation: Operation[object], key: str) -> OperationThread | None:
        """None if it is being done already."""
        try:
            return self._runner.prepare(operation, key)
        except KeyInUse:
            return None

    @Slot(object)
    def _show_state(self, state: SystemState) -> None:
        if self._follow is not None:
            self._follow(state)

    @Slot()
    def _closed(self) -> None:
        dialog, self._dialog, self._follow = self._dialog, None, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot(object)
    def _show_error(self, error: Exception) -> None:
        open_error(self._window, self.tr("Twinpoint"), error)

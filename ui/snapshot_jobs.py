"""What is asked of kept snapshots, started as operations: a new VM, a roll back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.model.snapshot import Snapshot
from app.model.state import SystemState
from app.model.vm_requests import NewVmRequest, RollBackRequest
from app.operations.operation import Operation
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.dialogs.roll_back_dialog import RollBackDialog
from ui.jobs.job_runner import JobRunner, KeyInUse
from ui.main_window import MainWindow
from ui.views.snapshot_actions import SnapshotAction
from ui.window_jobs import Operations, open_error


class SnapshotJobs(QObject):
    """Lives as long as the window. Once a PM has taken a job over it is the PM's: its progress and
    its end show among the runs, whichever console looks."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._operations = operations
        self._dialog: NewVmDialog | RollBackDialog | None = None
        page = window.snapshots_page
        page.create_vm_wanted.connect(self._open_new_vm)
        page.roll_back_wanted.connect(self._open_roll_back)
        page.offer({SnapshotAction.CREATE_VM, SnapshotAction.ROLL_BACK})
        window.state_shown.connect(self._show_state)

    @Slot(object)
    def _show_state(self, state: SystemState) -> None:
        if self._dialog is not None:
            self._dialog.show_state(state)

    @Slot(str)
    def _open_new_vm(self, identity: str) -> None:
        state, snapshot = self._window.state, self._snapshot(identity)
        if state is not None and snapshot is not None and self._dialog is None:
            made = NewVmDialog(state, snapshot, self._window)
            made.requested.connect(self._create_vm)
            self._open(made)

    @Slot(str)
    def _open_roll_back(self, identity: str) -> None:
        state, snapshot = self._window.state, self._snapshot(identity)
        vm = state.vm(snapshot.vm) if state is not None and snapshot is not None else None
        if state is None or snapshot is None or vm is None or self._dialog is not None:
            return
        made = RollBackDialog(state, vm, snapshot, self._window)
        made.requested.connect(self._roll_back)
        self._open(made)

    @Slot(object)
    def _create_vm(self, wish: NewVmRequest) -> None:
        state = self._window.state
        if state is not None:
            operation = self._operations.create_vm(state.system, wish)
            self._start(operation, f"create VM {wish.name}")

    @Slot(object)
    def _roll_back(self, wish: RollBackRequest) -> None:
        state = self._window.state
        if state is not None:
            operation = self._operations.roll_back(state.system, wish)
            self._start(operation, f"roll back {wish.vm}")

    def _snapshot(self, identity: str) -> Snapshot | None:
        state = self._window.state
        if state is None:
            return None
        return next((one for one in state.snapshots if one.id == identity), None)

    def _open(self, dialog: NewVmDialog | RollBackDialog) -> None:
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

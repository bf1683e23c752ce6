"""What is asked of kept snapshots, started as operations: a new VM, a roll back, deleting."""

from __future__ import annotations

from PySide6.QtCore import Slot

from app.model.vm_requests import NewVmRequest, RollBackRequest
from ui.dialog_jobs import DialogJobs
from ui.dialogs.delete_dialog import DeleteDialog
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.dialogs.roll_back_dialog import RollBackDialog
from ui.jobs.job_runner import JobRunner
from ui.main_window import MainWindow
from ui.operations import Operations


class SnapshotJobs(DialogJobs):
    """Once a PM has taken a job over it is the PM's: its progress and its end show among the runs,
    whichever console looks."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window, runner, operations)
        self._forecasts = 0
        for wanted in (window.snapshots_page, window.vms_page.panel.snapshots.uses):
            wanted.create_vm_wanted.connect(self._open_new_vm)
            wanted.roll_back_wanted.connect(self._open_roll_back)
            wanted.delete_wanted.connect(self._open_delete)
        window.vms_page.panel.uses.create_vm_wanted.connect(self._open_new_vm)

    @Slot(str)
    def _open_new_vm(self, identity: str) -> None:
        state, snapshot = self._free, self._snapshot(identity)
        if state is not None and snapshot is not None:
            made = NewVmDialog(state, snapshot, self._window)
            made.requested.connect(self._create_vm)
            self._open(made, made.show_state)

    @Slot(str)
    def _open_roll_back(self, identity: str) -> None:
        state, snapshot = self._free, self._snapshot(identity)
        vm = state.vm(snapshot.vm) if state is not None and snapshot is not None else None
        if state is not None and snapshot is not None and vm is not None:
            made = RollBackDialog(state, vm, snapshot, self._window)
            made.requested.connect(self._roll_back)
            self._open(made, made.show_state)

    @Slot(object)
    def _open_delete(self, identities: list[str]) -> None:
        state = self._free
        chosen = [one for each in identities if (one := self._snapshot(each)) is not None]
        if state is not None and chosen:
            made = DeleteDialog(state, chosen, self._window)
            made.forecast_wanted.connect(self._forecast)
            made.requested.connect(self._delete)
            self._open(made, made.show_state)
            made.start()

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

    @Slot(object)
    def _delete(self, identities: tuple[str, ...]) -> None:
        state = self._window.state
        if state is not None:
            operation = self._operations.delete(state.system, identities)
            self._start(operation, f"delete {' '.join(identities)}")

    @Slot(object)
    def _forecast(self, identities: tuple[str, ...]) -> None:
        state, dialog = self._window.state, self._dialog
        if state is None or not isinstance(dialog, DeleteDialog):
            return
        self._forecasts += 1
        operation = self._operations.forecast_deletion(state.system, identities)
        thread = self._runner.prepare(operation, self._forecast_key())
        thread.succeeded.connect(dialog.show_forecast)
        thread.failed.connect(dialog.show_no_forecast)
        self._runner.start(thread)

    def _forecast_key(self) -> str:
        return f"forecast of deleting {self._forecasts}"

    @Slot()
    def _closed(self) -> None:
        self._runner.cancel(self._forecast_key())
        super()._closed()

"""Exports and imports, started as operations; those that this workstation takes part in end with
the window, and it says so before."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QCloseEvent

from app.model.package import (
    Destination,
    ExportOutcome,
    ExportRequest,
    ImportRequest,
    Share,
    Workstation,
)
from app.operations.operation import Operation
from ui.dialog_jobs import DialogJobs
from ui.dialogs.closing_dialog import ClosingDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.exported_dialog import ExportedDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.jobs.job_runner import JobRunner
from ui.jobs.operation_thread import OperationThread
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.run_follower import RunFollower


class TransferJobs(DialogJobs):
    """A PM that needs nobody else goes on by itself. Where the data comes to, or from, this
    workstation, closing the window cancels, waits until nothing is left behind, and then closes."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window, runner, operations)
        self._moving: set[str] = set()  # keys of the jobs that need this workstation
        self._closing: ClosingDialog | None = None
        window.snapshots_page.export_wanted.connect(self._open_export)
        window.vms_page.panel.uses.export_wanted.connect(self._open_export)
        window.vms_page.panel.snapshots.uses.export_wanted.connect(self._open_export)
        window.actions_.import_vm.triggered.connect(self._open_import)
        window.closing.connect(self._hold_open)
        runner.ended.connect(self._job_ended)

    @Slot(str)
    def _open_export(self, identity: str) -> None:
        state, snapshot = self._free, self._snapshot(identity)
        if state is not None and snapshot is not None:
            made = ExportDialog(state, snapshot, self._window)
            made.requested.connect(self._export)
            self._open(made, made.show_state)

    @Slot()
    def _open_import(self) -> None:
        state = self._free
        if state is not None:
            made = ImportDialog(state, self._window)
            made.requested.connect(self._import)
            self._open(made, made.show_state)

    @Slot(object)
    def _export(self, wish: ExportRequest) -> None:
        state, snapshot = self._window.state, self._snapshot(wish.snapshot)
        if state is None:
            return
        subject = snapshot.vm_name if snapshot is not None else wish.snapshot
        title = self.tr("No Export of {vm}").format(vm=subject)
        moves = isinstance(wish.destination, Workstation)
        follower = RunFollower(self._window, state.system.name, subject, title, moves=moves)
        operation = self._operations.export(state.system, wish)
        thread = self._follow_run(operation, f"export {wish.snapshot}", follower, moves=moves)
        if thread is not None:
            end = _Exported(self._window, subject, wish.destination)
            thread.succeeded.connect(end.succeeded)
            thread.ended.connect(end.deleteLater)
            self._runner.start(thread)

    @Slot(object)
    def _import(self, wish: ImportRequest) -> None:
        state = self._window.state
        if state is None:
            return
        title = self.tr("No Import of {path}").format(path=wish.path)
        subject = wish.name or wish.path
        follower = RunFollower(self._window, state.system.name, subject, title, moves=wish.local)
        operation = self._operations.import_vm(state.system, wish)
        thread = self._follow_run(operation, f"import {wish.path}", follower, moves=wish.local)
        if thread is not None:
            self._runner.start(thread)

    def _follow_run(
        self, operation: Operation[object], key: str, follower: RunFollower, *, moves: bool
    ) -> OperationThread | None:
        """To be started by whoever asked for it; None if it is being done already."""
        thread = self._prepare(operation, key)
        if thread is None:
            follower.deleteLater()
            return None
        thread.reported.connect(follower.reported)
        thread.failed.connect(follower.failed)
        thread.ended.connect(follower.ended)
        if moves:
            self._moving.add(key)
        return thread

    @Slot(object)
    def _job_ended(self, thread: QObject) -> None:
        self._moving.discard(getattr(thread, "key", ""))
        if self._closing is not None and not self._moving:
            self._closing.accept()

    @Slot(object)
    def _hold_open(self, event: QCloseEvent) -> None:
        """The window is to be closed."""
        if not self._moving:
            return
        event.ignore()
        if self._closing is None:
            self._closing = ClosingDialog(len(self._moving), self._window)
            self._closing.cancel_wanted.connect(self._cancel_moving)
            self._closing.finished.connect(self._decided)
            self._closing.open()

    @Slot()
    def _cancel_moving(self) -> None:
        for key in self._moving:
            self._runner.cancel(key)

    @Slot()
    def _decided(self) -> None:
        dialog, self._closing = self._closing, None
        if dialog is not None:
            close = dialog.wants_to_close
            dialog.deleteLater()
            if close:
                self._window.close()


class _Exported(QObject):
    """Tells where one package went. The destination is the one asked for: the PM names a share by
    its address, and does not say that it is one."""

    def __init__(self, window: MainWindow, subject: str, destination: Destination) -> None:
        super().__init__(window)
        self._window = window
        self._subject = subject
        # Nothing that outlives the export holds the password of a share.
        self._destination = (
            Share(destination.address) if isinstance(destination, Share) else destination
        )

    @Slot(object)
    def succeeded(self, done: ExportOutcome) -> None:
        dialog = ExportedDialog(self._subject, self._destination, done, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

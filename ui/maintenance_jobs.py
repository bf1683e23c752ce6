"""What is asked of PMs, started as operations: Work On and Finalize."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from app.model.machine import Side
from app.model.maintenance import WorkedOn, WorkOnRequest
from app.operations.events import Event, PmEmptied, VmMoving
from ui.dialog_jobs import DialogJobs
from ui.dialogs.work_on_dialog import WorkOnDialog
from ui.jobs.job_runner import JobRunner
from ui.main_window import MainWindow
from ui.models.tree_items import Kind, TreeItem
from ui.operations import Operations
from ui.run_follower import open_explanation
from ui.text import explain
from ui.views.menu import menu_of
from ui.views.pm_actions import PmAction


class MaintenanceJobs(DialogJobs):
    """States come from the PMs; only what moves is told here."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window, runner, operations)
        self._page = window.pages.machines
        self._page.actions_.wanted.connect(self._wanted)
        self._page.actions_.offer()
        self._page.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._page.table.customContextMenuRequested.connect(self._open_table_menu)
        window.tree.menu_wanted.connect(self._open_tree_menu)

    @Slot(object, object)
    def _wanted(self, action: PmAction, side: Side) -> None:
        state = self._window.state
        if state is None:
            return
        match action:
            case PmAction.WORK_ON if self._dialog is None:
                dialog = WorkOnDialog(state, side, self._window)
                dialog.requested.connect(self._work_on)
                thread = self._prepare(
                    self._operations.plan_work_on(state.system, side), _plan_key(side)
                )
                if thread is not None:
                    thread.succeeded.connect(dialog.show_plan)
                    thread.failed.connect(dialog.show_no_plan)
                    self._runner.start(thread)
                self._open(dialog, dialog.show_state)
            case PmAction.FINALIZE:
                self._start(self._operations.finalize(state.system, side), _key(side))

    @Slot(object)
    def _work_on(self, wish: WorkOnRequest) -> None:
        state = self._window.state
        if state is None:
            return
        thread = self._prepare(self._operations.work_on(state.system, wish), _key(wish.side))
        if thread is not None:
            follower = _Moving(self, wish.side)
            thread.reported.connect(follower.reported)
            thread.succeeded.connect(follower.succeeded)
            thread.ended.connect(follower.ended)
            thread.failed.connect(self._show_error)
            self._runner.start(thread)

    @Slot()
    def _closed(self) -> None:
        if isinstance(self._dialog, WorkOnDialog):
            self._runner.cancel(_plan_key(self._dialog.side))
        super()._closed()

    def show_doing(self, side: Side, event: Event | None) -> None:
        self._page.buttons.show_doing(side, event)

    def show_stayed(self, side: Side, done: WorkedOn) -> None:
        """What the administrator did not know when asking: a move that failed."""
        failed = [problem for problem in done.problems if problem.code == "vm-move-failed"]
        if failed:
            open_explanation(self._window, self.tr("Work On"), explain(failed[0]))

    # Menus

    def pm_menu(self, parent: QWidget) -> QMenu:
        """What can be done with the selected PM; it tells why an action is off."""
        return menu_of(parent, [self._page.actions_.all(), self._page.table.actions()])

    @Slot(QPoint)
    def _open_table_menu(self, at: QPoint) -> None:
        table = self._page.table
        if table.indexAt(at).isValid():
            self.pm_menu(table).popup(table.viewport().mapToGlobal(at))

    @Slot(object, QPoint)
    def _open_tree_menu(self, item: TreeItem, at: QPoint) -> None:
        if item.kind is Kind.MACHINE:
            self.pm_menu(self._window.tree).popup(at)


class _Moving(QObject):
    """Tells how far a PM's VMs have moved."""

    def __init__(self, jobs: MaintenanceJobs, side: Side) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._side = side

    @Slot(object)
    def reported(self, event: Event) -> None:
        if isinstance(event, VmMoving | PmEmptied):
            self._jobs.show_doing(self._side, event)

    @Slot(object)
    def succeeded(self, done: WorkedOn) -> None:
        self._jobs.show_stayed(self._side, done)

    @Slot()
    def ended(self) -> None:
        self._jobs.show_doing(self._side, None)
        self.deleteLater()


def _key(side: Side) -> str:
    return f"maintenance {int(side)}"


def _plan_key(side: Side) -> str:
    return f"plan maintenance {int(side)}"

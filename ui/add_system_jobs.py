"""What is asked of pairs as such, started as operations: one added, changed, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot

from app.model.keys import OfferedKey
from app.model.machine import System
from app.operations.let_key_in import LetIn
from app.operations.operation import Operation
from ui.dialogs.add_system_wizard import AddSystemWizard
from ui.dialogs.remove_system_dialog import RemoveSystemDialog
from ui.jobs.job_runner import JobRunner
from ui.main_window import MainWindow
from ui.pair_operations import PairOperations
from ui.run_follower import open_error
from ui.window_jobs import WindowJobs


class AddSystemJobs(QObject):
    """Lives as long as the window. What ended well shows once the settings are read again."""

    def __init__(
        self, window: MainWindow, runner: JobRunner, jobs: WindowJobs, operations: PairOperations
    ) -> None:
        super().__init__(window)
        self._window = window
        self._runner = runner
        self._jobs = jobs
        self._operations = operations
        self._wizard: AddSystemWizard | None = None
        self._follower: _StepFollower | None = None
        self._number = 0
        self._expected = ""  # a system that is to be shown as soon as it is seen
        actions = window.actions_
        actions.add_system.triggered.connect(self.add)
        actions.edit_system.triggered.connect(self._edit)
        actions.remove_system.triggered.connect(self._ask_to_remove)
        window.welcome.wanted.connect(self.add)
        window.tree_model.changed.connect(self._show_expected)

    @Slot()
    def add(self) -> None:
        self._open(None)

    @Slot()
    def _edit(self) -> None:
        state = self._window.state
        if state is not None:
            self._open(self._jobs.system(state.system.name) or state.system)

    def _open(self, known: System | None) -> None:
        if self._wizard is not None:
            return
        taken = [name for name in self._jobs.names() if known is None or name != known.name]
        made = AddSystemWizard(taken, known, self._window)
        self._wizard = made
        made.host_keys_wanted.connect(self._host_keys)
        made.trust_wanted.connect(self._trust)
        made.log_in_wanted.connect(self._log_in)
        made.let_in_wanted.connect(self._let_in)
        made.check_wanted.connect(self._check)
        made.set_up_wanted.connect(self._set_up)
        made.keep_wanted.connect(self._keep)
        made.stopped.connect(self._stop)
        made.finished.connect(self._closed)
        made.open()

    @Slot(object)
    def _host_keys(self, system: System) -> None:
        self._run(self._operations.host_keys(system), lambda wizard: wizard.show_host_keys)

    @Slot(object, object)
    def _trust(self, system: System, keys: tuple[OfferedKey, ...]) -> None:
        self._run(self._operations.trust(system, keys), lambda wizard: wizard.trusted)

    @Slot(object)
    def _log_in(self, system: System) -> None:
        self._run(self._operations.log_in(system), lambda wizard: wizard.show_logins)

    @Slot(object, object)
    def _let_in(self, system: System, wish: LetIn) -> None:
        self._run(self._operations.let_in(system, wish), lambda wizard: wizard.let_in)

    @Slot(object)
    def _check(self, system: System) -> None:
        self._run(self._operations.check(system), lambda wizard: wizard.show_checked)

    @Slot(object, bool)
    def _set_up(self, system: System, new: bool) -> None:
        self._run(self._operations.set_up(system, new), lambda wizard: wizard.finished_well)

    @Slot(object, bool)
    def _keep(self, system: System, new: bool) -> None:
        self._run(self._operations.keep(system, new), lambda wizard: wizard.finished_well)

    def _run(
        self, operation: Operation[Any], then: Callable[[AddSystemWizard], Callable[..., None]]
    ) -> None:
        if self._wizard is None:
            return
        self._number += 1
        thread = self._runner.prepare(operation, f"pair {self._number}")
        follower = _StepFollower(self._wizard, then(self._wizard), thread.key)
        self._follower = follower
        thread.reported.connect(follower.reported)
        thread.succeeded.connect(follower.succeeded)
        thread.failed.connect(follower.failed)
        thread.ended.connect(follower.ended)
        self._runner.start(thread)

    @Slot()
    def _stop(self) -> None:
        follower, self._follower = self._follower, None
        if follower is not None:
            follower.wanted = False
            self._runner.cancel(follower.key)

    @Slot(int)
    def _closed(self, result: int) -> None:
        wizard, self._wizard = self._wizard, None
        if wizard is None:
            return
        if result:
            self._expected = wizard.system.name
            self._jobs.start()
            self._show_expected()
        wizard.deleteLater()

    @Slot()
    def _show_expected(self) -> None:
        """The VMs of a system that was added."""
        key = (self._expected, "vms")
        if self._expected and self._window.tree_model.index_of(key).isValid():
            self._expected = ""
            self._window.tree.pick(key)
            self._window.tree.setFocus()

    @Slot()
    def _ask_to_remove(self) -> None:
        state = self._window.state
        if state is not None:
            dialog = RemoveSystemDialog(state, self._window)
            dialog.requested.connect(self._remove)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    @Slot(str)
    def _remove(self, name: str) -> None:
        self._number += 1
        thread = self._runner.prepare(self._operations.remove(name), f"pair {self._number}")
        thread.succeeded.connect(self._removed)
        thread.failed.connect(self._show_error)
        self._runner.start(thread)

    @Slot()
    def _removed(self) -> None:
        self._jobs.start()

    @Slot(object)
    def _show_error(self, error: Exception) -> None:
        open_error(self._window, self.tr("Twinpoint"), error)


class _StepFollower(QObject):
    """Tells the wizard how one operation went, unless that is not wanted any more: its signals may
    be under way already when it is cancelled."""

    def __init__(self, wizard: AddSystemWizard, then: Callable[..., None], key: str) -> None:
        super().__init__(wizard)
        self.key = key
        self.wanted = True
        self._wizard = wizard
        self._then = then

    @Slot(object)
    def reported(self, event: object) -> None:
        if self.wanted:
            self._wizard.reported(event)  # type: ignore[arg-type]

    @Slot(object)
    def succeeded(self, result: object) -> None:
        if self.wanted and result is None:
            self._then()
        elif self.wanted:
            self._then(result)

    @Slot(object)
    def failed(self, error: Exception) -> None:
        if self.wanted:
            self._wizard.failed(error)

    @Slot()
    def ended(self) -> None:
        self.deleteLater()

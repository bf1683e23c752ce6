"""The dialog that makes two PMs a system, page by page; it also changes one that is there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.model.machine import System
from app.model.problems import Problem
from app.operations.events import CheckLine, Event
from app.operations.fetch_host_keys import Offered
from app.operations.try_logins import Logins
from app.rules.pair_rules import may_only_look, stands_in_the_way
from ui.dialogs.first_run.address_page import AddressPage
from ui.dialogs.first_run.check_list import CheckList
from ui.dialogs.first_run.host_key_page import HostKeyPage
from ui.dialogs.first_run.login_page import LoginPage
from ui.dialogs.first_run.wizard_frame import Step, WizardFrame
from ui.icons import Icon
from ui.text import explain_error


class AddSystemWizard(QDialog):
    """Says what it wants done, and is told how it went; a step that has nothing to ask is passed
    by. `stopped` when what is being done is not wanted any more."""

    host_keys_wanted = Signal(object)  # the System
    trust_wanted = Signal(object, object)  # … and the keys
    log_in_wanted = Signal(object)
    let_in_wanted = Signal(object, object)  # … and the LetIn
    check_wanted = Signal(object)
    set_up_wanted = Signal(object, bool)  # … and whether it is a new one
    keep_wanted = Signal(object, bool)  # … as it is, without asking the PMs
    stopped = Signal()

    def __init__(
        self, taken: Collection[str], known: System | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known = known
        self.step = Step.ADDRESSES
        self.busy = False
        self._insist = False  # on what was entered: only once Next was pressed
        self._problems: tuple[Problem, ...] = ()
        self._way: list[Step] = []  # pages shown before
        self.setWindowTitle(
            self.tr("Edit System: {system}").format(system=known.name)
            if known
            else self.tr("Add System")
        )
        self.addresses = AddressPage(taken, known, self)
        self.host_keys = HostKeyPage(self)
        self.login = LoginPage(self)
        self.checks = CheckList(self)
        self.set_up = CheckList(self)
        pages = (self.addresses, self.host_keys, self.login, self.checks, self.set_up)
        self._frame = WizardFrame(pages, self)
        self.problem_line = self._frame.problem_line
        self.back_button = self._frame.back_button
        self.next_button = self._frame.next_button
        self.cancel_button = self._frame.cancel_button
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(self._frame)
        self.resize(820, 560)
        self._connect()
        self._show(Step.ADDRESSES)

    @property
    def system(self) -> System:
        return self.addresses.system()

    # What it is told

    @Slot(object)
    def show_host_keys(self, offered: tuple[Offered, Offered]) -> None:
        self._ready()
        self.host_keys.show_offered(offered, self._names())
        if self.host_keys.blocked() or self.host_keys.unknown():
            self._show(Step.HOST_KEYS)
        else:
            self._log_in()

    @Slot()
    def trusted(self) -> None:
        self._log_in()

    @Slot(object)
    def show_logins(self, logins: Logins) -> None:
        self._ready()
        if any(logins.problems):
            self.login.show_logins(logins, self._names())
            self._show(Step.LOGIN)
        else:
            self._check()

    @Slot(object)
    def let_in(self, system: System) -> None:
        self.addresses.use_key(system.identity)
        self._log_in()

    @Slot(object)
    def reported(self, event: Event) -> None:
        if isinstance(event, CheckLine):
            (self.set_up if self.step is Step.SET_UP else self.checks).add(event)

    @Slot(object)
    def show_checked(self, problems: tuple[Problem, ...]) -> None:
        self._ready()
        self._problems = problems
        self.checks.show_first_problem()
        if may_only_look(problems):
            words = self.tr("You may look at this pair; whoever is root there has to set it up.")
            self.problem_line.say(words, Icon.INFO)
        elif stands_in_the_way(problems):
            words = self.tr("Mend what is marked, then check again: the PMs cannot be a pair yet.")
            self.problem_line.say(words)
        elif problems:
            words = self.tr("What is marked can be mended later too; snapshots may need it.")
            self.problem_line.say(words, Icon.INFO)
        self._write()
        self.next_button.setFocus()

    @Slot()
    def finished_well(self) -> None:
        self.busy = False
        self.accept()

    @Slot(object)
    def failed(self, error: Exception) -> None:
        self._ready()
        told = explain_error(error)
        self.problem_line.say(f"{told.cause}\n{told.remedy}")
        self._focus()

    # What it asks for

    @Slot()
    def _next(self) -> None:
        if self.busy:
            return
        match self.step:
            case Step.ADDRESSES:
                self._leave_addresses()
            case Step.HOST_KEYS:
                self._leave_host_keys()
            case Step.LOGIN:
                self._leave_login()
            case Step.CHECKS if may_only_look(self._problems):
                self._keep()
            case Step.CHECKS if stands_in_the_way(self._problems):
                self._check()
            case Step.CHECKS | Step.SET_UP:
                self._set_up()

    def _leave_addresses(self) -> None:
        self._insist = True
        fault = self.addresses.fault()
        if fault is not None:
            self._write()
            fault[1].setFocus()
        elif self._only_limits():
            self._keep()
        else:
            self._ask_host_keys()

    def _leave_host_keys(self) -> None:
        if self.host_keys.blocked():
            self._ask_host_keys()
        elif self.host_keys.ready():
            self._start(self.tr("Keeping the host keys …"))
            self.trust_wanted.emit(self.system, self.host_keys.unknown())

    def _leave_login(self) -> None:
        if self.login.has_password():
            self._start(self.tr("Letting the key in …"))
            self.let_in_wanted.emit(self.system, self.login.take())
        else:
            self._log_in()

    def _keep(self) -> None:
        self._start(self.tr("Saving …"))
        self.keep_wanted.emit(self.system, self._known is None)

    def _ask_host_keys(self) -> None:
        self._start(self.tr("Asking both PMs for their host keys …"))
        self.host_keys_wanted.emit(self.system)

    def _log_in(self) -> None:
        self._start(self.tr("Logging in to both PMs …"))
        self.log_in_wanted.emit(self.system)

    def _check(self) -> None:
        self.checks.clear()
        self._problems = ()
        self._show(Step.CHECKS)
        self._start(self.tr("Looking at both PMs …"))
        self.check_wanted.emit(self.system)

    def _set_up(self) -> None:
        self.set_up.clear()
        self._show(Step.SET_UP)
        self._start(self.tr("Making the two PMs a pair …"))
        self.set_up_wanted.emit(self.system, self._known is None)

    @Slot()
    def _back(self) -> None:
        self._stop()
        self._ready()
        self.login.forget()
        if self._way:
            self.step = self._way.pop()
            self._write_page()

    def _start(self, words: str) -> None:
        self.busy = True
        self.problem_line.say(words, Icon.INFO)
        self._write()

    def _ready(self) -> None:
        self.busy = False
        self.problem_line.say("")
        self._write()

    def _stop(self) -> None:
        if self.busy:
            self.stopped.emit()

    def _only_limits(self) -> bool:
        """Whether the PMs need not be asked: they are reached as before."""
        known = self._known
        if known is None or self.addresses.fault() is not None:
            return False
        copy, replicate = known.copy_limit, known.replicate_limit
        return replace(self.system, copy_limit=copy, replicate_limit=replicate) == known

    # What it shows

    def _names(self) -> tuple[str, str]:
        first, second = self.system.machines
        return str(first), str(second)

    def _show(self, step: Step) -> None:
        if step is not self.step:
            # Back leads to where something is asked, not through what goes by itself.
            self._way = [one for one in self._way if one < step]
            if self.step < step:
                self._way.append(self.step)
        self.step = step
        self._write_page()

    def _write_page(self) -> None:
        self._frame.show_step(self.step)
        self._write()
        self._focus()

    @Slot()
    def _write(self) -> None:
        self.next_button.setText(self._next_words())
        self.next_button.setAccessibleName(self._next_words())
        waits = self.step is Step.HOST_KEYS and not (
            self.host_keys.blocked() or self.host_keys.ready()
        )
        self.next_button.setEnabled(not self.busy and not waits)
        self.back_button.setEnabled(bool(self._way))
        self._frame.lock(self.busy)
        if self.step is Step.ADDRESSES and self._insist and not self.busy:
            fault = self.addresses.fault()
            self.problem_line.say(fault[0] if fault else "")

    def _focus(self) -> None:
        match self.step:
            case Step.ADDRESSES:
                self.addresses.first_box().setFocus()
            case Step.HOST_KEYS if not self.host_keys.blocked():
                self.host_keys.compared_box.setFocus()
            case Step.LOGIN:
                self.login.first_box().setFocus()
            case _:
                self.next_button.setFocus()

    def _next_words(self) -> str:
        again = self.tr("Try Again")
        match self.step:
            case Step.ADDRESSES:
                return self.tr("Save") if self._only_limits() else self.tr("Next")
            case Step.HOST_KEYS:
                return again if self.host_keys.blocked() else self.tr("Trust and Go On")
            case Step.LOGIN:
                return self.tr("Let Key In") if self.login.has_password() else again
            case Step.CHECKS:
                if may_only_look(self._problems):
                    return self.tr("Only Look")
                blocked = stands_in_the_way(self._problems)
                return self.tr("Check Again") if blocked else self.tr("Set Up")
            case Step.SET_UP:
                return self.tr("Set Up") if self.busy else again

    def _connect(self) -> None:
        self.next_button.clicked.connect(self._next)
        self.back_button.clicked.connect(self._back)
        self.cancel_button.clicked.connect(self.reject)
        for page in (self.addresses, self.host_keys, self.login):
            page.edited.connect(self._write)

    # Overrides of QDialog

    def done(self, result: int) -> None:
        self._stop()
        self.login.forget()
        super().done(result)

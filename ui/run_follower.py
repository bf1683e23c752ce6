"""What the operation of one run tells that the PMs' records do not: why it did not begin, and why
it failed where the records cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Slot

from app.errors import Failed, Refused
from app.model.problems import Problem, RunCancelled
from app.operations.events import BytesDone, Event, RunAccepted, Warned
from app.rules.alerts import Alert
from ui.dialogs.error_dialog import ErrorDialog
from ui.main_window import MainWindow
from ui.text import Explanation, explain_error


class RunFollower(QObject):
    """Follows one run that this window started, until its operation ends. `subject` is what its
    alerts are about, `title` that of the dialog if it cannot begin; progress and icons come from
    the PMs' records, but for what this window moves itself."""

    def __init__(
        self, window: MainWindow, system: str, subject: str, title: str, *, moves: bool = False
    ) -> None:
        super().__init__(window)
        self._window = window
        self._system = system
        self._subject = subject
        self._title = title
        self._moves = moves
        self._job = ""

    @Slot(object)
    def reported(self, event: Event) -> None:
        match event:
            case RunAccepted(job=job):
                self._job = job
            case Warned(problem=problem):
                self._tell(problem, "warning", self._job, str(problem))
            case BytesDone() if self._moves:
                self._window.show_moved(self._job, event)

    @Slot(object)
    def failed(self, error: Exception) -> None:
        if isinstance(error, Failed | Refused) and self._job:
            if not isinstance(error.problems[0], RunCancelled):
                self._tell(error.problems[0], "run", self._job)
            return
        open_error(self._window, self._title, error)

    @Slot()
    def ended(self) -> None:
        if self._moves:
            self._window.show_moved(self._job, None)
        self.deleteLater()

    def _tell(self, problem: Problem, *key: str) -> None:
        now = datetime.now(UTC)
        alert = Alert((self._system, *key), self._subject, problem, now, lasting=True)
        self._window.alert_model.add(alert)


def open_error(window: MainWindow, title: str, error: BaseException) -> None:
    """Shows an error without stopping anything else."""
    open_explanation(window, title, explain_error(error))


def open_explanation(window: MainWindow, title: str, told: Explanation) -> None:
    """Shows what happened without stopping anything else."""
    dialog = ErrorDialog(title, told, window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()

"""What surrounds the pages of the dialog that adds a system: steps, title, problems, buttons."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.problem_line import ProblemLine
from ui.facts import label


class Step(IntEnum):
    ADDRESSES = 0
    HOST_KEYS = 1
    LOGIN = 2
    CHECKS = 3
    SET_UP = 4


class WizardFrame(QWidget):
    """Shows one page, and which step it is."""

    def __init__(self, pages: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = Step.ADDRESSES
        self._steps = [label(text, "", self) for text in self._step_names()]
        self._title = label("", "title", self)
        self._told = label("", "muted", self)
        self._pages = QStackedWidget(self)
        for page in pages:
            self._pages.addWidget(page)
        self.problem_line = ProblemLine(self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.back_button = QPushButton(self.tr("Back"), self)
        self.next_button = QPushButton(self)
        self._lay_out()

    def show_step(self, step: Step) -> None:
        self._step = step
        self._pages.setCurrentIndex(step)
        title, told = self._texts(step)
        self._title.setText(title)
        self._told.setText(told)
        for one, words in zip(Step, self._steps, strict=True):
            words.setProperty("role", "heading" if one is step else "muted")
            words.style().unpolish(words)
            words.style().polish(words)

    def lock(self, busy: bool) -> None:
        """Nothing can be entered while something is being done; lines can always be read."""
        self._pages.setEnabled(not busy or self._step in (Step.CHECKS, Step.SET_UP))

    def _step_names(self) -> list[str]:
        return [
            self.tr("Addresses"),
            self.tr("Host keys"),
            self.tr("Login"),
            self.tr("Checks"),
            self.tr("Set-up"),
        ]

    def _texts(self, step: Step) -> tuple[str, str]:
        match step:
            case Step.ADDRESSES:
                told = self.tr("A system is a pair of KVM hosts, the PMs, that you reach by SSH.")
                return self.tr("Two physical machines"), told
            case Step.HOST_KEYS:
                told = self.tr("How each PM proves by SSH that it is the one you mean.")
                return self.tr("Host keys"), told
            case Step.LOGIN:
                return self.tr("Login"), self.tr("Not every PM lets a key of yours in yet.")
            case Step.CHECKS:
                told = self.tr("What snapshots need, on each PM and between the two.")
                return self.tr("Checks"), told
            case Step.SET_UP:
                told = self.tr(
                    "Each PM gets the program, a folder for volume containers, and a key that opens"
                    " nothing on the other PM but Twinpoint's replication service."
                )
                return self.tr("Set-up"), told

    def _lay_out(self) -> None:
        self._told.setWordWrap(True)
        self.next_button.setProperty("primary", "true")
        self.next_button.setDefault(True)
        for button in (self.back_button, self.cancel_button):
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        steps = _column(self._steps)
        body = QVBoxLayout()
        body.setSpacing(8)
        body.addWidget(self._title)
        body.addWidget(self._told)
        body.addSpacing(8)
        body.addWidget(self._pages, 1)
        body.addWidget(self.problem_line)
        middle = QHBoxLayout()
        middle.setSpacing(28)
        middle.addLayout(steps)
        middle.addLayout(body, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.back_button, self.next_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(middle, 1)
        column.addLayout(buttons)


def _column(words: list[QLabel]) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(8)
    for one in words:
        one.setMinimumWidth(96)
        made.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
    made.addStretch(1)
    return made

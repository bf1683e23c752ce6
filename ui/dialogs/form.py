"""What the dialogs that start something have in common: a form, a line of problems, two buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.model.problems import Problem
from ui.dialogs.problem_line import ProblemLine
from ui.facts import grow_to_fit, label
from ui.icons import BUTTON_ICON, Icon, primary_icon
from ui.text import causes, tip


class FormDialog(QDialog):
    """As high as its form needs: by itself, Qt opens a dialog at two thirds of the screen at most,
    and squeezes what is in it."""

    # Overrides of QDialog

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        grow_to_fit(self)


class Form:
    """Lays a dialog out from the top down; the primary button is on only while nothing stands in
    the way. Closing with it accepts the dialog, everything else rejects it."""

    def __init__(
        self, dialog: QDialog, action: str, cancel: str, picture: Icon | None = None
    ) -> None:
        self._dialog = dialog
        self.problem_line = ProblemLine(dialog)
        self.action_button = QPushButton(action, dialog)
        self.action_button.setProperty("primary", "true")
        self.action_button.setDefault(True)
        self.action_button.setIconSize(BUTTON_ICON)
        if picture is not None:
            self.action_button.setIcon(primary_icon(picture))
        self.action_button.setAccessibleName(action)
        self.cancel_button = QPushButton(cancel, dialog)
        self.cancel_button.setAccessibleName(cancel)
        self.cancel_button.clicked.connect(dialog.reject)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._rows = 0
        self._labels: dict[QWidget, QLabel] = {}

    def row(self, name: str, widget: QWidget, *, top: bool = False) -> None:
        """One labelled line; the label gives its widget the focus by its mnemonic."""
        self._labels[widget] = words = label(name)
        words.setBuddy(widget)
        align = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(words, self._rows, 0, align)
        self._grid.addWidget(widget, self._rows, 1)
        if not widget.accessibleName() and not isinstance(widget, QLabel):
            widget.setAccessibleName(name)
        if isinstance(widget, QAbstractSpinBox):
            widget.lineEdit().setAccessibleName(name)
        self._rows += 1

    def line(self, widget: QWidget, switch: QWidget | None = None) -> None:
        """One line under the last widget: without a label of its own, or with what shows it."""
        if switch is not None:
            self._grid.addWidget(switch, self._rows, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, self._rows, 1)
        self._rows += 1

    def show_row(self, widget: QWidget, shown: bool) -> None:
        """A row that does not apply takes no room."""
        widget.setVisible(shown)
        self._labels[widget].setVisible(shown)

    def lay_out(
        self, *above: QWidget | QLayout, below: Sequence[QWidget | QLayout] = (), width: int = 620
    ) -> None:
        """`above` and `below` stand over and under the rows; a list among those above takes what
        room there is."""
        column = QVBoxLayout(self._dialog)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for part in (*above, self._grid, *below):
            if isinstance(part, QLayout):
                column.addLayout(part)
            else:
                column.addWidget(part, 1 if isinstance(part, QScrollArea) else 0)
        if not any(isinstance(part, QScrollArea) for part in above):
            column.addStretch(1)
        column.addWidget(self.problem_line)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.action_button)
        column.addLayout(buttons)
        # A least width of its own would keep the layout from asking for more.
        self._dialog.setMinimumWidth(max(width, column.minimumSize().width()))

    def show_problems(
        self, problems: Sequence[Problem], missing: str = "", known: str = ""
    ) -> None:
        """`missing` is what has to be filled in yet; `known` what is good to know otherwise."""
        if problems:
            self.problem_line.show_problems(problems)
        else:
            self.problem_line.say(missing or known, Icon.INFO)
        self.action_button.setEnabled(not problems and not missing)
        self.action_button.setToolTip(tip(causes(problems) if problems else missing))
        grow_to_fit(self._dialog)

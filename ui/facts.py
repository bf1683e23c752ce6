"""Names and values under one another, to read, select and copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

_TITLE_BAR = 36  # pixels, or a little less


def label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows its text as it is, whatever looks like markup in it."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if role:
        made.setProperty("role", role)
    return made


def grow_to_fit(dialog: QWidget, more: int = 0) -> None:
    """Makes a dialog higher where words that came since need more lines, and by `more` pixels that
    would do it good; never smaller, and no higher than the screen."""
    layout = dialog.layout()
    if layout is not None and dialog.isVisible():
        layout.activate()
        needed = layout.totalHeightForWidth(dialog.width()) + more
        # Not dialog.screen(): PySide6 6.11 takes what it returns for a child of the dialog, and the
        # screen would end where the garbage collector finds the dialog.
        screen = QGuiApplication.screenAt(dialog.geometry().center())
        room = (screen or QGuiApplication.primaryScreen()).availableGeometry().height() - _TITLE_BAR
        if min(needed, room) > dialog.height():
            dialog.resize(dialog.width(), min(needed, room))


class Facts(QScrollArea):
    """Asks for no more than its least height, where it has one. Rows are kept and only their words
    change, so that a selection in them stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = QWidget(self)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Pairs of a name and a value."""
        while len(self._rows) < len(facts):
            self._add_row()
        for at, (name, value) in enumerate(self._rows):
            used = at < len(facts)
            name.setVisible(used)
            value.setVisible(used)
            if used and (name.text(), value.text()) != facts[at]:
                name.setText(facts[at][0])
                value.setText(facts[at][1])
                value.setAccessibleName(facts[at][0])

    def fit(self, most: int) -> None:
        """As high as its lines are, up to so many; beyond, it scrolls."""
        rows = [value for _, value in self._rows if not value.isHidden()]
        lines = sum(1 + value.text().count("\n") for value in rows)
        line, gaps = self.fontMetrics().lineSpacing(), self._grid.verticalSpacing() * len(rows)
        self.setMinimumHeight(min(most, lines + 2) * line + min(gaps, most * 3) + 20)

    def _add_row(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        name, value = label("", "muted", self._inside), label("", "", self._inside)
        value.setWordWrap(True)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        name.setBuddy(value)
        row = len(self._rows)
        self._grid.addWidget(name, row, 0, top)
        self._grid.addWidget(value, row, 1, top)
        self._rows.append((name, value))

    # Overrides of QScrollArea

    def sizeHint(self) -> QSize:  # noqa: N802
        hint = super().sizeHint()
        return QSize(hint.width(), self.minimumHeight() or hint.height())

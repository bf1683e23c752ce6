"""Lines of a check, one under another: what was looked at, and what to do where it is not in
order."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.operations.events import CheckLine
from app.sentences import check_detail_text, check_text
from ui.facts import label
from ui.icons import Icon, pixmap
from ui.text import explain, shown


class CheckList(QScrollArea):
    """Takes lines as they come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[CheckLine] = []
        self._first_bad: QWidget | None = None
        self.setProperty("role", "framed")
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Checks"))
        self._start()

    def clear(self) -> None:
        self.lines = []
        self._start()

    def add(self, line: CheckLine) -> None:
        self.lines.append(line)
        at = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        picture = label(parent=self._inside)
        picture.setPixmap(pixmap(Icon.YES if line.problem is None else Icon.WARNING, 16))
        self._grid.addWidget(picture, at, 0, top)
        self._grid.addWidget(label(line.pm, "", self._inside), at, 1, top)
        self._grid.addWidget(label(shown(check_text(line)), "", self._inside), at, 2, top)
        if line.problem is not None and self._first_bad is None:
            self._first_bad = picture
        result = label(self._result(line), "muted" if line.problem is None else "", self._inside)
        result.setWordWrap(True)
        result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(result, at, 3, top)

    def _result(self, line: CheckLine) -> str:
        if line.problem is not None:
            told = explain(line.problem)
            return f"{told.cause}\n{told.remedy}"
        return shown(check_detail_text(line))

    def show_first_problem(self) -> None:
        """Scrolls to it, if there is one; after the last line."""
        self._inside.adjustSize()  # now: lines have their places only after a while otherwise
        QTimer.singleShot(0, self._scroll)

    @Slot()
    def _scroll(self) -> None:
        if self._first_bad is not None:
            self.ensureWidgetVisible(self._first_bad, 0, self.height() // 2)

    def _start(self) -> None:
        self._first_bad = None
        self._inside = QWidget(self)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(3, 1)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(self._inside)

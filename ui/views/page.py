"""The frame that every page has: a title, a search box, and the page's own body."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.facts import label
from ui.icons import Icon, icon


class PageHeader(QWidget):
    """A title at the left; a search box at the right, if the page can search."""

    def __init__(self, *, search: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title", self)
        self.search_box: QLineEdit | None = None
        self._glass: QAction | None = None
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.title)
        row.addStretch(1)
        if search:
            self.search_box = QLineEdit(self)
            self.search_box.setClearButtonEnabled(True)
            self.search_box.setMinimumWidth(240)
            self._glass = self.search_box.addAction(
                QIcon(), QLineEdit.ActionPosition.LeadingPosition
            )
            row.addWidget(self.search_box)
        self._draw()

    def say(self, title: str, search: str = "") -> None:
        self.title.setText(title)
        if self.search_box is not None:
            self.search_box.setPlaceholderText(search)
            self.search_box.setAccessibleName(search)

    def add(self, part: QWidget) -> None:
        """At the right."""
        self._row.addWidget(part)

    def _draw(self) -> None:
        if self._glass is not None:
            self._glass.setIcon(icon(Icon.SEARCH))

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()


def page_layout(page: QWidget, header: PageHeader) -> QVBoxLayout:
    """The same margins on every page."""
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 0)
    column.setSpacing(10)
    column.addWidget(header)
    return column

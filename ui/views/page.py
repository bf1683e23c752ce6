"""The frame that every page has: a title, a search box, and the page's own body."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.model.state import SystemState
from app.rules.verdict import machine_problems
from ui import format as formats
from ui.facts import label
from ui.icons import Icon, icon, pixmap
from ui.text import causes, tip


class AgeNote(QWidget):
    """How old the page is, where a PM has not answered yet or is out of reach; else nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self._picture = label(parent=self)
        self._words = label("", "muted", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(self._words)
        self._row = row
        self.write()

    def show_state(self, state: SystemState) -> None:
        self._state = state
        self.write()

    def words(self) -> str:
        return self._words.text()

    def write(self) -> None:
        """Also as time passes."""
        state = self._state
        when = state.as_of if state is not None else None
        if state is None or when is None:
            self._words.setText("")
            self.hide()
            return
        self._picture.setPixmap(pixmap(Icon.INFO, 16))
        self._words.setText(formats.as_of(when))
        away = [machine for machine in state.machines if not machine.current]
        why = causes([problem for one in away for problem in machine_problems(one)])
        told = self.tr("What is shown was last known then; it may have changed since.")
        self._words.setToolTip(tip(f"{why}\n{told}"))
        self._words.setAccessibleDescription(f"{why}\n{told}")
        self._row.activate()  # a page that is not shown would learn of the new width too late
        self.setMinimumWidth(self._row.sizeHint().width())
        self.show()


class PageHeader(QWidget):
    """A title at the left, and how old what the page shows is; a search box at the right, if the
    page can search."""

    def __init__(self, *, search: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "title", self)
        self.search_box: QLineEdit | None = None
        self._glass: QAction | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.title)
        self.age = AgeNote(self)
        row.addWidget(self.age)
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

    def show_state(self, state: SystemState) -> None:
        self.age.show_state(state)

    def say(self, title: str, search: str = "") -> None:
        self.title.setText(title)
        if self.search_box is not None:
            self.search_box.setPlaceholderText(search)
            self.search_box.setAccessibleName(search)

    def _draw(self) -> None:
        if self._glass is not None:
            self._glass.setIcon(icon(Icon.SEARCH))
        self.age.write()

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self._draw()


def page_layout(page: QWidget, header: PageHeader) -> QVBoxLayout:
    """The same margins on every page."""
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 0)
    column.setSpacing(10)
    column.addWidget(header)
    return column

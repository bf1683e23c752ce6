"""What pages have in common: a title, a search box, and mostly a table above a panel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.model.state import SystemState
from app.rules.verdict import machine_problems
from ui import format as formats
from ui.facts import label
from ui.icons import Icon, icon, pixmap
from ui.text import causes, tip
from ui.views.empty_state import EmptyState
from ui.views.record_table import RecordTable


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
        self._row = row = QHBoxLayout(self)
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

    def add(self, part: QWidget) -> None:
        """At the right."""
        self._row.addWidget(part)

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


class TablePage(QWidget):
    """A table above the panel of its current row; where there may be no rows at all, a picture and
    words in their place.

    Whoever derives makes the model, the table and the panel, hands both to `_lay_out`, and says
    its words in `_retranslate`.
    """

    header: PageHeader
    table: RecordTable
    split: QSplitter

    def __init__(
        self, name: str, *, search: bool, empty: Icon | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.header = PageHeader(search=search, parent=self)
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.setObjectName(f"{name}-split")
        self.split.setProperty("role", "page")
        self._stack = QStackedWidget(self)
        self._empty = EmptyState(empty, self) if empty is not None else None

    def _lay_out(
        self,
        table: RecordTable,
        panel: QWidget,
        *,
        heights: tuple[int, int],
        shares: tuple[int, int] = (0, 1),
        above: QWidget | None = None,
        over_table: QWidget | None = None,
    ) -> None:
        """`heights` in pixels at first, `shares` of what there is more later. `above` stands there
        with and without rows, `over_table` only with them."""
        self.table = table
        if self.header.search_box is not None:
            self.header.search_box.returnPressed.connect(self._leave_search)
        for at, part in enumerate((table, panel)):
            self.split.addWidget(part)
            self.split.setStretchFactor(at, shares[at])
        self.split.setSizes(heights)
        self.split.setChildrenCollapsible(False)
        self._full = _under(over_table, self.split, self) if over_table else self.split
        self._stack.addWidget(self._full)
        if self._empty is not None:
            self._stack.addWidget(self._empty)
        column = page_layout(self, self.header)
        if above is not None:
            column.addWidget(above)
        column.addWidget(self._stack, 1)

    @Slot()
    def _leave_search(self) -> None:
        """To what was found."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_full(self, full: bool) -> None:
        """Whether there are rows, which a search may all hide."""
        shown = self._full if full or self._empty is None else self._empty
        self._stack.setCurrentWidget(shown)

    def _say_empty(self, title: str, sentence: str) -> None:
        if self._empty is not None:
            self._empty.say(title, sentence)

    def _retranslate(self) -> None:
        raise NotImplementedError

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


def _under(upper: QWidget, lower: QWidget, parent: QWidget) -> QWidget:
    both = QWidget(parent)
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(upper)
    column.addWidget(lower, 1)
    return both

"""A table of records: sorting, copying, columns that fit and are remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QSettings,
    Qt,
    QTimer,
    QTimerEvent,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.models.tables import Role, record_at
from ui.turns import take_turn

_WIDEST = 240
_MARGIN = 8
_LOOKED_AT = 12  # rows whose words set the widths


class RecordTable(QTableView):
    """Rows are read as records (Role.RECORD), never by position.

    `name` is where its columns are remembered. Signals: `picked` with the current record or None
    when another row becomes current or the current one changes; `opened` on Return and double
    click.
    """

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._by_hand = False  # whoever set a width by hand keeps it
        self._widest = _WIDEST
        self._rows_kept = 0
        self._placeholder = ""
        self._new = False  # rows came that were not looked at yet
        self._records = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsMovable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setResizeContentsPrecision(_LOOKED_AT)
        self._fit_rows()
        self._copy = QAction(self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy_selected)
        self.addAction(self._copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.fit_columns()
        header.sectionResized.connect(self._resized)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._settled)
        self._retranslate()
        model.rowsInserted.connect(self._rows_inserted)
        model.dataChanged.connect(self._rows_changed)
        model.rowsRemoved.connect(self._rows_changed)
        self.activated.connect(self._open)

    def set_placeholder(self, text: str) -> None:
        """What stands in the table while it has no row to show."""
        self._placeholder = text
        self.viewport().update()

    def keep_order(self) -> None:
        """Shows the rows as the model has them."""
        self.setSortingEnabled(False)
        self._records.sort(-1, Qt.SortOrder.AscendingOrder)

    def keep_room_for(self, rows: int) -> None:
        """Never lower than so many whole rows, in whatever font."""
        self._rows_kept = rows
        self._fit_rows()

    def record(self) -> Any:
        """The record of the current row; None if there is none."""
        return record_at(self.currentIndex())

    def records(self) -> list[Any]:
        """The records of the selected rows, in the order shown."""
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [record_at(index) for index in rows]

    def pick(self, wanted: Callable[[Any], bool]) -> bool:
        """Makes the first row whose record is wanted current; False if none is."""
        for row in range(self._records.rowCount()):
            if wanted(self._records.index(row, 0).data(Role.RECORD)):
                selected = self.selectionModel().isRowSelected(row)
                if self.currentIndex().row() != row or not selected:
                    self.setCurrentIndex(self._records.index(row, 0))
                return True
        return False

    def sorted_by(self) -> int:
        """The column that sets the order."""
        return self.horizontalHeader().sortIndicatorSection()

    def shown_rows(self) -> int:
        return self._records.rowCount()

    @Slot()
    def copy_selected(self) -> None:
        """The selected rows as lines with tabs between the columns."""
        lines = []
        for index in sorted(self.selectionModel().selectedRows(), key=lambda at: at.row()):
            cells = [
                str(index.siblingAtColumn(column).data() or "")
                for column in range(self._records.columnCount())
                if not self.isColumnHidden(column)
            ]
            lines.append("\t".join(cells))
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def let_columns_grow(self, widest: int) -> None:
        """To this many pixels, where words are long and columns few."""
        self._widest = widest

    def fit_columns(self, *, shrink: bool = True) -> None:
        """Every column as wide as its words and its heading need, within reason."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        # The last one takes what is left.
        for column in [at for at in order if not header.isSectionHidden(at)][:-1]:
            needed = max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
            width = min(self._widest, needed + _MARGIN)
            header.resizeSection(column, width if shrink else max(width, self.columnWidth(column)))

    def fit_again(self) -> None:
        """Other columns are shown: all get new widths, unless somebody set them."""
        if not self._by_hand:
            self.fit_columns()

    def widen_columns(self) -> None:
        """Words have become longer: columns grow, unless somebody set their widths."""
        if not self._by_hand:
            self.fit_columns(shrink=False)

    def save_columns(self, settings: QSettings) -> None:
        settings.setValue(f"columns/{self._kept_as()}", self.horizontalHeader().saveState())
        settings.setValue(f"by-hand/{self._kept_as()}", "yes" if self._by_hand else "no")

    def restore_columns(self, settings: QSettings) -> None:
        state = settings.value(f"columns/{self._kept_as()}")
        hidden = [at for at in range(self._records.columnCount()) if self.isColumnHidden(at)]
        restored = state is not None and self.horizontalHeader().restoreState(state)
        for column in hidden:  # not for the user to show
            self.setColumnHidden(column, True)
        if restored:
            self._by_hand = settings.value(f"by-hand/{self._kept_as()}") == "yes"

    def _kept_as(self) -> str:
        """Under another name for other columns: those of another version are no use to this one."""
        return f"{self.objectName()}-{self._records.columnCount()}"

    @Slot()
    def _resized(self) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._by_hand = True

    def _fit_rows(self) -> None:
        row = self.fontMetrics().height() + 12
        self.verticalHeader().setDefaultSectionSize(row)
        if self._rows_kept:
            head = self.horizontalHeader().sizeHint().height()
            self.setMinimumHeight(head + self._rows_kept * row + 2 * self.frameWidth())

    def _retranslate(self) -> None:
        self._copy.setText(self.tr("Copy"))

    @Slot()
    def _rows_inserted(self) -> None:
        # Many may come; what follows from them is done once, after the last.
        self._new = True
        self._settle.start()

    @Slot()
    def _settled(self) -> None:
        take_turn()
        if self._new and self.isVisible():
            self._new = False
            self.widen_columns()
        if not self.currentIndex().isValid() and self._records.rowCount():
            self.setCurrentIndex(self._records.index(0, 0))
        else:
            self.picked.emit(self.record())

    @Slot()
    def _rows_changed(self) -> None:
        self._settle.start()

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.record())

    # Overrides of QTableView

    def selectionChanged(  # noqa: N802
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        super().selectionChanged(selected, deselected)
        self.picked.emit(self.record())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._new:
            self._settle.start()

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802
        take_turn()  # Qt lays out the rows
        super().timerEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        take_turn()
        super().paintEvent(event)
        if self._placeholder and not self._records.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            place = self.viewport().rect().adjusted(12, 12, -12, -12)
            top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
            painter.drawText(place, top | Qt.TextFlag.TextWordWrap, self._placeholder)
            painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fit_rows()
            self.fit_columns()

"""The tree view at the left; it tells which page and which thing is wanted."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimerEvent,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from ui.models.tables import record_at
from ui.models.tree_items import Key, Kind, TreeItem
from ui.models.vm_tree_model import Column, VmTreeModel
from ui.turns import take_turn

_LOOKED_AT = 12  # rows whose words set the width of the notes
_OPEN_AT_FIRST = (Kind.SYSTEM, Kind.MACHINES, Kind.VMS)


class SystemTree(QTreeView):
    """`picked` with the tree item that became current; `menu_wanted` with the item, and where on
    the screen."""

    picked = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, model: VmTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setIconSize(QSize(16, 16))
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAllColumnsShowFocus(True)
        self.setMinimumWidth(200)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.LABEL, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(Column.NOTE, QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(_LOOKED_AT)
        self._before: Key = ()
        self._changing = False
        model.rowsInserted.connect(self._open_new)
        model.changing.connect(self._note_row)
        model.changed.connect(self._find_row)
        self._retranslate()

    def pick(self, key: Key) -> None:
        """Makes the row with this key current, unless it is or is not there."""
        index = self._model.index_of(key)
        if index.isValid() and self.item() is not None and self._key() == key:
            return
        if index.isValid():
            self.setCurrentIndex(index)

    def item(self) -> TreeItem | None:
        found: TreeItem | None = record_at(self.currentIndex())
        return found

    def _key(self) -> Key:
        item = self.item()
        return item.key if item else ()

    @Slot()
    def _note_row(self) -> None:
        self._before, self._changing = self._key(), True

    @Slot()
    def _find_row(self) -> None:
        """Back to the row from before; only where that is gone has another been picked."""
        if self._before:
            self.pick(self._before)
        self._changing = False
        item = self.item()
        if item is not None and item.key != self._before:
            self.picked.emit(item)

    @Slot(QModelIndex, int, int)
    def _open_new(self, parent: QModelIndex, first: int, last: int) -> None:
        # Only when its first rows come: afterwards the user decides.
        if parent.isValid() and self._model.rowCount(parent) == last - first + 1:
            self._open(parent)
        for row in range(first, last + 1):
            self._open_below(self._model.index(row, 0, parent))
        if not parent.isValid() and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(first, 0))

    def _open(self, index: QModelIndex) -> None:
        item: TreeItem | None = record_at(index)
        if item is not None and item.kind in _OPEN_AT_FIRST:
            self.expand(index)

    def _open_below(self, index: QModelIndex) -> None:
        """A row that comes brings all that is below it."""
        item: TreeItem | None = record_at(index)
        if item is not None and item.kind in _OPEN_AT_FIRST:
            for row in range(self._model.rowCount(index)):
                self._open_below(self._model.index(row, 0, index))
            self._open(index)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Systems, machines and snapshots"))

    # Overrides of QTreeView

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Keys have somewhere to go as soon as there is something to be seen."""
        super().showEvent(event)
        focused = self.window().focusWidget()
        if focused is None or not focused.isVisible():
            self.setFocus()

    def selectionChanged(  # noqa: N802
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        super().selectionChanged(selected, deselected)
        item = self.item()
        if item is not None and not self._changing:
            self.picked.emit(item)

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802
        take_turn()  # Qt lays out the rows
        super().timerEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        take_turn()
        super().paintEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        item: TreeItem | None = record_at(index)
        if item is not None:
            at = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self.menu_wanted.emit(item, self.viewport().mapToGlobal(at))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

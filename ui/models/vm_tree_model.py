"""The tree at the left: systems, their PMs, their VMs with volumes, snapshots, alerts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, Signal

from app.model.changes import Inserted, Removed, Updated, changes
from ui.icons import icon
from ui.models.tables import Index, Role, faded
from ui.models.tree_items import Branch, Key, TreeItem
from ui.text import tip

_ROOT = 0


class Column(IntEnum):
    LABEL = 0
    NOTE = 1


class VmTreeModel(QAbstractItemModel):
    """Rows change one by one, so that selection and expansion stay. An index carries the number
    of its row's key, never an object: Qt would not keep that alive.

    A row that moved is removed and inserted anew; `changing` and `changed` around all changes let
    a view find back to the row it was on."""

    changing = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: dict[Key, int] = {}
        self._parents: dict[int, int] = {}
        self._rows: dict[int, list[TreeItem]] = {_ROOT: []}
        self._places: dict[int, int] = {}  # the row of each number, among its parent's
        self._branches: dict[int, dict[Key, Branch]] = {}  # what was shown last below each number
        self._next = _ROOT + 1  # numbers are never used twice

    def show_branches(self, wanted: Sequence[Branch]) -> None:
        self.changing.emit()
        self._apply(_ROOT, wanted)
        self.changed.emit()

    def refresh(self) -> None:
        """Icons may be drawn otherwise."""
        for number, rows in self._rows.items():
            if rows:
                parent = self._index_of(number)
                self.dataChanged.emit(
                    self.index(0, 0, parent), self.index(len(rows) - 1, Column.NOTE, parent)
                )

    def index_of(self, key: Key) -> QModelIndex:
        """The row with this key; an invalid index if there is none."""
        number = self._numbers.get(key)
        return QModelIndex() if number is None else self._index_of(number)

    def _apply(self, parent: int, wanted: Sequence[Branch]) -> None:
        before = self._branches.get(parent, {})
        items, new = [branch.item for branch in wanted], {}
        for branch in wanted:
            new[branch.item.key] = branch
        rows = self._rows.setdefault(parent, [])
        updated: set[int] = set()
        at = self._index_of(parent)
        for change in changes(rows, items, _key):
            match change:
                case Removed(row, count):
                    self.beginRemoveRows(at, row, row + count - 1)
                    for item in rows[row : row + count]:
                        self._forget(item.key)
                    del rows[row : row + count]
                    self._place(parent)
                    self.endRemoveRows()
                case Inserted(row, some):
                    self.beginInsertRows(at, row, row + len(some) - 1)
                    rows[row:row] = some
                    for item in some:
                        self._remember(new[item.key], parent)
                    self._place(parent)
                    self.endInsertRows()
                case Updated(row, item):
                    rows[row] = item
                    updated.add(self._numbers[item.key])
        if updated:
            touched = [self._places[number] for number in updated]
            self.dataChanged.emit(
                self.index(min(touched), Column.LABEL, at),
                self.index(max(touched), Column.NOTE, at),
            )
        self._branches[parent] = new
        for key, branch in new.items():
            # What is the same is not looked into; what was just inserted is whole.
            if key in before and before[key] is not branch:
                self._apply(self._numbers[key], branch.children)

    def _remember(self, branch: Branch, parent: int) -> None:
        """With all that is below: a row comes whole, and Qt is told once."""
        number = self._next
        self._next += 1
        self._numbers[branch.item.key] = number
        self._parents[number] = parent
        self._rows[number] = [child.item for child in branch.children]
        self._branches[number] = {child.item.key: child for child in branch.children}
        for child in branch.children:
            self._remember(child, number)
        self._place(number)

    def _forget(self, key: Key) -> None:
        number = self._numbers.pop(key)
        del self._parents[number], self._places[number], self._branches[number]
        for child in self._rows.pop(number):
            self._forget(child.key)

    def _place(self, parent: int) -> None:
        """Notes in which row each child stands."""
        for row, item in enumerate(self._rows[parent]):
            self._places[self._numbers[item.key]] = row

    def _index_of(self, number: int) -> QModelIndex:
        if number == _ROOT:
            return QModelIndex()
        return self.createIndex(self._places[number], 0, number)

    def _children(self, parent: Index) -> list[TreeItem]:
        if not parent.isValid():
            return self._rows[_ROOT]
        return self._rows.get(parent.internalId(), []) if parent.column() == 0 else []

    def _item(self, index: Index) -> TreeItem | None:
        above = self._parents.get(index.internalId())
        return None if above is None else self._rows[above][index.row()]

    # Overrides of QAbstractItemModel

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        rows = self._children(parent)
        if not (0 <= row < len(rows) and 0 <= column < len(Column)):
            return QModelIndex()
        return self.createIndex(row, column, self._numbers[rows[row].key])

    def parent(self, index: Index = QModelIndex()) -> Any:
        if not index.isValid():
            return QModelIndex()
        return self._index_of(self._parents.get(index.internalId(), _ROOT))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return len(self._children(parent))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self._item(index) if index.isValid() else None
        if item is None:
            return None
        label = index.column() == Column.LABEL
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return item.label if label else item.note
            case Qt.ItemDataRole.DecorationRole if label:
                return icon(item.icon)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(item.tip)
            case Qt.ItemDataRole.TextAlignmentRole if not label:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole if not label or item.stale:
                return faded()
            case Qt.ItemDataRole.AccessibleTextRole if label and item.note:
                return f"{item.label}, {item.note}"
            case Role.RECORD:
                return item
        return None


def _key(item: TreeItem) -> Key:
    return item.key

"""What every table model here has in common: roles, and rows that change one by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from enum import IntEnum
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QApplication

from app.model.changes import Inserted, Removed, Updated, changes

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data beyond Qt's own roles; both work through any proxy."""

    RECORD = Qt.ItemDataRole.UserRole
    SORT = Qt.ItemDataRole.UserRole + 1
    PROGRESS = Qt.ItemDataRole.UserRole + 2  # a share from 0 to 1, or None
    PARTS = Qt.ItemDataRole.UserRole + 3  # what fills a container: ui.container_parts.Parts
    PLACE = Qt.ItemDataRole.UserRole + 4  # a snapshot's among its family: snapshot_family.Place
    HISTORY = Qt.ItemDataRole.UserRole + 5  # a VM's last days: ui.models.vm_history.Mark, several


def apply_rows(
    model: QAbstractTableModel,
    rows: list[Row],
    wanted: Sequence[Row],
    key: Callable[[Row], Hashable],
) -> None:
    """Turns `rows` into `wanted` step by step, so that selection and scrolling stay."""
    root = QModelIndex()
    last = model.columnCount() - 1
    for change in changes(rows, wanted, key):
        match change:
            case Removed(row):
                model.beginRemoveRows(root, row, row)
                del rows[row]
                model.endRemoveRows()
            case Inserted(row, item):
                model.beginInsertRows(root, row, row)
                rows.insert(row, item)
                model.endInsertRows()
            case Updated(row, item):
                rows[row] = item
                model.dataChanged.emit(model.index(row, 0), model.index(row, last))


def refresh_all(model: QAbstractTableModel) -> None:
    """Everything may be worded or drawn otherwise (language, theme, passing time)."""
    columns = model.columnCount()
    model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)
    if model.rowCount():
        model.dataChanged.emit(model.index(0, 0), model.index(model.rowCount() - 1, columns - 1))


def faded() -> QBrush:
    """For the words of a row that was not seen lately."""
    return QApplication.palette().brush(QPalette.ColorRole.PlaceholderText)


def record_at(index: Index) -> Any:
    """The record behind a row of any of our tables, through any proxy; None if there is none."""
    return index.data(Role.RECORD) if index.isValid() else None

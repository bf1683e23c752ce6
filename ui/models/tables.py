"""What every table model here has in common: roles, and what is said when all may be otherwise."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QApplication

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Data beyond Qt's own roles."""

    RECORD = Qt.ItemDataRole.UserRole
    PROGRESS = Qt.ItemDataRole.UserRole + 2  # a share from 0 to 1, or None
    PARTS = Qt.ItemDataRole.UserRole + 3  # what fills a container: ui.container_parts.Parts
    PLACE = Qt.ItemDataRole.UserRole + 4  # a snapshot's among its family: snapshot_family.Place
    HISTORY = Qt.ItemDataRole.UserRole + 5  # a VM's last days: ui.models.vm_history.Mark, several


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

"""Draws when snapshots of a VM were taken in the last days (Role.HISTORY) beside a cell's words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.models.tables import Role
from ui.models.vm_history import DAYS, Mark

_WIDE = 112
_GAP = 10
_HIGH = 12
_THICK = 4.0


class HistoryDelegate(QStyledItemDelegate):
    """A line of days that ends now, at the right. What is normal on both PMs stands on it filled;
    what is broken hollow and half as high. The words stay: they are what is read out."""

    # Overrides of QStyledItemDelegate

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        marks: tuple[Mark, ...] | None = index.data(Role.HISTORY)
        if marks is None:
            return
        cell = QRectF(option.rect)
        place = QRectF(cell.right() - _WIDE - _GAP, cell.center().y() - _HIGH / 2, _WIDE, _HIGH)
        _draw(painter, place, marks, option.palette)

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + _WIDE + 2 * _GAP, hint.height())


def _draw(painter: QPainter, place: QRectF, marks: tuple[Mark, ...], palette: QPalette) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bottom = place.bottom() - 1
    line = palette.color(QPalette.ColorRole.PlaceholderText)
    line.setAlphaF(0.5)  # seen on a selected row, too
    painter.setPen(QPen(line, 1))
    painter.drawLine(QPointF(place.left(), bottom), QPointF(place.right(), bottom))
    for day in range(DAYS + 1):
        x = place.left() + place.width() * day / DAYS
        painter.drawLine(QPointF(x, bottom - 2), QPointF(x, bottom))
    accent = palette.color(QPalette.ColorRole.Accent)
    for mark in marks:
        x = place.left() + (place.width() - _THICK) * mark.at
        if mark.normal:
            painter.fillRect(QRectF(x, place.top(), _THICK, bottom - place.top()), accent)
        else:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1))
            painter.setBrush(palette.brush(QPalette.ColorRole.Base))
            painter.drawRect(QRectF(x, place.center().y(), _THICK, bottom - place.center().y()))
    painter.restore()

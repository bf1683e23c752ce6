"""Draws a share (Role.PROGRESS) as a thin bar under the words of its cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.models.tables import Role

_THICK = 4


class BarDelegate(QStyledItemDelegate):
    """The words stay: a bar alone tells nothing to a screen reader."""

    # Overrides of QStyledItemDelegate

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        share = index.data(Role.PROGRESS)
        if share is None:
            return
        palette: QPalette = option.palette
        rect = QRectF(option.rect).adjusted(6, 0, -6, -2)
        track = QRectF(rect.left(), rect.bottom() - _THICK, rect.width(), _THICK)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.brush(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
        painter.setBrush(palette.brush(QPalette.ColorRole.Accent))
        track.setWidth(max(float(_THICK), track.width() * share))
        painter.drawRoundedRect(track, _THICK / 2, _THICK / 2)
        painter.restore()

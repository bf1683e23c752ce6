"""Draws what fills a container (Role.PARTS) as a bar beside the words of its cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.container_parts import paint_parts
from ui.models.tables import Role

_BAR = 130
_GAP = 8
_THICK = 10


class PartsDelegate(QStyledItemDelegate):
    """The words stay: a bar alone tells nothing to a screen reader."""

    # Overrides of QStyledItemDelegate

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        parts = index.data(Role.PARTS)
        if parts is None:
            return
        cell = QRectF(option.rect)
        words = option.fontMetrics.horizontalAdvance("100 %") + 36.0
        place = QRectF(
            cell.left() + words,
            cell.center().y() - _THICK / 2,
            max(20.0, cell.width() - words - _GAP),
            _THICK,
        )
        paint_parts(painter, place, parts, option.palette)

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        words = option.fontMetrics.horizontalAdvance("100 %") + 36
        return QSize(words + _BAR + _GAP, hint.height())

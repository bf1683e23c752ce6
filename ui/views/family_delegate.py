"""Draws the lines between parents and children (Role.PLACE) before a snapshot's name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.rules.snapshot_family import Place
from ui.models.snapshot_table_model import Column
from ui.models.tables import Role
from ui.views.record_table import RecordTable

_LANE = 14
_MARGIN = 6
_DOT = 3.5
_MOST = 12  # lanes that are drawn; a name must stay readable


class FamilyDelegate(QStyledItemDelegate):
    """Only while the table is in the order of the families: in any other the lines would lie."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table

    def _place(self, index: QModelIndex | QPersistentModelIndex) -> Place | None:
        if self._table.sorted_by() != Column.FAMILY:
            return None
        place: Place | None = index.data(Role.PLACE)
        return place

    # Overrides of QStyledItemDelegate

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        place = self._place(index)
        if place is None:
            super().paint(painter, option, index)
            return
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        style = self._table.style()
        panel = QStyle.PrimitiveElement.PE_PanelItemViewItem
        style.drawPrimitive(panel, whole, painter, self._table)
        words = QStyleOptionViewItem(option)
        words.rect = option.rect.adjusted(_width(place), 0, 0, 0)
        super().paint(painter, words, index)
        _draw(painter, QRectF(option.rect), place, option.palette)

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        place = self._place(index)
        return hint if place is None else QSize(hint.width() + _width(place), hint.height())


def _width(place: Place) -> int:
    return _MARGIN + _LANE * min(_MOST, place.lanes)


def _draw(painter: QPainter, cell: QRectF, place: Place, palette: QPalette) -> None:
    def x(lane: int) -> float:
        return cell.left() + _MARGIN + _LANE * (min(lane, _MOST - 1) + 0.5)

    # The table leaves no gap between rows; half a pixel more hides the seam.
    top, middle, bottom = cell.top() - 0.5, cell.center().y(), cell.bottom() + 0.5
    painter.save()
    painter.setClipRect(cell.adjusted(0, -1, 0, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1.5))
    for lane in place.above:
        if lane == place.lane:
            painter.drawLine(QPointF(x(lane), top), QPointF(x(lane), middle))
        elif lane in place.joins:
            painter.drawPath(_curve(QPointF(x(lane), top), QPointF(x(place.lane), middle)))
        else:
            painter.drawLine(QPointF(x(lane), top), QPointF(x(lane), bottom))
    if place.lane in place.below:
        painter.drawLine(QPointF(x(place.lane), middle), QPointF(x(place.lane), bottom))
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 1.5))
    painter.setBrush(palette.brush(QPalette.ColorRole.Base))
    painter.drawEllipse(QPointF(x(place.lane), middle), _DOT, _DOT)
    painter.restore()


def _curve(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    path.cubicTo(QPointF(start.x(), end.y()), QPointF(start.x(), end.y()), end)
    return path

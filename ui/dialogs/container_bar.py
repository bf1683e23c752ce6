"""How full a volume container is: what is used now, and what the snapshot would add."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget


class ContainerBar(QWidget):
    """Two lengths on one track; the addition is hatched, so that it differs by more than colour.
    The figures stand beside it as words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used = 0.0
        self._added = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, used: float, added: float) -> None:
        """Shares of the capacity, from 0 to 1."""
        self._used = max(0.0, min(1.0, used))
        self._added = max(0.0, min(1.0 - self._used, added))
        self.update()

    # Overrides of QWidget

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(110, 12)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(80, 12)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        palette = self.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.setBrush(palette.brush(QPalette.ColorRole.Base))
        painter.drawRoundedRect(track, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        inside = track.adjusted(1, 1, -1, -1)
        used = QRectF(inside)
        used.setWidth(inside.width() * self._used)
        painter.setBrush(palette.brush(QPalette.ColorRole.PlaceholderText))
        painter.drawRoundedRect(used, 2, 2)
        if self._added > 0:
            added = QRectF(used.right(), inside.top(), 0, inside.height())
            added.setWidth(max(3.0, inside.width() * self._added))
            accent = palette.color(QPalette.ColorRole.Accent)
            painter.setBrush(QBrush(accent, Qt.BrushStyle.SolidPattern))
            painter.drawRect(added)
            painter.setBrush(
                QBrush(palette.color(QPalette.ColorRole.Base), Qt.BrushStyle.BDiagPattern)
            )
            painter.drawRect(added)
        painter.end()

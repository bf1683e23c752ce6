"""What fills a volume container, drawn as one bar whose parts differ by more than colour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.model.volume import Container
from ui.facts import label


class Part(Enum):
    """In the order in which they stand in the bar."""

    VOLUME = "volume"
    SNAPSHOTS = "snapshots"
    RESERVED = "reserved"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Parts:
    """Shares of the capacity; `level` is the warning level."""

    volume: float
    snapshots: float
    reserved: float
    level: float | None = None

    def share(self, part: Part) -> float:
        match part:
            case Part.VOLUME:
                return self.volume
            case Part.SNAPSHOTS:
                return self.snapshots
            case Part.RESERVED:
                return self.reserved
            case Part.FREE:
                return max(0.0, 1.0 - self.volume - self.snapshots - self.reserved)


def parts_of(container: Container, level: int | None, capacity: int | None = None) -> Parts:
    """`level` in percent. `capacity` instead of the one it has: what expanding would make of it."""
    whole = max(1, capacity or container.capacity)
    return Parts(
        container.volume_size / whole,
        container.snapshots_size / whole,
        container.reserved / whole,
        None if level is None else level / 100,
    )


def paint_parts(painter: QPainter, place: QRectF, parts: Parts, palette: QPalette) -> None:
    """Volume and snapshots filled, with a gap between them, what a run reserved hatched, the rest
    empty; a mark at the warning level."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    track = place.adjusted(0.5, 0.5, -0.5, -0.5)
    outline = QPainterPath()
    outline.addRoundedRect(track, 3, 3)
    painter.fillPath(outline, palette.brush(QPalette.ColorRole.Base))
    painter.save()
    painter.setClipPath(outline)
    left = track.left()
    for part in (Part.VOLUME, Part.SNAPSHOTS, Part.RESERVED):
        share = parts.share(part)
        if share <= 0:
            continue
        width = min(max(2.0, track.width() * share), track.right() - left)
        _fill(painter, QRectF(left, track.top(), width, track.height()), part, palette)
        left += width
    painter.restore()
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline)
    if parts.level is not None and parts.level < 1:
        at = track.left() + track.width() * parts.level
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), 1.5))
        painter.drawLine(QPointF(at, place.top() - 2), QPointF(at, place.bottom() + 2))
    painter.restore()


def _fill(painter: QPainter, place: QRectF, part: Part, palette: QPalette) -> None:
    base = palette.color(QPalette.ColorRole.Base)
    match part:
        case Part.VOLUME:
            painter.fillRect(place, palette.brush(QPalette.ColorRole.PlaceholderText))
        case Part.SNAPSHOTS:
            painter.fillRect(place, palette.brush(QPalette.ColorRole.Accent))
        case Part.RESERVED:
            accent = palette.color(QPalette.ColorRole.Accent)
            painter.fillRect(place, base)
            painter.fillRect(place, QBrush(accent, Qt.BrushStyle.BDiagPattern))
        case Part.FREE:
            painter.fillRect(place, base)
    # A gap, so that neighbours differ without their colours.
    painter.fillRect(QRectF(place.right() - 1, place.top(), 1, place.height()), QColor(base))


class PartsBar(QWidget):
    """One container. The figures stand beside it as words, and are its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: Parts | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: Parts, words: str) -> None:
        self._parts = parts
        self.setAccessibleName(words)
        self.update()

    # Overrides of QWidget

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(260, 18)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(120, 18)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        if self._parts is not None:
            painter = QPainter(self)
            place = QRectF(self.rect()).adjusted(0, 3, 0, -3)
            paint_parts(painter, place, self._parts, self.palette())
            painter.end()


class Swatch(QWidget):
    """A sample of one part's pattern, for a legend."""

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = {
            Part.VOLUME: Parts(1, 0, 0),
            Part.SNAPSHOTS: Parts(0, 1, 0),
            Part.RESERVED: Parts(0, 0, 1),
            Part.FREE: Parts(0, 0, 0),
        }[part]
        self.setFixedSize(18, 12)

    # Overrides of QWidget

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        painter = QPainter(self)
        paint_parts(painter, QRectF(self.rect()), self._parts, self.palette())
        painter.end()


class PartsLegend(QWidget):
    """What the patterns mean; with `adding`, what is hatched is what a snapshot would add."""

    def __init__(self, parent: QWidget | None = None, *, adding: bool = False) -> None:
        super().__init__(parent)
        self._adding = adding
        self._words = [label("", "muted", self) for _ in Part]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part, words in zip(Part, self._words, strict=True):
            row.addWidget(Swatch(part, self))
            row.addWidget(words)
            row.addSpacing(12)
        row.addStretch(1)
        self._retranslate()

    def _retranslate(self) -> None:
        names = (
            self.tr("Volume"),
            self.tr("Snapshots"),
            self.tr("This snapshot") if self._adding else self.tr("Reserved by a run in progress"),
            self.tr("Free; the mark is the warning level"),
        )
        for words, name in zip(self._words, names, strict=True):
            words.setText(name)

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

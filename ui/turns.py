"""What the window has to do, and that long work waits meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from app.one_at_a_time import courtesy

_LAST = -2  # Qt posts paintings with -1, Qt.LowEventPriority


class _Turn(QObject):
    def __init__(self) -> None:
        super().__init__()
        self._under_way = False

    def begin(self) -> None:
        if not self._under_way:
            self._under_way = True
            courtesy.begin_turn()
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), _LAST)

    # Overrides of QObject

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.User:
            return super().event(event)
        self._under_way = False
        courtesy.end_turn()
        return True


_turn: list[_Turn] = []  # made when the window's thread first needs it


def take_turn() -> None:
    """Said by the window's thread before it does something that takes Python: long work in other
    threads is kept back until Qt has done that and all that it has posted meanwhile. The signals
    of the event dispatcher do not tell: that of GLib is "about to block" while it works."""
    if not _turn:
        _turn.append(_Turn())
    _turn[0].begin()

"""Python's garbage collector, kept to the GUI thread."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK = 100  # milliseconds
_FULL = 30.0  # seconds between two looks at everything, at the least
_SHARE = 200  # of the time may go into those: one part in so many


class Collector(QObject):
    """Python collects cycles in whichever thread happens to allocate. Were a widget among them, its
    C++ side would end in a thread that is not its own, which Qt does not allow and survives only
    by luck (https://doc.qt.io/qt-6/threads-qobject.html). So nothing is collected by itself while
    this lives, and the GUI thread does it from time to time; an operation that parses is not held
    up by it either. What is in no cycle ends where its last reference does, as ever."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        self._next_full = time.monotonic() + _FULL
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_LOOK)

    def end(self) -> None:
        self._timer.stop()
        if self._was_on:
            gc.enable()

    @Slot()
    def collect(self) -> None:
        """The youngest objects often, older ones seldom, all of them the more seldom the longer
        it takes."""
        young, older, _ = gc.get_count()
        at_young, at_older, _ = gc.get_threshold()
        began = time.monotonic()
        if began >= self._next_full:
            gc.collect()
            ended = time.monotonic()
            self._next_full = ended + max(_FULL, _SHARE * (ended - began))
        elif older > at_older:
            gc.collect(1)
        elif young > at_young:
            gc.collect(0)

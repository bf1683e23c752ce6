"""Python's garbage collector, kept to the GUI thread."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

_LOOK = 1000  # milliseconds
_FULL = 30.0  # seconds between two looks at what is not put aside, at the least
_SHARE = 200  # of the time may go into those: one part in so many
_FLOOD = 8_000  # objects in one look, which takes 5 ms: the facts of a large system, a few others
_ASIDE = 600.0  # seconds until a look at what was put aside, if nobody uses the window then
_AT_LAST = 3600.0  # seconds until one in any case


class Collector(QObject):
    """Python collects cycles in whichever thread happens to allocate. Were a widget among them, its
    C++ side would end in a thread that is not its own, which Qt does not allow and survives only
    by luck (https://doc.qt.io/qt-6/threads-qobject.html). So nothing is collected by itself while
    this lives, and the GUI thread does it from time to time; an operation that parses is not held
    up by it either. What is in no cycle ends where its last reference does, as ever.

    Facts of the PMs are in no cycle, and with a thousand VMs a look at them holds the window for
    300 ms and more. A flood of objects is therefore put aside unseen. What else was put aside with
    it, a dialog that had just been closed, is found by a look at everything, which waits until the
    user is busy elsewhere.
    """

    def __init__(
        self, parent: QObject | None = None, *, aside: float = _ASIDE, at_last: float = _AT_LAST
    ) -> None:
        super().__init__(parent)
        self._aside = aside
        self._at_last = at_last
        self._since: float | None = None  # when something was put aside that is yet to be seen
        self._was_on = gc.isenabled()
        self._next_full = time.monotonic() + _FULL
        gc.disable()
        gc.freeze()  # modules and classes live as long as the program
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
        now = time.monotonic()
        if young > _FLOOD:
            gc.freeze()
            self._since = self._since or now
        elif self._since is not None and now - self._since > self._wait():
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._since = None
        elif now >= self._next_full:
            gc.collect()
            ended = time.monotonic()
            self._next_full = ended + max(_FULL, _SHARE * (ended - now))
        elif older > at_older:
            gc.collect(1)
        elif young > at_young:
            gc.collect(0)

    def _wait(self) -> float:
        used = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        return self._at_last if used else self._aside

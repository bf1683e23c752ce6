"""Measures how long the GUI thread was held up."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Slot

BEAT = 10  # milliseconds
LIMIT = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Gap:
    """`seconds` without a beat; `where` is what the GUI thread was doing meanwhile."""

    seconds: float
    where: str


class Watchdog(QObject):
    """A timer beats in the GUI thread; a thread beside it notes the gaps.

    A gap counts if the process itself used the processor, or the other thread beat on: otherwise
    the whole process waited for its turn on a busy machine, which is nobody's defect here."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self._gui = threading.get_ident()
        self._beat = time.perf_counter()
        self._used = time.process_time()
        self._where = ""
        self._other_beats = 0
        self._stopped = threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._note)
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)

    def start(self) -> None:
        self._beat, self._used = time.perf_counter(), time.process_time()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        self._timer.stop()
        self._stopped.set()
        self._thread.join()

    @Slot()
    def _note(self) -> None:
        now, used = time.perf_counter(), time.process_time()
        gap = now - self._beat
        alive = used - self._used > gap / 2 or self._other_beats > gap / 0.02 / 2
        if gap > LIMIT and alive:
            self.gaps.append(Gap(gap, self._where))
        self._beat, self._used, self._where, self._other_beats = now, used, "", 0

    def _look(self) -> None:
        while not self._stopped.wait(0.02):
            self._other_beats += 1
            if time.perf_counter() - self._beat > LIMIT / 2 and not self._where:
                frame = sys._current_frames().get(self._gui)
                self._where = "".join(traceback.format_stack(frame)[-6:])

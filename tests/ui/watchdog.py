"""Measures how long the GUI thread was held up."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

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

    The time that the GUI thread stood in the kernel's queue for a processor is taken off: a busy
    machine is nobody's defect here. Elsewhere than on Linux that time is not known."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self._gui = threading.get_ident()
        self._beat = time.perf_counter()
        self._schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._queued = self._queue_time()
        self._where = ""
        self._stopped = threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._note)
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)

    def start(self) -> None:
        self._beat, self._queued = time.perf_counter(), self._queue_time()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        self._timer.stop()
        self._stopped.set()
        self._thread.join()

    @Slot()
    def _note(self) -> None:
        now, queued = time.perf_counter(), self._queue_time()
        gap = now - self._beat - (queued - self._queued)
        if gap > LIMIT:
            self.gaps.append(Gap(gap, self._where))
        self._beat, self._queued, self._where = now, queued, ""

    def _queue_time(self) -> float:
        """Seconds that the GUI thread was ready to run and had no processor (proc(5))."""
        try:
            return int(self._schedule.read_text().split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def _look(self) -> None:
        while not self._stopped.wait(0.02):
            if time.perf_counter() - self._beat > LIMIT / 2 and not self._where:
                frame = sys._current_frames().get(self._gui)
                self._where = "".join(traceback.format_stack(frame)[-6:])

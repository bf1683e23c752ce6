"""Measures how long the GUI thread was held up."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot

BEAT = 10  # milliseconds
LIMIT = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Gap:
    """`seconds` without a beat; `where` is what the GUI thread was doing meanwhile, "" if no thread
    could look; `queued` is how long each thread stood in the queue for a processor."""

    seconds: float
    where: str
    queued: Mapping[str, float]


class Watchdog(QObject):
    """A timer beats in the GUI thread; a thread beside it notes the gaps.

    The time that the GUI thread stood in the kernel's queue for a processor is taken off: a busy
    machine is nobody's defect here. Where the thread beside it was held up as well, both waited for
    Python's lock, and the time that its holder stood in that queue is taken off: the longest of any
    thread. A thread that runs and keeps the lock is a defect, and its time counts. Elsewhere than
    on Linux these times are not known."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self._gui = threading.get_ident()
        self._beat = time.perf_counter()
        self._task = str(threading.get_native_id())
        self._queued = _queue_time(self._task)
        self._all_queued = _queue_times()
        self._where = ""
        self._stopped = threading.Event()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._note)
        self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)

    def start(self) -> None:
        self._beat, self._queued = time.perf_counter(), _queue_time(self._task)
        self._all_queued = _queue_times()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        self._timer.stop()
        self._stopped.set()
        self._thread.join()

    @Slot()
    def _note(self) -> None:
        now, queued = time.perf_counter(), _queue_time(self._task)
        gap = now - self._beat - (queued - self._queued)
        if gap > LIMIT:
            before = self._all_queued
            waits = {task: each - before.get(task, 0.0) for task, each in _queue_times().items()}
            if not self._where:
                gap = now - self._beat - max(waits.values(), default=0.0)
            if gap > LIMIT:
                self.gaps.append(Gap(gap, self._where, waits))
        self._beat, self._queued, self._where = now, queued, ""

    def _look(self) -> None:
        while not self._stopped.wait(0.02):
            late = time.perf_counter() - self._beat
            if late > LIMIT / 2 and not self._where:
                frame = sys._current_frames().get(self._gui)
                self._where = "".join(traceback.format_stack(frame)[-6:])
            elif late <= 2 * BEAT / 1000:
                self._all_queued = _queue_times()


def _queue_time(task: str) -> float:
    """Seconds that a thread was ready to run and had no processor (proc(5)); 0 if unknown."""
    try:
        return int(Path(f"/proc/self/task/{task}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def _queue_times() -> dict[str, float]:
    """Of each thread of this process."""
    tasks = Path("/proc/self/task")
    return {each.name: _queue_time(each.name) for each in tasks.iterdir()} if tasks.is_dir() else {}

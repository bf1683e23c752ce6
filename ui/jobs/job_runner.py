"""Keeps operation threads alive, one changing job for each VM, and ends them in an orderly way."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QObject, Signal, Slot

from app.operations.operation import Operation
from ui.jobs.operation_thread import OperationThread

log = logging.getLogger(__name__)


class KeyInUse(Exception):
    """A job with this key is still running."""


class JobRunner(QObject):
    """Owns the threads in a dict (no Qt parent, no deleteLater: with both, PySide6 crashes when
    the owner is collected). All methods belong to the GUI thread.

    Signals: `ended` with the thread, after its own signals were delivered.
    """

    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: dict[str, OperationThread] = {}
        self._stopped = False

    def prepare(self, operation: Operation[Any], key: str) -> OperationThread:
        """A thread that is not yet started; connect its signals, then start(). Raises KeyInUse."""
        if key in self._threads:
            raise KeyInUse(key)
        return OperationThread(operation, key)

    def start(self, thread: OperationThread) -> None:
        """Raises KeyInUse if another one with its key was started meanwhile. After stop_all()
        nothing is started any more: nobody would wait for it."""
        if self._stopped:
            return
        if thread.key in self._threads:
            raise KeyInUse(thread.key)
        self._threads[thread.key] = thread
        thread.ended.connect(self._thread_ended)
        thread.start()

    def busy(self, key: str) -> bool:
        return key in self._threads

    def cancel(self, key: str) -> None:
        """Asks the job with this key to stop, if there is one."""
        thread = self._threads.get(key)
        if thread is not None:
            thread.cancel()

    def cancel_all(self) -> None:
        """Asks every job to stop; returns at once."""
        for thread in self._threads.values():
            thread.cancel()

    def stop_all(self, seconds: float = 5.0) -> list[str]:
        """Cancels all jobs and waits for them; returns the names of those that did not end."""
        self._stopped = True
        self.cancel_all()
        deadline = QDeadlineTimer(int(seconds * 1000))
        stuck = [t.objectName() for t in self._threads.values() if not t.wait(deadline)]
        for name in stuck:
            log.error("%s did not end in time", name)
        return stuck

    @Slot(object)
    def _thread_ended(self, thread: OperationThread) -> None:
        # The last lines of run() may still be under way; dropping a running QThread aborts.
        thread.wait()
        self._threads.pop(thread.key, None)
        self.ended.emit(thread)

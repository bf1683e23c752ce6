"""The only QThread of the program: runs one operation and tells how it went."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QThread, Signal

from app.operations.operation import Cancelled, CancelToken, Operation

log = logging.getLogger(__name__)


class OperationThread(QThread):
    """Runs an operation; its signals reach every receiver in the GUI thread.

    Exactly one of `succeeded`, `failed` and `cancelled` is sent, then `ended`. It has no slots:
    `cancel()` only sets the token. Make it with JobRunner.prepare(), connect, then start it with
    JobRunner.start(): what is connected later misses the signals of a short operation.
    """

    # object, never int or dict: Signal(int) overflows at 2 GiB, Signal(dict) loses mixed keys.
    reported = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal(object)

    def __init__(self, operation: Operation[Any], key: str) -> None:
        super().__init__()
        self._operation = operation
        self._token = CancelToken()
        self.key = key
        self.setObjectName(f"{type(operation).__name__} {key}")

    @property
    def operation(self) -> Operation[Any]:
        return self._operation

    def cancel(self) -> None:
        """Asks the operation to stop; returns at once."""
        self._token.cancel()

    # Overrides of QThread

    def run(self) -> None:
        try:
            result = self._operation.run(self.reported.emit, self._token)
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 (the last resort: nothing may vanish)
            log.warning("%s failed", self.objectName(), exc_info=True)
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        finally:
            self.ended.emit(self)

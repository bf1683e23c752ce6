"""What every operation is: inputs as fields, run(report, cancel) -> result."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from app.operations.events import Event

log = logging.getLogger(__name__)

Result_co = TypeVar("Result_co", covariant=True)

Report = Callable[[Event], None]


class Cancelled(Exception):
    """The operation stopped because it was asked to; nothing of it is left behind."""


class CancelToken:
    """Asks an operation to stop. Any thread may call any method.

    `cancel()` returns at once: abort callbacks run on a thread of their own, since the PM they
    talk to may not answer.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._aborts: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def cancel(self) -> None:
        with self._lock:
            if self._event.is_set():
                return
            self._event.set()
            aborts, self._aborts = self._aborts, []
        if aborts:
            threading.Thread(target=_run_all, args=(aborts,), name="abort", daemon=True).start()

    def on_cancel(self, abort: Callable[[], None]) -> None:
        """Calls `abort` once when cancelled (at once if that was before)."""
        with self._lock:
            if not self._event.is_set():
                self._aborts.append(abort)
                return
        _run_all([abort])

    def check(self) -> None:
        """Raises Cancelled if asked to stop."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Sleeps; raises Cancelled as soon as asked to stop. The only sleep in an operation."""
        if self._event.wait(seconds):
            raise Cancelled


class Operation(Protocol[Result_co]):
    """Something the program can do; runs in a thread of its own and knows nothing of Qt."""

    def run(self, report: Report, cancel: CancelToken) -> Result_co:
        """Does it. Raises app.errors.Refused, app.errors.Failed or Cancelled."""
        ...


def _run_all(aborts: list[Callable[[], None]]) -> None:
    for abort in aborts:
        try:
            abort()
        except OSError as error:
            log.warning("abort: %s", error)

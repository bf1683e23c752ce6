"""Calls into a C library that cannot be interrupted, each bounded in time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class TookTooLong(Exception):
    """The call did not return in time; its thread was left to it."""


class _Task:
    def __init__(self, work: Callable[[], Any]) -> None:
        self.work = work
        self.done = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except BaseException as error:  # noqa: BLE001 (handed to the caller as it is)
            self.error = error
        finally:
            self.done.set()


class Bounded:
    """Runs calls one after another on a daemon thread; a call that hangs costs that thread, and
    the next call gets another."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._tasks: SimpleQueue[_Task | None] | None = None

    def run(self, work: Callable[[], T], timeout: float) -> T:
        """What `work` returns or raises. Raises TookTooLong after `timeout` seconds, the wait for
        calls begun before included."""
        task = _Task(work)
        with self._lock:
            if self._tasks is None:
                self._tasks = SimpleQueue()
                threading.Thread(
                    target=_serve, args=(self._tasks,), name=self._name, daemon=True
                ).start()
            tasks = self._tasks
        tasks.put(task)
        if not task.done.wait(timeout):
            self._leave(tasks)
            raise TookTooLong
        if task.error is not None:
            raise task.error
        result: T = task.result
        return result

    def end(self) -> None:
        """Lets the thread end once it is idle."""
        with self._lock:
            tasks, self._tasks = self._tasks, None
        if tasks is not None:
            tasks.put(None)

    def _leave(self, tasks: SimpleQueue[_Task | None]) -> None:
        with self._lock:
            if self._tasks is tasks:
                self._tasks = None
        tasks.put(None)


def _serve(tasks: SimpleQueue[_Task | None]) -> None:
    while (task := tasks.get()) is not None:
        task.run()

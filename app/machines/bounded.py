"""Calls into a C library that cannot be interrupted, each bounded in time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
Item = TypeVar("Item")

LANES = 32


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


def at_once(work: Callable[[Item], T], items: Sequence[Item]) -> list[T]:
    """What `work` returns for each item, in order; asked in LANES threads, so that a slow link is
    waited for once and not once for each. Raises the first error; threads that hang are left."""
    left: SimpleQueue[tuple[int, Item]] = SimpleQueue()
    for numbered in enumerate(items):
        left.put(numbered)
    tasks: SimpleQueue[tuple[int, _Task]] = SimpleQueue()
    given_up = threading.Event()

    def ask() -> None:
        while not given_up.is_set():
            try:
                number, item = left.get_nowait()
            except Empty:
                return
            task = _Task(lambda: work(item))  # noqa: B023 (run at once)
            task.run()
            tasks.put((number, task))

    for lane in range(min(LANES, len(items))):
        threading.Thread(target=ask, name=f"at once {lane}", daemon=True).start()
    found: dict[int, T] = {}
    while len(found) < len(items):
        number, task = tasks.get()
        if task.error is not None:
            given_up.set()
            raise task.error
        found[number] = task.result
    return [found[number] for number in range(len(items))]


def _serve(tasks: SimpleQueue[_Task | None]) -> None:
    while (task := tasks.get()) is not None:
        task.run()

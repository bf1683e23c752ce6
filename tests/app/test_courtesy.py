"""Long work waits for the window, and the window never for long work that waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.one_at_a_time import Courtesy


@contextmanager
def long_work(courtesy: Courtesy) -> Iterator[list[int]]:
    """Another thread that works record by record; what it has done so far."""
    done: list[int] = []
    ending = threading.Event()

    def work() -> None:
        while not ending.is_set():
            courtesy.give_way()
            done.append(len(done))
            time.sleep(0.0005)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield done
    finally:
        ending.set()
        courtesy.end_turn()
        thread.join()


def wait_for(done: list[int], count: int) -> None:
    deadline = time.monotonic() + 10
    while len(done) < count:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_work_waits_while_the_window_has_a_turn() -> None:
    courtesy = Courtesy(patience=60)
    with long_work(courtesy) as done:
        wait_for(done, 5)
        courtesy.begin_turn()
        at_most = len(done) + 2  # it may just have looked
        time.sleep(0.05)
        assert len(done) <= at_most
        courtesy.end_turn()
        wait_for(done, at_most + 5)


def test_a_turn_that_takes_long_may_be_waiting_for_the_work() -> None:
    courtesy = Courtesy()
    with long_work(courtesy) as done:
        courtesy.begin_turn()
        wait_for(done, len(done) + 20)


def test_the_window_does_not_wait_for_itself() -> None:
    courtesy = Courtesy(patience=60)
    courtesy.begin_turn()
    began = time.monotonic()
    for _ in range(1000):
        courtesy.give_way()
    assert time.monotonic() - began < 60

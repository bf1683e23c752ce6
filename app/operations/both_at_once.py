"""Asks both PMs at the same time, and hands on what they report from one thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from app.model.machine import Side
from app.operations.events import Event
from app.operations.operation import Report

T = TypeVar("T")


def both_at_once(look: Callable[[Side, Report], T], report: Report) -> tuple[T, T]:
    """What `look` returns for each PM, whichever is done first; raises what it raises, once both
    are done. `report` is called from the caller's own thread."""
    events: SimpleQueue[Event | None] = SimpleQueue()
    with ThreadPoolExecutor(2, thread_name_prefix="both") as pool:
        asked: list[Future[T]] = [pool.submit(look, side, events.put) for side in Side]
        for future in asked:
            future.add_done_callback(lambda _: events.put(None))
        left = len(asked)
        while left:
            event = events.get()
            if event is None:
                left -= 1
            else:
                report(event)
        return asked[0].result(), asked[1].result()

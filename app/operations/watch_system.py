"""Watches both PMs until cancelled, and reports the system whenever it changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

from app.last_known import KnownFile
from app.machines.pair import Pair
from app.model.machine import Side
from app.model.state import SystemState
from app.one_at_a_time import one_at_a_time
from app.operations.events import SystemSeen
from app.operations.operation import CancelToken, Report
from app.operations.watch_side import SideWatch
from app.rules.container_rules import containers
from app.rules.system_view import SideView, Views, remembered, system_state

SHORTEST = 0.1  # seconds between two reports
KEEP = 60.0  # seconds between two times that what is known is written down
PATIENCE = 2.0  # seconds that a thread is waited for at the end


@dataclass(slots=True)
class LastKnown:
    """What a watch saw last, for the next one of the same system; with a file, also for that of
    another day. Used by one watch at a time."""

    file: KnownFile | None = None
    views: Views = (SideView(), SideView())
    _read: bool = False
    _kept: Views | None = None
    _kept_at: float = 0.0

    def recall(self) -> Views:
        """What is known before a PM has said anything."""
        if self.file is not None and not self._read:
            self.views = self.file.load() or self.views
        self._read = True
        return self.views

    def keep(self, views: Views, *, at_once: bool = False) -> None:
        """Now and then, once both PMs have answered or failed; `at_once` at the end."""
        due = at_once or self._kept is None or time.monotonic() - self._kept_at > KEEP
        answered = all(view.in_reach or view.facts_problem is not None for view in views)
        if self.file is None or not due or views == self._kept or not (answered or at_once):
            return
        if any(view.in_reach for view in views):
            self.file.save(views)
            self._kept, self._kept_at = views, time.monotonic()


@dataclass(frozen=True, slots=True)
class WatchSystem:
    """Reports SystemSeen at once and after every change, at most ten a second. A PM that is out of
    reach or hangs is shown so and tried again; it is never the end of the watch. What an earlier
    watch saw of it is shown until it answers."""

    pair: Pair
    known: LastKnown = field(default_factory=LastKnown)

    def run(self, report: Report, cancel: CancelToken) -> NoReturn:
        """Raises Cancelled, in the end."""
        with one_at_a_time:  # whoever was first is shown first
            board = _Board(self.known.recall())
            last = self._state(board.views, None)
        report(SystemSeen(last))
        watches = [SideWatch(self.pair.machine(side), side, board.updater(side)) for side in Side]
        cancel.on_cancel(board.wake)
        for watch in watches:
            watch.start()
        try:
            while True:
                views = board.views
                with one_at_a_time:
                    state = self._state(views, last)
                    changed = state != last
                if changed:
                    last = state
                    report(SystemSeen(state))
                self.known.keep(views)
                cancel.wait(SHORTEST)
                board.wait_for_change(lambda: cancel.cancelled)
                cancel.check()
        finally:
            now = datetime.now(UTC)
            first, second = views = board.views
            self.known.views = remembered(first, now), remembered(second, now)
            for watch in watches:
                watch.stop()
            self.known.keep(views, at_once=True)
            deadline = time.monotonic() + PATIENCE
            for watch in watches:
                watch.join(max(0.0, deadline - time.monotonic()))

    def _state(self, views: Views, before: SystemState | None) -> SystemState:
        state = system_state(self.pair.system, views, before)
        containers(state)  # whoever shows it asks this first, and has less time
        return state


class _Board:
    """What was last seen of both PMs, written by their threads."""

    def __init__(self, views: Views) -> None:
        self._changed = threading.Condition()
        self._views = views
        self._news = False

    @property
    def views(self) -> Views:
        with self._changed:
            self._news = False
            return self._views

    def updater(self, side: Side) -> Callable[[Callable[[SideView], SideView]], None]:
        def update(change: Callable[[SideView], SideView]) -> None:
            with self._changed:
                changed = change(self._views[side])
                if changed == self._views[side]:
                    return
                other = self._views[side.other]
                self._views = (changed, other) if side is Side.FIRST else (other, changed)
                self._news = True
                self._changed.notify_all()

        return update

    def wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait_for_change(self, stopped: Callable[[], bool]) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._news or stopped())

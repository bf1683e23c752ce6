"""What long work in Python owes to the other threads, which share one interpreter with it."""

from __future__ import annotations

import threading

# Whoever parses or compares thousands of records holds this: in several threads at once that is
# no faster, and the window's thread then has to share the interpreter with one other.
one_at_a_time = threading.RLock()

_PATIENCE = 0.05  # seconds


class Courtesy:
    """Keeps long work back while the window's thread has something to do. To paint a table, Qt
    calls Python a thousand times, and must get the interpreter back from a thread that works each
    time: painting takes several times as long then."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self.patience = patience  # seconds
        self._free = threading.Event()
        self._free.set()
        self._turns = 0  # that have begun
        self._given = 0  # the one that was waited for long enough
        self._window = 0  # its thread, which does not wait for itself

    def begin_turn(self) -> None:
        """The window's thread has something to do."""
        self._turns += 1
        self._window = threading.get_ident()
        self._free.clear()

    def end_turn(self) -> None:
        """It has nothing to do any more."""
        self._free.set()

    def give_way(self) -> None:
        """Called by long work between two records. Waits for a turn that is under way, for
        `patience` at most: the window's thread may be waiting for this very work."""
        turn = self._turns
        if self._free.is_set() or self._given == turn or threading.get_ident() == self._window:
            return
        if not self._free.wait(self.patience):
            self._given = turn


courtesy = Courtesy()

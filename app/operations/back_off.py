"""How long to wait before trying again."""

from __future__ import annotations

DELAYS = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds


class BackOff:
    """Longer after each failure; short again after a success."""

    def __init__(self) -> None:
        self._failures = 0

    def next_delay(self) -> float:
        """Seconds to wait after one more failure."""
        delay = DELAYS[min(self._failures, len(DELAYS) - 1)]
        self._failures += 1
        return delay

    def succeeded(self) -> None:
        self._failures = 0

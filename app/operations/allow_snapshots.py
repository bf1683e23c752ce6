"""Turns snapshot creation on or off for the system; kept snapshots stay usable."""

from __future__ import annotations

from dataclasses import dataclass

from app.machines.pair import Pair
from app.model.machine import Side
from app.operations.operation import CancelToken, Report
from app.operations.who import this_user


@dataclass(frozen=True, slots=True)
class AllowSnapshots:
    """Sets the flag on both PMs; either one alone is enough to refuse."""

    pair: Pair
    allowed: bool

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Raises Refused or Unreachable; then the first PM may be set already."""
        for side in Side:
            cancel.check()
            wish = {"flag": "snapshots_disabled", "on": not self.allowed, "by": this_user()}
            self.pair.machine(side).jobs.ask("flag", wish, 30.0)

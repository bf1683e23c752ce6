"""Asks the PM that owns a run to stop it."""

from __future__ import annotations

from dataclasses import dataclass

from app.machines.pair import Pair
from app.model.snapshot import Run
from app.operations.operation import CancelToken, Report
from app.operations.who import this_user


@dataclass(frozen=True, slots=True)
class CancelRun:
    """Returns once the PM has taken the wish; the run clears away and ends by itself."""

    pair: Pair
    doomed: Run

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Raises Unreachable or Refused."""
        cancel.check()
        jobs = self.pair.machine(self.doomed.side).jobs
        jobs.ask("cancel", {"job": self.doomed.job, "by": this_user()}, 30.0)

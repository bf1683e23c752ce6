"""Follows a run that was started elsewhere, or before."""

from __future__ import annotations

from dataclasses import dataclass

from app.machines.pair import Pair
from app.model.snapshot import Run, SnapshotOutcome
from app.operations.events import RunAccepted
from app.operations.operation import CancelToken, Report
from app.operations.run_follower import RunFollower


@dataclass(frozen=True, slots=True)
class FollowRun:
    """Reports all events of the run, from its beginning. Cancelling this operation cancels the
    run; to leave it alone, just stop listening."""

    pair: Pair
    attached: Run

    def run(self, report: Report, cancel: CancelToken) -> SnapshotOutcome:
        """Raises Failed, Cancelled, Refused or Unreachable, as the run ends."""
        run = self.attached
        report(RunAccepted(run.job, run.snapshot))
        link = self.pair.machine(run.side)
        return RunFollower(link, run.side, run.job, run.snapshot, report).follow(cancel)

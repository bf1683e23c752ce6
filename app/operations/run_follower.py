"""Follows a snapshot's run on its PM to its end."""

from __future__ import annotations

import logging

from app.machines.facts import facts_from_wire
from app.machines.pair import Answer, MachineLink
from app.machines.strict import BadAnswer, number, size, word
from app.model.machine import Side
from app.model.problems import Problem
from app.model.snapshot import (
    Consistency,
    ConsistencyReason,
    SnapshotOutcome,
    SnapshotState,
)
from app.operations.events import ConsistencyKnown, Frozen
from app.operations.job_follower import JobFollower
from app.operations.operation import CancelToken, Report

log = logging.getLogger(__name__)


class RunFollower:
    """Reports the events of one run, and what its snapshot has become."""

    def __init__(
        self, link: MachineLink, side: Side, job: str, snapshot: str, report: Report
    ) -> None:
        self._link = link
        self._side = side
        self._snapshot = snapshot
        self._report = report
        self._known: tuple[Consistency, ConsistencyReason] | None = None
        self._frozen_ms: float | None = None
        self._job: JobFollower[SnapshotOutcome] = JobFollower(
            link, job, report, done=self._complete, take=self._take
        )

    def follow(self, cancel: CancelToken) -> SnapshotOutcome:
        """Until the snapshot is whole on both PMs, or on the primary with the other PM away.
        Raises what `JobFollower.follow` raises."""
        return self._job.follow(cancel)

    def _take(self, name: str, line: Answer) -> SnapshotOutcome | None:
        match name:
            case "frozen":
                self._frozen_ms = number(line, "ms")
                self._report(Frozen(self._frozen_ms, size(line, "filesystems", 0)))
            case "consistency":
                self._known = (
                    word(line, "consistency", Consistency),
                    word(line, "reason", ConsistencyReason),
                )
                self._report(ConsistencyKnown(*self._known))
            case "waiting":
                return self._outcome(SnapshotState.BROKEN, self._job.problem(line))
            case _:
                log.info("%s: event %r is not known", self._link.name, name[:50])
        return None

    def _complete(self, line: Answer) -> SnapshotOutcome:
        return self._outcome(SnapshotState.NORMAL, None)

    def _outcome(self, state: SnapshotState, waiting: Problem | None) -> SnapshotOutcome:
        consistency, reason = self._known or self._recorded()
        return SnapshotOutcome(self._snapshot, state, consistency, reason, self._frozen_ms, waiting)

    def _recorded(self) -> tuple[Consistency, ConsistencyReason]:
        """From the manifest: a replication that was taken up again tells no consistency."""
        facts = facts_from_wire(self._link.jobs.ask("facts", {}), self._side)
        for vm in facts.vms:
            for copy in vm.copies:
                if copy.id == self._snapshot and copy.manifest is not None:
                    self._frozen_ms = copy.manifest.frozen_ms
                    try:
                        return (
                            Consistency(copy.manifest.consistency),
                            ConsistencyReason(copy.manifest.reason),
                        )
                    except ValueError as error:
                        raise BadAnswer(str(error)) from error
        raise BadAnswer("the run ended well and left no snapshot")

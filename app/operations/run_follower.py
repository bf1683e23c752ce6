"""Follows a run on its PM to its end, over links that come and go."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from app.errors import Failed, TwinpointError, Unreachable
from app.machines.facts import facts_from_wire
from app.machines.pair import Answer, MachineLink
from app.machines.strict import BadAnswer, an_object, number, size, text, word
from app.model.machine import Side
from app.model.problems import MachineUnreachable, Problem, Unexplained, problem_from_wire
from app.model.snapshot import (
    Consistency,
    ConsistencyReason,
    SnapshotOutcome,
    SnapshotState,
    Step,
)
from app.operations.back_off import BackOff
from app.operations.events import (
    BytesDone,
    ConsistencyKnown,
    Frozen,
    LinkLost,
    StepStarted,
    Warned,
)
from app.operations.operation import Cancelled, CancelToken, Report
from app.operations.who import this_user

log = logging.getLogger(__name__)

GIVE_UP = 60.0  # seconds without a link, once the run was asked to stop


class RunFollower:
    """Reports the events of one run. The run does not need a follower: losing one, or the link,
    changes nothing on the PM."""

    def __init__(
        self, link: MachineLink, side: Side, job: str, snapshot: str, report: Report
    ) -> None:
        self._link = link
        self._side = side
        self._job = job
        self._snapshot = snapshot
        self._report = report
        self._offset = 0
        self._known: tuple[Consistency, ConsistencyReason] | None = None
        self._frozen_ms: float | None = None
        self._asked_to_stop = False
        self._pause = threading.Event()

    def follow(self, cancel: CancelToken) -> SnapshotOutcome:
        """Until the snapshot is whole on both PMs, or on the primary with the other PM away.
        Cancelling asks the PM to stop the run, and waits until it has cleared away.

        Raises Failed, Cancelled, Unreachable (only when cancelled, or for an answer that is not
        understood) and Refused (the PM no longer lets us in)."""
        cancel.on_cancel(self._stop_run)
        back_off = BackOff()
        heard = time.monotonic()
        while True:
            try:
                if cancel.cancelled and not self._asked_to_stop:
                    self._stop_run()
                with self._link.jobs.stream(
                    "follow", {"job": self._job, "offset": self._offset}
                ) as talk:
                    for line in talk:
                        back_off.succeeded()
                        heard = time.monotonic()
                        outcome = self._take(line)
                        if outcome is not None:
                            return outcome
                why: Problem = MachineUnreachable(self._link.name, "the program there ended")
            except BadAnswer as error:
                raise Unreachable(Unexplained(self._link.name, str(error))) from error
            except Unreachable as error:
                why = error.problems[0]
                if not isinstance(why, MachineUnreachable):
                    raise
            if cancel.cancelled and time.monotonic() - heard > GIVE_UP:
                raise Unreachable(why)
            self._report(LinkLost(self._link.name, getattr(why, "detail", "")))
            self._pause.wait(back_off.next_delay())
            self._pause.clear()

    def _stop_run(self) -> None:
        """Asks the PM to stop the run; asked again after a lost link if it did not get through."""
        self._pause.set()
        try:
            self._link.jobs.ask("cancel", {"job": self._job, "by": this_user()}, 20.0)
            self._asked_to_stop = True
        except TwinpointError as error:
            log.warning("%s: cancel: %s", self._link.name, error)

    def _take(self, line: Answer) -> SnapshotOutcome | None:
        if line["kind"] != "event":
            return None
        name = text(line, "event")
        outcome: SnapshotOutcome | None = None
        match name:
            case "step":
                self._report(StepStarted(word(line, "step", Step), number(line, "at", 0.0)))
            case "bytes":
                self._report(
                    BytesDone(
                        word(line, "step", Step),
                        size(line, "done"),
                        size(line, "total"),
                        number(line, "rate", 0.0),
                    )
                )
            case "frozen":
                self._frozen_ms = number(line, "ms")
                self._report(Frozen(self._frozen_ms, size(line, "filesystems", 0)))
            case "consistency":
                self._known = (
                    word(line, "consistency", Consistency),
                    word(line, "reason", ConsistencyReason),
                )
                self._report(ConsistencyKnown(*self._known))
            case "warning":
                self._report(Warned(self._problem(line)))
            case "waiting":
                outcome = self._outcome(SnapshotState.BROKEN, self._problem(line))
            case "ended":
                outcome = self._ended(line)
            case _:
                log.info("%s: event %r is not known", self._link.name, name[:50])
        self._offset = size(line, "offset", self._offset)
        return outcome

    def _ended(self, line: Answer) -> SnapshotOutcome:
        match text(line, "outcome"):
            case "complete":
                return self._outcome(SnapshotState.NORMAL, None)
            case "cancelled":
                raise Cancelled
            case _:
                raise Failed(self._problem(line), details=text(line, "details", ""))

    def _problem(self, line: Answer) -> Problem:
        fields: Any = line.get("fields")
        return problem_from_wire(
            line.get("code"), an_object(fields if fields is not None else {}, "fields"),
            self._link.name,
        )  # fmt: skip

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

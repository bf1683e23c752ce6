"""Follows a job on its PM to its end, over links that come and go."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from app.errors import Failed, TwinpointError, Unreachable
from app.machines.pair import Answer, MachineLink
from app.machines.strict import BadAnswer, an_object, number, size, text, word
from app.model.problems import MachineUnreachable, Problem, Unexplained, problem_from_wire
from app.model.snapshot import Step
from app.operations.back_off import BackOff
from app.operations.events import BytesDone, LinkLost, StepStarted, Warned
from app.operations.operation import Cancelled, CancelToken, Report
from app.operations.who import this_user

log = logging.getLogger(__name__)

GIVE_UP = 60.0  # seconds without a link, once the job was asked to stop
Result = TypeVar("Result")


class JobFollower(Generic[Result]):
    """Reports the events of one job. The job does not need a follower: losing one, or the link,
    changes nothing on the PM.

    `take` is given the events that not every job has, and may end the following with a result;
    `done` makes the result of the last line of a job that ended well."""

    def __init__(
        self,
        link: MachineLink,
        job: str,
        report: Report,
        *,
        done: Callable[[Answer], Result],
        take: Callable[[str, Answer], Result | None] = lambda name, line: None,
    ) -> None:
        self._link = link
        self._job = job
        self._report = report
        self._done = done
        self._other = take
        self._offset = 0
        self._asked_to_stop = False
        self._pause = threading.Event()

    def follow(self, cancel: CancelToken) -> Result:
        """Until the job has ended. Cancelling asks the PM to stop it, and waits until it has
        cleared away.

        Raises Failed, Cancelled, Unreachable (only when cancelled, or for an answer that is not
        understood) and Refused (the PM no longer lets us in)."""
        cancel.on_cancel(self._stop_job)
        back_off = BackOff()
        heard = time.monotonic()
        while True:
            try:
                if cancel.cancelled and not self._asked_to_stop:
                    self._stop_job()
                with self._link.jobs.stream(
                    "follow", {"job": self._job, "offset": self._offset}
                ) as talk:
                    for line in talk:
                        back_off.succeeded()
                        heard = time.monotonic()
                        result = self._take(line)
                        if result is not None:
                            return result
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

    def _stop_job(self) -> None:
        """Asks the PM to stop the job; asked again after a lost link if it did not get through."""
        self._pause.set()
        try:
            self._link.jobs.ask("cancel", {"job": self._job, "by": this_user()}, 20.0)
            self._asked_to_stop = True
        except TwinpointError as error:
            log.warning("%s: cancel: %s", self._link.name, error)

    def _take(self, line: Answer) -> Result | None:
        if line["kind"] != "event":
            return None
        name = text(line, "event")
        result: Result | None = None
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
            case "warning":
                self._report(Warned(self.problem(line)))
            case "ended":
                result = self._ended(line)
            case _:
                result = self._other(name, line)
        self._offset = size(line, "offset", self._offset)
        return result

    def _ended(self, line: Answer) -> Result:
        match text(line, "outcome"):
            case "complete":
                return self._done(line)
            case "cancelled":
                raise Cancelled
            case _:
                raise Failed(self.problem(line), details=text(line, "details", ""))

    def problem(self, line: Answer) -> Problem:
        """The problem that a line carries."""
        fields: Any = line.get("fields")
        return problem_from_wire(
            line.get("code"), an_object(fields if fields is not None else {}, "fields"),
            self._link.name,
        )  # fmt: skip


def follow_job(link: MachineLink, job: str, report: Report, cancel: CancelToken) -> Answer:
    """What a job that ended well had to tell. Raises what `JobFollower.follow` raises."""

    def told(line: Answer) -> Answer:
        return an_object(line.get("result", {}), "result")

    return JobFollower(link, job, report, done=told).follow(cancel)

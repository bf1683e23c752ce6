"""The long verbs of a PM that read and compare: their progress, and what they found."""

from __future__ import annotations

from app.errors import Unreachable
from app.machines.pair import Answer, MachineLink
from app.machines.strict import a_list, an_object, size
from app.model.problems import Problem, Unexplained, problem_from_wire
from app.operations.events import BytesRead
from app.operations.operation import CancelToken, Report

MOST_PROBLEMS = 1000


def read_again(
    link: MachineLink, verb: str, wish: Answer, report: Report, cancel: CancelToken
) -> tuple[Problem, ...]:
    """What `verify` or `scrub` found wrong. Cancelling ends it on the PM as well. Raises Cancelled,
    Refused, Failed, Unreachable and BadAnswer."""
    found: tuple[Problem, ...] | None = None
    try:
        with link.jobs.stream(verb, wish) as talk:
            cancel.on_cancel(talk.close)
            for line in talk:
                if line["kind"] == "progress":
                    report(BytesRead(link.name, size(line, "done"), size(line, "total")))
                elif line["kind"] == "verified":
                    problems = a_list(line.get("problems"), "problems", MOST_PROBLEMS)
                    found = tuple(_problem(wire, link.name) for wire in problems)
    finally:
        cancel.check()  # what a talk that was closed in the middle says is of no interest
    if found is None:
        raise Unreachable(Unexplained(link.name, f"{verb} ended without a result"))
    return found


def _problem(wire: object, pm: str) -> Problem:
    values = an_object(wire, "problem")
    return problem_from_wire(values.get("code"), values.get("fields"), pm)

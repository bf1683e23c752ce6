"""What the program on a PM is asked and answers, line by line."""

from __future__ import annotations

import json

from app.machines.pair import Answer
from app.machines.ssh import Completed
from app.model.problems import Problem, Unexplained, problem_from_wire


def problems_from(value: object, name: str) -> tuple[Problem, ...]:
    """The problems of a wire list; at least one."""
    wires = value if isinstance(value, list) else []
    problems = tuple(
        problem_from_wire(wire.get("code"), wire.get("fields"), name)
        for wire in wires[:1000]
        if isinstance(wire, dict)
    )
    return problems or (Unexplained(name, "a problem without a code"),)


def question_of(verb: str, request: Answer) -> bytes:
    """What the `talk` verb reads."""
    return verb.encode("ascii") + b"\n" + line_of(request)


def end_of(said: Answer) -> Completed | None:
    """How a verb ended, if that is what the line says."""
    status = said.get("status")
    return Completed(status, b"", b"") if said["kind"] == "end" and type(status) is int else None


def line_of(request: Answer) -> bytes:
    return json.dumps(dict(request)).encode("ascii") + b"\n"


def printed_by(done: Completed) -> str:
    """What `true` printed: the login shell's start files did."""
    return done.output.decode("utf-8", "replace").strip()[:200]


def tail_of(done: Completed) -> str:
    return done.errors.decode("utf-8", "replace").strip()[-2000:]

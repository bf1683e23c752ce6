"""What the program on a PM is asked and answers, line by line."""

from __future__ import annotations

import json
from json.decoder import JSONArray, JSONObject  # type: ignore[attr-defined]
from typing import Any

from app.machines.pair import Answer
from app.machines.ssh import Completed
from app.model.problems import Problem, Unexplained, problem_from_wire
from app.one_at_a_time import courtesy, one_at_a_time

_GENTLY = 1_000_000  # characters from which a line is taken apart piece by piece
_DEEP = 4  # the level of a snapshot in facts: what is in it is small
_whole: Any = vars(json.JSONDecoder())["scan_once"]


def value_of(line: bytes) -> object:
    """The JSON value of a line. The parser in C lets no other thread run until it is done, and so
    would hold up the window for as long as a line with thousands of snapshots takes: of such a
    line, it is only given the parts. Raises ValueError, RecursionError."""
    if len(line) < _GENTLY:
        return json.loads(line.decode("utf-8"))
    # The text of a line with Japanese in it takes twice the room of its bytes.
    with one_at_a_time:
        text = line.decode("utf-8").strip()
        try:
            value, end = _scan(text, 0, _DEEP)
        except StopIteration as error:
            raise ValueError("not JSON") from error
        if end != len(text):
            raise ValueError("more than one value")
        return value


def _scan(text: str, at: int, levels: int) -> tuple[Any, int]:
    def inner(text: str, at: int) -> tuple[Any, int]:
        courtesy.give_way()
        return _scan(text, at, levels - 1)

    found: tuple[Any, int]
    if levels and text[at : at + 1] == "{":
        found = JSONObject((text, at + 1), True, inner, None, None, {})
    elif levels and text[at : at + 1] == "[":
        found = JSONArray((text, at + 1), inner)
    else:
        found = _whole(text, at)
    return found


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

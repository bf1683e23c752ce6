"""Events of a run, from PMs that lie: an outcome, or an error that crosses rooms."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.errors import Failed
from app.machines.strict import BadAnswer
from app.model.machine import Side
from app.model.problems import BY_CODE, problem_from_wire
from app.operations.operation import Cancelled
from app.operations.run_follower import RunFollower
from app.sentences import plain, problem_text
from tests.app.fakes import FakeMachine
from tests.app.made import JOB, SNAPSHOT

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
keys = st.sampled_from(
    ["event", "step", "at", "done", "total", "rate", "ms", "filesystems", "consistency", "reason",
     "code", "fields", "outcome", "details", "offset"]
)  # fmt: skip
events = st.sampled_from(["step", "bytes", "frozen", "consistency", "warning", "waiting", "ended"])


@given(events, st.dictionaries(keys, values))
def test_any_event_is_understood_or_an_error_of_ours(name: str, more: dict[str, Any]) -> None:
    machine: Any = FakeMachine(0)
    follower = RunFollower(machine, Side.FIRST, JOB, SNAPSHOT, lambda _: None)
    with contextlib.suppress(BadAnswer, Failed, Cancelled):
        follower._take({"kind": "event", "event": name, **more})  # noqa: SLF001


@given(
    st.sampled_from(sorted(BY_CODE)) | values,
    st.dictionaries(st.sampled_from(["pm", "vm", "detail", "free", "resumed", "x"]), values)
    | values,
)
def test_any_problem_can_be_told(code: object, fields: object) -> None:
    text = problem_text(problem_from_wire(code, fields, "pm1"))
    assert plain(text.cause)
    assert plain(text.remedy)

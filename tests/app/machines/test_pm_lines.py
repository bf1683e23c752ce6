"""A line of a PM is what json says it is, also where it is taken apart piece by piece."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.machines import pm_lines
from app.machines.pm_lines import value_of

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
values = st.recursive(
    plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30
)


@given(values)
def test_piece_by_piece_gives_the_same(value: object) -> None:
    line = json.dumps(value).encode()
    whole = pm_lines._GENTLY
    pm_lines._GENTLY = 0
    try:
        assert value_of(line) == json.loads(line) == value
        assert value_of(b" " + json.dumps(value, indent=1).encode() + b"\r\n") == value
    finally:
        pm_lines._GENTLY = whole


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b" ",
        b"{",
        b'{"a"',
        b'{"a":',
        b'{"a":1,}',
        b"[1",
        b"[1,]",
        b"1 2",
        b"{} x",
        b"\xff",
        b"{a:1}",
    ],
)
def test_nonsense_is_refused(line: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pm_lines, "_GENTLY", 0)
    with pytest.raises(ValueError):  # noqa: PT011 (json says which)
        value_of(line)


def test_what_is_too_deep_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pm_lines, "_GENTLY", 0)
    with pytest.raises(RecursionError):
        value_of(b"[" * 200_000)

"""Records: any text is a record or an error of ours, and what is a record can be listed."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.table import table
from app.cli.wire import state_json
from app.machines.facts import facts_from_wire
from app.model.machine import Side
from app.model.problems import MachineUnreachable
from app.remote.records import (
    BadRecord,
    NewerRecord,
    announcement_from_json,
    is_description,
    is_name,
    manifest_from_json,
    to_json,
)
from app.rules.system_view import SideView, system_state
from app.sentences.text import PlainFormatter
from tests.app.made import SYSTEM, VM, announcement, facts_line, manifest, wire_copy

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([10**400, 1e12, 253402300800, 2**63, "\ud800", "../x", -1, ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def test_records_come_back_as_they_were() -> None:
    assert manifest_from_json(to_json(manifest())) == manifest()
    assert announcement_from_json(to_json(announcement())) == announcement()


@given(st.text())
def test_any_text_is_a_record_or_an_error(text: str) -> None:
    for parse in (manifest_from_json, announcement_from_json):
        with contextlib.suppress(BadRecord):
            parse(text)


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, "9" * 100_000])
def test_depth_and_digits_are_an_error_as_well(deep: str) -> None:
    with pytest.raises(BadRecord):
        manifest_from_json(deep)


def test_a_newer_format_is_told_from_damage() -> None:
    newer = {**dataclasses.asdict(manifest()), "format": 2, "shape": "unknown"}
    with pytest.raises(NewerRecord):
        manifest_from_json(json.dumps(newer))


@given(st.data())
def test_a_manifest_with_any_value_anywhere_is_refused_or_can_be_listed(
    data: st.DataObject,
) -> None:
    record: Any = json.loads(to_json(manifest()))
    place = record["volumes"][0] if data.draw(st.booleans()) else record
    key = data.draw(st.sampled_from(sorted(place)))
    place[key] = data.draw(values)
    snapshots = [wire_copy(json.dumps(record))]
    vm = {"uuid": VM, "last_run": None, "containers": [], "snapshots": snapshots}
    facts = facts_from_wire(facts_line(0, vms=[vm]), Side.FIRST)
    view = SideView(facts=facts, domains_seen=True)

    state = system_state(SYSTEM, (view, SideView(facts_problem=MachineUnreachable("pm2"))))

    (snapshot,) = state.snapshots
    json.dumps(state_json(state))
    assert snapshot.created.astimezone().isoformat()
    table(["A", "B"], [[snapshot.name, PlainFormatter().size(snapshot.size)]])


@given(st.text(max_size=300))
def test_a_name_that_is_taken_can_be_shown(text: str) -> None:
    if is_name(text):
        assert text.isprintable()
        assert text.encode(sys.getfilesystemencoding())
        assert is_description(text)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\nb", "\x1b[2J", "\u202eabc", "\ud800"])
def test_names_that_cannot_be_kept(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize("name", ["-x", "$(reboot)", "'; rm -rf / #", "../..", "会計 🗾", '"'])
def test_names_that_are_only_names(name: str) -> None:
    assert is_name(name)


def test_a_description_may_have_lines_and_an_end() -> None:
    assert is_description("one\n\ttwo")
    assert is_description("")
    assert not is_description("x" * 4001)
    assert not is_description("\0")

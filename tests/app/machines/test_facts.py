"""Facts of a real PM, and of PMs that lie."""

from __future__ import annotations

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.machines.facts import facts_from_wire, runs_from_wire
from app.machines.strict import BadAnswer
from app.model.machine import Side
from app.model.problems import RecordUnreadable
from app.model.snapshot import Activity, CopyState
from app.remote.shortened import Shortened

RECORDED: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "data" / "facts.json").read_text(encoding="utf-8")
)


def test_a_real_pm() -> None:
    facts = facts_from_wire(RECORDED, Side.FIRST, now=RECORDED["host"]["now"] - 2.5)
    assert facts.host.name == "pm1"
    assert facts.host.clock_ahead == pytest.approx(2.5)
    assert dict(facts.tools)["libvirt"] == "9.0.0"
    whole = [each for vm in facts.vms for each in vm.copies if each.state is CopyState.WHOLE]
    assert whole
    assert all(each.manifest is not None for each in whole)
    said = [each for vm in RECORDED["vms"] for each in vm["snapshots"]]
    assert {each.manifest_hash for each in whole} == {each["manifest_sha256"] for each in said}
    assert all(run.side is Side.FIRST for run in facts.runs)
    assert facts.runs


def test_what_ended_long_ago_and_what_was_acknowledged() -> None:
    line = copy.deepcopy(RECORDED)
    ended = next(each for each in line["runs"] if each["ended"])
    line["history"] = [ended, {**ended, "activity": "of a newer version"}, "no run", {"job": 7}]
    decision = {"value": True, "by": "akiko", "since": 1e9, "order": 3, "pm": "x"}
    line["decisions"] = {
        f"alert/run/{ended['job']}": decision,
        "snapshots": decision,
        "alert/run/a b": decision,
        "alert/run/b": {**decision, "value": "yes"},
    }
    facts = facts_from_wire(line, Side.FIRST)
    (run,) = facts.history
    assert (run.job, run.ended) == (ended["job"], True)
    assert run.ended_at is not None
    assert run.ended_at.timestamp() == pytest.approx(ended["ended_at"])
    (taken,) = facts.acknowledgements
    assert (taken.alert, taken.on, taken.by) == (f"alert/run/{ended['job']}", True, "akiko")
    assert [decision.setting.value for decision in facts.decisions] == ["snapshots"]


def test_a_manifest_that_cannot_be_read_is_not_whole() -> None:
    for bad in ("", "{", '{"format": 2}', "[]"):
        line = copy.deepcopy(RECORDED)
        snapshot = next(vm for vm in line["vms"] if vm["snapshots"])["snapshots"][0]
        snapshot["manifest"] = bad
        facts = facts_from_wire(line, Side.FIRST)
        found = next(each for vm in facts.vms for each in vm.copies if each.id == snapshot["id"])
        assert found.state is CopyState.DAMAGED
        assert isinstance(found.problems[-1], RecordUnreadable)


def test_a_manifest_of_another_snapshot_is_not_taken() -> None:
    line = copy.deepcopy(RECORDED)
    snapshot = next(vm for vm in line["vms"] if vm["snapshots"])["snapshots"][0]
    snapshot["id"] = "00000000-0000-0000-0000-000000000000"
    facts = facts_from_wire(line, Side.FIRST)
    found = next(each for vm in facts.vms for each in vm.copies if each.id == snapshot["id"])
    assert found.manifest is None


def test_what_is_as_it_was_in_the_line_before_is_only_named() -> None:
    said = Shortened()
    first = facts_from_wire(said.next(RECORDED), Side.FIRST)
    assert any(vm.copies for vm in first.vms)
    changed = copy.deepcopy(RECORDED)
    vm = next(vm for vm in changed["vms"] if len(vm["snapshots"]) > 1)
    gone = vm["snapshots"].pop(0)["id"]
    damaged = vm["snapshots"][0]
    damaged["state"] = "damaged"
    line = said.next(changed)
    assert len(json.dumps(line["vms"])) < len(json.dumps(changed["vms"])) / 2
    second = facts_from_wire(line, Side.FIRST, before=first)
    assert second.vms == facts_from_wire(changed, Side.FIRST).vms
    before = {each.id: each for vm in first.vms for each in vm.copies}
    after = {each.id: each for vm in second.vms for each in vm.copies}
    assert before.keys() - after.keys() == {gone}
    assert after[damaged["id"]].state is CopyState.DAMAGED
    assert all(each is before[name] for name, each in after.items() if name != damaged["id"])
    back = facts_from_wire(said.next(RECORDED), Side.FIRST, before=second)
    assert back.vms == first.vms


def test_nothing_is_the_same_as_what_was_never_said() -> None:
    said = Shortened()
    said.next(RECORDED)
    with pytest.raises(BadAnswer, match="never said"):
        facts_from_wire(said.next(RECORDED), Side.FIRST)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["uuid", "runs", "vms", "kind", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
def test_any_value_anywhere_is_facts_or_an_error_of_ours(data: st.DataObject) -> None:
    line = copy.deepcopy(RECORDED)
    place: Any = line
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
            place = place[key]
            continue
        place[key] = data.draw(json_values)
        break
    with contextlib.suppress(BadAnswer):
        facts_from_wire(line, Side.SECOND)


@given(json_values)
def test_any_line_is_an_error_of_ours(value: object) -> None:
    with pytest.raises(BadAnswer):
        facts_from_wire(value, Side.FIRST)
    with contextlib.suppress(BadAnswer):
        runs_from_wire(value, Side.FIRST, "pm1")


def test_a_run_that_an_older_program_noted_is_one_of_a_snapshot() -> None:
    line = copy.deepcopy(RECORDED)
    del line["runs"][0]["activity"]
    assert facts_from_wire(line, Side.FIRST).runs[0].activity is Activity.SNAPSHOT

"""snapshot show of one and of several, and --exclude with several; the PMs are made up."""

from __future__ import annotations

from dataclasses import replace

from app.remote.records import to_json
from tests.app.cli.test_command_line import Terminal, pair, terminal
from tests.app.fakes import FakePair
from tests.app.made import SNAPSHOT, VM, facts_line, manifest, wire_copy

__all__ = ["pair", "terminal"]  # fixtures

OTHER = "0f9a3a3c-0b1e-4a52-8d6e-3a1f0d6a7e11"


def hold_two(pair: FakePair) -> None:
    second = wire_copy(to_json(replace(manifest("second"), snapshot=OTHER)), OTHER)
    copies = [wire_copy(to_json(manifest("first"))), second]
    vm = {"uuid": VM, "last_run": None, "containers": [], "snapshots": copies}
    for number, machine in enumerate(pair.machines):
        machine.jobs.answers["facts"] = facts_line(number, vms=[vm])


def test_one_or_several_are_shown(terminal: Terminal, pair: FakePair) -> None:
    hold_two(pair)
    status, said = terminal.json("snapshot", "show", SNAPSHOT[:8])
    assert (status, list(said), said["snapshot"]["id"]) == (0, ["snapshot"], SNAPSHOT)
    status, said = terminal.json("snapshot", "show", OTHER[:8], SNAPSHOT)
    assert (status, list(said)) == (0, ["snapshots"])
    assert [each["id"] for each in said["snapshots"]] == [OTHER, SNAPSHOT]
    assert terminal.run("snapshot", "show", SNAPSHOT, OTHER) == 0
    assert 0 <= terminal.out.index(f"  {SNAPSHOT}\nof web01") < terminal.out.index(OTHER)


def test_nothing_is_shown_if_one_is_not_there(terminal: Terminal, pair: FakePair) -> None:
    hold_two(pair)
    assert terminal.run("snapshot", "show", SNAPSHOT, "ffff") == 3
    assert terminal.out == ""


def test_several_volumes_are_left_out(terminal: Terminal, pair: FakePair) -> None:
    status, said = terminal.json("snapshot", "create", "web01", "--exclude", "vdb", "vdx")
    fields = [each["fields"] for each in said["problems"]]
    assert (status, fields) == (3, [{"vm": "web01", "target": "vdx"}])
    words = ("snapshot", "create", "--exclude=vdb", "web01", "--exclude", "vdb", "--no-wait")
    assert terminal.run(*words) == 0
    asked = pair.machines[0].jobs.asked
    assert [wish["excluded"] for verb, wish in asked if verb == "start"] == [["vdb"]]

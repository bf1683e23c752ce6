"""What a PM says to a console that watches it, on the real pair."""

from __future__ import annotations

import json

import pytest

from app.machines.connect import PairLink
from app.machines.facts import facts_from_wire
from app.model.machine import Side
from tests.pair.world import World

pytestmark = pytest.mark.pair


def test_a_snapshot_is_told_once_and_then_only_named(world: World, pair: PairLink) -> None:
    kept = world.take("off01").snapshot
    with pair.machine(Side.FIRST).jobs.stream("watch", {}) as lines:
        heard = (line for line in lines if line["kind"] == "facts")
        line = next(heard)
        first = facts_from_wire(line, Side.FIRST)
        assert "<domain" not in json.dumps(line)
        new = world.take("off01").snapshot
        facts = first
        for line in heard:
            facts = facts_from_wire(line, Side.FIRST, before=facts)
            held = {copy.id: copy for vm in facts.vms for copy in vm.copies}
            if new in held and held[new].manifest is not None:
                break
    before = {copy.id: copy for vm in first.vms for copy in vm.copies}
    assert held[kept] is before[kept]
    said = {each["id"]: each for vm in line["vms"] for each in vm["snapshots"]}
    assert said[kept] == {"id": kept, "same": True}
    manifest = held[new].manifest
    assert manifest is not None
    assert manifest.domain_xml == ""
    asked = facts_from_wire(pair.machine(Side.FIRST).jobs.ask("facts", {}), Side.FIRST)
    assert {vm.uuid: vm.copies for vm in asked.vms} == {vm.uuid: vm.copies for vm in facts.vms}

"""What is decided for the system, on the real pair: seen everywhere, settled after an outage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import Refused
from app.machines.connect import PairLink
from app.model.decision import Setting
from app.model.machine import Side, System
from app.model.problems import ContainerCannotShrink, ContainerNoRoom, SnapshotsDisabled
from app.operations.decide_for_system import Decided, DecideForSystem
from app.operations.expand_container import ExpandContainer
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.rules.container_rules import containers, largest
from app.rules.preferences import snapshots_disabled
from tests.pair.consoles import Profile, result
from tests.pair.world import ROOT, SIDES, World, wait_until

pytestmark = pytest.mark.pair
MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def _as_before(world: World) -> Iterator[None]:
    yield
    for pm in world.lab.pms():
        pm.boot()
        pm.heal()
    world.flag("pm1", "snapshots_disabled", False)
    values = {"container_percent": 250, "warning_percent": 80}
    world.pair.machine(Side.FIRST).jobs.ask("decide", {"values": values, "by": "test"})
    world.repair()


def believed(world: World, pm: str) -> Any:
    """What stands on a PM's disk."""
    system = json.loads(world.shell(pm, f"cat {ROOT}/system.json"))
    return system.get("decisions", {}).get("snapshots", {}).get("value", True)


def decide(pair: PairLink, allowed: bool) -> Decided:
    operation = DecideForSystem(pair, {Setting.SNAPSHOTS: allowed})
    return operation.run(lambda event: None, CancelToken())


def test_both_pms_and_every_console_know_at_once(
    world: World, pair: PairLink, lab_system: System, tmp_path: Path
) -> None:
    assert decide(pair, False) == Decided((True, True))
    assert [believed(world, pm) for pm in SIDES] == [False, False]
    other = Profile.with_system(tmp_path / "ben", lab_system, LOGNAME="ben")
    status, said = result(other.start("snapshots", "status", "--json"))
    assert (status, said["enabled"]) == (0, False)
    assert [pm["settled"] for pm in said["pms"]] == [True, True]
    assert isinstance(world.refusal("web01"), SnapshotsDisabled)
    status, said = result(other.start("snapshots", "enable", "--json"))
    assert (status, said["enabled"], said["by"].startswith("ben@")) == (0, True, True)
    assert [believed(world, pm) for pm in SIDES] == [True, True]


def test_a_pm_that_was_away_learns_of_it_from_the_other(
    world: World, pair: PairLink, lab_system: System
) -> None:
    """Its clock does not matter, and no console has to remember anything."""
    decide(pair, False)
    world.lab.pm("pm2").crash()
    assert decide(pair, True) == Decided((True, False))
    world.lab.pm("pm2").boot()
    assert [believed(world, pm) for pm in SIDES] == [True, False]
    later = PairLink(lab_system)  # another console, which was not there at the time
    try:
        state = LookAtSystem(later).run(lambda event: None, CancelToken())
        assert snapshots_disabled(state) is None
        with later.machine(Side.SECOND).jobs.stream("watch", {}) as lines:
            next(iter(lines))
            wait_until(lambda: believed(world, "pm2"), 30)
    finally:
        later.close()


def test_a_job_settles_before_it_begins(world: World, pair: PairLink) -> None:
    """Nobody watches; the PM that was away when it was enabled would still refuse."""
    decide(pair, False)
    world.lab.pm("pm2").cut("pm1")
    world.lab.pm("pm2").cut("console")
    assert decide(pair, True) == Decided((True, False))
    world.lab.pm("pm2").heal()
    assert [believed(world, pm) for pm in SIDES] == [True, False]
    world.take("web01")
    assert [believed(world, pm) for pm in SIDES] == [True, True]


def test_a_job_is_refused_by_what_only_the_other_pm_knows(world: World, pair: PairLink) -> None:
    decide(pair, True)
    world.flag("pm2", "snapshots_disabled", True)  # by a console that reached that one only
    assert [believed(world, pm) for pm in SIDES] == [True, False]
    assert isinstance(world.refusal("web01"), SnapshotsDisabled)
    assert believed(world, "pm1") is False


def test_a_pm_tells_the_other_one_where_a_console_cannot(world: World, pair: PairLink) -> None:
    world.lab.pm("pm2").cut("console")
    assert decide(pair, False) == Decided((True, True))
    assert believed(world, "pm2") is False


def test_new_containers_follow_the_preference(world: World, pair: PairLink) -> None:
    world.forget("off01")
    DecideForSystem(pair, {Setting.CONTAINER_PERCENT: 500}).run(lambda event: None, CancelToken())
    world.start("off01", pm="pm1").follow()
    state = LookAtSystem(pair).run(lambda event: None, CancelToken())
    mine = [one for one in containers(state) if one.vm.name == "off01"]
    assert mine
    for one in mine:
        assert one.volume.capacity is not None
        expected = max(one.volume.capacity * 5, one.volume.capacity + 512 * MIB)
        assert [place.container.capacity for place in one.places] == [expected] * 2


def test_expanding_on_both_pms_and_what_is_refused(world: World, pair: PairLink) -> None:
    world.take("web01")

    def expand(capacity: int) -> None:
        operation = ExpandContainer(pair, world.uuid("web01"), "vdb", capacity)
        operation.run(lambda event: None, CancelToken())

    def capacities() -> list[int]:
        state = LookAtSystem(pair).run(lambda event: None, CancelToken())
        (one,) = [c for c in containers(state) if (c.vm.name, c.volume.target) == ("web01", "vdb")]
        return [place.container.capacity for place in one.places]

    before = capacities()
    assert len(set(before)) == 1
    expand(before[0] + 64 * MIB)
    assert capacities() == [before[0] + 64 * MIB] * 2
    with pytest.raises(Refused) as refused:
        expand(before[0])
    assert isinstance(refused.value.problems[0], ContainerCannotShrink)

    world.lab.pm("pm2").fill(leave=1200 * MIB)
    try:
        state = LookAtSystem(pair).run(lambda event: None, CancelToken())
        vm = next(vm for vm in state.vms if vm.name == "web01")
        most = largest(state, vm, "vdb")
        with pytest.raises(Refused) as refused:
            expand(most + 256 * MIB)
        problem = refused.value.problems[0]
        assert isinstance(problem, ContainerNoRoom)
        assert problem.pm == "pm2"
        # The PM says so as well, whatever a console believes.
        request = {"vm": vm.uuid, "vm_name": "web01", "target": "vdb"}
        with pytest.raises(Refused) as refused:
            world.pair.machine(Side.SECOND).jobs.ask(
                "expand", {**request, "capacity": most + 256 * MIB}
            )
        assert isinstance(refused.value.problems[0], ContainerNoRoom)
        assert capacities() == [before[0] + 64 * MIB] * 2
    finally:
        world.lab.pm("pm2").unfill()


def test_the_refusal_of_a_full_container_has_figures_and_the_way_out(
    world: World, lab_system: System, tmp_path: Path
) -> None:
    world.take("web01")
    script = (
        'cd "$1" && python3 -c "import json; f = json.load(open(\'containers.json\')); '
        "f['vdb'] = 1; json.dump(f, open('containers.json', 'w'))\" && touch \"$2\""
    )
    for pm in SIDES:
        world.shell(pm, script, f"{ROOT}/vms/{world.uuid('web01')}", f"{ROOT}/changed")
    try:
        console = Profile.with_system(tmp_path / "akiko", lab_system)
        status, said = result(console.start("snapshot", "create", "web01", "--json"))
        assert status == 3
        (problem,) = said["problems"]
        assert problem["code"] == "container-too-small"
        assert problem["fields"]["capacity"] == 1
        assert problem["fields"]["needed"] > problem["fields"]["free"]
        assert "container expand web01 vdb SIZE" in problem["remedy"]
        assert "Volume Containers" in problem["remedy"]
    finally:
        world.forget("web01")

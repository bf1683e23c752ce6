"""Failover as it is at a site: Pacemaker moves the VM in the middle of a run, planned or not."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import pytest

from app.errors import Refused
from app.machines.connect import PairLink
from app.model.machine import MachineAddress, MachineState, System
from app.model.maintenance import WorkOnRequest
from app.model.problems import Failover
from app.model.state import SystemState
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.operations.set_up_pair import SetUpPair
from app.operations.shut_down_vm import PowerOffVm, ShutDownVm
from app.operations.work_on import Finalize, PlanWorkOn, WorkOn
from app.sentences import plain, problem_text
from tests.faults.arena import Inside
from tests.faults.matrix import STEPS as AT
from tests.lab import Lab
from tests.lab.session import session
from tests.lab.state import Settings
from tests.pair.world import ROOT, SIDES, Run, World, wait_until

pytestmark = [pytest.mark.pair, pytest.mark.ha]
MIB = 1024 * 1024
VM = "web01"
# Where a run is caught, and what makes it last there. `held` replicates a guest that still stands.
STEPS: Mapping[str, Mapping[str, Any]] = {
    "freeze": {},
    "snapshot": {},
    "held": {"hold_freeze": True, "replicate_limit": MIB},
    "replicate": {"replicate_limit": 4 * MIB},
}
# Steps that are over in a moment: the run is stopped in them until the cluster has acted.
MOMENTS = ("check", "announce", "thaw", "verify")
BALLAST = "for n in $(seq {}); do cat /data1/ballast; done > /data2/change && sync"  # 60 MiB each
# A run can slow its copying only once it runs, and then it may be done: one virsh that is there
# already asks for it again and again, until there is a job to slow down.
SLOW_COPY = """
exec > /dev/null 2>&1
for n in $(seq 1500); do echo "blockjob $1 vdc --bandwidth 1"; sleep 0.02; done | virsh
"""


@pytest.fixture(scope="module")
def ha_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A pair of its own beside the other one: a cluster would start what tests there stop."""
    if platform.system() != "Linux" or os.geteuid() != 0:
        pytest.skip("the real pair needs root on Linux: it is made of namespaces")
    if shutil.which("pacemakerd") is None:
        pytest.skip("Pacemaker is not installed: see tests/lab/packages.txt")
    first = Settings.from_environment()
    one, two, three = first.net.split(".")
    net = f"{one}.{(int(two) + 100) % 256}.{three}"
    own = dataclasses.replace(first, dir=first.dir.with_name(f"{first.dir.name}-ha"), net=net)
    if first.cache.exists() and not own.cache.exists():
        shutil.copytree(first.cache, own.cache, symlinks=True)
    lab = Lab(own)
    with pytest.MonkeyPatch.context() as patch:
        # The console's own list of systems is none of this pair's business.
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        with session(lab):
            try:
                lab.up([VM], ha=[VM])
                yield lab
            finally:
                lab.down()


@pytest.fixture(scope="module")
def ha_pair(ha_lab: Lab) -> Iterator[PairLink]:
    one, two = (MachineAddress(pm.address, "root") for pm in ha_lab.pms())
    link = PairLink(
        System(
            name=ha_lab.settings.system,
            machines=(one, two),
            identity=str(ha_lab.client_identity),
            known_hosts=str(ha_lab.known_hosts),
        )
    )
    SetUpPair(link).run(lambda event: None, CancelToken())
    yield link
    link.close()


@pytest.fixture
def world(ha_lab: Lab, ha_pair: PairLink) -> Iterator[World]:
    """Both PMs take part, the VM runs on one of them, and both hold one whole snapshot of it."""
    world = World(ha_lab, ha_pair)
    _mend(ha_lab)
    world.forget(VM)
    _in_guest(world, "rm -f /data2/change && fstrim /data2")
    world.take(VM)
    yield world
    _mend(ha_lab)


def _mend(lab: Lab) -> None:
    for pm in lab.pms():
        pm.boot()
        pm.heal()
    for pm in lab.pms():
        lab.ha_unstandby(pm.name)
        lab.ha_wait_online(pm.name)
    lab.guest(VM).wait_up(120)


@pytest.mark.parametrize("step", STEPS)
def test_the_primary_is_sent_to_standby_in_mid_run(world: World, step: str) -> None:
    primary, other = _sides(world)
    run = _caught(world, step)
    world.lab.ha_standby(primary)
    run.follow()

    # The cluster's agent asks the guest's to shut down, which waits for a freeze: the snapshot may
    # be whole on the primary before the VM stops. What is whole is not taken back.
    if step == "replicate" or (step == "freeze" and run.outcome == "complete"):
        assert run.outcome == "complete", run.events[-1]
        assert world.normal(run)
    else:
        assert (run.outcome, run.code) == ("failed", "failover"), run.events[-1]
        fields = run.of("ended")[0]["fields"]
        assert (fields["vm"], fields["pm"]) == (VM, primary)
        _swept(world, run, other)
    _it_goes_on(world, other)
    world.lab.ha_unstandby(primary)
    _the_next_one_is_right(world, other, "increment")


@pytest.mark.parametrize("step", STEPS)
def test_the_primary_dies_in_mid_run(world: World, step: str) -> None:
    primary, other = _sides(world)
    run = _caught(world, step)
    world.lab.pm(primary).crash()
    _it_goes_on(world, other)
    _swept(world, run, other)
    _the_console_tells(world, run, primary, other)

    _it_is_back(world, run, primary, other, whole=step == "replicate")
    assert world.lab.guest(VM).pm == world.lab.pm(other)
    _the_next_one_is_right(world, other, "compare")


@pytest.mark.parametrize("step", MOMENTS)
def test_the_primary_is_sent_to_standby_in_a_short_step(world: World, step: str) -> None:
    primary, other = _sides(world)
    with _held(world, step) as run:
        world.lab.ha_standby(primary)
        world.lab.ha_wait(VM, other)
        world.signal_job(run, "CONT")
        run.follow()
    if step == "verify":  # whole on the primary: what is whole is not taken back
        assert run.outcome == "complete", run.events[-1]
        assert world.normal(run)
    else:
        # In its check it may find no VM there any more: then it has nothing to tell of another PM.
        expected = ("failover", "no-such-vm") if step == "check" else ("failover",)
        assert (run.outcome, run.code in expected) == ("failed", True), run.events[-1]
        _swept(world, run, other)
    _it_goes_on(world, other)
    world.lab.ha_unstandby(primary)
    _the_next_one_is_right(world, other, "increment")


@pytest.mark.parametrize("step", MOMENTS)
def test_the_primary_dies_in_a_short_step(world: World, step: str) -> None:
    primary, other = _sides(world)
    with _held(world, step) as run:
        world.lab.pm(primary).crash()
    _it_goes_on(world, other)
    if step != "verify":
        _swept(world, run, other)
    _it_is_back(world, run, primary, other, whole=step == "verify")
    _the_next_one_is_right(world, other, "compare")


def test_work_on_is_pacemakers_standby(world: World) -> None:
    primary, other = _sides(world)
    plan = PlanWorkOn(world.pair, SIDES[primary]).run(lambda _: None, CancelToken())
    assert plan.standby
    assert [(each.name, each.by_cluster) for each in plan.vms] == [(VM, True)]

    done = WorkOn(world.pair, WorkOnRequest(SIDES[primary])).run(lambda _: None, CancelToken())

    assert (done.moved, done.problems) == ((VM,), ())
    _it_goes_on(world, other)
    machine = _look(world).machine(SIDES[primary])
    assert machine.state is MachineState.MAINTENANCE
    assert machine.maintenance is None  # no flag of ours beside Pacemaker's
    refusal = world.refusal(VM, pm=other)
    assert (refusal.code, refusal.pm, refusal.by) == ("pm-maintenance", primary, "Pacemaker")

    Finalize(world.pair, SIDES[primary]).run(lambda _: None, CancelToken())
    world.lab.ha_wait_online(primary)
    wait_until(lambda: _look(world).machine(SIDES[primary]).state is MachineState.RUNNING, 20)
    _the_next_one_is_right(world, other, "increment")


def test_what_pacemaker_runs_is_not_stopped_behind_its_back(world: World) -> None:
    uuid = world.uuid(VM)
    resource = _look(world).machine(SIDES[world.home(VM)]).cluster
    assert resource is not None
    assert resource.resource(uuid) == VM
    for operation in (ShutDownVm(world.pair, uuid), PowerOffVm(world.pair, uuid)):
        with pytest.raises(Refused) as caught:
            operation.run(lambda _: None, CancelToken())
        assert [problem.code for problem in caught.value.problems] == ["vm-in-cluster"]
    for action in ("shut-down", "power-off"):
        request = {"vm": uuid, "action": action}
        answer = world.pair.machine(SIDES[world.home(VM)]).jobs.ask("power-check", request)
        assert [problem["code"] for problem in answer["problems"]] == ["vm-in-cluster"]
    assert world.lab.guest(VM).pm is not None


def _look(world: World) -> SystemState:
    return LookAtSystem(world.pair).run(lambda _: None, CancelToken())


def _in_guest(world: World, script: str) -> None:
    code, text = world.lab.guest(VM).exec(["/bin/sh", "-c", script], 120)
    assert code == 0, text


def _sides(world: World) -> tuple[str, str]:
    """The PM that the VM runs on, and the other one."""
    primary = world.home(VM)
    return primary, next(name for name in SIDES if name != primary)


def _caught(world: World, step: str) -> Run:
    """A run in the middle of a step."""
    _in_guest(world, BALLAST.format(3 if step == "snapshot" else 1))
    if step == "freeze":
        world.lab.guest(VM).control("freeze-slow 5")
    if step == "snapshot":
        pm = world.lab.pm(world.home(VM))
        pm.run(["setsid", "--fork", "sh", "-c", SLOW_COPY, "sh", world.uuid(VM)])
    run = world.start(VM, **STEPS[step])
    name = {"held": "replicate"}.get(step, step)
    current = ""

    def is_there(event: Mapping[str, Any]) -> bool:
        nonlocal current
        current = str(event.get("step", current))
        moves = event["event"] == "bytes" and 0 < int(event["done"]) < int(event["total"])
        caught = current == name and (moves or step == "freeze")
        return caught or event["event"] == "ended"

    run.follow(is_there)
    assert run.outcome == "", run.events[-1]
    return run


@contextmanager
def _held(world: World, step: str) -> Iterator[Run]:
    """A run whose process is stopped as soon as it has come to a step."""
    primary, _ = _sides(world)
    order = {
        "do": "trap",
        "root": ROOT,
        "vm": world.uuid(VM),
        "at": AT[step],
        "act": {"kill": [r"run-job {job}$"], "signal": "SIGSTOP"},
        "seconds": 60,
    }
    trap = Inside(world.lab.pm(primary), order)
    with ThreadPoolExecutor(1) as pool:  # whoever asks for a run hears of it when it is announced
        started = pool.submit(world.start, VM)
        try:
            told = trap.answer()
            assert told["hit"], told
            assert told["done"], told
            yield Run(world, SIDES[primary], told["job"], told["snapshot"], VM)
        finally:
            trap.close()
            wait([started])


def _it_goes_on(world: World, pm: str) -> None:
    """The VM runs on that PM, answers, found its records sound at its start, and is not frozen."""
    guest = world.lab.guest(VM)
    world.lab.ha_wait(VM, pm)
    guest.wait_up(120)
    code, text = guest.exec(["/bin/cat", "/run/record-check"])
    assert code == 0
    assert json.loads(text)["ok"], text
    assert guest.freeze_status() == "thawed"
    assert guest.control("writer state").startswith("running")


def _swept(world: World, run: Run, pm: str) -> None:
    """A PM is tidied as by a console that watches it: again and again, since for 40 s a PM that
    hears nothing of the other one takes it for busy with the VM."""
    jobs = world.pair.machine(SIDES[pm]).jobs

    def is_clean() -> bool:
        jobs.ask("repair", {}, timeout=120)
        return not world.leftovers(VM)

    wait_until(is_clean, 90, lambda: str(world.leftovers(VM)))
    _nothing_is_left_of(world, run)


def _it_is_back(world: World, run: Run, primary: str, other: str, *, whole: bool) -> None:
    """The PM that died. `whole`: the snapshot was so there, and is normal now at the latest."""
    world.lab.pm(primary).boot()
    world.lab.ha_wait_online(primary)
    if not whole:
        _swept(world, run, primary)
        return
    world.repair()
    wait_until(lambda: world.normal(run), 60)
    world.check_records(other, run, same_end=True)
    wait_until(lambda: not [one for one in _look(world).runs if not one.ended], 60)


def _the_console_tells(world: World, run: Run, primary: str, other: str) -> None:
    """Though the run's PM is dead: what happened to the snapshot, and that a new one is needed."""
    state = LookAtSystem(world.pair).run(lambda _: None, CancelToken())
    (told,) = {each.problem for each in state.runs if each.snapshot == run.snapshot}
    assert told == Failover(VM, primary, other)
    assert "new" in plain(problem_text(told).remedy)


def _nothing_is_left_of(world: World, run: Run) -> None:
    """On the PMs that are up: no file, no checkpoint, no job of the run, nor the run itself."""
    world.wait_clean(VM)
    for pm in SIDES:
        if world.lab.pm(pm).is_up():
            assert run.snapshot not in world.held(pm, VM)


def _the_next_one_is_right(world: World, primary: str, method: str) -> None:
    """Bitmaps survive a clean stop and no other: then the VM is compared with its last snapshot."""
    after = world.take(VM)
    manifest = world.manifest(after, primary)
    assert manifest.primary_name == primary
    assert world.normal(after)
    assert {volume.method for volume in manifest.volumes} == {method}
    ends = {world.check_records(pm, after, same_end=True) for pm in SIDES}
    assert len(ends) == 1
    assert world.leftovers(VM) == []

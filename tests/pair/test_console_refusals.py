"""What a console itself finds wrong with a PM before it asks for a run."""

from __future__ import annotations

import pytest

from app.errors import Refused
from app.machines.connect import PairLink
from app.model.machine import System
from app.model.problems import MachineNotRunning, MachineUnreachable, UefiFirmware
from app.model.snapshot import SnapshotRequest
from app.operations.create_snapshot import CreateSnapshot
from app.operations.operation import CancelToken
from tests.pair.world import World, wait_until

pytestmark = pytest.mark.pair


def _refusal(world: World, system: System, vm: str) -> tuple[object, ...]:
    link = PairLink(system)
    try:
        wish = SnapshotRequest(world.uuid(vm), vm)
        with pytest.raises(Refused) as refused:
            CreateSnapshot(link, wish).run(lambda event: None, CancelToken())
        return refused.value.problems
    finally:
        link.close()


def test_a_pm_out_of_reach(world: World, lab_system: System) -> None:
    world.lab.pm("pm2").cut("console")
    problem = _refusal(world, lab_system, "web01")[0]
    assert isinstance(problem, MachineUnreachable)
    assert world.leftovers("web01") == []


def test_a_pm_without_libvirt(world: World, lab_system: System) -> None:
    pm = world.lab.pm("pm2")
    pm.run(["sh", "-c", "kill $(cat /run/libvirtd.pid)"])
    gone = ["sh", "-c", "! kill -0 $(cat /run/libvirtd.pid 2>/dev/null) 2>/dev/null"]
    wait_until(lambda: pm.run(gone, check=False).returncode == 0, 30)
    try:
        problem = _refusal(world, lab_system, "web01")[0]
        assert isinstance(problem, MachineNotRunning), problem
        assert problem.pm in ("pm2", pm.address)  # its own name if it was heard before
    finally:
        pm.run(["libvirtd", "-d"])
        wait_until(lambda: pm.run(["virsh", "list"], check=False).returncode == 0, 30)


def test_uefi_is_known_before_a_pm_is_asked(world: World, lab_system: System) -> None:
    assert _refusal(world, lab_system, "uefi01") == (UefiFirmware("uefi01"),)

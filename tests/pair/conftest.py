"""The real pair for a test session: brought up if it is not, linked, left up for the next run.

TWINPOINT_LAB_VMS ("web01,db01") keeps a session to these VMs; unset, all take part.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator

import pytest

from app.machines.connect import PairLink
from app.model.machine import MachineAddress, System
from app.operations.operation import CancelToken
from app.operations.set_up_pair import SetUpPair
from tests.lab import Lab
from tests.lab.session import session
from tests.pair.world import World


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    if platform.system() != "Linux" or os.geteuid() != 0:
        pytest.skip("the real pair needs root on Linux: it is made of namespaces")
    lab = Lab()
    with session(lab):
        lab.up(_chosen())
        yield lab


@pytest.fixture(scope="session")
def lab_system(lab: Lab) -> System:
    return System(
        name="lab",
        machines=(
            MachineAddress(lab.pm("pm1").address, "root"),
            MachineAddress(lab.pm("pm2").address, "root"),
        ),
        identity=str(lab.client_identity),
        known_hosts=str(lab.known_hosts),
    )


@pytest.fixture(scope="session")
def pair(lab_system: System) -> Iterator[PairLink]:
    link = PairLink(lab_system)
    SetUpPair(link).run(lambda event: None, CancelToken())
    yield link
    link.close()


@pytest.fixture
def world(lab: Lab, pair: PairLink) -> Iterator[World]:
    """The pair whole and running: what a test broke is mended for the next one."""
    world = World(lab, pair)
    _mend(world)
    yield world
    _mend(world)


def _chosen() -> list[str] | None:
    """The VMs that this session starts; None is all that a lab starts by itself."""
    names = os.environ.get("TWINPOINT_LAB_VMS")
    return None if names is None else [name for name in names.split(",") if name]


def _mend(world: World) -> None:
    lab = world.lab
    chosen = _chosen()
    for pm in lab.pms():
        pm.boot()
        pm.heal()
        pm.unfill()
    for name in ("pm1", "pm2"):
        for flag in ("maintenance", "snapshots_disabled"):
            world.flag(name, flag, False)
    for guest in lab.guests():
        if guest.spec.name == "off01":
            guest.destroy()
        elif chosen is not None and guest.name not in chosen:
            continue
        elif guest.pm is None or guest.pm.name != guest.home.name:
            guest.destroy()
            guest.start()
            guest.wait_up()

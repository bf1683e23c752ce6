"""One suite for every Hypervisor: libvirt's test driver, and the real pair by libvirt and virsh."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Iterator

import pytest

from app.errors import Refused, Unreachable
from app.machines.hypervisor import Hypervisor
from app.machines.virsh_hypervisor import VirshHypervisor
from app.model.problems import LibvirtNotAllowed, MachineNotRunning, NoSuchVm
from app.model.vm import VmState

libvirt = pytest.importorskip("libvirt")
if sys.platform != "win32":
    from app.machines.libvirt_hypervisor import LibvirtHypervisor

NOBODY = "00000000-0000-4000-8000-000000000000"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def test_driver() -> Iterator[LibvirtHypervisor]:
    made = LibvirtHypervisor(lambda: "test:///default", lambda: "pm1")
    yield made
    made.close()


@pytest.fixture(
    params=[
        "test driver",
        pytest.param("pair, libvirt", marks=pytest.mark.pair),
        pytest.param("pair, virsh", marks=pytest.mark.pair),
    ]
)
def hypervisor(request: pytest.FixtureRequest) -> Iterator[Hypervisor]:
    if request.param == "test driver":
        yield request.getfixturevalue("test_driver")
        return
    if os.geteuid() != 0:
        pytest.skip("the pair needs root")
    from tests.contract.pair import lab_pair

    with lab_pair() as pair:
        machine = pair.machines[0]
        yield machine.hypervisor if "libvirt" in request.param else VirshHypervisor(machine.ssh)


def test_domains(hypervisor: Hypervisor) -> None:
    domains = hypervisor.domains()
    assert domains
    assert [domain.name for domain in domains] == sorted(domain.name for domain in domains)
    for domain in domains:
        assert UUID.fullmatch(domain.uuid)
        assert domain.memory > 0
        assert domain.processors > 0
        assert domain.state is not VmState.UNKNOWN


def test_definition(hypervisor: Hypervisor) -> None:
    domain = hypervisor.domains()[0]
    text = hypervisor.definition(domain.uuid)
    assert text.lstrip().startswith("<domain")
    assert domain.uuid in text


def test_a_domain_that_is_not_there(hypervisor: Hypervisor) -> None:
    for call in (
        hypervisor.definition,
        hypervisor.start,
        hypervisor.power_off,
        hypervisor.shut_down,
    ):
        with pytest.raises(Refused) as caught:
            call(NOBODY)
        assert isinstance(caught.value.problems[0], NoSuchVm)


def test_what_is_no_uuid_reaches_nobody(hypervisor: Hypervisor) -> None:
    for text in ("", "; id", "--all", "web01"):
        with pytest.raises(Refused):
            hypervisor.definition(text)


def test_it_can_be_used_again_after_close(hypervisor: Hypervisor) -> None:
    before = hypervisor.domains()
    hypervisor.close()
    assert [domain.uuid for domain in hypervisor.domains()] == [domain.uuid for domain in before]


def test_start_and_power_off_are_seen(test_driver: LibvirtHypervisor) -> None:
    changed = threading.Event()
    (domain,) = test_driver.domains()
    test_driver.on_change(changed.set)
    test_driver.power_off(domain.uuid)
    assert changed.wait(5)
    assert test_driver.domains()[0].state is VmState.STOPPED
    test_driver.start(domain.uuid)
    assert test_driver.domains()[0].state is VmState.RUNNING


def test_what_libvirt_refuses_is_said(test_driver: LibvirtHypervisor) -> None:
    (domain,) = test_driver.domains()
    with pytest.raises(Refused):
        test_driver.start(domain.uuid)


def test_a_libvirt_that_is_not_there() -> None:
    lost = LibvirtHypervisor(lambda: "qemu+unix:///system?socket=/nonexistent", lambda: "pm1")
    with pytest.raises(Unreachable) as caught:
        lost.domains()
    assert isinstance(caught.value.problems[0], MachineNotRunning)
    lost.close()


@pytest.mark.pair
def test_both_ways_see_the_same() -> None:
    from tests.contract.pair import lab_pair

    with lab_pair() as pair:
        for machine in pair.machines:
            assert machine.hypervisor.domains() == VirshHypervisor(machine.ssh).domains()


@pytest.mark.pair
@pytest.mark.parametrize("way", ["libvirt", "virsh"])
def test_a_libvirt_that_was_away_is_found_again(way: str) -> None:
    from tests.contract.pair import lab_pair

    with lab_pair() as pair:
        machine, (name, _) = pair.machines[0], pair.lab.settings.pm_names
        hypervisor = machine.hypervisor if way == "libvirt" else VirshHypervisor(machine.ssh)
        before = hypervisor.domains()
        with pair.lab.pm(name).without_libvirtd():
            for _ in range(2):
                with pytest.raises(Unreachable):
                    hypervisor.domains()
        assert [domain.uuid for domain in hypervisor.domains()] == [each.uuid for each in before]


@pytest.mark.pair
def test_a_host_key_that_is_not_known_is_no_way_in_for_libvirt_either() -> None:
    from tests.contract.pair import lab_pair

    with lab_pair(known_hosts="/dev/null") as pair:
        with pytest.raises((Refused, Unreachable)) as caught:
            pair.machines[0].hypervisor.domains()
        assert not isinstance(caught.value.problems[0], LibvirtNotAllowed)
        assert "Host key verification failed" in str(caught.value)

"""vm start, shutdown, poweroff; pm work-on, finalize: exit codes and JSON; the PMs are made up."""

from __future__ import annotations

import pytest

from app.model.vm import VmState
from app.operations import shut_down_vm
from tests.app.cli.test_command_line import Terminal, pair, terminal
from tests.app.fakes import FakePair
from tests.app.made import VM, domain, facts_line

__all__ = ["pair", "terminal"]  # fixtures
FLAG = {"by": "akiko", "since": 1e6}


@pytest.fixture(autouse=True)
def running(pair: FakePair, monkeypatch: pytest.MonkeyPatch) -> None:
    """web01 runs on the first PM, and could move."""
    monkeypatch.setattr(shut_down_vm, "LOOK", 0.0)
    for machine, state in zip(pair.machines, (VmState.RUNNING, VmState.STOPPED), strict=True):
        machine.hypervisor.found = (domain(state),)
        machine.jobs.answers["flag"] = {"kind": "done"}
        machine.jobs.answers["power-check"] = {"kind": "power", "problems": []}
        machine.jobs.answers["move-check"] = {"kind": "move", "problems": []}


def test_a_vm_is_started(terminal: Terminal, pair: FakePair) -> None:
    status, said = terminal.json("vm", "start", "web01")
    assert status == 3
    assert [problem["code"] for problem in said["problems"]] == ["vm-runs-already"]
    pair.machines[0].hypervisor.found = (domain(VmState.STOPPED),)
    assert terminal.json("vm", "start", "web01", "--pm", "pm2") == (
        0,
        {"vm": VM, "name": "web01", "pm": "pm2", "state": "running"},
    )
    assert pair.machines[1].hypervisor.calls == [("start", VM)]
    assert terminal.run("vm", "start", "web01", "--pm", "pm3") == 2


def test_a_guest_that_does_not_obey(terminal: Terminal, pair: FakePair) -> None:
    status, said = terminal.json("vm", "shutdown", "web01", "--timeout", "1")
    assert status == 4
    assert [problem["code"] for problem in said["problems"]] == ["guest-did-not-obey"]
    assert pair.machines[0].hypervisor.calls == [("shut down", VM)]
    assert terminal.run("vm", "shutdown", "web01", "--timeout", "0") == 2


def test_power_is_taken(terminal: Terminal, pair: FakePair) -> None:
    assert terminal.json("vm", "poweroff", VM)[1]["state"] == "stopped"
    assert pair.machines[0].hypervisor.calls == [("power off", VM)]


def test_work_on_tells_first_what_it_would_do(terminal: Terminal, pair: FakePair) -> None:
    status, said = terminal.json("pm", "work-on", "pm1", "--dry-run")
    assert status == 0
    assert (said["pm"], said["standby"], said["warnings"]) == ("pm1", False, [])
    assert [(vm["name"], vm["moves"]) for vm in said["vms"]] == [("web01", True)]
    assert terminal.run("pm", "work-on", "pm1", "--dry-run") == 0
    assert "web01: moves while it runs" in terminal.out
    assert pair.migrated == []


def test_work_on_and_finalize(terminal: Terminal, pair: FakePair) -> None:
    status, said = terminal.json("pm", "work-on", "pm1", "--keep", "web01")
    assert (status, said["moved"], said["stayed"]) == (0, [], ["web01"])
    assert [problem["code"] for problem in said["warnings"]] == ["vm-kept"]
    assert terminal.json("pm", "work-on", "pm1", "--keep-all")[1]["stayed"] == ["web01"]
    assert terminal.json("pm", "work-on", "pm1")[1]["moved"] == ["web01"]
    status, said = terminal.json("pm", "finalize", "pm1")
    assert status == 3
    assert said["problems"][0]["code"] == "pm-not-in-maintenance"
    pair.machines[0].jobs.answers["facts"] = facts_line(0, maintenance=FLAG)
    assert terminal.json("pm", "finalize", "pm1") == (0, {"pm": "pm1", "maintenance": False})


def test_never_both_without_saying_so(terminal: Terminal, pair: FakePair) -> None:
    pair.machines[1].jobs.answers["facts"] = facts_line(1, maintenance=FLAG)
    assert terminal.run("pm", "work-on", "pm1") == 3
    assert "--even-both" in terminal.err
    assert terminal.run("pm", "work-on", "pm1", "--even-both") == 0


def test_a_pm_tells_of_its_load_and_its_cluster(terminal: Terminal, pair: FakePair) -> None:
    load = {"processors": 8, "average": 0.5, "memory_total": 2**30, "memory_free": 2**29}
    cluster = {"node": "pm1", "nodes": {"pm1": "online"}, "vms": {VM: "web"}}
    mirror = {"name": "r0", "role": "Primary", "disk": "UpToDate", "connection": "Connected"}
    facts = facts_line(0, load=load, cluster=cluster, mirrors=[mirror])
    pair.machines[0].jobs.answers["facts"] = facts
    first, second = terminal.json("pm", "list")[1]["pms"]
    assert (first["load"], first["cluster"], first["mirrors"]) == (load, cluster, [mirror])
    assert (second["load"], second["cluster"], second["mirrors"]) == (None, None, [])

"""vm create and vm rollback: exit codes and JSON; the PMs are made up."""

from __future__ import annotations

import pytest

from app.model.machine import Side
from app.model.vm import VmState
from tests.app.cli.test_command_line import Terminal, pair, terminal
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, SNAPSHOT, VM, domain, facts_line
from tests.app.operations.test_vm_operations import BACK, LEFT_OUT, MADE, NEW, ended, held, wishes

__all__ = ["pair", "terminal"]  # fixtures


@pytest.fixture(autouse=True)
def holding(pair: FakePair) -> None:
    """web01 is stopped, and both PMs hold its snapshot."""
    for number, machine in enumerate(pair.machines):
        machine.hypervisor.found = (domain(VmState.STOPPED),)
        machine.jobs.answers["facts"] = facts_line(number, vms=[held()])
        started = {"kind": "started", "job": JOB, "snapshot": SNAPSHOT}
        machine.jobs.answers.update({"create-vm": started, "roll-back": started})


CREATE = ("vm", "create", "--from", SNAPSHOT[:8], "--name", "copy")


def test_a_vm_and_what_to_do_in_its_guest(terminal: Terminal, pair: FakePair) -> None:
    pair.machines[0].jobs.scripts["follow"] = [[LEFT_OUT, ended(MADE)]]
    assert terminal.run(*CREATE, "--memory", "1G", "--processors", "2", "--start") == 0
    for word in (NEW, "/v/vda.qcow2", "Sysprep", "/etc/fstab", "static IP", "hostdev"):
        assert word in terminal.out
    (wish,) = wishes(pair, "create-vm")
    assert (wish["memory"], wish["processors"], wish["start"]) == (2**30, 2, True)
    status, said = terminal.json(*CREATE)
    assert status == 0
    assert (said["vm"], said["defined_on"], said["started"]) == (NEW, ["pm1", "pm2"], True)
    assert [problem["code"] for problem in said["warnings"]] == ["devices-left-out"]


def test_which_pm(terminal: Terminal, pair: FakePair) -> None:
    pair.machines[Side.SECOND].jobs.scripts["follow"] = [[ended(MADE)]]
    status, said = terminal.json(*CREATE, "--pm", "pm2")
    assert (status, said["pm"]) == (0, "pm2")
    assert terminal.run(*CREATE, "--pm", "pm3") == 2
    assert "pm1 (10.0.0.1), pm2 (10.0.0.2)" in terminal.err


def test_two_pms_of_one_name(terminal: Terminal, pair: FakePair) -> None:
    second = pair.machines[Side.SECOND].jobs
    second.answers["facts"]["host"]["name"] = "pm1"
    second.scripts["follow"] = [[ended(MADE)]]
    assert terminal.run(*CREATE, "--pm", "pm1") == 2
    assert "both PMs are named 'pm1'" in terminal.err
    status, said = terminal.json(*CREATE, "--pm", "10.0.0.2")
    assert (status, said["pm"]) == (0, "pm1")


@pytest.mark.parametrize(
    "more", [("--processors", "0"), ("--processors", "x"), ("--memory", "much"), ("--pm",)]
)
def test_wrong_usage(terminal: Terminal, more: tuple[str, ...]) -> None:
    try:
        status = terminal.run(*CREATE, *more)
    except SystemExit as error:  # argparse's own
        status = int(error.code or 0)
    assert status == 2


def test_a_refusal_is_three_and_a_failure_four(terminal: Terminal, pair: FakePair) -> None:
    status, said = terminal.json(*CREATE[:-1], "web01")
    assert (status, said["problems"][0]["code"]) == (3, "vm-name-taken")
    fields = {"vm": "copy", "pm": "pm1", "detail": "x"}
    line = ended({}, outcome="failed", code="vm-not-made", fields=fields)
    pair.machines[0].jobs.scripts["follow"] = [[line]]
    status, said = terminal.json(*CREATE)
    assert (status, said["problems"][0]["code"]) == (4, "vm-not-made")
    line = ended({}, outcome="cancelled", code="cancelled", fields={"by": "x"})
    pair.machines[0].jobs.scripts["follow"] = [[line]]
    status, said = terminal.json(*CREATE)
    assert (status, said["problems"][0]["code"]) == (4, "cancelled")


def test_a_pm_that_is_away_refuses_before_and_fails_after(
    terminal: Terminal, pair: FakePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.operations.start_job.SEARCHES", ())
    pair.machines[0].jobs.answers["create-vm"] = gone()
    status, said = terminal.json(*CREATE)
    assert (status, said["problems"][0]["code"]) == (3, "pm-unreachable")


def test_rolling_back(terminal: Terminal, pair: FakePair) -> None:
    pair.machines[0].jobs.scripts["follow"] = [[ended(BACK)]]
    argv = ("vm", "rollback", "web01", "--to", SNAPSHOT, "--no-safety-snapshot")
    status, said = terminal.json(*argv)
    assert status == 0
    assert said["vm"] == VM
    assert (said["replaced"], said["untouched"], said["safety"]) == (["vda"], ["vdb"], None)
    pair.machines[0].hypervisor.found = (domain(),)
    status, said = terminal.json(*argv)
    assert (status, said["problems"][0]["code"]) == (3, "vm-not-stopped")
    assert terminal.run(*argv) == 3
    assert "Shut web01 down" in terminal.err

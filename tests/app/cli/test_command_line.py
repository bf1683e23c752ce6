"""twinpointctl's contract: exit codes, JSON, which system; the PMs are made up."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import log
from app.__main__ import main
from app.cli import console as console_module
from app.cli.watch_verb import differences
from app.errors import Refused
from app.model.machine import MachineAddress, System
from app.model.problems import NoRootRights
from app.model.vm import Firmware, VmState
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.settings import Settings, load, save
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, SNAPSHOT, SYSTEM, domain, facts_line
from tests.app.operations.test_create_snapshot import COMPLETE, CONSISTENCY, FROZEN, event


class Terminal:
    """One command after another, as a script would give them."""

    def __init__(self, settings: Path) -> None:
        self.settings = settings
        self.out = ""
        self.err = ""

    def run(self, *argv: str) -> int:
        out, err = io.StringIO(), io.StringIO()
        status = main(["--settings", str(self.settings), *argv], out, err)
        self.out, self.err = out.getvalue(), err.getvalue()
        return status

    def json(self, *argv: str) -> tuple[int, Any]:
        status = self.run(*argv, "--json")
        (line,) = self.out.splitlines()
        return status, json.loads(line)


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> FakePair:
    made = FakePair()
    made.machines[0].hypervisor.found = (domain(),)
    made.machines[1].hypervisor.found = (domain(VmState.STOPPED),)
    jobs = made.machines[0].jobs
    jobs.answers["start"] = {"kind": "started", "job": JOB, "snapshot": SNAPSHOT}
    jobs.scripts["follow"] = [[FROZEN, CONSISTENCY, COMPLETE]]
    monkeypatch.setattr(console_module, "connect", lambda _: made)
    monkeypatch.setattr(log, "set_up", lambda _: None)
    return made


@pytest.fixture
def terminal(tmp_path: Path, pair: FakePair) -> Terminal:
    file = tmp_path / "systems.json"
    save(file, Settings((SYSTEM,)))
    return Terminal(file)


def test_a_snapshot(terminal: Terminal) -> None:
    status, said = terminal.json("snapshot", "create", "web01")
    assert status == 0
    assert (said["snapshot"], said["state"], said["consistency"]) == (
        SNAPSHOT,
        "normal",
        "application",
    )
    assert terminal.run("snapshot", "create", "web01") == 0
    assert "120 ms" in terminal.out or "121 ms" in terminal.out


def test_not_waiting(terminal: Terminal) -> None:
    status, said = terminal.json("snapshot", "create", "web01", "--no-wait")
    assert (status, said["job"], said["finished"]) == (0, JOB, False)


def test_a_refusal_is_three_with_its_code(terminal: Terminal, pair: FakePair) -> None:
    pair.machines[0].hypervisor.found = (replace(domain(), firmware=Firmware.UEFI),)
    status, said = terminal.json("snapshot", "create", "web01")
    assert status == 3
    assert "vm-uefi" in [problem["code"] for problem in said["problems"]]
    assert terminal.run("snapshot", "create", "web01") == 3
    assert "UEFI" in terminal.err


def test_a_failed_run_is_four(terminal: Terminal, pair: FakePair) -> None:
    fields = {"vm": "web01", "detail": "x"}
    ended = event("ended", 9, outcome="failed", code="copy-failed", fields=fields, details="why")
    pair.machines[0].jobs.scripts["follow"] = [[ended]]
    status, said = terminal.json("snapshot", "create", "web01")
    assert (status, said["problems"][0]["code"], said["details"]) == (4, "copy-failed", "why")


def test_why_a_replication_waits_is_told(terminal: Terminal, pair: FakePair) -> None:
    fields = {"pm": "pm1", "peer": "pm2", "detail": "Connection refused"}
    waits = event("waiting", 9, code="replication-waits", fields=fields)
    pair.machines[0].jobs.scripts["follow"] = [[CONSISTENCY, waits]]
    assert terminal.run("snapshot", "create", "web01") == 0
    assert "(Connection refused)" in terminal.out


def test_a_cancelled_run_is_four(terminal: Terminal, pair: FakePair) -> None:
    ended = event("ended", 9, outcome="cancelled", code="cancelled", fields={}, details="")
    pair.machines[0].jobs.scripts["follow"] = [[ended]]
    status, said = terminal.json("snapshot", "create", "web01")
    assert (status, said["problems"][0]["code"]) == (4, "cancelled")


def test_pms_out_of_reach(terminal: Terminal, pair: FakePair) -> None:
    for machine in pair.machines:
        machine.jobs.answers["facts"] = gone()
        machine.hypervisor.found = gone()
    status, said = terminal.json("snapshot", "create", "web01")
    assert (status, said["problems"][0]["code"]) == (3, "pm-unreachable")
    status, said = terminal.json("pm", "list")
    assert (status, [pm["state"] for pm in said["pms"]]) == (0, ["unreachable"] * 2)


@pytest.mark.parametrize(
    "argv",
    [
        ("vm", "list", "--system", "nobody"),
        ("system", "add", "lab", "a", "b"),
        ("system", "add", "new", "-oProxyCommand=x", "b"),
        ("container", "expand", "web01", "vda", "much"),
        ("snapshot", "show", "fff"),
    ],
)
def test_wrong_usage_is_two(terminal: Terminal, argv: tuple[str, ...]) -> None:
    try:
        status = terminal.run(*argv)
    except SystemExit as left:  # argparse's own way
        status = int(str(left.code))
    assert status == 2


@pytest.mark.parametrize(
    "argv",
    [
        ("system", "list"),
        ("system", "show"),
        ("pm", "list"),
        ("vm", "list"),
        ("vm", "show", "web01"),
        ("snapshot", "list"),
        ("snapshots", "status"),
        ("container", "list"),
    ],
)
def test_every_question_answers_both_ways(terminal: Terminal, argv: tuple[str, ...]) -> None:
    assert terminal.run(*argv) == 0
    assert terminal.out
    status, said = terminal.json(*argv)
    assert status == 0
    assert isinstance(said, dict)


def decided(value: object, order: int, name: str = "snapshots") -> dict[str, Any]:
    return {name: {"value": value, "by": "akiko", "since": 1e9, "order": order, "pm": "x"}}


def test_switching_snapshots_off_tells_both_pms(terminal: Terminal, pair: FakePair) -> None:
    one, two = (machine.jobs for machine in pair.machines)
    theirs, new = decided(True, 7), decided(False, 8)
    one.answers["settle"] = {"kind": "decided", "decisions": {}}
    two.answers["settle"] = {"kind": "decided", "decisions": theirs}
    one.answers["decide"] = {"kind": "decided", "decisions": new, "settled": False}
    assert terminal.run("snapshots", "disable") == 0
    (wish,) = [request for verb, request in one.asked if verb == "decide"]
    assert (wish["values"], wish["known"], wish["tell"]) == ({"snapshots": False}, theirs, False)
    assert [request for verb, request in two.asked if verb == "settle"][-1] == {"decisions": new}


def test_a_pm_that_is_away_is_left_to_the_other(terminal: Terminal, pair: FakePair) -> None:
    one, two = (machine.jobs for machine in pair.machines)
    one.answers["settle"] = gone()
    two.answers["settle"] = {"kind": "decided", "decisions": {}}
    two.answers["decide"] = {"kind": "decided", "decisions": decided(False, 8), "settled": False}
    two.answers["facts"] = facts_line(1, decisions=decided(False, 8))
    status, said = terminal.json("snapshots", "disable")
    assert status == 0
    (wish,) = [request for verb, request in two.asked if verb == "decide"]
    assert wish["tell"] is True
    assert (said["enabled"], said["by"]) == (False, "akiko")
    assert [(pm["value"], pm["settled"]) for pm in said["pms"]] == [(True, False), (False, True)]
    assert terminal.run("snapshots", "status") == 0
    assert "disabled (by akiko" in terminal.out
    assert "pm1 does not know yet" in terminal.out


def test_a_pm_that_believes_the_same_has_nothing_to_learn(
    terminal: Terminal, pair: FakePair
) -> None:
    """It was away when snapshots were enabled again, which is what it holds in any case."""
    pair.machines[1].jobs.answers["facts"] = facts_line(1, decisions=decided(True, 8))
    status, said = terminal.json("snapshots", "status")
    assert status == 0
    assert [(pm["value"], pm["settled"]) for pm in said["pms"]] == [(True, False), (True, True)]
    assert terminal.run("snapshots", "status") == 0
    assert "enabled (by akiko" in terminal.out
    assert "does not know yet" not in terminal.out


def test_nobody_to_decide(terminal: Terminal, pair: FakePair) -> None:
    for machine in pair.machines:
        machine.jobs.answers["settle"] = gone()
    status, said = terminal.json("snapshots", "disable")
    assert (status, said["problems"][0]["code"]) == (3, "pm-unreachable")


def test_preferences_of_containers(terminal: Terminal, pair: FakePair) -> None:
    one, two = (machine.jobs for machine in pair.machines)
    for jobs in (one, two):
        jobs.answers["settle"] = {"kind": "decided", "decisions": {}}
        jobs.answers["facts"] = facts_line(
            [one, two].index(jobs), decisions=decided(300, 3, "container_percent")
        )
    one.answers["decide"] = {"kind": "decided", "decisions": {}, "settled": True}
    status, said = terminal.json("container", "preferences", "--capacity", "300")
    assert status == 0
    assert (said["capacity"]["percent"], said["warning"]["percent"]) == (300, 80)
    (wish,) = [request for verb, request in one.asked if verb == "decide"]
    assert wish["values"] == {"container_percent": 300}
    assert terminal.run("container", "preferences", "--warning", "5") == 2


def test_which_system(terminal: Terminal) -> None:
    other = System("other", (MachineAddress("a"), MachineAddress("b")))
    save(terminal.settings, Settings((SYSTEM, other)))
    assert terminal.run("vm", "list") == 2
    assert terminal.run("vm", "list", "--system", "other") == 0
    assert terminal.run("system", "remove", "other") == 0
    assert load(terminal.settings) == Settings((SYSTEM,))


def test_expanding_asks_both_pms_first(terminal: Terminal, pair: FakePair) -> None:
    for number, machine in enumerate(pair.machines):
        machine.jobs.answers["expand"] = {"kind": "done"}
        room = {"path": "/x", "total": 2**40, "free": 2**39}
        machine.jobs.answers["facts"] = facts_line(number, root=room)
    assert terminal.run("container", "expand", "web01", "vda", "20G") == 0
    for machine in pair.machines:
        wishes = [request for verb, request in machine.jobs.asked if verb == "expand"]
        assert [wish["only_check"] for wish in wishes] == [True, False]
        assert {wish["capacity"] for wish in wishes} == {20 * 2**30}


def test_a_disk_too_small_for_a_container_is_told_with_figures(terminal: Terminal) -> None:
    status, said = terminal.json("container", "expand", "web01", "vda", "20G")
    assert status == 3
    (problem,) = said["problems"]
    assert problem["code"] == "container-no-room"
    assert problem["fields"]["capacity"] == 20 * 2**30


def test_what_a_watch_tells(pair: FakePair) -> None:
    def look() -> Any:
        return LookAtSystem(pair).run(lambda _: None, CancelToken())

    first = look()
    assert "web01: running on pm1" in list(differences(None, first))
    pair.machines[0].hypervisor.found = (domain(VmState.STOPPED),)
    assert list(differences(first, look())) == ["web01: stopped on pm1"]
    for machine in pair.machines:
        machine.hypervisor.found = ()
    assert list(differences(first, look())) == ["web01: gone"]
    pair.machines[1].jobs.answers["facts"] = facts_line(1, decisions=decided(False, 8))
    assert "snapshot creation is disabled (by akiko)" in list(differences(first, look()))
    assert "snapshot creation is disabled (by akiko)" in list(differences(None, look()))


def test_one_look_is_enough_for_a_snapshot(terminal: Terminal, pair: FakePair) -> None:
    assert terminal.run("snapshot", "create", "web01") == 0
    for machine in pair.machines:
        assert [verb for verb, _ in machine.jobs.asked].count("facts") == 1


def test_people_are_told_what_the_pm_said(terminal: Terminal, pair: FakePair) -> None:
    fields = {"vm": "web01", "detail": "virsh: no\x1b luck"}
    ended = event("ended", 9, outcome="failed", code="copy-failed", fields=fields, details="why")
    pair.machines[0].jobs.scripts["follow"] = [[ended]]
    assert terminal.run("snapshot", "create", "web01") == 4
    assert "virsh: no" in terminal.err
    assert "\x1b" not in terminal.err


def test_system_and_json_stand_anywhere(terminal: Terminal) -> None:
    other = System("other", (MachineAddress("a"), MachineAddress("b")))
    save(terminal.settings, Settings((SYSTEM, other)))
    for argv in (
        ("--system", "other", "--json", "system", "show"),
        ("system", "show", "--system", "other", "--json"),
        ("system", "--system", "other", "--json", "show"),
        ("--json", "system", "--system", "other", "show"),
        ("--system", SYSTEM.name, "system", "show", "--system", "other", "--json"),
    ):
        assert terminal.run(*argv) == 0
        assert json.loads(terminal.out)["system"]["name"] == "other"


def test_a_system_added_meanwhile_stays(terminal: Terminal, pair: FakePair) -> None:
    other = System("other", (MachineAddress("a"), MachineAddress("b")))

    def meanwhile(_: object) -> dict[str, str]:
        save(terminal.settings, Settings((SYSTEM, other)))
        return {"kind": "linked"}

    for number, machine in enumerate(pair.machines):
        key = f"ssh-ed25519 {'A' * 60}{number}"
        ready = {"kind": "ready", "public_key": key, "host_uuid": str(number), "name": "pm"}
        machine.jobs.answers |= {"setup": ready, "link": meanwhile, "try-link": {"kind": "linked"}}
    assert terminal.run("system", "add", "new", "pm1", "pm2") == 0
    assert [each.name for each in load(terminal.settings).systems] == ["lab", "other", "new"]


def test_snapshots_that_cannot_be_seen_are_not_none(terminal: Terminal, pair: FakePair) -> None:
    for machine in pair.machines:
        machine.jobs.answers["facts"] = Refused(NoRootRights(machine.name, "viewer"))
    status, said = terminal.json("snapshot", "list")
    assert (status, said["snapshots"]) == (0, [])
    assert [problem["code"] for problem in said["problems"]] == ["sudo-not-allowed"] * 2
    assert terminal.run("snapshot", "list") == 0
    assert "viewer may look" in terminal.out

"""snapshot verify, vm scrub and repair: exit codes and JSON; the PMs are made up."""

from __future__ import annotations

from typing import Any

import pytest

from app.remote.records import to_json
from tests.app.cli.test_command_line import Terminal, pair, terminal
from tests.app.fakes import FakePair, gone
from tests.app.made import JOB, SNAPSHOT, VM, facts_line, manifest, wire_copy
from tests.app.operations.test_create_snapshot import COMPLETE, CONSISTENCY

__all__ = ["pair", "terminal"]  # fixtures

PROGRESS = {"kind": "progress", "done": 5, "total": 10}
SOUND = {"kind": "verified", "problems": []}


def damaged(pm: str) -> dict[str, Any]:
    fields = {"pm": pm, "detail": "vda.qcow2: content hash"}
    return {"kind": "verified", "problems": [{"code": "copy-damaged", "fields": fields}]}


def hold(pair: FakePair, *states: str, name: str = "web01") -> None:
    """What each PM holds of the snapshot; "" for nothing."""
    for number, state in enumerate(states):
        copy = wire_copy(to_json(manifest(name if number else "web01")), state=state)
        if state == "damaged":
            copy["problems"] = damaged(f"pm{number + 1}")["problems"]
        snapshots = [copy] if state else []
        vm = {"uuid": VM, "last_run": None, "containers": [], "snapshots": snapshots}
        pair.machines[number].jobs.answers["facts"] = facts_line(number, vms=[vm])


def find(pair: FakePair, *answers: Any) -> None:
    """What each PM finds when it reads again."""
    for machine, answer in zip(pair.machines, answers, strict=True):
        machine.jobs.scripts["verify"] = [[PROGRESS, answer]]


def heals(pair: FakePair, number: int) -> None:
    """PM `number` can bring the snapshot again; then both hold it whole."""
    jobs = pair.machines[number].jobs
    started = {"kind": "started", "job": JOB, "snapshot": SNAPSHOT}

    def ended() -> Any:
        hold(pair, "whole", "whole")
        return COMPLETE

    jobs.scripts["resend"] = [[PROGRESS, started]]
    jobs.scripts["follow"] = [[CONSISTENCY, ended]]


def test_sound_on_both_is_zero(terminal: Terminal, pair: FakePair) -> None:
    hold(pair, "whole", "whole")
    find(pair, SOUND, SOUND)
    status, said = terminal.json("snapshot", "verify", SNAPSHOT[:8])
    assert status == 0
    (snapshot,) = said["snapshots"]
    assert (snapshot["id"], snapshot["sound"], snapshot["problems"]) == (SNAPSHOT, True, [])
    assert terminal.run("snapshot", "verify", SNAPSHOT) == 0
    assert "sound" in terminal.out


def test_damage_is_four_and_says_where(terminal: Terminal, pair: FakePair) -> None:
    hold(pair, "whole", "whole")
    find(pair, SOUND, damaged("pm2"))
    status, said = terminal.json("snapshot", "verify", SNAPSHOT)
    assert status == 4
    first, second = said["snapshots"][0]["copies"]
    assert (first["damaged"], second["damaged"][0]["code"]) == ([], "copy-damaged")
    assert terminal.run("snapshot", "verify", SNAPSHOT) == 4
    assert "content hash" in terminal.out


def test_damage_that_was_healed_is_zero(terminal: Terminal, pair: FakePair) -> None:
    hold(pair, "whole", "whole")
    find(pair, damaged("pm1"), SOUND)
    heals(pair, 1)
    status, said = terminal.json("snapshot", "verify", SNAPSHOT, "--heal")
    assert (status, said["snapshots"][0]["healed"]) == (0, True)
    assert [verb for verb, _ in pair.machines[0].jobs.asked].count("resend") == 0


def test_damage_on_both_is_four_though_healing_was_asked_for(
    terminal: Terminal, pair: FakePair
) -> None:
    hold(pair, "whole", "whole")
    find(pair, damaged("pm1"), damaged("pm2"))
    status, said = terminal.json("snapshot", "verify", SNAPSHOT, "--heal")
    assert (status, said["snapshots"][0]["healed"]) == (4, False)
    assert said["snapshots"][0]["problems"][0]["code"] == "copy-damaged-on-both"


def test_two_manifests_are_four(terminal: Terminal, pair: FakePair) -> None:
    hold(pair, "whole", "whole", name="another")
    find(pair, SOUND, SOUND)
    status, said = terminal.json("snapshot", "verify", SNAPSHOT, "--heal")
    assert (status, said["snapshots"][0]["problems"][0]["code"]) == (4, "copy-damaged")


def test_a_pm_out_of_reach_is_three(terminal: Terminal, pair: FakePair) -> None:
    hold(pair, "whole", "whole")
    find(pair, SOUND, gone("pm2"))
    status, said = terminal.json("snapshot", "verify", SNAPSHOT, "--heal")
    assert status == 3
    assert said["snapshots"][0]["copies"][1]["unseen"]["code"] == "pm-unreachable"


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "verified"},
        {"kind": "verified", "problems": [7]},
        {"kind": "progress", "done": "x", "total": 1},
        {"kind": "x"},
    ],
)
def test_nonsense_is_no_verdict(terminal: Terminal, pair: FakePair, line: Any) -> None:
    hold(pair, "whole", "whole")
    find(pair, SOUND, line)
    status, said = terminal.json("snapshot", "verify", SNAPSHOT)
    assert status == 3
    assert said["snapshots"][0]["copies"][1]["unseen"]["code"] == "unexplained"


def test_the_list_shows_damage_and_what_to_do(terminal: Terminal, pair: FakePair) -> None:
    hold(pair, "whole", "damaged")
    assert terminal.run("snapshot", "list") == 0
    assert "pm2 (damaged)" in terminal.out
    assert "twinpointctl repair" in terminal.out
    assert terminal.run("snapshot", "show", SNAPSHOT) == 0
    assert "twinpointctl repair" in terminal.out


def test_repair_heals_what_is_known(terminal: Terminal, pair: FakePair) -> None:
    hold(pair, "whole", "damaged")
    for machine in pair.machines:
        machine.jobs.answers["repair"] = {"kind": "repaired", "done": []}
    heals(pair, 0)
    status, said = terminal.json("repair")
    assert (status, said["healed"], said["left"]) == (0, [SNAPSHOT], [])
    hold(pair, "damaged", "damaged")
    status, said = terminal.json("repair")
    assert (status, said["left"][0]["problems"][0]["code"]) == (4, "copy-damaged-on-both")


def test_a_scrub(terminal: Terminal, pair: FakePair) -> None:
    jobs = pair.machines[0].jobs
    jobs.scripts["scrub"] = [[PROGRESS, SOUND]]
    status, said = terminal.json("vm", "scrub", "web01")
    assert (status, said["sound"]) == (0, True)
    fields = {"vm": "web01", "pm": "pm1", "detail": "vda: 1 ranges differ"}
    fault = {"kind": "verified", "problems": [{"code": "scrub-fault", "fields": fields}]}
    jobs.scripts["scrub"] = [[fault]]
    status, said = terminal.json("vm", "scrub", "web01")
    assert (status, said["problems"][0]["code"]) == (4, "scrub-fault")
    assert terminal.run("vm", "scrub", "web01") == 4
    assert "reads everything again" in terminal.out

"""Making a pair, and checking one."""

from __future__ import annotations

import time

import pytest

from app.errors import Refused, Unreachable
from app.model.problems import (
    ClocksApart,
    HostKeyUnknown,
    LoginRefused,
    PairNotLinked,
    SameMachineTwice,
    TooLittleRoom,
    ToolMissing,
)
from app.operations.check_system import CheckSystem
from app.operations.events import CheckLine, Event
from app.operations.operation import CancelToken
from app.operations.set_up_pair import SetUpPair
from tests.app.fakes import FakePair
from tests.app.made import HOSTS, facts_line

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGBycp4qQmFQkTuQkCbJ5aM5C9iCv5Zl7p1m0dGdM9o"


@pytest.fixture
def pair() -> FakePair:
    made = FakePair()
    for number, machine in enumerate(made.machines):
        machine.jobs.answers |= {
            "setup": {
                "kind": "ready",
                "public_key": f"{KEY}{number} a comment",
                "host_uuid": HOSTS[number],
                "name": f"pm{number + 1}",
            },
            "link": {"kind": "linked"},
            "try-link": {"kind": "linked"},
            "facts": facts_line(number, host={**facts_line(number)["host"], "now": time.time()}),
        }
    return made


def set_up(pair: FakePair) -> None:
    SetUpPair(pair).run(lambda _: None, CancelToken())


def check(pair: FakePair) -> tuple[dict[tuple[str, str], CheckLine], tuple[object, ...]]:
    lines: list[Event] = []
    problems = CheckSystem(pair).run(lines.append, CancelToken())
    checks = [line for line in lines if isinstance(line, CheckLine)]
    return {(line.pm, line.subject): line for line in checks}, problems


def test_each_pm_learns_the_other(pair: FakePair) -> None:
    set_up(pair)
    wishes = [
        next(request for verb, request in machine.jobs.asked if verb == "link")
        for machine in pair.machines
    ]
    assert wishes[0]["peer"]["name"] == "pm2"
    assert wishes[0]["peer"]["host_keys"] == ["ssh-ed25519 AAAA1"]
    assert wishes[0]["peer_public_key"] == f"{KEY}1"
    assert wishes[1]["peer"]["name"] == "pm1"
    assert wishes[1]["peer"]["user"] == "admin"


def test_a_key_never_trusted_before_is_not_passed_on(pair: FakePair) -> None:
    pair.machines[1].keys = ()
    with pytest.raises(Refused) as caught:
        set_up(pair)
    assert isinstance(caught.value.problems[0], HostKeyUnknown)


@pytest.mark.parametrize("key", ["", "ssh-ed25519", f'command="x" {KEY}0', f"{KEY}0\nssh-rsa AAAA"])
def test_what_is_no_public_key_is_not_let_in(pair: FakePair, key: str) -> None:
    pair.machines[0].jobs.answers["setup"]["public_key"] = key
    try:
        set_up(pair)
    except Unreachable:
        return
    wish = next(request for verb, request in pair.machines[1].jobs.asked if verb == "link")
    assert wish["peer_public_key"] == f"{KEY}0"  # the second line was left behind


def test_one_host_is_no_pair(pair: FakePair) -> None:
    pair.machines[1].jobs.answers["setup"]["host_uuid"] = HOSTS[0]
    with pytest.raises(Refused) as caught:
        set_up(pair)
    assert isinstance(caught.value.problems[0], SameMachineTwice)


def test_a_good_pair(pair: FakePair) -> None:
    lines, problems = check(pair)
    assert problems == ()
    assert {"ssh", "login", "root", "python", "libvirt", "room", "vms", "link"} <= {
        subject for _, subject in lines
    }


def test_a_login_that_is_refused_is_where_it_ends(pair: FakePair) -> None:
    refused = LoginRefused("pm1", "u")
    pair.machines[0].jobs.answers["facts"] = Refused(refused)
    lines, problems = check(pair)
    assert problems == (refused,)
    assert lines["10.0.0.1", "host-key"].problem is None
    assert ("10.0.0.1", "root") not in lines


def test_before_they_are_linked_no_link_is_looked_for(pair: FakePair) -> None:
    lines: list[Event] = []
    assert CheckSystem(pair, linked=False).run(lines.append, CancelToken()) == ()
    assert "link" not in {line.subject for line in lines if isinstance(line, CheckLine)}
    assert all(verb != "try-link" for machine in pair.machines for verb, _ in machine.jobs.asked)


def test_a_disk_that_is_full_is_no_place_for_containers(pair: FakePair) -> None:
    pair.machines[1].jobs.answers["facts"] = facts_line(1)
    pair.machines[1].jobs.answers["facts"]["root"]["free"] = 1000
    lines, _ = check(pair)
    problem = lines["pm2", "room"].problem
    assert isinstance(problem, TooLittleRoom)
    assert problem.free == 1000


def test_tools_clocks_links_and_twins(pair: FakePair) -> None:
    missing = {"code": "tool-missing", "fields": {"pm": "pm1", "tool": "libvirt", "needed": "7.6"}}
    late = {**facts_line(1)["host"], "now": time.time() - 60}
    pair.machines[0].jobs.answers["facts"]["obstacles"] = [missing]
    pair.machines[1].jobs.answers["facts"]["host"] = late
    pair.machines[1].jobs.answers["try-link"] = Refused(PairNotLinked("pm2", "pm1"))
    lines, problems = check(pair)
    assert isinstance(lines["pm1", "libvirt"].problem, ToolMissing)
    assert lines["pm1, pm2", "clocks"].problem == ClocksApart("pm1", "pm2", 60)
    assert lines["pm2", "link"].problem == PairNotLinked("pm2", "pm1")
    assert len(problems) == 3

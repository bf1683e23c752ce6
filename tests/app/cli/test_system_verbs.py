"""system add: what is kept of a system that is replaced, and the limits; the PMs are made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.model.machine import MachineAddress, System
from app.settings import Settings, load, save
from tests.app.cli.test_command_line import Terminal, pair, terminal
from tests.app.fakes import FakePair

__all__ = ["pair", "terminal"]  # fixtures

MIB = 1024 * 1024
FULL = System(
    "lab",
    (MachineAddress("10.0.0.1"), MachineAddress("10.0.0.2")),
    identity="/keys/id",
    known_hosts="/keys/known_hosts",
    ssh_config="/keys/config",
    container_root="/srv/twinpoint",
    copy_limit=10 * MIB,
    replicate_limit=20 * MIB,
    replication_hosts=("192.0.2.1", "192.0.2.2"),
)


@pytest.fixture(autouse=True)
def ready(pair: FakePair, terminal: Terminal) -> None:
    """The PMs can be made a pair; the system of that name has every setting there is."""
    for number, machine in enumerate(pair.machines):
        key = f"ssh-ed25519 {'A' * 60}{number}"
        answer = {"kind": "ready", "public_key": key, "host_uuid": str(number), "name": "pm"}
        linked = {"kind": "linked"}
        machine.jobs.answers |= {"setup": answer, "link": linked, "try-link": linked}
    save(terminal.settings, Settings((FULL,)))


def stored(terminal: Terminal, name: str) -> System:
    return load(terminal.settings).find(name)


def test_what_is_not_given_stays(terminal: Terminal) -> None:
    assert terminal.run("system", "add", "lab", "10.0.0.1", "new", "--replace") == 0
    other = (FULL.machines[0], MachineAddress("new"))
    assert stored(terminal, "lab") == replace(FULL, machines=other)


def test_what_is_given_counts(terminal: Terminal) -> None:
    status, said = terminal.json(
        "system", "add", "lab", "10.0.0.1", "10.0.0.2", "--replace", "--copy-limit", "0",
        "--replicate-limit", "7", "--identity", "/x", "--known-hosts", "", "--ssh-config", "",
        "--container-root", "/y/", "--replication-host1", "", "--replication-host2", "h",
    )  # fmt: skip
    assert status == 0
    assert (said["system"]["copy_limit"], said["system"]["replicate_limit"]) == (None, 7 * MIB)
    assert stored(terminal, "lab") == System(
        "lab",
        FULL.machines,
        identity="/x",
        container_root="/y",
        replicate_limit=7 * MIB,
        replication_hosts=(None, "h"),
    )


def test_a_new_one_has_no_limit_unless_it_is_given(terminal: Terminal) -> None:
    assert terminal.run("system", "add", "new", "a", "b") == 0
    assert stored(terminal, "new") == System("new", (MachineAddress("a"), MachineAddress("b")))
    assert terminal.run("system", "add", "other", "a", "b", "--copy-limit", "100000") == 0
    assert stored(terminal, "other").copy_limit == 100_000 * MIB


@pytest.mark.parametrize("limit", ["-1", "100001"])
def test_a_limit_the_window_does_not_take(terminal: Terminal, limit: str) -> None:
    words = ("system", "add", "lab", "a", "b", "--replace", f"--replicate-limit={limit}")
    assert terminal.run(*words) == 2
    assert "--replicate-limit" in terminal.err
    assert stored(terminal, "lab") == FULL

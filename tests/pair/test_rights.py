"""Who may do what: root, sudo only, looking only, and those whom SSH does not let in."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.machines.connect import PairLink
from app.model.machine import MachineAddress, System
from app.operations.operation import CancelToken
from app.operations.set_up_pair import SetUpPair
from tests.pair.consoles import Profile
from tests.pair.world import SIDES, Run, World, wait_until

pytestmark = pytest.mark.pair


def as_user(system: System, user: str) -> System:
    first, second = system.machines
    return replace(
        system, machines=(MachineAddress(first.host, user), MachineAddress(second.host, user))
    )


@pytest.fixture
def nothing_changes(world: World) -> Iterator[None]:
    before = [world.held(pm, "db01") for pm in SIDES]
    yield
    assert [world.held(pm, "db01") for pm in SIDES] == before
    assert world.leftovers("db01") == []


def problem(said: dict[str, Any]) -> dict[str, Any]:
    """The first one; every problem says what to do."""
    for each in said["problems"]:
        assert each["cause"].endswith((".", ")"))
        assert each["remedy"].endswith((".", ")"))
    found: dict[str, Any] = said["problems"][0]
    return found


def test_sudo_alone_is_enough_for_a_whole_snapshot(
    world: World, lab_system: System, tmp_path: Path
) -> None:
    system = as_user(lab_system, "operator")
    link = PairLink(system)
    try:
        SetUpPair(link).run(lambda _: None, CancelToken())
        status, said = Profile.with_system(tmp_path, system).run("snapshot", "create", "db01")
        assert (status, said["state"], said["finished"]) == (0, "normal", True), said
        run = Run(world, SIDES["pm1"], said["job"], said["snapshot"], "db01")
        assert world.normal(run)
        for pm in SIDES:
            assert world.check_records(pm, run, same_end=True)
        status, said = Profile.with_system(tmp_path, system).run("snapshot", "verify", run.snapshot)
        assert (status, said["snapshots"][0]["sound"]) == (0, True)
    finally:
        link.close()
        SetUpPair(world.pair).run(lambda _: None, CancelToken())


def test_who_may_only_look_sees_why_and_changes_nothing(
    nothing_changes: None, lab_system: System, tmp_path: Path
) -> None:
    profile = Profile.with_system(tmp_path, as_user(lab_system, "viewer"))
    status, said = profile.run("pm", "list")
    assert status == 0
    for pm in said["pms"]:
        assert not pm["may_change"]
        codes = {each["code"] for each in [*pm["obstacles"], pm["problem"]] if each}
        assert "sudo-not-allowed" in codes
    for verb in (
        ("snapshot", "create", "db01"),
        ("snapshots", "disable"),
        ("container", "expand", "db01", "vda", "20G"),
        ("vm", "scrub", "db01"),
        ("repair",),
    ):
        status, said = profile.run(*verb)
        assert status == 3, (verb, said)
        assert problem(said)["code"] in ("sudo-not-allowed", "libvirt-not-allowed"), verb


def test_a_key_that_nobody_knows(nothing_changes: None, lab_system: System, tmp_path: Path) -> None:
    key = tmp_path / "stranger"
    argv = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
    subprocess.run(argv, check=True)
    profile = Profile.with_system(tmp_path, replace(lab_system, identity=str(key)))
    status, said = profile.run("snapshot", "create", "db01")
    assert (status, problem(said)["code"]) == (3, "ssh-not-allowed")
    assert problem(said)["fields"]["user"] == "root"


@pytest.mark.parametrize(
    ("known", "code"), [("none", "host-key-unknown"), ("other", "host-key-changed")]
)
def test_a_host_key_that_is_not_the_known_one(
    world: World, nothing_changes: None, lab_system: System, tmp_path: Path, known: str, code: str
) -> None:
    file = tmp_path / "known_hosts"
    file.touch()
    if known == "other":
        key = tmp_path / "other"
        argv = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
        subprocess.run(argv, check=True)
        public = " ".join(key.with_suffix(".pub").read_text(encoding="ascii").split()[:2])
        hosts = [machine.host for machine in lab_system.machines]
        file.write_text("".join(f"{host} {public}\n" for host in hosts), encoding="ascii")
    profile = Profile.with_system(tmp_path, replace(lab_system, known_hosts=str(file)))

    status, said = profile.run("snapshot", "create", "db01")

    assert (status, problem(said)["code"]) == (3, code)
    shown = problem(said)["fields"]["fingerprint"]
    script = "ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub"
    assert shown in world.shell("pm1", script)
    assert shown.startswith("SHA256:")


def test_an_agent_that_is_dead(nothing_changes: None, lab_system: System, tmp_path: Path) -> None:
    path = tmp_path / "agent"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))  # and nobody listens
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(lab_system.known_hosts or "", home / "known_hosts")
    system = replace(lab_system, identity=None)
    profile = Profile.with_system(tmp_path, system, SSH_AUTH_SOCK=str(path), HOME=str(home))
    status, said = profile.run("snapshot", "create", "db01")
    assert (status, problem(said)["code"]) == (3, "ssh-not-allowed"), said


def test_an_agent_whose_key_has_expired(
    nothing_changes: None, lab_system: System, tmp_path: Path
) -> None:
    """A key is lent to an agent for some seconds: it serves, and then it does not any more."""
    path = tmp_path / "agent"
    key = tmp_path / "lent"
    shutil.copy(lab_system.identity or "", key)
    key.chmod(0o600)
    environment = {"SSH_AUTH_SOCK": str(path), "PATH": os.environ["PATH"]}
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(path)], stdout=subprocess.DEVNULL)
    try:
        wait_until(path.exists, 10)
        home = tmp_path / "home"
        home.mkdir()
        profile = Profile.with_system(
            tmp_path, replace(lab_system, identity=None), SSH_AUTH_SOCK=str(path), HOME=str(home)
        )
        lend = ["ssh-add", "-q", "-t", "60", str(key)]
        subprocess.run(lend, env=environment, check=True, capture_output=True)
        status, _ = profile.run("pm", "list")
        assert status == 0
        lend[3] = "1"
        subprocess.run(lend, env=environment, check=True, capture_output=True)
        empty = ["ssh-add", "-l"]
        wait_until(
            lambda: subprocess.run(empty, env=environment, capture_output=True).returncode == 1, 20
        )
        status, said = profile.run("snapshot", "create", "db01")
        assert (status, problem(said)["code"]) == (3, "ssh-not-allowed"), said
        assert "agent" in problem(said)["remedy"] or "key" in problem(said)["remedy"]
    finally:
        agent.terminate()
        agent.wait(10)


def test_who_may_use_neither_sudo_nor_libvirt_is_told_of_both(
    world: World, nothing_changes: None, lab_system: System, tmp_path: Path
) -> None:
    groups = world.shell("pm1", "id -nG viewer").split()
    assert "libvirt" not in groups
    profile = Profile.with_system(tmp_path, as_user(lab_system, "viewer"))
    status, said = profile.run("pm", "list")
    assert status == 0
    for pm in said["pms"]:
        told = {each["code"] for each in [*pm["obstacles"], pm["problem"]] if each}
        assert told >= {"sudo-not-allowed", "libvirt-not-allowed"}

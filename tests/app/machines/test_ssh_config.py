"""Addresses, and how the user's ssh configuration changes them."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.machines.ssh_command import SshCommand, configuration
from app.machines.ssh_config import BadConfig, Route, parse_address, route_to
from app.model.machine import MachineAddress, System


def system(config: Path | None = None, **more: str) -> System:
    pms = (MachineAddress("a"), MachineAddress("b"))
    return System("lab", pms, ssh_config=str(config) if config else None, **more)  # type: ignore[arg-type]


def route(tmp_path: Path, text: str, address: MachineAddress) -> Route:
    config = tmp_path / "config"
    config.write_text(text, encoding="utf-8")
    return route_to(address, system(config))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("pm1", MachineAddress("pm1")),
        ("root@10.0.0.1", MachineAddress("10.0.0.1", "root")),
        ("root@pm1:2222", MachineAddress("pm1", "root", 2222)),
        ("ssh://pm1:22", MachineAddress("pm1", None, 22)),
        ("[fe80::1]:2222", MachineAddress("fe80::1", None, 2222)),
        ("admin@fe80::1", MachineAddress("fe80::1", "admin")),
    ],
)
def test_addresses(text: str, address: MachineAddress) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize(
    "text", ["", "@", "-oProxyCommand=x", "-l@pm1", "a b", "pm1:0", "pm1:70000", "pm1:", "a@b@c"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        parse_address(text)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_an_error(text: str) -> None:
    try:
        address = parse_address(text)
    except ValueError:
        return
    assert address.host
    assert not address.host.startswith("-")


def test_an_alias_gives_host_user_port_and_key(tmp_path: Path) -> None:
    found = route(
        tmp_path,
        "Host pm1\n HostName 10.0.0.1\n User admin\n Port 2222\n IdentityFile /k/one\n"
        " HostKeyAlias ours\n UserKnownHostsFile /k/hosts\n GlobalKnownHostsFile /k/all\n",
        MachineAddress("pm1"),
    )
    assert (found.host, found.port, found.user, found.alias) == ("10.0.0.1", 2222, "admin", "ours")
    assert found.identities == (Path("/k/one"),)
    assert found.known_hosts == (Path("/k/hosts"), Path("/k/all"))


def test_the_system_goes_before_the_configuration(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("Host *\n User admin\n Port 2222\n IdentityFile /k/one\n", encoding="utf-8")
    given_system = system(config, identity="/k/mine", known_hosts="/k/hosts")
    found = route_to(MachineAddress("pm1", "root", 22), given_system)
    assert (found.user, found.port) == ("root", 22)
    assert found.identities == (Path("/k/mine"),)
    assert found.identities_only
    assert found.known_hosts == (Path("/k/hosts"),)


def test_jumps_and_commands(tmp_path: Path) -> None:
    found = route(tmp_path, "Host pm1\n ProxyJump a@j1:2222,j2\n", MachineAddress("pm1"))
    assert found.jumps == (MachineAddress("j1", "a", 2222), MachineAddress("j2"))
    found = route(tmp_path, "Host pm1\n ProxyCommand nc %h %p\n", MachineAddress("pm1"))
    assert found.proxy_command == "nc pm1 22"
    assert route(tmp_path, "Host pm1\n ProxyJump none\n", MachineAddress("pm1")).jumps == ()


def test_included_files(tmp_path: Path) -> None:
    (tmp_path / "more").write_text("Host pm1\n Port 2200\n", encoding="utf-8")
    assert route(tmp_path, f"Include {tmp_path}/mo*\n", MachineAddress("pm1")).port == 2200


def test_an_include_of_itself_ends(tmp_path: Path) -> None:
    with pytest.raises(BadConfig):
        route(tmp_path, f"Include {tmp_path}/config\n", MachineAddress("pm1"))


@pytest.mark.parametrize("text", ["Host pm1\n Port many\n", "nonsense\n", "ProxyJump a b\n"])
def test_a_bad_configuration_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadConfig):
        route(tmp_path, text, MachineAddress("pm1"))


def test_a_missing_configuration_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadConfig):
        route_to(MachineAddress("pm1"), system(tmp_path / "none"))


@pytest.mark.skipif(shutil.which("ssh") is None, reason="needs ssh")
def test_the_command_for_libvirt_is_as_strict(tmp_path: Path) -> None:
    own = tmp_path / "my config"
    own.write_text("Host pm1\n StrictHostKeyChecking no\n ServerAliveInterval 77\n User bob\n")
    known = "/k/it's \"%h"
    command = SshCommand(system(own, identity="/k/a b", known_hosts=known))
    said = subprocess.run([command.path, "-G", "pm1"], capture_output=True, text=True, check=True)
    command.close()
    assert not command.path.parent.exists()
    found = dict(line.split(" ", 1) for line in said.stdout.splitlines() if " " in line)
    assert found["stricthostkeychecking"] in ("true", "yes")
    assert found["batchmode"] == "yes"
    assert found["globalknownhostsfile"] == "/dev/null"
    assert found["userknownhostsfile"].replace("%%", "%") == known
    assert (found["identityfile"], found["serveraliveinterval"]) == ("/k/a b", "15")
    assert found["user"] == "bob"


def test_without_a_file_of_its_own_the_users_configuration_counts() -> None:
    lines = configuration(system()).decode().splitlines()
    assert lines[-2:] == ["Include ~/.ssh/config", "Include /etc/ssh/ssh_config"]


words = st.sampled_from(
    ["Host *", "HostName %h%h", "ProxyJump x,y", "ProxyCommand sh", "Port x", "Match host pm1",
     "Include ~/x", "User $(id)", "IdentityFile \0", "Host !", '"', "Port 99999999999999999999"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(words | st.text(max_size=30), max_size=6))
def test_any_configuration_is_a_route_or_an_error(tmp_path: Path, lines: list[str]) -> None:
    text = "\n".join(lines).encode("utf-8", "replace").decode()
    with contextlib.suppress(BadConfig):
        assert route(tmp_path, text, MachineAddress("pm1")).host

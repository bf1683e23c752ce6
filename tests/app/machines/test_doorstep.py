"""Before two PMs are a pair: host keys shown and kept, a key let in by a password used once."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Refused, Unreachable
from app.machines.doorstep import Doorstep
from app.machines.own_key import own_key_file
from app.model.first_run_problems import (
    KeyNotInstalled,
    KeyNotMade,
    KnownHostsUnwritable,
    PasswordRefused,
)
from app.model.keys import LocalKey, OfferedKey, Secret, Trust
from app.model.machine import Side
from app.model.problems import HostKeyChanged, HostKeyUnknown, LoginRefused
from tests.app.machines.password_server import PasswordServer, running

PASSWORD = "correct horse"
OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIGBycp4qQmFQkTuQkCbJ5aM5C9iCv5Zl7p1m0dGdM9oU"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PasswordServer]:
    """The console's own home is empty and it has no agent."""
    monkeypatch.setenv("HOME", str(tmp_path / "console"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with running(tmp_path) as made:
        yield made


def offered(server: PasswordServer) -> OfferedKey:
    return Doorstep(server.system()).offered(Side.FIRST)


def trusted(server: PasswordServer) -> Doorstep:
    step = Doorstep(server.system())
    step.trust([step.offered(Side.FIRST)])
    return step


def let_in(step: Doorstep, password: str = PASSWORD) -> LocalKey:
    key = step.make_key()
    step.let_in(Side.FIRST, Secret(password), key)
    return key


def problem(error: pytest.ExceptionInfo[Refused]) -> object:
    return error.value.problems[0]


def test_an_unknown_host_key_is_shown_and_not_trusted_by_that(server: PasswordServer) -> None:
    key = offered(server)
    assert key.trust is Trust.UNKNOWN
    assert key.host == f"[127.0.0.1]:{server.port}"
    assert key.fingerprint == server.key.fingerprint
    assert key.file == str(server.known_hosts)
    assert not server.known_hosts.exists()
    assert server.logins == []


def test_a_key_once_trusted_is_known_to_us_and_to_ssh(server: PasswordServer) -> None:
    server.known_hosts.write_bytes(b"# ours\nelsewhere ssh-ed25519 AAAA")  # without an end
    server.known_hosts.chmod(0o640)
    step = trusted(server)
    lines = server.known_hosts.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# ours", "elsewhere ssh-ed25519 AAAA"]
    assert len(lines) == 3
    assert stat.S_IMODE(server.known_hosts.stat().st_mode) == 0o640
    assert step.offered(Side.FIRST).trust is Trust.KNOWN
    step.trust([step.offered(Side.FIRST)])
    assert server.known_hosts.read_text(encoding="utf-8").splitlines() == lines
    told = subprocess.run(
        ["ssh-keygen", "-F", f"[127.0.0.1]:{server.port}", "-l", "-f", str(server.known_hosts)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert server.key.fingerprint in told.stdout


def test_a_new_known_hosts_file_is_its_owners_and_a_link_stays_one(server: PasswordServer) -> None:
    real = server.folder / "deep" / "real"
    server.known_hosts.symlink_to(real)
    trusted(server)
    assert server.known_hosts.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert len(real.read_text(encoding="utf-8").splitlines()) == 1


def test_a_key_that_contradicts_a_known_one_is_never_kept(server: PasswordServer) -> None:
    before = offered(server)
    server.known_hosts.write_text(f"[127.0.0.1]:{server.port} ssh-ed25519 {OTHER}\n")
    text = server.known_hosts.read_bytes()
    assert offered(server).trust is Trust.CHANGED
    for key in (before, offered(server)):
        with pytest.raises(Refused) as caught:
            Doorstep(server.system()).trust([key])
        assert isinstance(problem(caught), HostKeyChanged)
    assert server.known_hosts.read_bytes() == text


def test_a_revoked_key_is_not_trusted_again(server: PasswordServer) -> None:
    line = offered(server).line
    server.known_hosts.write_text(f"@revoked * {line}\n")
    assert offered(server).trust is Trust.CHANGED


def test_a_file_that_cannot_be_written_says_so(server: PasswordServer) -> None:
    key = replace(offered(server), file=str(server.folder / "config" / "known_hosts"))
    with pytest.raises(Refused) as caught:
        Doorstep(server.system()).trust([key])
    assert isinstance(problem(caught), KnownHostsUnwritable)


def test_no_password_is_sent_to_a_host_that_is_not_trusted(server: PasswordServer) -> None:
    secret = Secret(PASSWORD)
    step = Doorstep(server.system())
    with pytest.raises(Refused) as caught:
        step.let_in(Side.FIRST, secret, step.make_key())
    assert isinstance(problem(caught), HostKeyUnknown)
    assert server.logins == []
    assert secret.take() == PASSWORD  # still there


def test_a_password_lets_a_key_in_and_is_not_needed_again(server: PasswordServer) -> None:
    step = trusted(server)
    with pytest.raises(Refused) as caught:
        step.log_in(Side.FIRST)
    assert isinstance(problem(caught), LoginRefused)
    secret = Secret(PASSWORD)
    key = step.make_key()
    step.let_in(Side.FIRST, secret, key)
    with pytest.raises(ValueError, match="used"):
        secret.take()
    assert server.authorized_keys.read_text(encoding="utf-8") == f"{key.line}\n"
    assert stat.S_IMODE(server.authorized_keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.authorized_keys.parent.stat().st_mode) == 0o700
    server.logins.clear()
    step.using(key).log_in(Side.FIRST)
    assert server.logins == ["key"] * len(server.logins)


def test_what_stands_in_authorized_keys_stays(server: PasswordServer) -> None:
    server.authorized_keys.parent.mkdir()
    server.authorized_keys.write_text("ssh-ed25519 AAAA somebody", encoding="utf-8")
    step = trusted(server)
    key = let_in(step)
    let_in(step)
    assert server.authorized_keys.read_text(encoding="utf-8").splitlines() == [
        "ssh-ed25519 AAAA somebody",
        key.line,
    ]


@pytest.mark.parametrize("takes", [PASSWORD, None])
def test_a_password_that_is_not_taken(server: PasswordServer, takes: str | None) -> None:
    server.password = takes
    with pytest.raises(Refused) as caught:
        let_in(trusted(server), "wrong")
    assert isinstance(problem(caught), PasswordRefused)
    assert not server.authorized_keys.exists()


def test_a_home_that_cannot_be_written_says_so(server: PasswordServer) -> None:
    (server.home / ".ssh").write_text("no folder", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        let_in(trusted(server))
    assert isinstance(problem(caught), KeyNotInstalled)


def test_the_password_is_shown_nowhere(
    server: PasswordServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    let_in(trusted(server))
    with pytest.raises(Refused) as caught:
        let_in(trusted(server), "my other secret")
    assert PASSWORD not in caplog.text
    assert "my other secret" not in caplog.text + repr(caught.value) + caught.value.details
    assert PASSWORD not in repr(Secret(PASSWORD))


def test_the_key_that_is_made_is_private_and_stays(server: PasswordServer) -> None:
    step = Doorstep(server.system())
    assert step.own_keys() == ()
    key = step.make_key()
    file = own_key_file()
    assert key.path == str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.with_suffix(".pub").read_text(encoding="ascii") == f"{key.line}\n"
    assert sorted(os.listdir(file.parent)) == ["twinpoint_ed25519", "twinpoint_ed25519.pub"]
    assert step.make_key() == key
    assert step.own_keys() == (key,)
    told = subprocess.run(
        ["ssh-keygen", "-y", "-f", str(file)], capture_output=True, text=True, check=True
    )
    assert told.stdout.split()[:2] == key.line.split()[:2]


def test_another_file_of_its_name_is_not_overwritten(server: PasswordServer) -> None:
    own_key_file().parent.mkdir(parents=True)
    own_key_file().write_text("mine", encoding="utf-8")
    step = Doorstep(server.system())
    assert step.own_keys() == ()
    with pytest.raises(Refused) as caught:
        step.make_key()
    assert isinstance(problem(caught), KeyNotMade)
    assert own_key_file().read_text(encoding="utf-8") == "mine"


def test_a_key_of_ones_own_can_be_let_in(server: PasswordServer) -> None:
    mine = server.folder / "mine"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(mine)]
    subprocess.run(command, check=True)
    trusted(server)
    step = Doorstep(server.system(identity=str(mine)))
    (key,) = step.own_keys()
    assert (key.where, key.path) == (str(mine), "")
    step.let_in(Side.FIRST, Secret(PASSWORD), key)
    step.using(key).log_in(Side.FIRST)
    assert step.using(key).system.identity == str(mine)


def test_closed_is_closed(server: PasswordServer) -> None:
    step = trusted(server)
    step.close()
    with pytest.raises(Unreachable):
        step.log_in(Side.FIRST)

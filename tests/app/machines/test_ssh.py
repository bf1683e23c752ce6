"""SSH links against a real sshd: trust, login, quoting, limits, lost links."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Refused, Unreachable
from app.machines import ssh as ssh_module
from app.machines import ssh_login
from app.machines.ssh import SshLink
from app.machines.ssh_command import SshCommand
from app.model.machine import MachineAddress, System
from app.model.problems import HostKeyChanged, HostKeyUnknown, LoginRefused, MachineUnreachable
from tests.app.machines.sshd import HAVE_SSHD, Sshd, running

pytestmark = pytest.mark.skipif(
    not HAVE_SSHD or os.geteuid() != 0, reason="needs sshd, started as root"
)


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture
def link(sshd: Sshd) -> Iterator[SshLink]:
    made = SshLink(sshd.address, sshd.system())
    yield made
    made.close()


def refused(sshd: Sshd, system: System) -> object:
    link = SshLink(sshd.address, system)
    try:
        with pytest.raises(Refused) as caught:
            link.run(["true"])
    finally:
        link.close()
    return caught.value.problems[0]


def test_output_errors_status_and_input(link: SshLink) -> None:
    done = link.run(["sh", "-c", "cat; echo bad >&2; exit 7"], b"hello\0\xff")
    assert (done.status, done.output, done.errors) == (7, b"hello\0\xff", b"bad\n")
    assert link.run(["sh", "-c", "kill -9 $$"]).status != 0


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        " ",
        "a b",
        "'; touch /tmp/x; '",
        "$(id)",
        "`id`",
        "\\",
        '"',
        "会計 サーバー",
        "-n",
        "a\nb",
        "*",
    ],
)
def test_arguments_arrive_as_they_are(link: SshLink, hostile: str) -> None:
    done = link.run(["printf", "%s", hostile])
    assert done.output.decode() == hostile


def test_one_login_serves_many_commands_at_once(link: SshLink) -> None:
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda n=n: results.append(link.run(["echo", str(n)]).output))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [f"{n}\n".encode() for n in range(8)]
    assert len(link._chains) == 1


def test_more_commands_than_a_connection_takes(tmp_path: Path) -> None:
    with running(tmp_path, "MaxSessions=2") as server:
        link = SshLink(server.address, server.system())
        streams = [link.stream(["cat"], silence=10, keep_open=True) for _ in range(5)]
        assert link.run(["echo", "x"]).output == b"x\n"
        for stream in streams:
            stream.close()
        link.close()


def test_an_unknown_host_key_is_refused_with_its_fingerprint(sshd: Sshd) -> None:
    problem = refused(sshd, sshd.system(known="empty"))
    assert isinstance(problem, HostKeyUnknown)
    assert problem.fingerprint in _fingerprints(sshd)


def test_a_changed_host_key_is_refused(sshd: Sshd) -> None:
    problem = refused(sshd, sshd.system(known="changed"))
    assert isinstance(problem, HostKeyChanged)
    assert problem.fingerprint in _fingerprints(sshd)


def test_a_host_known_by_another_type_is_asked_for_that(sshd: Sshd, tmp_path: Path) -> None:
    public = (sshd.folder / "host_rsa.pub").read_text(encoding="utf-8").rsplit(" ", 1)[0]
    known = tmp_path / "known_hosts"
    known.write_text(f"[127.0.0.1]:{sshd.port} {public}\n", encoding="utf-8")
    link = SshLink(sshd.address, replace(sshd.system(), known_hosts=str(known)))
    assert link.run(["echo", "x"]).output == b"x\n"
    link.close()


def test_a_wrong_key_is_refused(sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    problem = refused(sshd, sshd.system(key="stranger"))
    assert isinstance(problem, LoginRefused)
    assert "not accepted" in problem.detail


def test_a_key_with_a_passphrase_says_so(sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    problem = refused(sshd, sshd.system(key="locked"))
    assert isinstance(problem, LoginRefused)
    assert "passphrase" in problem.detail


def test_a_missing_key_says_so(sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    problem = refused(sshd, sshd.system(key="nowhere"))
    assert isinstance(problem, LoginRefused)
    assert "no such file" in problem.detail


def test_a_silent_socket_is_given_up(sshd: Sshd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssh_login, "CONNECT_TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = MachineAddress("127.0.0.1", "root", silent.getsockname()[1])
        link = SshLink(address, sshd.system())
        with pytest.raises(Unreachable) as caught:
            link.run(["true"])
        link.close()
    assert isinstance(caught.value.problems[0], MachineUnreachable)


def test_a_closed_port_is_unreachable(sshd: Sshd) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    link = SshLink(MachineAddress("127.0.0.1", "root", port), sshd.system())
    with pytest.raises(Unreachable):
        link.run(["true"])
    link.close()


def test_through_a_jump_host(sshd: Sshd, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(
        f"Host far\n HostName 127.0.0.1\n Port {sshd.port}\n User root\n"
        f" ProxyJump near,near2\nHost near near2\n HostName 127.0.0.1\n Port {sshd.port}\n"
        " User root\n",
        encoding="utf-8",
    )
    link = SshLink(MachineAddress("far"), replace(sshd.system(), ssh_config=str(config)))
    assert link.run(["echo", "x"]).output == b"x\n"
    assert len(link._chains[0]) == 3
    link.close()
    # libvirt's ssh knows the keys of the jump hosts by the same file, and no other.
    command = SshCommand(replace(sshd.system(), ssh_config=str(config)))
    argv = [str(command.path), "far", "echo", "x"]
    done = subprocess.run(argv, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
    command.close()
    assert done.stdout == b"x\n", done.stderr


def test_a_command_that_takes_too_long(link: SshLink) -> None:
    assert link.run(["true"]).status == 0
    with pytest.raises(Unreachable):
        link.run(["sleep", "30"], timeout=0.3)
    assert len(link._chains) == 1  # the link itself answers: other commands keep it
    assert link.run(["true"]).status == 0


def test_endless_output_is_cut_off(link: SshLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ssh_module, "LONGEST_OUTPUT", 1_000_000)
    with pytest.raises(Unreachable, match="endless output"):
        link.run(["yes"])
    monkeypatch.setattr(ssh_module, "LONGEST_LINE", 1_000_000)
    with (
        link.stream(["cat", "/dev/zero"], silence=10) as lines,
        pytest.raises(Unreachable, match="endless line"),
    ):
        list(lines)


def test_lines_come_as_they_are_said(link: SshLink) -> None:
    with link.stream(
        ["sh", "-c", "echo a; read x; printf 'b %s' $x; exit 4"], b"in\n", silence=10
    ) as s:
        assert list(s) == [b"a", b"b in"]
        assert s.finish().status == 4


def test_silence_ends_a_stream(link: SshLink) -> None:
    with link.stream(["sleep", "30"], silence=0.3) as lines, pytest.raises(Unreachable):
        list(lines)


def test_a_stream_is_closed_from_another_thread(link: SshLink) -> None:
    stream = link.stream(["cat"], silence=30, keep_open=True)
    ended = threading.Event()

    def read() -> None:
        list(stream)
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    stream.close()
    assert ended.wait(5)


def test_a_lost_link_is_made_anew(link: SshLink) -> None:
    assert link.run(["true"]).status == 0
    link._chains[0][-1].close()
    assert link.run(["true"]).status == 0


def test_what_is_closed_just_when_its_link_is_lost(link: SshLink) -> None:
    stream = link.stream(["sleep", "30"], silence=10)
    transport = link._chains[0][-1]
    transport.sock.shutdown(socket.SHUT_WR)  # nothing can be said any more; nobody knows it yet
    stream.close()
    assert not stream.open
    assert link.run(["true"]).status == 0


def test_a_command_whose_link_dies_is_unreachable(link: SshLink) -> None:
    failed = threading.Event()

    def read() -> None:
        try:
            link.run(["sleep", "30"])
        except Unreachable:
            failed.set()

    with link.stream(["echo", "x"], silence=10) as lines:
        list(lines)
    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    # The sleep has begun once a second channel is counted.
    while link.requests < 2:
        failed.wait(0.01)
    link._chains[0][-1].close()
    assert failed.wait(5)


def test_a_link_gone_silent_is_noticed_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh_module, "PROBE_TIMEOUT", 0.3)
    with running(tmp_path) as server:
        link = SshLink(server.address, server.system())
        stream = link.stream(["sh", "-c", "echo a; exec cat"], silence=3.0, keep_open=True)
        lines = iter(stream)
        assert next(lines) == b"a"
        frozen = server.freeze_sessions()
        try:
            assert frozen
            with pytest.raises(Unreachable):
                next(lines)
            assert link.run(["echo", "anew"]).output == b"anew\n"
        finally:
            for pid in frozen:
                os.kill(pid, signal.SIGCONT)
        link.close()


def test_a_closed_link_stays_closed(sshd: Sshd) -> None:
    link = SshLink(sshd.address, sshd.system())
    link.close()
    with pytest.raises(Unreachable):
        link.run(["true"])


def test_standard_input_is_never_logged(link: SshLink, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    link.run(["cat"], b"a-secret-of-ours")
    assert "a-secret-of-ours" not in caplog.text


def _fingerprints(sshd: Sshd) -> str:
    return "".join(
        subprocess.run(
            ["ssh-keygen", "-l", "-f", str(sshd.folder / name)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for name in ("host_ed25519.pub", "host_rsa.pub")
    )

"""A real sshd on the loopback, with keys of its own, for as long as a test needs it."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.model.machine import MachineAddress, System

SSHD = shutil.which("sshd") or "/usr/sbin/sshd"
HAVE_SSHD = os.name == "posix" and Path(SSHD).exists() and shutil.which("ssh-keygen") is not None


@dataclass(frozen=True)
class Sshd:
    """`folder` holds the key `id`, a wrong one `stranger`, one with a passphrase `locked`, and
    `known_hosts`."""

    folder: Path
    port: int
    pid: int = 0

    def freeze_sessions(self) -> list[int]:
        """Stops the processes that serve connections: from then on the link is silent."""
        said = subprocess.run(["pgrep", "-P", str(self.pid)], capture_output=True, text=True)
        frozen = [int(pid) for pid in said.stdout.split()]
        for pid in frozen:
            os.kill(pid, signal.SIGSTOP)
        return frozen

    @property
    def address(self) -> MachineAddress:
        return MachineAddress("127.0.0.1", getpass.getuser(), self.port)

    def system(self, key: str = "id", known: str = "known_hosts") -> System:
        return System(
            "lab",
            (self.address, self.address),
            identity=str(self.folder / key),
            known_hosts=str(self.folder / known),
            ssh_config=str(self.folder / "config"),
        )


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Sshd]:
    """Started with both an ed25519 and an RSA host key; only the first one is known."""
    for name, kind, passphrase in (
        ("host_ed25519", "ed25519", ""),
        ("host_rsa", "rsa", ""),
        ("id", "ed25519", ""),
        ("stranger", "ed25519", ""),
        ("locked", "ed25519", "secret"),
    ):
        if not (folder / name).exists():
            command = ["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", str(folder / name)]
            subprocess.run(command, check=True, capture_output=True)
    shutil.copyfile(folder / "id.pub", folder / "authorized_keys")
    port = _free_port()
    public = (folder / "host_ed25519.pub").read_text(encoding="utf-8").rsplit(" ", 1)[0]
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {public}\n", encoding="utf-8")
    other = (folder / "stranger.pub").read_text(encoding="utf-8").rsplit(" ", 1)[0]
    (folder / "changed").write_text(f"[127.0.0.1]:{port} {other}\n", encoding="utf-8")
    (folder / "empty").write_text("", encoding="utf-8")
    (folder / "config").write_text("", encoding="utf-8")
    arguments = {
        "Port": str(port),
        "ListenAddress": "127.0.0.1",
        "AuthorizedKeysFile": str(folder / "authorized_keys"),
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "PermitRootLogin": "yes",
    }
    argv = [SSHD, "-D", "-e", "-f", "/dev/null"]
    argv += ["-h", str(folder / "host_ed25519"), "-h", str(folder / "host_rsa")]
    for name, value in arguments.items():
        argv += ["-o", f"{name}={value}"]
    for option in options:
        argv += ["-o", option]
    Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen(argv, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "listening" in line:
                break
        else:
            raise AssertionError("sshd did not start")
        yield Sshd(folder, port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=10)
        # Not read to its end: processes of connections that are still open hold it too.
        if process.stderr is not None:
            process.stderr.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

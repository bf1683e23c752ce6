"""An SSH server in this process that takes one password, and the keys in a home of its own; what
it is told to run, it runs there."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

from app.model.machine import MachineAddress, System


@dataclass
class PasswordServer:
    """`folder` holds the console's known_hosts (empty at first), an empty ssh configuration, and
    the PM's `home`."""

    folder: Path
    key: paramiko.RSAKey
    password: str | None = "correct horse"  # None: takes no passwords
    logins: list[str] = field(default_factory=list)  # how each login was tried
    port: int = 0

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def authorized_keys(self) -> Path:
        return self.home / ".ssh" / "authorized_keys"

    @property
    def known_hosts(self) -> Path:
        return self.folder / "known_hosts"

    def system(self, identity: str | None = None) -> System:
        address = MachineAddress("127.0.0.1", "admin", self.port)
        return System(
            "lab",
            (address, address),
            identity=identity,
            known_hosts=str(self.known_hosts),
            ssh_config=str(self.folder / "config"),
        )


@contextmanager
def running(folder: Path) -> Iterator[PasswordServer]:
    made = PasswordServer(folder, paramiko.RSAKey.generate(2048))
    made.home.mkdir()
    (folder / "config").write_text("", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made.port = listening.getsockname()[1]
        transports: list[paramiko.Transport] = []
        accepting = threading.Thread(
            target=_accept, args=(listening, made, transports), daemon=True
        )
        accepting.start()
        try:
            yield made
        finally:
            listening.shutdown(socket.SHUT_RDWR)  # closing alone leaves the thread in its accept
            accepting.join()
            for transport in transports:
                transport.close()


def _accept(
    listening: socket.socket, server: PasswordServer, transports: list[paramiko.Transport]
) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:  # shut down
            return
        transport = paramiko.Transport(connection)
        transports.append(transport)
        transport.add_server_key(server.key)
        try:
            transport.start_server(event=threading.Event(), server=_Admission(server))
        except (EOFError, paramiko.SSHException):
            continue


class _Admission(paramiko.ServerInterface):
    def __init__(self, server: PasswordServer) -> None:
        self._server = server

    def get_allowed_auths(self, username: str) -> str:
        return "publickey,password" if self._server.password is not None else "publickey"

    def check_auth_password(self, username: str, password: str) -> int:
        self._server.logins.append("password")
        good = username == "admin" and password == self._server.password
        return AUTH_SUCCESSFUL if good else AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        self._server.logins.append("key")
        file = self._server.authorized_keys
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        known = any(key.get_base64() in line.split() for line in lines)
        return AUTH_SUCCESSFUL if known else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        threading.Thread(target=self._run, args=(channel, command), daemon=True).start()
        return True

    def _run(self, channel: paramiko.Channel, command: bytes) -> None:
        data = b""
        while piece := channel.recv(4096):
            data += piece
        home = {**os.environ, "HOME": str(self._server.home)}
        done = subprocess.run(
            ["sh", "-c", command.decode()], input=data, capture_output=True, env=home
        )
        channel.sendall(done.stdout)
        channel.sendall_stderr(done.stderr)
        channel.send_exit_status(done.returncode)
        channel.close()

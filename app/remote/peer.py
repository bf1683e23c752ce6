"""The other PM, as seen from this one: one SSH connection for a run, a session on it that talks
JSON lines and holds the VM's lock there, and rsync over the same connection for the data."""

from __future__ import annotations

import json
import os
import re
import selectors
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Callable

from app.remote.lines import json_object
from app.remote.problems import Refused
from app.remote.store import Store
from app.remote.tools import ENVIRONMENT, ToolFailed, end, run_watched

CONNECT_SECONDS = 8
ANSWER_SECONDS = 30.0
LONGEST_LINE = 16 * 1024 * 1024
SILENCE = 60.0  # seconds without progress after which a transfer counts as cut


class PeerAway(Exception):
    """The other PM does not answer; says in SSH's words why."""


class Peer:
    """A connection to the other PM's replication service. Closing it drops the lock there."""

    def __init__(self, store: Store) -> None:
        peer = store.system().get("peer")
        if not isinstance(peer, dict):
            raise PeerAway("this PM was not linked with its peer yet")
        self.name = str(peer.get("name", ""))
        self.uuid = str(peer.get("uuid", ""))
        self._folder = tempfile.mkdtemp(prefix="twinpoint-")  # short: a socket path has 107 bytes
        self._ssh = ssh_command(store, peer, f"{self._folder}/s")
        self._session: subprocess.Popen[bytes] | None = None
        try:
            self._open(f"{peer.get('user') or 'root'}@{peer.get('host')}")
        except BaseException:
            self.close()
            raise

    def _open(self, destination: str) -> None:
        self._destination = destination
        self._session = subprocess.Popen(
            [*self._ssh, "-o", "ControlMaster=yes", destination, "session"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            start_new_session=True,
        )
        self._pending = b""
        self.ask("hello", who=False, timeout=CONNECT_SECONDS + 10)

    def ask(self, verb: str, *, timeout: float = ANSWER_SECONDS, **values: Any) -> dict[str, Any]:
        """One request, one answer. Raises PeerAway, or the Refused that the peer answered."""
        session = self._session
        if session is None:
            raise PeerAway("closed")
        assert session.stdin is not None
        try:
            session.stdin.write((json.dumps({"verb": verb, **values}) + "\n").encode())
            session.stdin.flush()
        except BrokenPipeError as error:
            raise PeerAway(self._last_words()) from error
        return answer_of(self._line(timeout))

    def send(
        self,
        vm: str,
        snapshot: str,
        files: list[Path],
        *,
        limit: int | None,
        on_bytes: Callable[[int], None],
        check: Callable[[], None],
    ) -> None:
        """Copies files into the peer's incoming folder of a snapshot, going on where an earlier
        try was cut. Raises PeerAway; a limit is bytes per second."""
        argv = ["rsync", "--inplace", "--partial", "--append-verify", "--info=progress2"]
        argv += ["--no-inc-recursive", "--outbuf=L", f"--timeout={int(SILENCE)}"]
        if limit:
            argv.append(f"--bwlimit={max(1, limit // 1024)}")
        argv += ["-e", " ".join(_quoted(word) for word in self._ssh)]
        argv += ["--", *map(str, files), rsync_place(self._destination, f"{vm}/{snapshot}/")]

        def read(text: str) -> None:
            sent = bytes_sent(text)
            if sent is not None:
                on_bytes(sent)

        try:
            run_watched(argv, on_text=read, check=check, silence=SILENCE + 10)
        except ToolFailed as error:
            raise PeerAway(error.output or str(error.status)) from error

    def close(self) -> None:
        if self._session is not None:
            end(self._session)
            self._session = None
        for entry in Path(self._folder).glob("*"):
            entry.unlink(missing_ok=True)
        os.rmdir(self._folder)

    def _line(self, timeout: float) -> bytes:
        session = self._session
        assert session is not None
        assert session.stdout is not None
        deadline = time.monotonic() + timeout
        with selectors.DefaultSelector() as selector:
            selector.register(session.stdout, selectors.EVENT_READ)
            while b"\n" not in self._pending:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise PeerAway(f"no answer within {timeout:.0f} s")
                chunk = os.read(session.stdout.fileno(), 65536)
                if not chunk:
                    raise PeerAway(self._last_words())
                self._pending += chunk
                if len(self._pending) > LONGEST_LINE:
                    raise PeerAway("the answer has no end")
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _last_words(self) -> str:
        session = self._session
        assert session is not None
        assert session.stderr is not None
        try:
            session.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return "the connection broke"
        os.set_blocking(session.stderr.fileno(), False)
        words = (session.stderr.read() or b"").decode("utf-8", "replace").strip()
        return words or f"ssh ended with status {session.returncode}"


def answer_of(line: bytes) -> dict[str, Any]:
    """What the peer's line says. Raises Refused if that is a refusal, PeerAway if it is nothing."""
    try:
        answer = json_object(line)
    except ValueError as error:
        raise PeerAway(f"no answer: {error}"[:300]) from error
    if "code" not in answer:
        return answer
    refused = Refused(str(answer["code"])[:100])
    if isinstance(answer.get("fields"), dict):
        refused.fields = answer["fields"]
    raise refused


def rsync_place(destination: str, path: str) -> str:
    """What rsync calls a path of the peer: the colons of an IPv6 address would begin the path."""
    user, _, host = destination.rpartition("@")
    return f"{user}@[{host}]:{path}" if ":" in host else f"{destination}:{path}"


def bytes_sent(text: str) -> int | None:
    """The newest count in what rsync --info=progress2 printed; None if there is none."""
    found = re.findall(r"(?:^|[\r\n])\s*([\d,]{1,24})\s+\d+%", text, flags=re.ASCII)
    digits = found[-1].replace(",", "") if found else ""
    return int(digits) if digits else None


def ssh_command(store: Store, peer: dict[str, Any], control: str) -> list[str]:
    """The ssh call with the replication key and the pinned host keys, and nothing of the user's
    own configuration, which could weaken it."""
    options = {
        "BatchMode": "yes",
        "IdentitiesOnly": "yes",
        "StrictHostKeyChecking": "yes",
        "IdentityFile": _literal(store.root / "keys" / "replication"),
        "UserKnownHostsFile": _literal(store.root / "keys" / "known_hosts"),
        "GlobalKnownHostsFile": "/dev/null",
        "HostKeyAlias": "twinpoint-peer",
        "ConnectTimeout": str(CONNECT_SECONDS),
        "ServerAliveInterval": "5",
        "ServerAliveCountMax": "3",
        "ControlPath": control,
        "ForwardAgent": "no",
        "Compression": "no",
        # Half the processor time of OpenSSH's first choice, where the processor knows AES.
        "Ciphers": "^aes128-gcm@openssh.com",
    }
    argv = ["ssh", "-T", "-F", "/dev/null"]
    for name, value in options.items():
        argv += ["-o", f"{name}={value}"]
    port = peer.get("port")
    return [*argv, "-p", str(int(port))] if isinstance(port, int) else argv


def _literal(path: Path) -> str:
    # ssh_config(5): a name in quotes is one word, and % begins a token. Not with -i, where ssh
    # looks for the file before it reads the tokens.
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("%", "%%") + '"'


def _quoted(word: str) -> str:
    # rsync splits the remote shell command itself and knows only plain quotes.
    return "'" + word.replace("'", "''") + "'"

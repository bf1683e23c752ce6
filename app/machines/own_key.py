"""The key pairs of this workstation: those SSH would use, and one that Twinpoint makes."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import paramiko
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.errors import Refused
from app.machines.known_hosts import HostKey
from app.machines.ssh_config import Route
from app.machines.ssh_login import keys_to_try
from app.model.first_run_problems import KeyNotMade
from app.model.keys import LocalKey

COMMENT = "twinpoint console"


def own_key_file() -> Path:
    return Path("~/.ssh/twinpoint_ed25519").expanduser()


def usable_keys(route: Route) -> tuple[LocalKey, ...]:
    """Keys that a login would try, in its order, and Twinpoint's own if there is one."""
    found = [_local(key, where) for key, where in keys_to_try(route, [])]
    file = own_key_file()
    if file.exists():
        with contextlib.suppress(Refused):  # unreadable: not usable, so not offered
            found.append(_read(file))
    return tuple({key.line: key for key in found}.values())


def make_own_key() -> LocalKey:
    """Twinpoint's own key pair: made, without a passphrase and readable for its owner only, unless
    it is there. Raises Refused."""
    file = own_key_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            _write(file)
    except OSError as error:
        raise Refused(KeyNotMade(str(file), str(error))) from error
    return _read(file)


def _write(file: Path) -> None:
    made = Ed25519PrivateKey.generate()
    private = made.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    half = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(private)
            out.flush()
            os.fsync(out.fileno())
        key = paramiko.Ed25519Key.from_private_key_file(str(half))
        public = f"{key.get_name()} {key.get_base64()} {COMMENT}\n"
        file.with_suffix(".pub").write_text(public, encoding="ascii")
        os.link(half, file)  # never over another key
    finally:
        half.unlink()


def _read(file: Path) -> LocalKey:
    try:
        return _local(paramiko.PKey.from_path(file), str(file), str(file))
    except (OSError, TypeError, ValueError, paramiko.SSHException) as error:
        raise Refused(KeyNotMade(str(file), str(error))) from error


def _local(key: paramiko.PKey, where: str, path: str = "") -> LocalKey:
    blob = key.asbytes()
    line = f"{HostKey(key.get_name(), blob)} {COMMENT}"
    fingerprint = HostKey(key.get_name(), blob).fingerprint
    if isinstance(key, paramiko.agent.AgentKey):
        return LocalKey(line, fingerprint, key.comment, path, agent=True)
    return LocalKey(line, fingerprint, where, path)

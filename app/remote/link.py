"""Links the two PMs: a key of its own that can do nothing but replicate, host keys pinned."""

from __future__ import annotations

import os
import pwd
import re
import shlex
import sys
from pathlib import Path
from typing import Any

from app.remote.host import host_name, host_uuid, login
from app.remote.peer import Peer, PeerAway
from app.remote.problems import Refused
from app.remote.store import Store, write_durably
from app.remote.tools import run

KEY_LINE = re.compile(r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\d+) [A-Za-z0-9+/=]{40,2000}")
HOST = re.compile(r"[A-Za-z0-9:._%-]{1,255}")
USER = re.compile(r"[A-Za-z0-9_.-]{1,64}")
COMMENT = "twinpoint-replication"
SYSTEM_PYTHON = "/usr/bin/python3"


def set_up(store: Store, system: str) -> dict[str, Any]:
    """Folders and the replication key, made where missing."""
    store.prepare()
    key = store.root / "keys" / "replication"
    if not key.exists():
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", COMMENT, "-f", str(key)])
    store.set_system(system=system)
    public = (key.with_suffix(".pub")).read_text(encoding="ascii")
    return {
        "kind": "ready",
        "public_key": " ".join(public.split()[:2]),
        "host_uuid": host_uuid(),
        "name": host_name(),
    }


def link(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Keeps the peer's address and host keys, and lets the peer's key in."""
    peer = request["peer"]
    keys = [_form(KEY_LINE, line) for line in peer["host_keys"]]
    if not keys:
        raise ValueError("no host key of the peer")
    kept = {
        "name": str(peer["name"])[:255],
        "uuid": str(peer["uuid"])[:64],
        "host": _form(HOST, peer["host"]),
        "user": _form(USER, peer.get("user") or "root"),
        "port": int(peer.get("port") or 22),
        "root": str(peer["root"]),
    }
    lines = "".join(f"twinpoint-peer {key}\n" for key in keys)
    write_durably(store.root / "keys" / "known_hosts", lines)
    store.set_system(peer=kept)
    _let_in(store, _form(KEY_LINE, request["peer_public_key"]))
    return {"kind": "linked"}


def try_link(store: Store) -> dict[str, Any]:
    """Raises Refused if the peer cannot be reached, or is not the one it should be."""
    peer = store.system().get("peer") or {}
    try:
        connection = Peer(store)
    except PeerAway as error:
        raise Refused(
            "pair-not-linked",
            pm=host_name(),
            peer=str(peer.get("name", "")),
            detail=str(error)[-300:],
        ) from error
    try:
        answer = connection.ask("hello")
    finally:
        connection.close()
    if peer.get("uuid") and answer.get("uuid") and answer["uuid"] != peer["uuid"]:
        raise Refused("same-pm-twice", pm=host_name(), uuid=str(answer["uuid"]))
    return {"kind": "linked"}


def _let_in(store: Store, key: str) -> None:
    """One line in the login user's authorized_keys; an older one of ours for this root goes."""
    account = pwd.getpwnam(login())
    folder = Path(account.pw_dir) / ".ssh"
    path = folder / "authorized_keys"
    command = [
        _python(),
        "-IS",
        str(store.root / "bin" / "twinpoint.pyz"),
        "--root",
        str(store.root),
        "serve",
    ]
    if account.pw_uid != 0:
        command = ["sudo", "-n", *command]
    # An argument and not the environment, which sudo may refuse to pass on.
    forced = f'{shlex.join(command)} "$SSH_ORIGINAL_COMMAND"'
    forced = forced.replace("\\", "\\\\").replace('"', '\\"')
    mark = f"{COMMENT}:{store.root}"
    line = f'restrict,command="{forced}" {key} {mark}'
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, account.pw_uid, account.pw_gid)
    old: list[str] = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [entry for entry in old if not entry.rstrip().endswith(f" {mark}")]
    if [*kept, line] != old:
        write_durably(path, "\n".join([*kept, line]) + "\n")
        os.chown(path, account.pw_uid, account.pw_gid)


def _python() -> str:
    """The interpreter that runs us, by a name that survives its upgrades if that is the system's;
    the system's may be too old where another one comes first on the path."""
    own = sys.executable or "python3"
    try:
        return SYSTEM_PYTHON if os.path.samefile(SYSTEM_PYTHON, own) else own
    except OSError:
        return own


def _form(form: re.Pattern[str], value: object) -> str:
    if not isinstance(value, str) or not form.fullmatch(value) or value.startswith("-"):
        raise ValueError(f"ill-formed: {str(value)[:80]!r}")
    return value

"""The connection to the other PM, through a real sshd."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from app.remote.peer import Peer, PeerAway, rsync_place
from app.remote.store import Store
from tests.app.machines.sshd import HAVE_SSHD, running

with_sshd = pytest.mark.skipif(
    not HAVE_SSHD or os.geteuid() != 0, reason="needs sshd, started as root"
)
SESSION = """printf '{"verb": "hello"}\\n'; cat"""


@with_sshd
@pytest.mark.parametrize("folder", ["twinpoint", "with a space", "50%h", "会計", "it's"])
def test_a_container_root_may_have_any_name(tmp_path: Path, folder: str) -> None:
    with running(tmp_path, f"ForceCommand={SESSION}") as sshd:
        store = Store(tmp_path / folder)
        store.prepare()
        shutil.copy(tmp_path / "id", store.root / "keys" / "replication")
        known = (tmp_path / "host_ed25519.pub").read_text(encoding="ascii")
        (store.root / "keys" / "known_hosts").write_text(f"twinpoint-peer {known}")
        store.set_system(
            peer={"name": "pm2", "host": "127.0.0.1", "port": sshd.port, "user": getpass.getuser()}
        )
        peer = Peer(store)
        try:
            assert peer.ask("hello")["verb"] == "hello"
        finally:
            peer.close()
        shutil.copy(tmp_path / "stranger", store.root / "keys" / "replication")
        with pytest.raises(PeerAway, match="Permission denied"):
            Peer(store)


@pytest.mark.skipif(shutil.which("rsync") is None, reason="needs rsync")
@pytest.mark.parametrize("host", ["10.0.0.2", "pm2.example.org", "fd00::2", "fe80::2%eth0"])
def test_rsync_finds_the_host_and_the_path(tmp_path: Path, host: str) -> None:
    remote_shell, said = tmp_path / "ssh", tmp_path / "said"
    remote_shell.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {shlex.quote(str(said))}\n')
    remote_shell.chmod(0o700)
    place = rsync_place(f"root@{host}", "vm/snapshot/")
    subprocess.run(
        ["rsync", "-e", str(remote_shell), "--", str(remote_shell), place], check=False, timeout=20
    )
    words = said.read_text().splitlines()
    assert words[:3] == ["-l", "root", host]
    assert words[-1] == "vm/snapshot/"

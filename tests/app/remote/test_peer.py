"""The connection to the other PM, through a real sshd."""

from __future__ import annotations

import getpass
import os
import shutil
from pathlib import Path

import pytest

from app.remote.peer import Peer, PeerAway
from app.remote.store import Store
from tests.app.machines.sshd import HAVE_SSHD, running

pytestmark = pytest.mark.skipif(
    not HAVE_SSHD or os.geteuid() != 0, reason="needs sshd, started as root"
)
SESSION = """printf '{"verb": "hello"}\\n'; cat"""


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
            assert peer.ask("hello") == {"verb": "hello"}
        finally:
            peer.close()
        shutil.copy(tmp_path / "stranger", store.root / "keys" / "replication")
        with pytest.raises(PeerAway, match="Permission denied"):
            Peer(store)

"""Whether a running VM can move to the other PM: both see the same volumes."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from app.remote import making
from app.remote.checks import libvirt_job
from app.remote.domain import Disk, look_at
from app.remote.peer import Peer, PeerAway
from app.remote.power_check import SHUT_DOWN, power_check
from app.remote.problems import Problem, Refused
from app.remote.store import Store


def move_check(store: Store, vm: str) -> list[Problem]:
    """Everything that speaks against it here. A block device's path says nothing of whether it is
    the same one there. Raises Refused (no-such-vm)."""
    facts = look_at(vm)
    problems = power_check(store, vm, SHUT_DOWN, ask_peer=False)
    if job := libvirt_job(facts):
        problems.append(Problem("vm-libvirt-job", vm=facts.name, job=job))
    local = [disk for disk in facts.disks if disk.source and disk.obstacle != "network"]
    files = [disk for disk in local if os.path.isfile(disk.source)]
    unseen = [disk for disk in local if disk not in files]
    peer_name = str((store.system().get("peer") or {}).get("name", ""))
    try:
        unseen += _unseen(store, files)
    except PeerAway:
        unseen += files
    for disk in unseen:
        fields = {"target": disk.target, "path": disk.source, "peer": peer_name}
        problems.append(Problem("volume-not-shared", vm=facts.name, **fields))
    return problems


def _unseen(store: Store, disks: list[Disk]) -> list[Disk]:
    """Those in whose folder the other PM does not find the file that is put there."""
    peer = Peer(store)
    token = str(uuid.uuid4())
    seen: dict[str, bool] = {}
    try:
        for disk in disks:
            folder = os.path.dirname(os.path.realpath(disk.source))
            if folder not in seen:
                seen[folder] = _sees(peer, folder, token)
    finally:
        peer.close()
    return [d for d in disks if not seen[os.path.dirname(os.path.realpath(d.source))]]


def _sees(peer: Peer, folder: str, token: str) -> bool:
    probe = Path(folder) / making.probe_name(token)
    try:
        probe.write_text(token, encoding="ascii")
        return peer.ask("sees", folder=folder, token=token).get("seen") is True
    except (OSError, Refused):
        return False  # a full or read-only disk: nothing is known, so the VM stays
    finally:
        probe.unlink(missing_ok=True)


def answer(store: Store, vm: str) -> dict[str, Any]:
    """What the `move-check` verb says."""
    return {"kind": "move", "problems": [problem.wire() for problem in move_check(store, vm)]}

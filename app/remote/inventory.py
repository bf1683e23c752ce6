"""Names, ids and network addresses that VMs of this PM have: what a new VM must not have."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from app.remote import making
from app.remote.store import Store
from app.remote.tools import ToolFailed, lines_of
from app.remote.virsh import VirshShell

_MAC = re.compile(r"<mac address=['\"]([0-9A-Fa-f:]{17})['\"]")


def inventory(store: Store) -> dict[str, Any]:
    """{"names": [...], "macs": [...]}, with those of VMs that are just being made."""
    names: set[str] = set()
    macs: set[str] = set()
    shell = VirshShell()
    try:
        uuids = lines_of(shell.ask("list", "--all", "--uuid"))
        names.update(lines_of(shell.ask("list", "--all", "--name")))
        for uuid in uuids:
            try:
                text = shell.ask("dumpxml", uuid)
            except ToolFailed:
                continue  # gone meanwhile
            macs.update(mac.lower() for mac in _MAC.findall(text))
    finally:
        shell.close()
    for each in making.all_of(store):
        names.add(each.name)
        macs.update(each.macs)
    return {"names": sorted(names), "macs": sorted(macs)}


def fresh_macs(count: int, used: Iterable[str]) -> tuple[str, ...]:
    """Addresses of QEMU's own range that nobody has."""
    taken = set(used)
    found: list[str] = []
    while len(found) < count:
        tail = secrets.token_bytes(3)
        mac = "52:54:00:" + ":".join(f"{byte:02x}" for byte in tail)
        if mac not in taken:
            taken.add(mac)
            found.append(mac)
    return tuple(found)

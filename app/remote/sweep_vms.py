"""Clears away VMs in the making whose jobs are no more."""

from __future__ import annotations

import logging

from app.remote import making
from app.remote.host import host_uuid
from app.remote.locks import Taken
from app.remote.making import Making
from app.remote.peer import Peer, PeerAway
from app.remote.problems import Refused
from app.remote.store import Store, make_folder
from app.remote.tools import ToolFailed

log = logging.getLogger(__name__)
HOLDER = {"activity": "repair", "owner": "", "since": ""}


def sweep_vms(store: Store) -> list[str]:
    """Lines that say what was done. A job holds the lock of the VM that its VM comes from, so who
    gets that lock knows that the job is dead."""
    done = []
    for each in making.all_of(store):
        make_folder(store.vm(each.vm))
        lock = store.vm_lock(each.vm)
        try:
            lock.take(HOLDER, wait=0.3)
        except Taken:
            continue
        try:
            if making.find(store, each.uuid) is not None and _sweep(store, each):
                done.append(f"{each.vm}: rest of unfinished VM {each.uuid} removed")
        except (PeerAway, Refused, ToolFailed, OSError) as error:
            log.warning("%s is not cleared away yet: %s", each.uuid, error)
        finally:
            lock.release()
    return done


def _sweep(store: Store, found: Making) -> bool:
    ours = found.owner == host_uuid()
    if ours and not found.shared:
        return making.take_back(store, found, None)
    peer = Peer(store)
    try:
        if ours:
            peer.ask("lock", vm=found.vm, vm_name="", holder=HOLDER)
            return making.take_back(store, found, peer.ask)
        # It was defined here for the other PM, which alone knows whether it came to an end.
        how_far = peer.ask("making", uuid=found.uuid).get("state")
        if how_far == "made":
            making.forget(store, found.uuid)
        return how_far == "none" and making.undo(store, found)
    finally:
        peer.close()

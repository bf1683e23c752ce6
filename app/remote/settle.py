"""Taking decisions for the system, and bringing both PMs to the same ones when they meet."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from typing import Any

from app.remote import decisions
from app.remote.decisions import Decisions, is_value, lasting, newest, next_order, sound
from app.remote.host import host_uuid
from app.remote.peer import Peer, PeerAway
from app.remote.problems import Refused
from app.remote.store import Store, write_durably

log = logging.getLogger(__name__)


def held(store: Store) -> Decisions:
    """The decisions this PM knows."""
    return sound(store.system().get("decisions"))


def decided(store: Store, name: str) -> bool | int:
    """What holds now, as far as this PM knows."""
    decision = held(store).get(name)
    value: bool | int = decision["value"] if decision else decisions.DEFAULTS[name]
    return value


def decide(store: Store, values: dict[str, Any], by: str, known: Decisions) -> Decisions:
    """Takes decisions; `known` are those that whoever decides has seen elsewhere. Gives all."""
    if not values or not all(is_value(name, value) for name, value in values.items()):
        raise ValueError("no such decision")
    now = time.time()

    def change(system: dict[str, Any]) -> None:
        before = newest(sound(system.get("decisions")), known)
        order = next_order(before, now)
        new = {
            name: {"value": value, "by": by, "since": now, "order": order, "pm": host_uuid()}
            for name, value in values.items()
        }
        system["decisions"] = lasting({**before, **new}, now)

    store.change_system(change)
    return held(store)


def merge(store: Store, theirs: Decisions) -> Decisions:
    """Takes over whatever is newer; gives what this PM knows now."""

    def change(system: dict[str, Any]) -> None:
        system["decisions"] = lasting(newest(sound(system.get("decisions")), theirs), time.time())

    mine = held(store)
    if lasting(newest(mine, theirs), time.time()) != mine:
        store.change_system(change)
    return held(store)


def settle(store: Store, peer: Peer) -> bool:
    """Exchanges decisions with the other PM, after which both know the same; whether anything
    was new to one of them."""
    before = held(store)
    theirs = sound(peer.ask("settle", decisions=before).get("decisions"))
    after = merge(store, theirs)
    note_settled(store, after)
    return before != theirs or before != after


def meet(store: Store) -> list[str]:
    """Settles with the other PM if it can be reached; lines that say what was done."""
    try:
        peer = Peer(store)
    except (PeerAway, OSError) as error:
        log.info("decisions: the other PM is away: %s", error)
        return []
    try:
        return [f"decisions settled with {peer.name}"] if settle(store, peer) else []
    except (PeerAway, Refused) as error:
        log.info("decisions: not settled: %s", error)
        return []
    finally:
        peer.close()


def is_settled(store: Store) -> bool:
    """Whether the other PM is known to hold what this one does. It saves a question: what was
    settled once can only be changed by somebody who tells of it."""
    known = held(store)
    if not known:
        return True
    try:
        return (store.root / "settled").read_text(encoding="ascii") == _digest(known)
    except (OSError, ValueError):
        return False


def note_settled(store: Store, known: Decisions) -> None:
    if not is_settled(store):
        write_durably(store.root / "settled", _digest(known))


def _digest(known: Decisions) -> str:
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()

"""Whether a VM can be started or stopped on this PM now: what libvirt does not look at, or says in
words that nobody understands."""

from __future__ import annotations

import os
from typing import Any

from app.remote import swap
from app.remote.cluster import resource_of
from app.remote.domain import DomainFacts, look_at
from app.remote.host import host_name
from app.remote.peer import Peer, PeerAway
from app.remote.problems import Problem, Refused
from app.remote.store import Store
from app.remote.vm_job import holder_job

START, SHUT_DOWN, POWER_OFF = "start", "shut-down", "power-off"
ACTIONS = (START, SHUT_DOWN, POWER_OFF)
# The steps of a snapshot in which the VM's own volumes are read.
READING = ("check", "announce", "freeze", "snapshot", "thaw")
HOLDING = ("roll-back", "import")
AT_REST = ("shut off", "undefined")


def power_check(store: Store, vm: str, action: str, *, ask_peer: bool) -> list[Problem]:
    """Everything that speaks against it here. `ask_peer`: the console does not see the other PM,
    so this one asks whether the VM runs there; a peer that is away is no reason. Raises Refused
    (no-such-vm)."""
    facts = look_at(vm)
    problems = []
    resource = resource_of(vm)
    if resource is not None:
        problems.append(Problem("vm-in-cluster", vm=facts.name, pm=host_name(), resource=resource))
    if action != POWER_OFF:
        problems += _held(store, facts)
    if action == START:
        problems += _start(store, facts, ask_peer=ask_peer)
    return problems


def _held(store: Store, facts: DomainFacts) -> list[Problem]:
    """Somebody living reads or replaces the VM's volumes."""
    lock = store.vm_lock(facts.uuid)
    if not lock.held():
        return []
    holder = lock.holder()
    activity = str(holder.get("activity", ""))
    step = holder_job(store, holder).progress().get("step", "check")
    if activity not in HOLDING and not (activity == "snapshot" and step in READING):
        return []
    owner, since = str(holder.get("owner", "")), str(holder.get("since", ""))
    return [Problem("vm-busy", vm=facts.name, activity=activity, owner=owner, since=since)]


def _start(store: Store, facts: DomainFacts, *, ask_peer: bool) -> list[Problem]:
    here = host_name()
    problems = []
    if facts.running:
        problems.append(Problem("vm-runs-already", vm=facts.name, pm=here))
    elif not facts.stopped:
        word = facts.state.replace(" ", "-")
        problems.append(Problem("vm-power-state", vm=facts.name, state=word, action=START))
    if (store.vm(facts.uuid) / swap.RECORD).exists():
        problems.append(Problem("vm-half-rolled-back", vm=facts.name, pm=here))
    for disk in facts.disks:
        local = disk.source and disk.obstacle != "network"
        if local and not os.path.exists(disk.source):
            fields = {"target": disk.target, "path": disk.source}
            problems.append(Problem("volume-out-of-reach", vm=facts.name, pm=here, **fields))
    if ask_peer and not problems:
        problems += _at_peer(store, facts)
    return problems


def _at_peer(store: Store, facts: DomainFacts) -> list[Problem]:
    try:
        peer = Peer(store)
    except PeerAway:
        return []
    try:
        word = str(peer.ask("state", vm=facts.uuid).get("state", ""))
    except (PeerAway, Refused):
        return []
    finally:
        peer.close()
    return [] if word in AT_REST else [Problem("vm-runs-already", vm=facts.name, pm=peer.name)]


def answer(store: Store, request: dict[str, Any], vm: str) -> dict[str, Any]:
    """What the `power-check` verb says."""
    action = request["action"]
    if action not in ACTIONS:
        raise ValueError("no such action")
    found = power_check(store, vm, action, ask_peer=request.get("ask_peer") is True)
    return {"kind": "power", "problems": [problem.wire() for problem in found]}

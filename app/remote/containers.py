"""Volume containers: how large they are, what fills them, and making them larger."""

from __future__ import annotations

import json
from typing import Any

from app.remote.capacity import FLOOR
from app.remote.domain import look_at
from app.remote.host import host_name
from app.remote.problems import Refused
from app.remote.store import Store, make_folder, write_durably


def containers(store: Store, vm: str) -> list[dict[str, Any]]:
    """Every container of a VM; bytes. What a run in progress may still write is `reserved`."""
    sizes = store.snapshot_bytes(vm)
    volumes = store.volume_sizes(vm)
    claimed = _claimed(store, vm)
    unfinished = _unfinished(store, vm) if claimed else {}
    return [
        {
            "target": target,
            "capacity": capacity,
            "volume_size": volumes.get(target, 0),
            "snapshots_size": sizes.get(target, 0),
            "reserved": max(0, claimed.get(target, 0) - unfinished.get(target, 0)),
        }
        for target, capacity in sorted(store.capacities(vm).items())
    ]


def grow(store: Store, vm: str, capacities: dict[str, int]) -> dict[str, int]:
    """Keeps the larger of what was and of what is asked for, for each container: none ever
    shrinks, and whoever comes second loses nothing. Gives all of them."""
    make_folder(store.vm(vm))
    with store.lock_root():
        mine = store.capacities(vm)
        merged = {**mine, **{t: max(n, mine.get(t, 0)) for t, n in capacities.items()}}
        if merged != mine:
            text = json.dumps(merged, sort_keys=True)
            write_durably(store.vm(vm) / "containers.json", text)
    store.touch()
    return merged


def check_expand(store: Store, vm: str, vm_name: str, target: str, capacity: int) -> None:
    """Refuses a capacity that is smaller than now, or that this PM's disk could not keep."""
    now = store.capacities(vm).get(target)
    if now is None:
        _need_volume(vm, target)
    elif capacity < now:
        raise Refused(
            "container-cannot-shrink", vm=vm_name, target=target, capacity=capacity, now=now
        )
    volume = store.volume_sizes(vm).get(target, 0)
    used = store.snapshot_bytes(vm).get(target, 0)
    needed = capacity - volume - used
    _, free = store.free()
    room = max(0, free - FLOOR)
    if capacity > (now or 0) and needed > room:
        raise Refused(
            "container-no-room",
            vm=vm_name,
            target=target,
            pm=host_name(),
            capacity=capacity,
            needed=needed,
            free=room,
            most=max(now or 0, volume + used + room),
        )


def _need_volume(vm: str, target: str) -> None:
    """A VM of a cluster is defined where it runs only; then that PM is asked about its volumes."""
    try:
        facts = look_at(vm)
    except Refused as problem:
        if problem.code == "no-such-vm":
            return
        raise
    if facts.disk(target) is None:
        raise Refused("no-such-volume", vm=facts.name, target=target)


def _claimed(store: Store, vm: str) -> dict[str, int]:
    """What the run that holds the VM's lock expects to write of each volume."""
    lock = store.vm_lock(vm)
    if not lock.held():
        return {}
    volumes = lock.holder().get("volumes")
    if not isinstance(volumes, dict):
        return {}
    return {target: size for target, size in volumes.items() if type(size) is int}


def _unfinished(store: Store, vm: str) -> dict[str, int]:
    """Bytes of each volume that are on the way to being a snapshot."""
    sizes: dict[str, int] = {}
    folders = [
        folder
        for folder in (store.vm(vm) / "snapshots").glob("*")
        if not (folder / "manifest.json").exists()
    ]
    for folder in [*folders, *(store.vm(vm) / "incoming").glob("*")]:
        for file in folder.glob("*.qcow2"):
            target = file.name[: -len(".qcow2")].split("~")[0]
            try:
                sizes[target] = sizes.get(target, 0) + file.stat().st_size
            except FileNotFoundError:
                continue  # moved on while we look
    return sizes

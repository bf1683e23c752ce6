"""What room a run needs, in the containers and on the disk of this PM; nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.remote.capacity import FLOOR, default_capacity
from app.remote.decisions import CONTAINER_PERCENT
from app.remote.plan import VolumePlan
from app.remote.problems import Failed, Refused
from app.remote.records import VolumeRecord
from app.remote.settle import decided
from app.remote.store import Store

SPARE = 64 * 1024 * 1024  # for what the guest writes while the job runs, and for tables


def sizes_of(plans: list[VolumePlan]) -> dict[str, tuple[int, int]]:
    """(virtual size, bytes that it takes in any case) by target."""
    return {p.disk.target: (p.capacity, p.certain) for p in plans}


def capacities_for(store: Store, vm: str, plans: list[VolumePlan]) -> dict[str, int]:
    """The VM's container capacities, with defaults for volumes that have none yet."""
    known = store.capacities(vm)
    percent = decided(store, CONTAINER_PERCENT)
    new = [p for p in plans if p.disk.target not in known]
    return {**known, **{p.disk.target: default_capacity(p.capacity, percent) for p in new}}


def needed_bytes(plans: list[VolumePlan], *, on_primary: bool) -> int:
    """Free bytes a run has to find on a PM before it begins."""
    size = sum(p.size + (p.extra if on_primary else 0) for p in plans)
    return size + size // 10 + SPARE + FLOOR


def check_room(
    store: Store,
    vm: str,
    vm_name: str,
    pm: str,
    sizes: dict[str, tuple[int, int]],
    needed: int,
    capacities: dict[str, int],
) -> None:
    """Refuses what does not fit here. `sizes` is what `sizes_of` says; other runs' reservations
    are in the file system already or counted by their own floor."""
    used = store.snapshot_bytes(vm)
    for target, (volume, size) in sizes.items():
        free = capacities[target] - volume - used.get(target, 0)
        if size > free:
            figures = _figures(target, size, free, capacities)
            raise Refused("container-too-small", vm=vm_name, pm=pm, **figures)
    _, room = store.free()
    room -= reserved_by_others(store, vm)
    if needed > room:
        raise Refused(
            "too-little-room", pm=pm, path=str(store.root), needed=needed, free=max(0, room)
        )


def check_compared(
    store: Store, vm: str, vm_name: str, pm: str, volumes: Sequence[VolumeRecord]
) -> None:
    """What a comparison found is written by now, and may be more than its container has left.
    Raises Failed."""
    used, capacities = store.snapshot_bytes(vm), store.capacities(vm)
    for volume in volumes:
        if volume.method == "compare":
            free = capacities[volume.target] - volume.capacity - used[volume.target] + volume.size
            if volume.size > free:
                figures = _figures(volume.target, volume.size, free, capacities)
                raise Failed("container-too-small", vm=vm_name, pm=pm, **figures)


def _figures(target: str, size: int, free: int, capacities: dict[str, int]) -> dict[str, Any]:
    capacity = capacities[target]
    return {"target": target, "needed": size, "free": max(0, free), "capacity": capacity}


def reserved_by_others(store: Store, vm: str) -> int:
    """Bytes that living runs of other VMs have reserved and not yet written."""
    total = 0
    for other in store.vms():
        if other != vm:
            lock = store.vm_lock(other)
            if lock.held():
                reserved = lock.holder().get("reserved", 0)
                total += reserved if isinstance(reserved, int) else 0
    return total

"""A volume's container as it is now, and as a snapshot would leave it."""

from __future__ import annotations

from dataclasses import replace

from app.model.machine import Side
from app.model.snapshot import VolumeForecast
from app.model.vm import Vm
from app.model.volume import Container


def fuller(vm: Vm, target: str) -> Container | None:
    """The container of a volume on the PM where less is left in it: that one decides. None before
    the first snapshot of the volume."""
    found = [
        container
        for side in Side
        for container in vm.containers_on(side)
        if container.target == target
    ]
    return min(found, key=lambda container: container.free) if found else None


def after_snapshot(now: Container | None, volume_size: int, one: VolumeForecast) -> Container:
    """What the snapshot adds is `reserved` in it. A container that is not there yet is made with
    the snapshot; one that is there keeps its capacity, unless the run makes it larger. Bytes."""
    if now is None:
        kept = max(0, one.container_used - volume_size)
        now = Container(one.target, one.container_capacity, volume_size, kept)
    capacity = max(now.capacity, one.container_capacity)
    kept = max(now.snapshots_size, one.container_used - now.volume_size)
    return replace(now, capacity=capacity, snapshots_size=kept, reserved=one.size)


def share_after(after: Container) -> float:
    """How full it would be; above 1 where it does not fit."""
    return (after.used + after.reserved) / max(1, after.capacity)

"""How full volume containers are, how long they will last, and whether one may be expanded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.model.decision import Setting
from app.model.machine import Machine, Side
from app.model.problems import (
    ContainerCannotShrink,
    ContainerFilling,
    ContainerNoRoom,
    NoSuchVolume,
    Problem,
)
from app.model.snapshot import Method, Snapshot
from app.model.state import SystemState
from app.model.vm import Firmware, Vm
from app.model.volume import Container, Volume
from app.remote.capacity import FLOOR, default_capacity
from app.rules.preferences import percent
from app.rules.verdict import Verdict, machine_problems, verdict

RECENT = 10  # snapshots that make the recent rate
FEWEST = 3  # below that, a rate would be a guess
MANY = 999
DAY = 86_400.0


class Limit(Enum):
    """What ends first."""

    CONTAINER = "container"
    DISK = "disk"  # the file system of the PM that has less room


@dataclass(frozen=True, slots=True)
class TooFew:
    """Nothing can be said yet: so many snapshots of the volume that hold only what changed."""

    known: int


@dataclass(frozen=True, slots=True)
class Lasting:
    """How many more snapshots fit if they are as large as the recent ones (None: more than
    MANY), and for how many days if they come as often (None: too short a time to tell)."""

    snapshots: int | None
    days: float | None
    limit: Limit
    mean: int  # bytes of a recent one


Outlook = TooFew | Lasting


@dataclass(frozen=True, slots=True)
class PlacedContainer:
    """A container as it is on one PM."""

    machine: Machine
    container: Container


@dataclass(frozen=True, slots=True)
class VolumeContainer:
    """A volume's container on both PMs; on neither before the first snapshot of the volume.
    `planned` is the capacity it would then get."""

    vm: Vm
    volume: Volume
    places: tuple[PlacedContainer, ...]
    planned: int | None
    outlook: Outlook
    level: int  # percent

    @property
    def fuller(self) -> PlacedContainer | None:
        """On the PM where less is left: that one decides."""
        return min(self.places, key=lambda place: place.container.free, default=None)

    @property
    def capacity(self) -> int:
        """The larger of both, as the next run makes it on both."""
        return max((place.container.capacity for place in self.places), default=0)

    @property
    def filling(self) -> bool:
        """Fuller than the warning level."""
        fuller = self.fuller
        return fuller is not None and fuller.container.share * 100 > self.level


_last: dict[str, tuple[SystemState, tuple[VolumeContainer, ...]]] = {}  # by system


def containers(state: SystemState) -> tuple[VolumeContainer, ...]:
    """Of every volume that can be captured, and of every volume that has one. Several ask this of
    one state, so the answer to the last question is kept."""
    before = _last.get(state.system.name)
    if before is None or before[0] is not state:
        before = _last[state.system.name] = state, _containers(state)
    return before[1]


def _containers(state: SystemState) -> tuple[VolumeContainer, ...]:
    level = percent(state, Setting.WARNING_PERCENT)
    share = percent(state, Setting.CONTAINER_PERCENT)
    found = []
    of_vm: dict[str, list[Snapshot]] = {}
    for snapshot in state.snapshots:
        of_vm.setdefault(snapshot.vm, []).append(snapshot)
    for vm in state.vms:
        taken = of_vm.get(vm.uuid, [])
        for volume in vm.volumes:
            places = tuple(
                PlacedContainer(state.machine(side), container)
                for side in Side
                for container in vm.containers_on(side)
                if container.target == volume.target
            )
            if not places and (volume.obstacle is not None or vm.firmware is Firmware.UEFI):
                continue  # it will never have one
            planned = None
            if not places and volume.capacity is not None:
                planned = default_capacity(volume.capacity, share)
            ahead = outlook(volume.target, taken, places)
            found.append(VolumeContainer(vm, volume, places, planned, ahead, level))
    return tuple(found)


def outlook(
    target: str, snapshots: Sequence[Snapshot], places: Sequence[PlacedContainer]
) -> Outlook:
    """From what the newest snapshots of the volume took. A full copy says nothing of the next."""
    recent = _recent(target, snapshots)
    sizes = [size for _, size in recent]
    if len(sizes) < FEWEST or not places:
        return TooFew(len(sizes))
    mean = max(1, round(sum(sizes) / len(sizes)))
    left, limit = min(_left(place) for place in places)
    count = left // mean
    first, last = recent[0][0], recent[-1][0]
    span = (last - first).total_seconds()
    days = None
    if span >= DAY and count <= MANY:
        days = count * span / (len(recent) - 1) / DAY
    return Lasting(count if count <= MANY else None, days, Limit(limit), mean)


def _recent(target: str, snapshots: Sequence[Snapshot]) -> list[tuple[datetime, int]]:
    """Time and size, oldest first."""
    found = [
        (snapshot.created, volume.size)
        for snapshot in snapshots
        for volume in snapshot.volumes
        if volume.target == target and volume.method is not Method.FULL
    ]
    return sorted(found)[-RECENT:]


def _left(place: PlacedContainer) -> tuple[int, str]:
    """Bytes that snapshots may still take there, and what sets the limit."""
    free = place.container.free
    room = place.machine.room_free
    if room is not None and max(0, room - FLOOR) < free:
        return max(0, room - FLOOR), Limit.DISK.value
    return free, Limit.CONTAINER.value


def filling(state: SystemState) -> Iterator[tuple[Vm, ContainerFilling]]:
    """Containers that are fuller than the system's warning level."""
    for one in containers(state):
        place = one.fuller
        if place is None or not one.filling:
            continue
        yield (
            one.vm,
            ContainerFilling(
                vm=one.vm.name,
                target=one.volume.target,
                pm=place.machine.name,
                capacity=place.container.capacity,
                free=place.container.free,
                percent=round(place.container.share * 100),
                level=one.level,
            ),
        )


@dataclass(frozen=True, slots=True)
class RoomFor:
    """What one PM has for a container: free on its disk, what may still be written in this
    container (with the new capacity), and in all others; bytes."""

    machine: Machine
    free: int
    needed: int
    others: int

    @property
    def overbooked(self) -> bool:
        """All containers together may take more than the disk has."""
        return self.needed + self.others > self.free


def room_for(
    state: SystemState, vm: Vm, target: str, capacity: int
) -> tuple[RoomFor | None, RoomFor | None]:
    """On both PMs; None for one whose disk was not seen."""
    first, second = (_room_on(state, side, vm, target, capacity) for side in Side)
    return first, second


def _room_on(state: SystemState, side: Side, vm: Vm, target: str, capacity: int) -> RoomFor | None:
    machine = state.machine(side)
    if machine.room_free is None:
        return None
    needed, others = max(0, capacity - volume_size(vm, target)), 0
    for other in state.vms:
        for container in other.containers_on(side):
            left = max(0, container.capacity - container.used)
            if (other.uuid, container.target) == (vm.uuid, target):
                needed = max(0, capacity - container.used)
            else:
                others += left
    return RoomFor(machine, max(0, machine.room_free - FLOOR), needed, others)


def volume_size(vm: Vm, target: str) -> int:
    volume = next((one for one in vm.volumes if one.target == target), None)
    return (volume.capacity or 0) if volume is not None else 0


def may_expand(state: SystemState, vm: Vm, target: str, capacity: int) -> Verdict:
    """Both PMs have to keep it, and neither promises what its disk does not have."""
    problems: list[Problem] = []
    for side in Side:
        problems += machine_problems(state.machine(side))
    known = [c for side in Side for c in vm.containers_on(side) if c.target == target]
    if not known and target not in {volume.target for volume in vm.volumes}:
        problems.append(NoSuchVolume(vm.name, target))
    now = max((container.capacity for container in known), default=0)
    if capacity < now:
        problems.append(ContainerCannotShrink(vm.name, target, capacity, now))
    rooms = room_for(state, vm, target, capacity)
    short = [room for room in rooms if room is not None and room.needed > room.free]
    if capacity > now and short:
        worst = max(short, key=lambda room: room.needed - room.free)
        most = max(now, capacity - (worst.needed - worst.free))
        problems.append(
            ContainerNoRoom(
                vm.name, target, worst.machine.name, capacity, worst.needed, worst.free, most
            )
        )
    return verdict(problems)


def largest(state: SystemState, vm: Vm, target: str) -> int:
    """The largest capacity that both PMs have room for now; bytes."""
    huge = 2**62
    rooms = [room for room in room_for(state, vm, target, huge) if room is not None]
    return min((huge - (room.needed - room.free) for room in rooms), default=0)

"""Snapshots as parents and children: in which order they stand, and the lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Place:
    """Where a snapshot stands among those of its VM, newest first, as in a list of commits.

    `lane` is its column; `above` and `below` are the columns in which a line comes from the row
    above, and goes on to the row below. Lines in `joins` end here: those snapshots build on this
    one as well."""

    rank: int = 0
    lane: int = 0
    above: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    joins: tuple[int, ...] = ()

    @property
    def lanes(self) -> int:
        return 1 + max((self.lane, *self.above, *self.below, *self.joins))


def places(snapshots: Sequence[Snapshot]) -> dict[str, Place]:
    """By id. VMs follow one another by name; a parent that is not among them is not looked for."""
    by_vm: dict[tuple[str, str], list[Snapshot]] = {}
    for snapshot in snapshots:
        by_vm.setdefault((snapshot.vm_name.casefold(), snapshot.vm), []).append(snapshot)
    found: dict[str, Place] = {}
    for _, family in sorted(by_vm.items()):
        _place(family, found)
    return found


def children(snapshot: Snapshot, snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """Those that were taken right after it, oldest first."""
    found = [one for one in snapshots if one.parent == snapshot.id]
    return tuple(sorted(found, key=lambda one: (one.created, one.id)))


def _place(family: Sequence[Snapshot], found: dict[str, Place]) -> None:
    here = {snapshot.id for snapshot in family}
    lanes: list[str | None] = []  # the id that each column's line leads down to
    for snapshot in _children_first(family):
        above = tuple(at for at, wanted in enumerate(lanes) if wanted is not None)
        leading = [at for at, wanted in enumerate(lanes) if wanted == snapshot.id]
        if leading:
            lane, *joins = leading
        else:
            lane = lanes.index(None) if None in lanes else len(lanes)
            joins = []
            lanes[lane : lane + 1] = [None]
        for at in joins:
            lanes[at] = None
        lanes[lane] = snapshot.parent if snapshot.parent in here else None
        while lanes and lanes[-1] is None:
            lanes.pop()
        below = tuple(at for at, wanted in enumerate(lanes) if wanted is not None)
        found[snapshot.id] = Place(len(found), lane, above, below, tuple(joins))


def _children_first(family: Sequence[Snapshot]) -> list[Snapshot]:
    """Newest first, but never a parent before its children, whatever their clocks said."""
    waiting: dict[str, int] = {snapshot.id: 0 for snapshot in family}
    for snapshot in family:
        if snapshot.parent in waiting and snapshot.parent != snapshot.id:
            waiting[snapshot.parent] += 1
    left = sorted(family, key=lambda one: (one.created, one.id), reverse=True)
    ordered: list[Snapshot] = []
    while left:
        # Records may be wrong: in a circle nobody comes first, and the newest is taken.
        at = next((at for at, one in enumerate(left) if waiting[one.id] == 0), 0)
        snapshot = left.pop(at)
        ordered.append(snapshot)
        if snapshot.parent in waiting:
            waiting[snapshot.parent] -= 1
    return ordered

"""What has to be merged so that snapshots can go: which file goes on in which, and what that needs
and frees. Nothing is changed here.

A file that goes is not copied into the one that builds on it: that one's clusters, which are fewer
for all but odd cases, are written down into the file that goes, which then takes its place. So the
oldest, full snapshot is deleted for the price of the next increment.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from app.remote import deletions, qcow2, records
from app.remote.layout import as_it_lies
from app.remote.problems import Refused
from app.remote.qcow2_header import backing_of
from app.remote.records import BadRecord, NewerRecord, VolumeRecord
from app.remote.store import Store

SPARE = 4 * 1024 * 1024  # for tables


@dataclass(frozen=True)
class Unit:
    """One volume of one snapshot that stays, with the deleted ones right below it, `path`, oldest
    first. `consumes`: the oldest one's file itself goes on; others that stand on it got a copy."""

    target: str
    path: tuple[str, ...]
    survivor: str
    consumes: bool


@dataclass(frozen=True)
class Chains:
    """All that is recorded of a VM's snapshots here: `volumes` as they lie, by snapshot and target,
    `identities` by which they name their parents, `created` of each snapshot."""

    volumes: dict[tuple[str, str], VolumeRecord]
    identities: dict[tuple[str, str], str]
    created: dict[str, float]
    unreadable: dict[str, BadRecord]


def chains(store: Store, vm: str) -> Chains:
    volumes: dict[tuple[str, str], VolumeRecord] = {}
    identities: dict[tuple[str, str], str] = {}
    created: dict[str, float] = {}
    unreadable: dict[str, BadRecord] = {}
    for snapshot in store.snapshots(vm):
        try:
            manifest = store.manifest(vm, snapshot)
            if manifest is None:
                continue
            lying = as_it_lies(store.folder(vm, snapshot), manifest)
        except BadRecord as error:
            unreadable[snapshot] = error
            continue
        created[snapshot] = manifest.created
        for volume in lying.volumes:
            volumes[snapshot, volume.target] = volume
        for volume in manifest.volumes:
            identities[snapshot, volume.target] = volume.sha256
    return Chains(volumes, identities, created, unreadable)


def units(known: Chains, gone: AbstractSet[str]) -> list[Unit]:
    """What there is to merge, in order: copies first, then what consumes a file."""
    paths: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
    for (snapshot, target), volume in sorted(known.volumes.items()):
        if snapshot in gone or volume.parent not in gone:
            continue
        path: list[str] = []
        parent: str | None = volume.parent
        while parent is not None and parent in gone:
            below = known.volumes.get((parent, target))
            if below is None or parent in path:
                break  # its record is lost: found by `check_sound`
            path.insert(0, parent)
            parent = below.parent
        if path:
            paths.setdefault((path[0], target), []).append((tuple(path), snapshot))
    found = []
    for (_, target), ends in sorted(paths.items()):
        # The longest way consumes: copies of the shorter ones cost less.
        for number, (way, survivor) in enumerate(sorted(ends, key=lambda end: len(end[0]))):
            found.append(Unit(target, way, survivor, consumes=number == len(ends) - 1))
    return sorted(found, key=lambda unit: unit.consumes)


@dataclass(frozen=True)
class Group:
    """Deleted snapshots that have to go together, because they lie below one another; `gone` is all
    that is deleted."""

    members: frozenset[str]
    gone: frozenset[str]

    def units(self, known: Chains) -> list[Unit]:
        return [unit for unit in units(known, self.gone) if self.members & set(unit.path)]


def groups(known: Chains, wanted: Iterable[str], deleted: Iterable[str]) -> list[Group]:
    """Those of the groups in which something is wanted. First those that nothing builds on: they
    need no room, and make some; then the oldest."""
    wanted = set(wanted)
    gone = frozenset(wanted | set(deleted))
    together: list[set[str]] = [{each} for each in gone]
    for unit in units(known, gone):
        joined = [group for group in together if group & set(unit.path)]
        together = [group for group in together if group not in joined]
        together.append(set().union(*joined))
    found = [Group(frozenset(group), gone) for group in together if group & wanted]
    return sorted(
        found,
        key=lambda group: (
            bool(group.units(known)),
            min(known.created.get(each, 0.0) for each in group.members),
        ),
    )


def group_of(known: Chains, some: Iterable[str], deleted: Iterable[str]) -> Group:
    """All that has to go together with some."""
    some = set(some)
    found = groups(known, some, deleted)
    members = frozenset(some.union(*(group.members for group in found)))
    return Group(members, frozenset(some | set(deleted)))


def interrupted(known: Chains, store: Store, vm: str) -> list[tuple[set[str], set[str]]]:
    """Snapshots whose file is being written into already, and those that go on with such a file
    though they are deleted as well by now: what was begun has to end as it began."""
    begun: list[set[str]] = []
    kept: set[str] = set()
    for snapshot in sorted(store.deleted(vm)):
        deletion = deletions.read(store, vm, snapshot)
        for target, value in deletion.begun if deletion is not None else ():
            survivor = value.partition(" ")[0]
            path: set[str] = set()
            at = known.volumes.get((survivor, target))
            while at is not None and at.parent is not None and snapshot not in path:
                path.add(at.parent)
                at = known.volumes.get((at.parent, target))
            if snapshot in path:
                begun.append(path)
                kept.add(survivor)
    return [(path, kept) for path in begun]


def touches_newest(known: Chains, group: Group) -> bool:
    """Whether the newest snapshot goes, or what it stands on is changed."""
    staying = {each: at for each, at in known.created.items() if each not in group.gone}
    if not staying:
        return True
    newest = max(staying, key=lambda each: (staying[each], each))
    if any(known.created.get(each, 0.0) > staying[newest] for each in group.members):
        return True
    return any(unit.survivor == newest for unit in group.units(known))


def check_sound(store: Store, vm: str, vm_name: str, pm: str, known: Chains, group: Group) -> None:
    """Refuses what would build on damage, or on what is not known."""
    for snapshot, error in known.unreadable.items():
        lost = snapshot in group.members and isinstance(error, NewerRecord)
        builds = snapshot not in group.gone and _names_any(
            store.folder(vm, snapshot), group.members
        )
        if lost or builds:
            path = str(store.folder(vm, snapshot))
            raise Refused("record-unreadable", pm=pm, path=path, detail=str(error))
    sound = set()
    for unit in group.units(known):
        bottom = known.volumes[unit.path[0], unit.target]
        steps = zip((*unit.path[1:], unit.survivor), unit.path)
        if (
            bottom.parent not in group.gone
            and group.members.issuperset(unit.path)
            and all(
                known.volumes[child, unit.target].parent_sha256
                == known.identities[parent, unit.target]
                for child, parent in steps
            )
        ):
            sound.add((unit.survivor, unit.target))
    for (snapshot, target), volume in known.volumes.items():
        stands = snapshot not in group.gone and volume.parent in group.members
        if stands and (snapshot, target) not in sound:
            detail = f"{target}: its parent {volume.parent} is missing or another one"
            raise Refused("merge-damaged", vm=vm_name, pm=pm, snapshot=snapshot, detail=detail)


def _names_any(folder: Path, gone: AbstractSet[str]) -> bool:
    """Whether a file there builds on one that goes, as far as headers tell."""
    for path in folder.glob("*.qcow2"):
        named = backing_of(path)
        if named is not None and named.split("/")[-2:-1] and named.split("/")[-2] in gone:
            return True
    return False


@dataclass(frozen=True)
class Cost:
    """Bytes: free room that is needed besides, what is read and written in all, what is free
    afterwards, at least."""

    needs: int
    work: int
    frees: int


def cost(store: Store, vm: str, known: Chains, group: Group) -> Cost:
    """Raises qcow2.Unreadable, OSError."""
    needs = work = gained = 0
    for unit in group.units(known):
        bottom, *above = unit_files(store, vm, unit)
        size = bottom.stat().st_size
        upper = sum(path.stat().st_size for path in above)
        if unit.consumes:
            grows = qcow2.growth(bottom, above)
            needs, gained = needs + grows, gained + grows
        else:
            grows = size
            needs, gained = needs + size + upper, gained + size
        # Everything is read to see it sound, its content twice, and the new file's hash once.
        work += (size + upper) * 2 + upper + (size + grows) * 2
        gained -= allocated(above[-1]) if unit.consumes else 0
        gained += allocated(bottom) if unit.consumes else 0
    there = sum(
        allocated(path) for each in group.members for path in store.folder(vm, each).glob("*.qcow2")
    )
    return Cost(needs + SPARE if needs else 0, work, max(0, there - gained))


def unit_files(store: Store, vm: str, unit: Unit) -> list[Path]:
    """The files of a unit, lowest first."""
    name = records.volume_file(unit.target)
    return [store.folder(vm, each) / name for each in (*unit.path, unit.survivor)]


def allocated(path: Path) -> int:
    """Bytes that a file takes on disk."""
    try:
        return path.stat().st_blocks * 512
    except FileNotFoundError:
        return 0

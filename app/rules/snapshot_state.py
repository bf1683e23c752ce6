"""A snapshot's state, from what the two PMs hold and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.model.facts import CopyFacts, Facts
from app.model.problems import CopyDamaged, Problem
from app.model.snapshot import (
    Consistency,
    ConsistencyReason,
    CopyState,
    Method,
    Run,
    Snapshot,
    SnapshotState,
    SnapshotVolume,
    Step,
)
from app.one_at_a_time import courtesy
from app.remote.records import Manifest


@dataclass(frozen=True, slots=True)
class Held:
    """What one PM said last, and whether it can be asked now."""

    facts: Facts | None
    in_reach: bool


def snapshot_state(copies: tuple[CopyState, CopyState], same: bool) -> SnapshotState:
    """NORMAL exactly if both PMs hold it whole, with the same manifest (`same`)."""
    if copies == (CopyState.WHOLE, CopyState.WHOLE) and same:
        return SnapshotState.NORMAL
    return SnapshotState.BROKEN


def snapshots_of(
    held: tuple[Held, Held], runs: Sequence[Run], before: Sequence[Snapshot] = ()
) -> tuple[Snapshot, ...]:
    """Every snapshot that either PM holds or has announced, oldest first; those that are as they
    were `before`, as the same objects."""
    known = {each.id: each for each in before}
    by_snapshot = {each.snapshot: each for each in reversed(runs)}
    sides = [_copies(each.facts) for each in held]
    found = []
    # A PM that was away may hold still what the other knows to be deleted.
    deleted = {gone for each in held if each.facts for vm in each.facts.vms for gone in vm.deleted}
    for identity in dict.fromkeys([*sides[0], *sides[1]]):
        courtesy.give_way()
        if identity in deleted:
            continue
        vm = next(side[identity][0] for side in sides if identity in side)
        pair = tuple(side[identity][1] if identity in side else None for side in sides)
        run = by_snapshot.get(identity)
        snapshot = _snapshot(identity, vm, (pair[0], pair[1]), held, run)
        if snapshot is not None:
            found.append(snapshot)
    made = _with_parents(sorted(found, key=lambda each: (each.created, each.id)))
    return tuple(_as_before(known.get(each.id), each) for each in made)


def _as_before(old: Snapshot | None, new: Snapshot) -> Snapshot:
    courtesy.give_way()
    return old if old is not None and old == new else new


def _with_parents(snapshots: list[Snapshot]) -> tuple[Snapshot, ...]:
    """A snapshot whose parent was deleted comes after the one before that."""
    last: dict[str, str] = {}
    known = {each.id for each in snapshots}
    found = []
    for each in snapshots:
        if each.parent is not None and each.parent not in known:
            each = replace(each, parent=last.get(each.vm))
        last[each.vm] = each.id
        found.append(each)
    return tuple(found)


def _copies(facts: Facts | None) -> dict[str, tuple[str, CopyFacts]]:
    if facts is None:
        return {}
    return {copy.id: (vm.uuid, copy) for vm in facts.vms for copy in vm.copies}


def _snapshot(
    identity: str,
    vm: str,
    pair: tuple[CopyFacts | None, CopyFacts | None],
    held: tuple[Held, Held],
    run: Run | None,
) -> Snapshot | None:
    there = [copy for copy in pair if copy is not None]
    manifest = next((copy.manifest for copy in there if copy.manifest is not None), None)
    announced = next((copy.announcement for copy in there if copy.announcement is not None), None)
    record = manifest or announced
    hashes = {copy.manifest_hash for copy in there if copy.manifest is not None}
    problems: list[Problem] = [problem for copy in there for problem in copy.problems]
    if len(hashes) > 1:
        names = [each.facts.host.name for each in held if each.facts is not None]
        problems.append(CopyDamaged(names[1], f"manifests of {identity} differ"))
    copies = (_copy_state(pair[0], held[0]), _copy_state(pair[1], held[1]))
    if record is None:
        return _nameless(identity, vm, copies, run, problems)
    return Snapshot(
        id=identity,
        vm=vm,
        vm_name=record.vm_name,
        name=record.name,
        description=record.description,
        created=datetime.fromtimestamp(record.created, UTC),
        state=snapshot_state(copies, len(hashes) == 1),
        copies=copies,
        consistency=Consistency(manifest.consistency) if manifest else None,
        reason=_reason(manifest),
        volumes=_volumes(manifest),
        parent=manifest.parent if manifest else None,
        created_by=record.created_by,
        primary_name=record.primary_name,
        frozen_ms=manifest.frozen_ms if manifest else None,
        steps=_steps(manifest),
        run=run,
        problems=tuple(dict.fromkeys(problems)),
    )


def _nameless(
    identity: str,
    vm: str,
    copies: tuple[CopyState, CopyState],
    run: Run | None,
    problems: list[Problem],
) -> Snapshot | None:
    """A snapshot none of whose records can be read: shown if somebody may have to act on it."""
    if not problems and run is None:
        return None
    return Snapshot(
        id=identity,
        vm=vm,
        vm_name=run.vm_name if run else "",
        name=run.vm_name if run else identity,
        description="",
        created=run.started if run else datetime.fromtimestamp(0, UTC),
        state=SnapshotState.BROKEN,
        copies=copies,
        run=run,
        problems=tuple(problems),
    )


def _copy_state(copy: CopyFacts | None, held: Held) -> CopyState:
    if not held.in_reach:
        return CopyState.UNSEEN
    return CopyState.ABSENT if copy is None else copy.state


def _reason(manifest: Manifest | None) -> ConsistencyReason | None:
    try:
        return ConsistencyReason(manifest.reason) if manifest else None
    except ValueError:
        return None  # of a version that knows more reasons


def _volumes(manifest: Manifest | None) -> tuple[SnapshotVolume, ...]:
    return tuple(
        SnapshotVolume(
            target=volume.target,
            size=volume.size,
            capacity=volume.capacity,
            method=Method(volume.method),
            boot=volume.boot,
            sha256=volume.sha256,
            parent=volume.parent,
            source=volume.source,
        )
        for volume in (manifest.volumes if manifest else ())
    )


def _steps(manifest: Manifest | None) -> tuple[tuple[Step, float], ...]:
    known = {step.value: step for step in Step}
    steps = manifest.steps if manifest else ()
    return tuple((known[name], seconds) for name, seconds in steps if name in known)

"""Notes of deleted snapshots: kept until neither PM holds anything of one any more, and told to the
other PM at every contact, so that what is deleted here does not come back from there."""

from __future__ import annotations

import os
import uuid
from typing import Any

from app.remote import records
from app.remote.job_files import JobFiles
from app.remote.records import BadRecord, Deletion
from app.remote.spawn import spawn
from app.remote.store import Store, fsync_folder, make_folder, write_durably

MOST = 10_000  # notes in one message


def read(store: Store, vm: str, snapshot: str) -> Deletion | None:
    """A note; None if there is none, or if it cannot be read: then what it was for is deleted all
    the same."""
    path = store.vm(vm) / "deleted" / snapshot
    try:
        return records.deletion_from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BadRecord):
        return None


def note(store: Store, deletion: Deletion) -> None:
    folder = store.vm(deletion.vm) / "deleted"
    make_folder(folder.parent)
    make_folder(folder)
    write_durably(folder / deletion.snapshot, records.to_json(deletion))
    store.touch()


def drop(store: Store, vm: str, snapshot: str) -> None:
    folder = store.vm(vm) / "deleted"
    (folder / snapshot).unlink(missing_ok=True)
    if folder.exists():
        fsync_folder(folder)
    store.touch()


def held(store: Store, vm: str, snapshot: str) -> bool:
    """Whether anything of a snapshot lies here."""
    return os.path.lexists(store.folder(vm, snapshot)) or os.path.lexists(
        store.incoming(vm, snapshot)
    )


def to_merge(store: Store, vm: str) -> list[str]:
    """Deleted snapshots of which something lies here still."""
    return sorted(each for each in store.deleted(vm) if held(store, vm, each))


def unsettled(store: Store, vm: str) -> bool:
    """Whether there is a note that something is to be done about, and nobody at it."""
    locks = (store.merge_lock(vm), store.settling_lock(vm))
    return bool(store.deleted(vm)) and not any(lock.held() for lock in locks)


def telling(store: Store, vm: str) -> list[dict[str, Any]]:
    """What the other PM is told: the notes that cannot be taken back."""
    told = []
    for snapshot in sorted(store.deleted(vm))[:MOST]:
        found = read(store, vm, snapshot)
        if found is None or found.final:
            told.append(
                {
                    "snapshot": snapshot,
                    "by": found.deleted_by if found else "",
                    "vm_name": found.vm_name if found else "",
                    "at": found.deleted if found else 0.0,
                    "held": held(store, vm, snapshot),
                }
            )
    return told


def hear(store: Store, vm: str, told: object) -> list[str]:
    """Takes in what the other PM told: notes what is held here, forgets what neither holds any
    more. Gives which of the told are held here. Raises ValueError for what cannot be meant."""
    if not isinstance(told, list) or len(told) > MOST:
        raise ValueError("deletions: not a list")
    left = []
    for each in told:
        snapshot = each["snapshot"]
        if not isinstance(snapshot, str) or not records.ID.fullmatch(snapshot):
            raise ValueError("snapshot: not an id")
        if held(store, vm, snapshot):
            left.append(snapshot)
            mine = read(store, vm, snapshot)
            if mine is None or not mine.final:
                begun = mine.begun if mine is not None else ()
                note(store, _as_told(vm, each, begun))
        elif each.get("held") is False and snapshot in store.deleted(vm):
            drop(store, vm, snapshot)
    return left


def _as_told(vm: str, told: dict[str, Any], begun: tuple[tuple[str, str], ...]) -> Deletion:
    at = told.get("at", 0.0)
    return Deletion(
        snapshot=told["snapshot"],
        vm=vm,
        vm_name=str(told.get("vm_name", ""))[:1000],
        deleted=float(at) if isinstance(at, (int, float)) and 0 <= at < records.LATEST else 0.0,
        deleted_by=str(told.get("by", ""))[:200],
        final=True,
        begun=begun,
    )


def settled(store: Store, vm: str, told: list[dict[str, Any]], left: object) -> None:
    """After the other PM was told: forgets what neither holds any more."""
    there = set(left) if isinstance(left, list) else {each["snapshot"] for each in told}
    for each in told:
        snapshot = each["snapshot"]
        if snapshot not in there and not held(store, vm, snapshot):
            drop(store, vm, snapshot)


def progress(store: Store, vm: str) -> dict[str, Any]:
    """How far the job is that merges here: bytes, and what it waits for."""
    for lock in (store.merge_lock(vm), store.settling_lock(vm)):
        job = str(lock.holder().get("job", "")) if lock.held() else ""
        if records.ID.fullmatch(job):
            found = JobFiles(store.jobs() / job).progress()
            kept = ("done", "total", "code", "fields")
            answer = {name: found[name] for name in kept if name in found}
            # That it waits for us is no news to us.
            return answer if answer.get("code") != "deletion-waits" else {}
    return {}


def take_up(store: Store, vm: str) -> bool:
    """Starts a job for what is to be merged here, if nobody is at it. Whether it did."""
    if not unsettled(store, vm):
        return False
    request = {"kind": "merge", "vm": vm, "vm_name": _vm_name(store, vm)}
    files = JobFiles.new(store.jobs(), str(uuid.uuid4()), request)
    spawn(store, "run-job", files.job)
    return True


def _vm_name(store: Store, vm: str) -> str:
    names = (read(store, vm, snapshot) for snapshot in store.deleted(vm))
    return next((each.vm_name for each in names if each is not None and each.vm_name), "")

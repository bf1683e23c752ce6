"""Clears away what dead runs left. Whatever has no manifest and no living run is debris."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import uuid

from app.remote import deliver, journal, swap
from app.remote.at_rest import forget_checkpoints
from app.remote.critical import reset_agent_time, thaw_until_free
from app.remote.host import host_name, host_uuid
from app.remote.job_files import Events, JobFiles
from app.remote.journal import Journal
from app.remote.locks import Taken
from app.remote.peer import Peer, PeerAway
from app.remote.plan import checkpoint_name
from app.remote.problems import Problem, Refused
from app.remote.records import Announcement, BadRecord, NewerRecord
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.virsh import (
    checkpoints,
    delete_checkpoint,
    end_backup,
    let_go_on,
    resume_paused,
    state,
)

log = logging.getLogger(__name__)
THAW_FOR = 60.0
UNWRITTEN = re.compile(r"\.[a-z.]+\.([0-9]+)")  # with the number of the process
# What is said of a run that died, by the names of its progress.
END_OF = ("snapshot", "vm", "vm_name", "owner", "started")


def sweep(store: Store) -> list[str]:
    """Looks at every VM that nobody works on; lines that say what was done."""
    done: list[str] = []
    for vm in store.vms():
        lock = store.vm_lock(vm)
        try:
            lock.take({"activity": "repair", "owner": "", "since": ""}, wait=0.3)
        except Taken:
            continue
        peer = None
        try:
            peer = _peer_if_needed(store, vm)
            done += sweep_vm(store, vm, peer)
        except (ToolFailed, BadRecord, OSError) as error:
            log.warning("sweep of %s: %s", vm, error)
        finally:
            if peer is not None:
                peer.close()
            lock.release()
    return done


def sweep_vm(store: Store, vm: str, peer: Peer | None) -> list[str]:
    """Sweeps one VM, whose lock the caller holds here and on `peer`. The peer is asked about
    snapshots that it announced, and rid of what ours left there; without it that is for later."""
    done: list[str] = []
    settled = _settle(store, vm)
    if settled:
        done.append(settled)
    states = Journal(store, vm).states()
    deleted = store.deleted(vm)
    for snapshot in store.snapshots(vm):
        if snapshot in deleted:
            continue  # the business of a merge
        try:
            if os.path.lexists(store.folder(vm, snapshot) / "manifest.json"):
                continue  # whole, damaged or of a newer version: never debris
            announcement = store.announcement(vm, snapshot)
        except NewerRecord:
            continue
        except BadRecord:
            announcement = None
        ours = announcement is None or announcement.primary == host_uuid()
        if not ours and not _given_up(vm, snapshot, peer):
            continue
        resumed = undo(store, vm, snapshot, states.get(snapshot, []))
        if resumed is not None and announcement is not None:
            paused = Problem("guest-paused", vm=announcement.vm_name, resumed=resumed)
            note_end(store, _end_of(announcement), paused)
            done.append(f"{vm}: the guest, which a full disk had stopped, goes on: {resumed}")
        if ours and peer is not None:
            with contextlib.suppress(PeerAway, Refused):  # it asks us as soon as it is back
                peer.ask("discard", vm=vm, snapshot=snapshot)
        if not ours and announcement is not None and peer is None:
            vm_name, before = announcement.vm_name, announcement.primary_name
            gone = Problem("failover", vm=vm_name, pm=before, now_on=host_name())
            note_end(store, _end_of(announcement), gone)
        done.append(f"{vm}: rest of unfinished snapshot {snapshot} removed")
    # Of a comparison, or of a run of which nothing else is left; whoever lives holds the lock.
    if end_backup(vm, str(store.root)):
        resume_paused(vm)
        done.append(f"{vm}: job of an unfinished run or comparison ended")
    done += _sweep_checkpoints(store, vm, states)
    drop_unwritten(store, vm)
    Journal(store, vm).shorten()
    return done


def _settle(store: Store, vm: str) -> str:
    """Ends a roll back that died. Raises OSError, BadRecord, ToolFailed: no snapshot may be taken
    of a VM half of whose volumes are old."""
    outcome = swap.settle(store, vm)
    if outcome == "new":
        forget_checkpoints(vm)
        return f"{vm}: unfinished roll back completed"
    return f"{vm}: rest of an unfinished roll back removed" if outcome else ""


def note_end(store: Store, of: dict[str, object], problem: Problem) -> None:
    """Says among the runs how one ended that died, since nobody else is left to say it: with its
    PM, whose VM runs here now, or while its guest stood for want of room. `of`: see END_OF."""
    files = JobFiles.new(store.jobs(), str(uuid.uuid4()), {"kind": "failover"})
    Events(files, of).ended("failed", problem)


def _end_of(announcement: Announcement) -> dict[str, object]:
    return {
        "snapshot": announcement.snapshot,
        "vm": announcement.vm,
        "vm_name": announcement.vm_name,
        "owner": announcement.created_by,
        "started": announcement.created,
    }


def undo(store: Store, vm: str, snapshot: str, states: list[str]) -> bool | None:
    """Takes back everything a run did on this PM, in the order that harms nobody: the guest
    first, then QEMU's job, then its checkpoint, then the files. Whether a guest that an I/O error
    had stopped runs again; None if it was not."""
    resumed = None
    folder = str(store.folder(vm, snapshot))

    def unpause() -> None:
        nonlocal resumed
        if (now := let_go_on(vm, folder)) is not None:
            resumed = now

    if journal.FREEZING in states and journal.THAWED not in states:
        thaw_until_free(vm, THAW_FOR, unpause)
        reset_agent_time(vm)
        _note(store, vm, snapshot, journal.THAWED)
    if journal.FREEZING in states or journal.PREPARED in states:
        end_backup(vm, folder)
        unpause()
    name = checkpoint_name(snapshot)
    if name in checkpoints(vm):
        why = delete_checkpoint(vm, name)
        if why is not None:
            log.warning("checkpoint %s stays for now: %s", name, why)
    store.discard(vm, snapshot)
    _note(store, vm, snapshot, journal.UNDONE)
    return resumed


def _note(store: Store, vm: str, snapshot: str, state: str) -> None:
    """On a full disk nothing is noted, and yet everything is taken back."""
    try:
        Journal(store, vm).note(snapshot, state)
    except OSError as error:
        log.warning("%s of %s is not noted: %s", state, snapshot, error)


def _sweep_checkpoints(store: Store, vm: str, states: dict[str, list[str]]) -> list[str]:
    """Checkpoints of ours that belong to no snapshot here and that this PM's own journal knows:
    a checkpoint made on the other PM may still have its snapshot there."""
    known = {checkpoint_name(snapshot) for snapshot in states}
    whole = {manifest.checkpoint for manifest in store.manifests(vm)}
    done = []
    for name in checkpoints(vm):
        if name in known - whole:
            why = delete_checkpoint(vm, name)
            outcome = "removed" if why is None else f"stays for now: {why}"
            done.append(f"{vm}: checkpoint {name} {outcome}")
    return done


def drop_unwritten(store: Store, vm: str) -> None:
    """Removes what `write_durably` left where its process was killed before it could rename."""
    folders = [store.vm(vm), *(store.folder(vm, snapshot) for snapshot in store.snapshots(vm))]
    for entry in [entry for folder in folders for entry in os.scandir(folder)]:
        found = UNWRITTEN.fullmatch(entry.name)
        if found is not None and not os.path.exists(f"/proc/{found.group(1)}"):
            os.unlink(entry.path)
            log.info("%s removed", entry.path)


def _given_up(vm: str, snapshot: str, peer: Peer | None) -> bool:
    """Whether a snapshot that the other PM announced has no future: it says so, or the VM runs
    here now, which ends every unfinished run of the other."""
    if peer is not None:
        try:
            return not peer.ask("known", vm=vm, snapshot=snapshot).get("known", True)
        except (PeerAway, Refused):
            return False
    try:
        return state(vm)[0] == "running"
    except ToolFailed:
        return False


def drop_given_up(store: Store, announced: set[tuple[str, str]]) -> None:
    """What the other PM announced here, as (VM, snapshot), and gave up while it could not be heard.
    Whoever calls holds no lock. If the other PM is away, that is for the next look."""
    left = {
        (vm, snapshot)
        for vm, snapshot in announced
        if store.folder(vm, snapshot).exists()
        and not os.path.lexists(store.folder(vm, snapshot) / "manifest.json")
    }
    if not left:
        return
    try:
        peer = Peer(store)
    except (PeerAway, Refused, OSError) as error:
        log.info("%d unfinished snapshots stay for now: %s", len(left), error)
        return
    try:
        for vm, snapshot in left:
            lock = store.vm_lock(vm)
            if not _given_up(vm, snapshot, peer):
                continue
            with contextlib.suppress(Taken):  # whoever has it sweeps first
                lock.take({"activity": "repair", "owner": "", "since": ""})
                try:
                    undo(store, vm, snapshot, [])
                finally:
                    lock.release()
    finally:
        peer.close()


def _peer_if_needed(store: Store, vm: str) -> Peer | None:
    """A connection to the other PM, with the VM's lock there, if there is debris to speak of."""
    unfinished = set(store.snapshots(vm)) - store.deleted(vm)
    if all((store.folder(vm, s) / "manifest.json").exists() for s in unfinished):
        return None
    peer = None
    try:
        peer = Peer(store)
        peer.ask("lock", vm=vm, vm_name="", holder={"activity": "repair"})
    except (PeerAway, Refused, OSError):
        if peer is not None:
            peer.close()
        return None
    return peer


def unsent(store: Store, vm: str) -> bool:
    """Whether a snapshot is whole here and not known to be on the other PM, with nobody at it."""
    if store.vm_lock(vm).held():
        return False
    return any(not deliver.replicated(store, manifest) for manifest in store.manifests(vm))

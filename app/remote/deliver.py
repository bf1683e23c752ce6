"""Brings what is whole here to the other PM, in order, and sees it verified there."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Callable

from app.remote import records
from app.remote.arrival import layers_to_wire
from app.remote.journal import COMMITTED_BOTH, Journal
from app.remote.layout import file_faults, read_layout
from app.remote.peer import Peer, PeerAway
from app.remote.plan import PREFIX
from app.remote.problems import Refused
from app.remote.records import Manifest
from app.remote.store import Store, write_durably
from app.remote.virsh import checkpoints, delete_checkpoint

log = logging.getLogger(__name__)
REPLICATED = "replicated"  # in a snapshot's folder: the hash both PMs hold


def missing(store: Store, peer: Peer, vm: str) -> list[Manifest]:
    """Snapshots whole here and not there, parents before children. What the peer holds whole, but
    otherwise, or from a newer version, it will not have replaced."""
    there = peer.ask("have", vm=vm).get("whole")
    if not isinstance(there, dict):
        raise PeerAway("the answer does not say what it has")
    found = []
    for manifest in store.manifests(vm):
        text = store.text(vm, manifest.snapshot, "manifest.json") or ""
        if there.get(manifest.snapshot) == records.content_hash(text):
            mark(store, manifest)
        elif manifest.snapshot in there:
            log.warning("%s: the other PM holds another one", manifest.snapshot)
        else:
            found.append(manifest)
    return found


def send(
    store: Store,
    peer: Peer,
    manifest: Manifest,
    *,
    limit: int | None,
    step: Callable[[str], None],
    progress: Callable[[int, int], None],
    check: Callable[[], None],
) -> None:
    """Copies one snapshot and has it verified there. Raises PeerAway or Refused."""
    for last_try in (False, True):
        step("replicate")
        transfer(store, peer, manifest, limit=limit, progress=progress, check=check)
        step("verify")
        try:
            # The peer reads all of it: less than 20 MB a second would be a broken disk.
            lying, layers = _lying(store, manifest)
            total = sum(volume.size for volume in lying.volumes)
            text = records.to_json(manifest)
            peer.ask("commit", manifest=text, layers=layers, timeout=120 + total / 20e6)
            break
        except Refused as error:
            # A rest of an earlier try may have been wrong; it was removed there.
            if last_try or error.code != "verify-failed":
                raise
            log.warning("sent again: %s", error.fields)
    mark(store, manifest)
    Journal(store, manifest.vm).note(manifest.snapshot, COMMITTED_BOTH)


def transfer(
    store: Store,
    peer: Peer,
    manifest: Manifest,
    *,
    limit: int | None,
    progress: Callable[[int, int], None],
    check: Callable[[], None],
) -> None:
    """Brings a snapshot's files into the peer's incoming folder; what was brought by an earlier
    try is not sent again."""
    folder = store.folder(manifest.vm, manifest.snapshot)
    faults = file_faults(folder, manifest)
    if faults:
        raise Refused("copy-damaged", pm=manifest.primary_name, detail="; ".join(faults))
    lying, layers = _lying(store, manifest)
    total = sum(volume.size for volume in lying.volumes)
    files: list[Path] = [folder / volume.file for volume in manifest.volumes]
    peer.ask("prepare", manifest=records.to_json(manifest), layers=layers)
    peer.send(
        manifest.vm,
        manifest.snapshot,
        files,
        limit=limit,
        on_bytes=lambda done: progress(min(done, total), total),
        check=check,
    )
    progress(total, total)


def _lying(store: Store, manifest: Manifest) -> tuple[Manifest, list[dict[str, Any]]]:
    """The snapshot as its files lie here, and what of that its manifest does not say."""
    layers = read_layout(store.folder(manifest.vm, manifest.snapshot)).layers
    return records.laid_out(manifest, layers), layers_to_wire(layers)


def mark(store: Store, manifest: Manifest) -> None:
    """Notes here that the peer holds the same; a hint that saves a question, never the state."""
    path = store.folder(manifest.vm, manifest.snapshot) / REPLICATED
    if not path.exists():
        write_durably(path, records.content_hash(records.to_json(manifest)))
        store.touch()


def replicated(store: Store, manifest: Manifest) -> bool:
    return (store.folder(manifest.vm, manifest.snapshot) / REPLICATED).exists()


def drop_old_checkpoints(store: Store, vm: str) -> list[str]:
    """Removes our checkpoints that no run will start from: all but the newest whole one and the
    newest that both PMs hold. Another tool's are never touched. Names of those removed."""
    manifests = [manifest for manifest in store.manifests(vm) if manifest.checkpoint]
    keep = {manifest.checkpoint for manifest in manifests[-1:]}
    keep |= {m.checkpoint for m in [m for m in manifests if replicated(store, m)][-1:]}
    removed = []
    for name in checkpoints(vm):
        if name.startswith(PREFIX) and name not in keep:
            why = delete_checkpoint(vm, name)
            if why is None:
                removed.append(name)
            else:
                log.warning("checkpoint %s of %s stays: %s", name, vm, why)
    return removed

"""The chains of files that a VM's snapshots are: which of them are sound, and how they are kept
still while somebody reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Callable

from app.remote import records
from app.remote.layout import as_it_lies, file_faults
from app.remote.locks import Taken
from app.remote.order import in_order
from app.remote.records import Manifest
from app.remote.store import Store


def sound_chains(store: Store, vm: str) -> list[Manifest]:
    """Snapshots, oldest first, on whose files a new one may build: a file whose parent is gone,
    damaged or another one says nothing of the volume. What is being deleted still carries what
    builds on it, and is no base itself."""
    sound: dict[tuple[str, str], str] = {}  # identity by snapshot and target
    found = []
    deleted = store.deleted(vm)
    for manifest in in_order(list(_readable(store, vm))):
        folder = store.folder(vm, manifest.snapshot)
        # The file of one that is being deleted may be changing: never for those that build on it.
        if manifest.snapshot not in deleted and file_faults(folder, manifest):
            continue
        try:
            lying = as_it_lies(folder, manifest)
        except records.BadRecord:
            continue
        if all(
            volume.parent is None
            or sound.get((volume.parent, volume.target)) == volume.parent_sha256
            for volume in lying.volumes
        ):
            sound.update({(manifest.snapshot, v.target): v.sha256 for v in manifest.volumes})
            if manifest.snapshot not in deleted:
                found.append(manifest)
    return found


def _readable(store: Store, vm: str) -> Iterator[Manifest]:
    for snapshot in store.snapshots(vm):
        try:
            manifest = store.manifest(vm, snapshot)
        except records.BadRecord:
            continue
        if manifest is not None:
            yield manifest


@contextmanager
def held_still(store: Store, vm: str, check: Callable[[], None]) -> Iterator[None]:
    """While a chain is read as a whole: no merge changes its files. Waits until a merge at hand is
    done, calling `check`."""
    lock = store.chain_lock(vm)
    while True:
        try:
            lock.take(shared=True, wait=0.5)
            break
        except Taken:
            check()
    try:
        yield
    finally:
        lock.release()

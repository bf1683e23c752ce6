"""Notes of deletions: told, heard, and forgotten once neither PM holds anything any more."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.remote import deletions
from app.remote.chains import sound_chains
from app.remote.layout import DAMAGE, LAYOUT, MERGED, file_faults
from app.remote.records import Deletion, Layer, Layout, to_json
from app.remote.store import Store
from tests.app.made import SNAPSHOT, VM
from tests.app.remote.test_store import IDS, chain


def pair(tmp_path: Path) -> tuple[Store, Store]:
    stores = (Store(tmp_path / "pm1"), Store(tmp_path / "pm2"))
    for store in stores:
        store.prepare()
        chain(store)
    return stores


def note(store: Store, snapshot: str, *, final: bool = True) -> None:
    deletions.note(store, Deletion(snapshot, VM, "web01", 5.0, "somebody", final))


def meet(one: Store, other: Store) -> None:
    """One contact, begun by `one`."""
    told = deletions.telling(one, VM)
    left = deletions.hear(other, VM, told)
    deletions.hear(one, VM, deletions.telling(other, VM))
    deletions.settled(one, VM, told, left)


def test_what_is_deleted_is_not_listed_and_no_base(tmp_path: Path) -> None:
    store, _ = pair(tmp_path)
    note(store, IDS[1], final=False)
    assert [each.snapshot for each in store.manifests(VM)] == [IDS[0], IDS[2], IDS[3]]
    # What builds on it is sound all the same, also while its file is being changed.
    (store.folder(VM, IDS[1]) / "vda.qcow2").write_bytes(b"longer than it was")
    assert [each.snapshot for each in sound_chains(store, VM)] == [IDS[0], IDS[2], IDS[3]]


def test_a_deletion_reaches_the_other_pm_and_is_forgotten_by_both(tmp_path: Path) -> None:
    one, other = pair(tmp_path)
    note(one, IDS[3])
    meet(one, other)
    heard = deletions.read(other, VM, IDS[3])
    assert heard == Deletion(IDS[3], VM, "web01", 5.0, "somebody", True)
    assert deletions.to_merge(other, VM) == [IDS[3]]

    one.discard(VM, IDS[3])
    meet(one, other)
    assert one.deleted(VM) == other.deleted(VM) == {IDS[3]}

    other.discard(VM, IDS[3])
    meet(one, other)
    assert one.deleted(VM) == other.deleted(VM) == set()


def test_whoever_begins_the_contact(tmp_path: Path) -> None:
    one, other = pair(tmp_path)
    note(one, IDS[3])
    meet(other, one)
    assert other.deleted(VM) == {IDS[3]}
    for store in (one, other):
        store.discard(VM, IDS[3])
    meet(other, one)
    assert one.deleted(VM) == other.deleted(VM) == set()


def test_what_can_be_taken_back_is_not_told(tmp_path: Path) -> None:
    one, other = pair(tmp_path)
    note(one, IDS[3], final=False)
    meet(one, other)
    assert other.deleted(VM) == set()
    # The other PM's word is final, and what was begun here is not forgotten with it.
    begun = (("vda", f"{IDS[3]} abc"),)
    deletions.note(one, Deletion(IDS[2], VM, "web01", 5.0, "me", False, begun))
    note(other, IDS[2])
    meet(one, other)
    mine = deletions.read(one, VM, IDS[2])
    assert mine is not None
    assert (mine.final, mine.begun) == (True, begun)


def test_a_note_that_cannot_be_read_counts(tmp_path: Path) -> None:
    one, other = pair(tmp_path)
    note(one, IDS[3])
    (one.vm(VM) / "deleted" / IDS[3]).write_bytes(b"\xff")
    meet(one, other)
    assert other.deleted(VM) == {IDS[3]}


@pytest.mark.parametrize("told", [None, {}, [1], [{}], [{"snapshot": "../x"}], [{"snapshot": 7}]])
def test_nonsense_is_not_heard(tmp_path: Path, told: object) -> None:
    store, _ = pair(tmp_path)
    with pytest.raises((ValueError, KeyError, TypeError)):
        deletions.hear(store, VM, told)
    assert store.deleted(VM) == set()


def test_a_layout_says_how_files_lie(tmp_path: Path) -> None:
    store, _ = pair(tmp_path)
    folder = store.folder(VM, IDS[1])
    known = store.manifest(VM, IDS[1])
    assert known is not None
    layer = Layer("vda", 12, "e" * 64)
    (folder / LAYOUT).write_text(to_json(Layout((layer,))))
    assert file_faults(folder, known) == ["vda.qcow2: 10 bytes instead of 12"]
    (folder / "vda.qcow2").write_bytes(b"x" * 12)
    assert file_faults(folder, known) == []
    # It is known by its manifest still.
    assert [each.snapshot for each in sound_chains(store, VM)] == IDS

    # Between the layout and the move both files hold the same volume.
    layout = Layout((dataclasses.replace(layer, size=14),), moving="vda", moving_from=IDS[0])
    (folder / LAYOUT).write_text(to_json(layout))
    assert file_faults(folder, known) == []
    (store.folder(VM, IDS[0]) / "vda.qcow2").unlink()
    assert file_faults(folder, known) == ["vda.qcow2: 12 bytes instead of 14"]
    copy = dataclasses.replace(layout, moving_from=IDS[1])
    (folder / LAYOUT).write_text(to_json(copy))
    assert file_faults(folder, known) != []
    (folder / f"vda{MERGED}.qcow2").write_bytes(b"")
    assert file_faults(folder, known) == []
    (folder / DAMAGE).write_text('["vda.qcow2: content hash"]')
    assert file_faults(folder, known) == ["vda.qcow2: content hash"]


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1, "layers": [{}]}', '{"format": 2}'])
def test_a_layout_that_cannot_be_read_is_damage(tmp_path: Path, text: str) -> None:
    store, _ = pair(tmp_path)
    folder = store.folder(VM, IDS[1])
    known = store.manifest(VM, IDS[1])
    assert known is not None
    (folder / LAYOUT).write_text(text)
    (fault,) = file_faults(folder, known)
    assert fault.startswith(LAYOUT)


def test_nothing_to_do_is_no_job(tmp_path: Path) -> None:
    store, _ = pair(tmp_path)
    assert not deletions.take_up(store, VM)
    note(store, SNAPSHOT)
    lock = store.settling_lock(VM)
    lock.take({"job": "none"})
    assert not deletions.take_up(store, VM)
    lock.release()
    assert deletions.unsettled(store, VM)

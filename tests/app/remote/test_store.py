"""What is kept on disk when the disk is no help, and what a new snapshot may build on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.remote.chains import sound_chains
from app.remote.job_files import event_of
from app.remote.journal import Journal
from app.remote.layout import DAMAGE
from app.remote.records import Manifest, VolumeRecord
from app.remote.store import Store, make_folder
from tests.app.made import VM, manifest

IDS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(4)]


def chain(store: Store) -> list[Manifest]:
    """Four snapshots of two volumes; the third one is of vdb alone, and everything of it."""
    made: list[Manifest] = []
    for number, identity in enumerate(IDS):
        store.folder(VM, identity).mkdir(parents=True)
        volumes = []
        for target in ("vda", "vdb") if number != 2 else ("vdb",):
            parent = made[-1] if made and number != 2 else None
            above = (
                next((v for v in parent.volumes if v.target == target), None) if parent else None
            )
            (store.folder(VM, identity) / f"{target}.qcow2").write_bytes(b"x" * 10)
            volumes.append(
                VolumeRecord(
                    target, f"{target}.qcow2", 10, f"{number}" * 64, 100, "full", target == "vda",
                    "/v", "qcow2", "", parent.snapshot if parent and above else None,
                    above.sha256 if above else None,
                )
            )  # fmt: skip
        made.append(
            dataclasses.replace(
                manifest(), snapshot=identity, created=float(number), volumes=tuple(volumes)
            )
        )
        store.commit(made[-1])
    return made


def sound(store: Store) -> list[int]:
    return [IDS.index(each.snapshot) for each in sound_chains(store, VM)]


def test_all_of_a_sound_chain(tmp_path: Path) -> None:
    store = Store(tmp_path)
    chain(store)
    assert sound(store) == [0, 1, 2, 3]


def test_what_stands_on_damage_is_left_out_with_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    chain(store)
    (store.folder(VM, IDS[0]) / DAMAGE).write_text('["vdb.qcow2: content hash"]')
    assert sound(store) == [2, 3]


def test_a_parent_that_is_another_one_carries_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = chain(store)[0]
    volumes = tuple(dataclasses.replace(each, sha256="f" * 64) for each in first.volumes)
    store.commit(dataclasses.replace(first, volumes=volumes))
    assert sound(store) == [0, 2, 3]


def test_a_manifest_that_cannot_be_read_carries_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    chain(store)
    (store.folder(VM, IDS[2]) / "manifest.json").write_bytes(b"\xff\xfe")
    assert sound(store) == [0, 1]


def test_parents_come_first_though_a_clock_was_set_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number, each in enumerate(chain(store)):
        store.commit(dataclasses.replace(each, created=10.0 - number))
    assert [IDS.index(each.snapshot) for each in store.manifests(VM)] == [2, 3, 0, 1]
    assert sound(store) == [2, 3, 0, 1]


def test_parents_that_go_in_a_circle_are_an_order_as_well(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number, each in enumerate(chain(store)):
        store.commit(dataclasses.replace(each, parent=IDS[(number + 1) % 4]))
    assert {each.snapshot for each in store.manifests(VM)} == set(IDS)


def test_a_line_that_was_cut_short_swallows_no_other(tmp_path: Path) -> None:
    store = Store(tmp_path)
    make_folder(store.vm(VM))
    journal = Journal(store, VM)
    journal.note(IDS[0], "prepared")
    with open(store.vm(VM) / "journal", "ab") as file:
        file.write(b'{"at": 1, "snap')
    journal.note(IDS[0], "freezing")
    assert journal.states() == {IDS[0]: ["prepared", "freezing"]}
    for _ in range(2100):
        journal.note(IDS[1], "undone")
    journal.shorten()
    assert len((store.vm(VM) / "journal").read_text().splitlines()) == 1000


@pytest.mark.parametrize("line", [b'{"kind": "ev', b"[1]\n", b"\xff\n", b"\n"])
def test_an_event_that_was_cut_short_is_passed_over(line: bytes) -> None:
    assert event_of(line) == {}

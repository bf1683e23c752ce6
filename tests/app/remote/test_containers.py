"""Containers on a PM: they grow, never shrink, promise no more than the disk has."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.remote import containers as room
from app.remote.capacity import FLOOR, default_capacity
from app.remote.containers import check_expand, containers, grow
from app.remote.problems import Refused
from app.remote.store import Store
from tests.app.made import SNAPSHOT, VM

MIB = 1024 * 1024


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    made = Store(tmp_path)
    made.prepare()
    monkeypatch.setattr(made, "free", lambda: (10_000 * MIB, FLOOR + 1000 * MIB))
    grow(made, VM, {"vda": 500 * MIB})
    return made


def refusal(store: Store, capacity: int) -> Refused:
    with pytest.raises(Refused) as refused:
        check_expand(store, VM, "web01", "vda", capacity)
    return refused.value


def test_it_grows_and_never_shrinks(store: Store) -> None:
    assert grow(store, VM, {"vda": 400 * MIB, "vdb": 7}) == {"vda": 500 * MIB, "vdb": 7}
    assert store.capacities(VM) == {"vda": 500 * MIB, "vdb": 7}
    problem = refusal(store, 499 * MIB)
    assert problem.code == "container-cannot-shrink"
    assert problem.fields["now"] == 500 * MIB


def test_it_promises_no_more_than_the_disk_has(store: Store) -> None:
    check_expand(store, VM, "web01", "vda", 1000 * MIB)
    check_expand(store, VM, "web01", "vda", 500 * MIB)  # as it is: nothing is promised anew
    problem = refusal(store, 1001 * MIB)
    assert problem.code == "container-no-room"
    figures = [problem.fields[name] // MIB for name in ("needed", "free", "most")]
    assert figures == [1001, 1000, 1000]


def test_what_is_in_it_needs_no_room_again(store: Store) -> None:
    folder = store.folder(VM, SNAPSHOT)
    folder.mkdir(parents=True)
    with open(folder / "vda.qcow2", "wb") as file:
        file.truncate(300 * MIB)
    check_expand(store, VM, "web01", "vda", 1300 * MIB)
    assert refusal(store, 1301 * MIB).fields["most"] == 1300 * MIB


def test_a_run_in_progress_reserves_what_it_may_still_write(store: Store) -> None:
    folder = store.folder(VM, SNAPSHOT)
    folder.mkdir(parents=True)
    with open(folder / "vda.qcow2", "wb") as file:
        file.truncate(30 * MIB)
    lock = store.vm_lock(VM)
    lock.take({"activity": "snapshot", "volumes": {"vda": 100 * MIB, "vdb": "much"}})
    try:
        (found,) = containers(store, VM)
        assert (found["snapshots_size"], found["reserved"]) == (30 * MIB, 70 * MIB)
    finally:
        lock.release()
    (found,) = containers(store, VM)
    assert found["reserved"] == 0


def test_a_volume_that_is_not_there_has_no_container(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nothing:
        name = "web01"

        def disk(self, target: str) -> None:
            return None

    monkeypatch.setattr(room, "look_at", lambda vm: Nothing())
    with pytest.raises(Refused) as refused:
        check_expand(store, VM, "web01", "vdz", 600 * MIB)
    assert refused.value.code == "no-such-volume"


def test_new_containers_are_as_large_as_the_system_says() -> None:
    assert default_capacity(8 << 30, 250) == 20 << 30
    assert default_capacity(8 << 30, 300) == 24 << 30
    assert default_capacity(100 * MIB, 110) == 612 * MIB  # small volumes get room all the same

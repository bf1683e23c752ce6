"""A merge killed at every point, and restarted: no other snapshot ever reads otherwise. Real files
and QEMU's own tools, in folders of this machine; the pair itself is in test_delete.py."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Collection
from pathlib import Path

import pytest

from app.remote import deletions
from app.remote.merge import Merge
from app.remote.merge_plan import chains as chains_of
from app.remote.merge_plan import group_of
from app.remote.problems import Refused
from app.remote.records import Deletion
from app.remote.store import Store
from tests.app.made import VM
from tests.pair.merging import branching, straight

pytestmark = [pytest.mark.pair, pytest.mark.timeout(1800)]
SEED = 20261125


def test_every_one_of_a_chain_alone_and_all_but_one(tmp_path: Path) -> None:
    chains = straight(tmp_path / "made", SEED, 5)
    for number, identity in enumerate(chains.ids):
        one = chains.copy(tmp_path / f"one{number}")
        assert one.merge([identity])
        one.check(merged=True)
        others = chains.copy(tmp_path / f"others{number}")
        assert others.merge([each for each in chains.ids if each != identity])
        assert others.staying() == [identity]
        others.check(merged=True)


@pytest.mark.parametrize("seed", range(110, 130))
def test_sizes_that_change_within_a_cluster(tmp_path: Path, seed: int) -> None:
    chains = straight(tmp_path / "made", seed, 4)
    for count in (1, 2):
        for number, gone in enumerate(itertools.combinations(chains.ids, count)):
            copy = chains.copy(tmp_path / f"{count}-{number}")
            for each in gone:
                deletions.note(copy.store, Deletion(each, VM, "web01", 0.0, ""))
            merge_of(copy.store, gone).run()
            copy.check(merged=True)


def test_branches_and_volumes_left_out(tmp_path: Path) -> None:
    chains = branching(tmp_path / "made", SEED)
    for count in range(1, len(chains.ids)):
        for number, gone in enumerate(itertools.combinations(chains.ids, count)):
            copy = chains.copy(tmp_path / f"{count}-{number}")
            assert copy.merge(gone)
            copy.check(merged=True)
            shutil.rmtree(copy.root)


@pytest.mark.parametrize("which", [(0,), (1,), (1, 2), (0, 1, 3)], ids=str)
def test_killed_at_each_thing_it_does_to_files(tmp_path: Path, which: tuple[int, ...]) -> None:
    chains = branching(tmp_path / "made", SEED)
    gone = [chains.ids[number] for number in which]
    for dies_at in itertools.count(1):
        copy = chains.copy(tmp_path / "copy")
        lived = copy.merge(gone, dies_at)
        copy.check(merged=False)
        assert copy.merge([])
        begun = set(copy.ids) - set(copy.staying())
        assert begun in (set(), set(gone)) or begun < set(gone), dies_at
        copy.check(merged=True)
        shutil.rmtree(copy.root)
        if lived:
            assert dies_at > 10
            return


def test_killed_at_random_moments_in_random_orders(tmp_path: Path) -> None:
    assert killed_at_random(tmp_path, SEED, 3) > 0


@pytest.mark.slow
def test_killed_at_random_moments_for_long(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    for number in range(40):
        killed_at_random(tmp_path / str(number), seed + number, 10)


def killed_at_random(folder: Path, seed: int, longest: int) -> int:
    """Ten snapshots deleted in random order, one or several at once, until one is left; jobs are
    killed at random moments, again and again. Gives how many were killed at work."""
    chance = random.Random(seed)
    chains = straight(folder, seed, 10)
    killed = 0
    while len(chains.staying()) > 1:
        left = chains.staying()
        wanted = chance.sample(left, min(len(left) - 1, chance.choice((1, 1, 1, 2, 3))))
        for attempt in range(longest):
            process = chains.begin(wanted if not attempt else [])
            chains.kill(process, chance.uniform(0.2, 1.5))
            killed += process.returncode == -9
            chains.check(merged=False)
            wanted = [each for each in wanted if each in chains.staying()]
            if not wanted or chance.random() < 0.3:
                break
        assert chains.merge([])
        chains.check(merged=True)
    return killed


def test_a_file_with_a_wrong_bit_is_not_merged(tmp_path: Path) -> None:
    chains = straight(tmp_path / "made", SEED, 3)
    for number in range(3):
        copy = chains.copy(tmp_path / str(number))
        path = copy.store.folder(VM, copy.ids[number]) / "vda.qcow2"
        with open(path, "r+b") as file:
            file.seek(path.stat().st_size - 70000)
            byte = file.read(1)
            file.seek(-1, 1)
            file.write(bytes([byte[0] ^ 0xFF]))
        before = path.read_bytes()
        copy.merge([copy.ids[1]])
        if number == 0:  # it takes no part: what is merged stands on it
            assert copy.store.snapshots(VM) == sorted([copy.ids[0], copy.ids[2]])
            continue
        assert path.read_bytes() == before
        assert copy.store.snapshots(VM) == sorted(copy.ids)
        assert copy.store.deleted(VM) == set()
        assert (path.parent / "damage.json").exists()


class Full(Store):
    """A container root on a disk with next to no room."""

    def free(self) -> tuple[int, int]:
        return 1 << 30, 1 << 10


def test_writes_that_fail_in_the_middle_are_made_up_for(tmp_path: Path) -> None:
    chains = straight(tmp_path, SEED, 4)
    bottom = chains.store.folder(VM, chains.ids[1]) / "vda.qcow2"
    before = bottom.read_bytes()
    assert chains.merge([chains.ids[1]], largest=len(before) + 70000)
    assert chains.staying() == [chains.ids[0], *chains.ids[2:]]
    assert bottom.read_bytes() != before  # it was begun
    chains.check(merged=False)
    assert chains.merge([])
    chains.check(merged=True)


def test_nothing_is_begun_without_room(tmp_path: Path) -> None:
    chains = straight(tmp_path, SEED, 4)
    store = Full(chains.store.root)
    merge = merge_of(store, [chains.ids[1]])
    with pytest.raises(Refused) as refused:
        merge.run()
    assert refused.value.code == "merge-needs-room"
    chains.check(merged=True)
    # Nothing builds on the newest: it needs none.
    merge_of(store, [chains.ids[3]]).run()
    assert chains.ids[3] not in store.snapshots(VM)


def merge_of(store: Store, gone: Collection[str]) -> Merge:
    """A merge in this very process."""
    group = group_of(chains_of(store, VM), gone, store.deleted(VM))
    return Merge(store, VM, "web01", group, lambda: None, lambda done: None)

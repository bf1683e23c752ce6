"""The state icon, from what both PMs hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.model.facts import CopyFacts
from app.model.problems import CopyDamaged, RecordUnreadable
from app.model.snapshot import CopyState, SnapshotState
from app.rules.snapshot_state import Held, snapshots_of
from tests.app.made import SNAPSHOT, copy_of, facts, manifest

WHOLE = copy_of(manifest())
PENDING = copy_of(None, CopyState.PENDING)


def held(first: CopyFacts | None, second: CopyFacts | None) -> tuple[Held, Held]:
    return (
        Held(facts(0, *([first] if first else [])), True),
        Held(facts(1, *([second] if second else [])), True),
    )


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        (WHOLE, WHOLE, SnapshotState.NORMAL),
        (WHOLE, None, SnapshotState.BROKEN),
        (None, WHOLE, SnapshotState.BROKEN),
        (WHOLE, PENDING, SnapshotState.BROKEN),
        (PENDING, PENDING, SnapshotState.BROKEN),
        (WHOLE, copy_of(manifest(), CopyState.DAMAGED), SnapshotState.BROKEN),
        (WHOLE, copy_of(manifest(), CopyState.FAILED), SnapshotState.BROKEN),
    ],
)
def test_normal_only_if_whole_on_both(
    first: CopyFacts | None, second: CopyFacts | None, state: SnapshotState
) -> None:
    (snapshot,) = snapshots_of(held(first, second), ())
    assert snapshot.state is state
    assert snapshot.name == "web01"


def test_two_different_manifests_are_broken_and_said() -> None:
    (snapshot,) = snapshots_of(held(WHOLE, copy_of(manifest("other"))), ())
    assert snapshot.state is SnapshotState.BROKEN
    assert isinstance(snapshot.problems[0], CopyDamaged)


def test_a_pm_out_of_reach_is_not_remembered_as_whole() -> None:
    first, second = held(WHOLE, WHOLE)
    (snapshot,) = snapshots_of((first, Held(second.facts, False)), ())
    assert snapshot.state is SnapshotState.BROKEN
    assert snapshot.copies == (CopyState.WHOLE, CopyState.UNSEEN)


def test_snapshots_of_a_pm_never_seen() -> None:
    (snapshot,) = snapshots_of((held(WHOLE, None)[0], Held(None, False)), ())
    assert snapshot.copies == (CopyState.WHOLE, CopyState.UNSEEN)


def test_an_announcement_alone_is_shown_as_broken() -> None:
    (snapshot,) = snapshots_of(held(PENDING, None), ())
    assert snapshot.state is SnapshotState.BROKEN
    assert snapshot.consistency is None
    assert snapshot.volumes == ()


def test_what_nobody_can_read_is_shown_if_it_has_a_problem() -> None:
    bare = CopyFacts(SNAPSHOT, CopyState.PENDING)
    assert snapshots_of(held(bare, None), ()) == ()
    bad = CopyFacts(SNAPSHOT, CopyState.DAMAGED, problems=(RecordUnreadable("pm1", "x", "y"),))
    (snapshot,) = snapshots_of(held(bad, None), ())
    assert snapshot.state is SnapshotState.BROKEN


def test_one_whose_parent_was_deleted_comes_after_the_one_before_that() -> None:
    ids = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]
    copies = [
        replace(
            copy_of(replace(manifest(), snapshot=each, created=float(number), parent=parent)),
            id=each,
        )
        for number, (each, parent) in enumerate(zip(ids, [None, ids[0], "x"], strict=True))
    ]
    pair = (Held(facts(0, *copies), True), Held(facts(1, *copies), True))
    assert [each.parent for each in snapshots_of(pair, ())] == [None, ids[0], ids[1]]

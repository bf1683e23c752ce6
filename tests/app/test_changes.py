"""The steps between two lists: whatever the lists are, they lead from one to the other."""

from __future__ import annotations

from typing import assert_never

from hypothesis import given
from hypothesis import strategies as st

from app.model.changes import Inserted, Removed, Updated, changes

Rows = list[tuple[int, int]]
rows = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 1)), max_size=15, unique_by=lambda row: row[0]
)


def applied(old: Rows, new: Rows) -> Rows:
    found = list(old)
    for change in changes(old, new, lambda row: row[0]):
        match change:
            case Removed(row, count):
                assert 0 < count <= len(found) - row
                del found[row : row + count]
            case Inserted(row, items):
                assert 0 <= row <= len(found)
                assert items
                found[row:row] = items
            case Updated(row, item):
                assert found[row][0] == item[0]
                assert found[row] != item
                found[row] = item
            case _:
                assert_never(change)
    return found


@given(rows, rows)
def test_the_steps_lead_from_the_one_to_the_other(old: Rows, new: Rows) -> None:
    assert applied(old, new) == new


@given(rows)
def test_nothing_leads_to_the_same(old: Rows) -> None:
    assert list(changes(old, list(old), lambda row: row[0])) == []


def test_neighbours_come_and_go_in_one_step() -> None:
    many = [(number, 0) for number in range(2000)]
    assert list(changes([], many, lambda row: row[0])) == [Inserted(0, tuple(many))]
    assert list(changes(many, [], lambda row: row[0])) == [Removed(0, 2000)]
    middle = many[:10] + many[30:]
    assert list(changes(many, middle, lambda row: row[0])) == [Removed(10, 20)]

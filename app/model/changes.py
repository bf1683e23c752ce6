"""The difference between two lists, as row steps a Qt model can apply one after another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Removed:
    row: int


@dataclass(frozen=True, slots=True)
class Inserted(Generic[T]):
    row: int
    item: T


@dataclass(frozen=True, slots=True)
class Updated(Generic[T]):
    row: int
    item: T


Change = Removed | Inserted[T] | Updated[T]


def changes(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]
) -> Iterator[Change[T]]:
    """Steps that turn `old` into `new`, valid when applied in order.

    Keys must be unique in each list. A row that moved is removed and inserted anew.
    """
    wanted = {key(item) for item in new}
    rows = list(old)
    for row in range(len(rows) - 1, -1, -1):
        if key(rows[row]) not in wanted:
            del rows[row]
            yield Removed(row)
    for row, item in enumerate(new):
        while row < len(rows) and key(rows[row]) != key(item):
            later = next(
                (at for at in range(row + 1, len(rows)) if key(rows[at]) == key(item)), None
            )
            if later is None:
                break
            # Taking the moved row out keeps every other row, and its selection, in place.
            del rows[later]
            yield Removed(later)
        if row < len(rows) and key(rows[row]) == key(item):
            if rows[row] != item:
                rows[row] = item
                yield Updated(row, item)
        else:
            rows.insert(row, item)
            yield Inserted(row, item)

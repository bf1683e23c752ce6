"""The difference between two lists, as row steps a Qt model can apply one after another."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Removed:
    """So many rows, the first of which is `row`."""

    row: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Inserted(Generic[T]):
    """In order, the first of them to be `row`."""

    row: int
    items: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Updated(Generic[T]):
    row: int
    item: T


Change = Removed | Inserted[T] | Updated[T]


def changes(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]
) -> Iterator[Change[T]]:
    """Steps that turn `old` into `new`, valid when applied in order; neighbours come or go in one.

    Keys must be unique in each list. A row that moved is removed and inserted anew.
    """
    wanted = [key(item) for item in new]
    staying = set(wanted)
    rows, keys = list(old), [key(item) for item in old]
    yield from _gone(rows, keys, staying)
    known = set(keys)
    row = 0
    while row < len(new):
        if row < len(keys) and keys[row] == wanted[row]:
            if rows[row] is not new[row] and rows[row] != new[row]:
                rows[row] = new[row]
                yield Updated(row, new[row])
            row += 1
            continue
        if wanted[row] in known:
            # Taking the moved row out keeps every other row, and its selection, in place.
            later = keys.index(wanted[row], row)
            del rows[later], keys[later]
            known.discard(wanted[row])
            yield Removed(later)
        fresh = 1
        while row + fresh < len(new) and wanted[row + fresh] not in known:
            fresh += 1
        items = tuple(islice(new, row, row + fresh))
        rows[row:row] = items
        keys[row:row] = wanted[row : row + fresh]
        known.update(wanted[row : row + fresh])
        yield Inserted(row, items)
        row += fresh


def _gone(rows: list[T], keys: list[Hashable], staying: set[Hashable]) -> Iterator[Removed]:
    end = len(rows)
    while end:
        if keys[end - 1] in staying:
            end -= 1
            continue
        first = end - 1
        while first and keys[first - 1] not in staying:
            first -= 1
        del rows[first:end], keys[first:end]
        yield Removed(first, end - first)
        end = first

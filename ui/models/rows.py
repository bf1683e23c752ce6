"""The rows of a table: which of the records are shown and in which order; told to Qt in steps."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import groupby
from operator import is_
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from app.model.changes import Inserted, Removed, Updated, changes

Row = TypeVar("Row")


# Every step costs each view some time; many in one go are gathered at the end of the table first.
MANY = 24


class Rows(Generic[Row]):
    """Sorts and filters here and not in a QSortFilterProxyModel, which asks Python for each of the
    n log n values that it compares, and for every cell that it filters.

    `key` is unique; `sort` gives what a column (one of `columns`) is sorted by, None where rows
    stay in the order they were given; `words` is what a filter looks in."""

    def __init__(
        self,
        model: QAbstractTableModel,
        columns: type[IntEnum],
        key: Callable[[Row], Hashable],
        sort: Callable[[Row, Any], Any] | None = None,
        words: Callable[[Row], Iterable[str]] | None = None,
    ) -> None:
        self._model = model
        self._columns = columns
        self._key = key
        self._sort = sort
        self._words = words
        self._all: Sequence[Row] = ()
        self._shown: list[Row] = []
        self._column = -1
        self._descending = False
        self._filter = ""

    def __len__(self) -> int:
        return len(self._shown)

    def __getitem__(self, row: int) -> Row:
        return self._shown[row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._shown)

    @property
    def column(self) -> int:
        """By which they are sorted; -1 for none."""
        return self._column

    def show(self, rows: Sequence[Row]) -> None:
        """Turns the rows into these step by step, so that selection and scrolling stay."""
        self._all = rows
        self._apply(self._wanted())

    def filter(self, text: str) -> None:
        """Only rows with this text in any of their words."""
        if text.casefold() != self._filter:
            self._filter = text.casefold()
            self._apply(self._wanted())

    def sort(self, column: int, order: Qt.SortOrder) -> None:
        self._column = column
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._apply(self._wanted())

    def _wanted(self) -> list[Row]:
        found = list(self._all)
        if self._filter and self._words is not None:
            words = self._words
            found = [
                row for row in found if any(self._filter in each.casefold() for each in words(row))
            ]
        if self._column < 0:
            return found
        if self._sort is not None:
            sort, column = self._sort, self._columns(self._column)
            found.sort(key=lambda row: sort(row, column), reverse=self._descending)
        elif self._descending:
            found.reverse()
        return found

    def _apply(self, wanted: Sequence[Row]) -> None:
        """What is gone goes, what stays is put in order, and only then comes what is new: so a row
        that only moved is never taken away."""
        key = self._key
        stay = {key(row) for row in wanted}
        left = [row for row in self._shown if key(row) in stay]
        if _pieces(key(row) in stay for row in self._shown) > MANY:
            self._reorder(left + [row for row in self._shown if key(row) not in stay])
        self._step(left)
        here = {key(row): row for row in self._shown}
        self._reorder([here[at] for row in wanted if (at := key(row)) in here])
        if _pieces(key(row) in here for row in wanted) > MANY:
            known = [row for row in wanted if key(row) in here]
            self._step(known + [row for row in wanted if key(row) not in here])
            self._reorder(list(wanted))
        else:
            self._step(wanted)

    def _reorder(self, wanted: list[Row]) -> None:
        if all(map(is_, wanted, self._shown)):
            return
        model = self._model
        model.layoutAboutToBeChanged.emit()
        before: list[QModelIndex] = model.persistentIndexList()
        places = {self._key(row): at for at, row in enumerate(wanted)}
        after = [
            model.index(places[self._key(self._shown[index.row()])], index.column())
            for index in before
        ]
        self._shown = wanted
        model.changePersistentIndexList(before, after)
        model.layoutChanged.emit()

    def _step(self, wanted: Sequence[Row]) -> None:
        """No row of `wanted` has moved against another."""
        model, rows, root = self._model, self._shown, QModelIndex()
        updated: list[int] = []
        for change in changes(rows, wanted, self._key):
            match change:
                case Removed(row, count):
                    model.beginRemoveRows(root, row, row + count - 1)
                    del rows[row : row + count]
                    model.endRemoveRows()
                case Inserted(row, items):
                    model.beginInsertRows(root, row, row + len(items) - 1)
                    rows[row:row] = items
                    model.endInsertRows()
                case Updated(row, item):
                    rows[row] = item
                    updated.append(row)
        if updated:
            last = model.columnCount() - 1
            model.dataChanged.emit(model.index(updated[0], 0), model.index(updated[-1], last))


def _pieces(flags: Iterable[bool]) -> int:
    """Into how many runs of equal ones they fall."""
    return sum(1 for _ in groupby(flags))

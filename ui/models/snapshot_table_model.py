"""The snapshots of a system or of one VM."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Any, assert_never

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from app.model.snapshot import CopyState, Snapshot, SnapshotState
from app.rules.snapshot_family import Place, places
from app.sentences import consistency_text, snapshot_state_text, step_text
from ui import format as formats
from ui.icons import Icon, icon
from ui.models.rows import Rows
from ui.models.tables import Index, Role, faded, refresh_all
from ui.text import capitalized, causes, consistency_words, shown, tip


class Column(IntEnum):
    STATE = 0
    NAME = 1
    VM = 2
    CREATED = 3
    CONSISTENCY = 4
    SIZE = 5
    VOLUMES = 6
    KEPT_ON = 7
    DESCRIPTION = 8
    FAMILY = 9  # never shown: whoever sorts by it has parents and children in their order


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A snapshot and its place among those shown with it."""

    snapshot: Snapshot
    place: Place


def state_icon(snapshot: Snapshot) -> Icon:
    """Broken while in progress or while whole on one PM only; from the PMs' records alone."""
    normal = snapshot.state is SnapshotState.NORMAL
    return Icon.SNAPSHOT_NORMAL if normal else Icon.SNAPSHOT_BROKEN


_NOWHERE = Place()
# By what a column is sorted, where that is not its words or is had sooner: of thousands at once.
_KEYS: dict[Column, Callable[[SnapshotRow], Any]] = {
    Column.STATE: lambda row: row.snapshot.state.value,
    Column.NAME: lambda row: row.snapshot.name.casefold(),
    Column.VM: lambda row: row.snapshot.vm_name.casefold(),
    Column.CREATED: lambda row: row.snapshot.created.timestamp(),
    Column.CONSISTENCY: lambda row: (
        row.snapshot.consistency.value if row.snapshot.consistency is not None else ""
    ),
    Column.SIZE: lambda row: row.snapshot.size,
    Column.KEPT_ON: lambda row: [copy is not CopyState.WHOLE for copy in row.snapshot.copies],
    Column.DESCRIPTION: lambda row: row.snapshot.description.casefold(),
    Column.FAMILY: lambda row: row.place.rank,
}
SOME = 100  # snapshots whose words are looked up in one go


class SnapshotTableModel(QAbstractTableModel):
    """One row a snapshot, keyed by id (names need not be unique)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows[SnapshotRow] = Rows(self, Column, lambda row: row.snapshot.id, self._sort)
        self._snapshots: Sequence[Snapshot] = ()
        self._machines: tuple[str, ...] = ("", "")
        self._stale = False
        self._words: dict[str, tuple[Snapshot, str]] = {}

    def show_snapshots(
        self, snapshots: Sequence[Snapshot], machines: tuple[str, ...], *, stale: bool = False
    ) -> None:
        """`machines`: the names of the two PMs, by side. `stale`: neither tells this now."""
        renamed = (machines, stale) != (self._machines, self._stale)
        if machines != self._machines:
            self._words = {}
        self._machines, self._stale = machines, stale
        self._snapshots = snapshots
        self._show()
        if renamed:
            refresh_all(self)

    def _show(self) -> None:
        # The same row for the same snapshot: what is the same need not be compared.
        before = {row.snapshot.id: row for row in self._rows}
        found = places(self._snapshots) if self._rows.column == Column.FAMILY else {}
        rows = []
        for snapshot in self._snapshots:
            place, old = found.get(snapshot.id, _NOWHERE), before.get(snapshot.id)
            same = old is not None and old.snapshot is snapshot and old.place == place
            rows.append(old if old is not None and same else SnapshotRow(snapshot, place))
        self._rows.show(rows)

    def refresh(self) -> None:
        self._words = {}
        refresh_all(self)

    def matches(self, snapshot: Snapshot, text: str) -> bool:
        """Whether the text stands in any column, or is a part of the id or of a hash."""
        return text.strip().casefold() in self._words_of(snapshot)

    def prepare_search(self, snapshots: Iterator[Snapshot]) -> bool:
        """Looks up the words of some of them, so that a search later has them; False if these were
        all."""
        some = list(islice(snapshots, SOME))
        for snapshot in some:
            self._words_of(snapshot)
        return len(some) == SOME

    def _words_of(self, snapshot: Snapshot) -> str:
        known = self._words.get(snapshot.id)
        if known is not None and known[0] is snapshot:
            return known[1]
        words = [self._text(snapshot, column) for column in Column]
        words += [snapshot.id, snapshot.description, snapshot.created_by]
        words += [volume.sha256 for volume in snapshot.volumes]
        said = "\n".join(words).casefold()
        self._words[snapshot.id] = snapshot, said
        return said

    def _text(self, snapshot: Snapshot, column: Column) -> str:
        match column:
            case Column.STATE:
                return self._state(snapshot)
            case Column.NAME:
                return snapshot.name
            case Column.VM:
                return snapshot.vm_name
            case Column.CREATED:
                return formats.moment(snapshot.created)
            case Column.CONSISTENCY:
                if snapshot.consistency is None:
                    return formats.DASH
                return shown(consistency_text(snapshot.consistency))
            case Column.SIZE:
                return formats.size(snapshot.size) if snapshot.volumes else formats.DASH
            case Column.VOLUMES:
                return self._list(volume.target for volume in snapshot.volumes)
            case Column.KEPT_ON:
                return self._kept_on(snapshot)
            case Column.DESCRIPTION:
                return " ".join(snapshot.description.split())
            case Column.FAMILY:
                return ""
            case _:
                assert_never(column)

    def _state(self, snapshot: Snapshot) -> str:
        run = snapshot.run
        if run is None or run.ended or snapshot.state is SnapshotState.NORMAL:
            return capitalized(snapshot_state_text(snapshot.state))
        if run.waiting:
            return self.tr("Waiting for the other PM")
        return capitalized(step_text(run.step))

    def _kept_on(self, snapshot: Snapshot) -> str:
        copies = zip(self._machines, snapshot.copies, strict=False)
        return self._list(name for name, copy in copies if copy is CopyState.WHOLE)

    def _list(self, names: Iterable[str]) -> str:
        return self.tr(", ", "between two names").join(names) or formats.DASH

    def _tip(self, snapshot: Snapshot, column: Column) -> str:
        if column is Column.STATE and snapshot.problems:
            return causes(snapshot.problems)
        if (
            column is Column.CONSISTENCY
            and snapshot.consistency is not None
            and snapshot.reason is not None
        ):
            return consistency_words(snapshot.consistency, snapshot.reason)
        if column is Column.CREATED:
            return formats.exact_moment(snapshot.created)
        return self._text(snapshot, column)

    def _sort(self, row: SnapshotRow, column: Column) -> Any:
        key = _KEYS.get(column)
        return self._text(row.snapshot, column).casefold() if key is None else key(row)

    # Overrides of QAbstractTableModel

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        match Column(section):
            case Column.STATE:
                return self.tr("State")
            case Column.NAME:
                return self.tr("Name")
            case Column.VM:
                return self.tr("VM")
            case Column.CREATED:
                return self.tr("Created")
            case Column.CONSISTENCY:
                return self.tr("Consistency")
            case Column.SIZE:
                return self.tr("Size")
            case Column.VOLUMES:
                return self.tr("Volumes")
            case Column.KEPT_ON:
                return self.tr("Kept On")
            case Column.DESCRIPTION:
                return self.tr("Description")
            case Column.FAMILY:
                return ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if Column.FAMILY not in (column, self._rows.column):
            self._rows.sort(column, order)
            return
        self._rows.sort(column, order)
        self._show()  # with or without their places

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        snapshot = row.snapshot
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(snapshot, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.STATE:
                return icon(state_icon(snapshot))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._tip(snapshot, column))
            case Qt.ItemDataRole.ForegroundRole if self._stale:
                return faded()
            case Role.RECORD:
                return snapshot
            case Role.PLACE:
                return row.place
        return None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column is Column.SIZE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

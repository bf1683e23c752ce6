"""The snapshots of a system or of one VM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, assert_never

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from app.model.snapshot import CopyState, Snapshot, SnapshotState
from app.rules.snapshot_family import Place, places
from app.sentences import consistency_text, snapshot_state_text, step_text
from ui import format as formats
from ui.icons import Icon, icon
from ui.models.tables import Index, Role, apply_rows, faded, refresh_all
from ui.text import capitalized, causes, consistency_words, shown, tip


class Column(IntEnum):
    STATE = 0
    NAME = 1
    VM = 2
    CREATED = 3
    CONSISTENCY = 4
    SIZE = 5
    KEPT_ON = 6
    DESCRIPTION = 7
    FAMILY = 8  # never shown: whoever sorts by it has parents and children in their order


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A snapshot and its place among those shown with it."""

    snapshot: Snapshot
    place: Place


def state_icon(snapshot: Snapshot) -> Icon:
    """Broken while in progress or while whole on one PM only; from the PMs' records alone."""
    normal = snapshot.state is SnapshotState.NORMAL
    return Icon.SNAPSHOT_NORMAL if normal else Icon.SNAPSHOT_BROKEN


class SnapshotTableModel(QAbstractTableModel):
    """One row a snapshot, keyed by id (names need not be unique)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SnapshotRow] = []
        self._machines: tuple[str, ...] = ("", "")
        self._stale = False

    def show_snapshots(
        self, snapshots: Sequence[Snapshot], machines: tuple[str, ...], *, stale: bool = False
    ) -> None:
        """`machines`: the names of the two PMs, by side. `stale`: neither tells this now."""
        renamed = (machines, stale) != (self._machines, self._stale)
        self._machines, self._stale = machines, stale
        found = places(snapshots)
        rows = [SnapshotRow(snapshot, found[snapshot.id]) for snapshot in snapshots]
        apply_rows(self, self._rows, rows, lambda row: row.snapshot.id)
        if renamed:
            refresh_all(self)

    def refresh(self) -> None:
        refresh_all(self)

    def matches(self, snapshot: Snapshot, text: str) -> bool:
        """Whether the text stands in any column, or is a part of the id or of a hash."""
        wanted = text.strip().casefold()
        words = [self._text(snapshot, column) for column in Column]
        words += [snapshot.id, snapshot.description, snapshot.created_by]
        words += [volume.sha256 for volume in snapshot.volumes]
        return any(wanted in each.casefold() for each in words)

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
        names = [
            name
            for name, copy in zip(self._machines, snapshot.copies, strict=False)
            if copy is CopyState.WHOLE
        ]
        return self.tr(", ", "between two names").join(names) if names else formats.DASH

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

    def _sort(self, snapshot: Snapshot, column: Column) -> Any:
        match column:
            case Column.CREATED:
                return snapshot.created.timestamp()
            case Column.SIZE:
                return snapshot.size
            case Column.STATE:
                return snapshot.state.value
        return self._text(snapshot, column).casefold()

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
            case Column.KEPT_ON:
                return self.tr("Kept On")
            case Column.DESCRIPTION:
                return self.tr("Description")
            case Column.FAMILY:
                return ""

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
            case Role.SORT:
                return row.place.rank if column is Column.FAMILY else self._sort(snapshot, column)
        return None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column is Column.SIZE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

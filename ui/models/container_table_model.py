"""The volume containers of a system: how full, of what, and for how long they will last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, assert_never

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from app.rules.container_rules import Lasting, VolumeContainer
from app.sentences import outlook_sentence, outlook_text
from ui import format as formats
from ui.container_parts import Parts, parts_of
from ui.icons import Icon, icon
from ui.models.rows import Rows
from ui.models.tables import Index, Role, faded, refresh_all
from ui.text import capitalized, shown, tip


class Column(IntEnum):
    VM = 0
    VOLUME = 1
    FULL = 2
    FREE = 3
    CAPACITY = 4
    OUTLOOK = 5
    OF_VOLUME = 6
    OF_SNAPSHOTS = 7
    RESERVED = 8


_FIGURES = (
    Column.CAPACITY,
    Column.OF_VOLUME,
    Column.OF_SNAPSHOTS,
    Column.RESERVED,
    Column.FREE,
)


class ContainerTableModel(QAbstractTableModel):
    """One row a container, keyed by VM and volume; its figures are those of the PM where less is
    left in it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows[VolumeContainer] = Rows(
            self, Column, lambda one: (one.vm.uuid, one.volume.target), self._sort, self._words
        )

    def show_containers(self, containers: Sequence[VolumeContainer]) -> None:
        self._rows.show(containers)

    def filter(self, text: str) -> None:
        """Shows rows that hold `text` in any column."""
        self._rows.filter(text)

    def refresh(self) -> None:
        refresh_all(self)

    def _text(self, one: VolumeContainer, column: Column) -> str:
        if column is Column.VM:
            return one.vm.name
        if column is Column.VOLUME:
            return one.volume.target
        place = one.fuller
        if place is None:
            return self._planned(one, column)
        container = place.container
        match column:
            case Column.FULL:
                return formats.percent(container.share)
            case Column.CAPACITY:
                return formats.size(container.capacity)
            case Column.OF_VOLUME:
                return formats.size(container.volume_size)
            case Column.OF_SNAPSHOTS:
                return formats.size(container.snapshots_size)
            case Column.RESERVED:
                return formats.size(container.reserved) if container.reserved else formats.DASH
            case Column.FREE:
                return formats.size(container.free)
            case Column.OUTLOOK:
                return capitalized(outlook_text(one.outlook))
            case _:
                assert_never(column)

    def _planned(self, one: VolumeContainer, column: Column) -> str:
        """Before the first snapshot of the volume."""
        if column is Column.CAPACITY and one.planned is not None:
            return formats.size(one.planned)
        if column is Column.OUTLOOK:
            return self.tr("Not made yet")
        return formats.DASH

    def _tip(self, one: VolumeContainer, column: Column) -> str:
        if column is Column.OUTLOOK and one.places:
            return shown(outlook_sentence(one.outlook))
        if column is Column.FULL and one.filling:
            return self.tr("{share} full: above the warning level of {level}").format(
                share=self._text(one, column), level=formats.percent(one.level / 100)
            )
        return self._text(one, column)

    def _words(self, one: VolumeContainer) -> Iterable[str]:
        return (self._text(one, column) for column in Column)

    def _sort(self, one: VolumeContainer, column: Column) -> Any:
        place = one.fuller
        if column is Column.VM:
            return f"{one.vm.name.casefold()}\0{one.vm.uuid}\0{one.volume.target}"
        if column is Column.VOLUME:
            return one.volume.target
        if column is Column.OUTLOOK:
            if not isinstance(one.outlook, Lasting):
                return float("inf")
            return float("1e9") if one.outlook.snapshots is None else float(one.outlook.snapshots)
        if place is None:
            return -1.0
        container = place.container
        figures = {
            Column.FULL: container.share,
            Column.CAPACITY: container.capacity,
            Column.OF_VOLUME: container.volume_size,
            Column.OF_SNAPSHOTS: container.snapshots_size,
            Column.RESERVED: container.reserved,
            Column.FREE: container.free,
        }
        return float(figures[column])

    def _parts(self, one: VolumeContainer) -> Parts | None:
        place = one.fuller
        return None if place is None else parts_of(place.container, one.level)

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
            case Column.VM:
                return self.tr("VM")
            case Column.VOLUME:
                return self.tr("Volume")
            case Column.FULL:
                return self.tr("Full", "how full a container is")
            case Column.CAPACITY:
                return self.tr("Capacity")
            case Column.OF_VOLUME:
                return self.tr("For the Volume")
            case Column.OF_SNAPSHOTS:
                return self.tr("Snapshots")
            case Column.RESERVED:
                return self.tr("Reserved")
            case Column.FREE:
                return self.tr("Free", "room")
            case Column.OUTLOOK:
                return self.tr("Further Snapshots")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._rows.sort(column, order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(one, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.VOLUME:
                return icon(Icon.VOLUME_BOOT if one.volume.boot else Icon.VOLUME)
            case Qt.ItemDataRole.DecorationRole if column is Column.FULL and one.filling:
                return icon(Icon.WARNING)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._tip(one, column))
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.FULL and one.filling:
                return self._tip(one, column)
            case Qt.ItemDataRole.ForegroundRole if one.vm.stale:
                return faded()
            case Role.RECORD:
                return one
            case Role.PARTS if column is Column.FULL:
                return self._parts(one)
        return None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    right = column in _FIGURES
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""The volumes of one VM and how full their containers are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, assert_never

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from app.model.vm import Vm
from app.model.volume import Container, Volume
from app.rules.container_forecast import fuller
from app.sentences import obstacle_text
from ui import format as formats
from ui.icons import Icon, icon
from ui.models.rows import Rows
from ui.models.tables import Index, Role, refresh_all
from ui.text import shown, tip


class Column(IntEnum):
    VOLUME = 0
    SIZE = 1
    FORMAT = 2
    CONTAINER = 3
    CAPTURE = 4
    SOURCE = 5


@dataclass(frozen=True, slots=True)
class VolumeRow:
    """A volume with its container on the PM where that is fuller."""

    volume: Volume
    container: Container | None


class VolumeTableModel(QAbstractTableModel):
    """One row a volume, keyed by target."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows[VolumeRow] = Rows(self, Column, lambda row: row.volume.target)

    def show_vm(self, vm: Vm | None) -> None:
        wanted = (
            [VolumeRow(volume, fuller(vm, volume.target)) for volume in vm.volumes] if vm else []
        )
        self._rows.show(wanted)

    def refresh(self) -> None:
        refresh_all(self)

    def _text(self, row: VolumeRow, column: Column) -> str:
        volume = row.volume
        match column:
            case Column.VOLUME:
                if volume.boot:
                    return self.tr("{target} (boot volume)").format(target=volume.target)
                return volume.target
            case Column.SIZE:
                return formats.DASH if volume.capacity is None else formats.size(volume.capacity)
            case Column.FORMAT:
                return volume.format
            case Column.CONTAINER:
                return self._container(row.container)
            case Column.CAPTURE:
                if volume.obstacle is None:
                    return self.tr("yes", "can be captured")
                return self.tr("no: {reason}", "cannot be captured").format(
                    reason=shown(obstacle_text(volume.obstacle))
                )
            case Column.SOURCE:
                return volume.source
            case _:
                assert_never(column)

    def _container(self, container: Container | None) -> str:
        if container is None:
            return formats.DASH
        return self.tr("{used} of {capacity}").format(
            used=formats.size(container.used), capacity=formats.size(container.capacity)
        )

    # Overrides of QAbstractTableModel

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        match Column(section):
            case Column.VOLUME:
                return self.tr("Volume")
            case Column.SIZE:
                return self.tr("Size")
            case Column.FORMAT:
                return self.tr("Format")
            case Column.CONTAINER:
                return self.tr("Volume Container")
            case Column.CAPTURE:
                return self.tr("Can Be Captured")
            case Column.SOURCE:
                return self.tr("File or Device")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._rows.sort(column, order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.VOLUME:
                return icon(Icon.VOLUME_BOOT if row.volume.boot else Icon.VOLUME)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._text(row, column))
            case Role.RECORD:
                return row.volume
            case Role.PROGRESS if column is Column.CONTAINER and row.container is not None:
                return min(1.0, row.container.used / max(1, row.container.capacity))
        return None

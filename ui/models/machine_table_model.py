"""The two PMs of a system, for the Physical Machines page."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, assert_never

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtGui import QIcon

from app.model.machine import Machine, MachineState, Side
from app.model.state import SystemState
from app.sentences import machine_state_text
from ui import format as formats
from ui.icons import Icon, icon
from ui.models.rows import Rows
from ui.models.tables import Index, Role, faded, refresh_all
from ui.text import capitalized, causes, tip

# lupdate finds calls of this name.
translate = QCoreApplication.translate


class Column(IntEnum):
    STATE = 0
    NAME = 1
    ROLE = 2
    ACTIVITY = 3
    LOAD = 4
    MEMORY = 5
    ROOM = 6
    VERSIONS = 7


def state_icon(state: MachineState) -> Icon:
    match state:
        case MachineState.RUNNING:
            return Icon.MACHINE_RUNNING
        case MachineState.CONNECTING:
            return Icon.MACHINE_CONNECTING
        case MachineState.SYNCHRONIZING:
            return Icon.MACHINE_SYNCHRONIZING
        case MachineState.MAINTENANCE:
            return Icon.MACHINE_MAINTENANCE
        case MachineState.NOT_RUNNING:
            return Icon.MACHINE_NOT_RUNNING
        case MachineState.UNREACHABLE:
            return Icon.MACHINE_UNREACHABLE
        case _:
            assert_never(state)


def load_words(machine: Machine) -> str:
    """How much of its processors was in use in the last minute, as the kernel's load tells."""
    if machine.load is None or not machine.load.processors:
        return formats.DASH
    return formats.percent(machine.load.average / machine.load.processors)


def memory_words(machine: Machine) -> str:
    if machine.load is None:
        return formats.DASH
    return translate("MachineTableModel", "{free} of {total}").format(
        free=formats.size(machine.load.memory_free), total=formats.size(machine.load.memory_total)
    )


def share_used(machine: Machine, column: Column) -> float | None:
    """What is in use of a PM's processors, memory or disk for snapshots, for a bar; None for what
    is not known, or no share of anything."""
    load = machine.load
    match column:
        case Column.LOAD if load is not None and load.processors:
            return load.average / load.processors
        case Column.MEMORY if load is not None and load.memory_total:
            return 1 - load.memory_free / load.memory_total
        case Column.ROOM if machine.room_total and machine.room_free is not None:
            return 1 - machine.room_free / machine.room_total
        case _:
            return None


class MachineTableModel(QAbstractTableModel):
    """One row a PM, keyed by its side (two PMs may wrongly carry one name)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows[Machine] = Rows(self, Column, lambda machine: machine.side, self._sort)
        self._busy: dict[int, int] = {}
        self._primaries: dict[int, int] = {}

    def show_state(self, state: SystemState) -> None:
        """Which runs each PM owns now, and whose primary it is, is not part of a Machine."""
        before = self._busy, self._primaries
        self._busy = {int(side): 0 for side in Side}
        for run in state.runs:
            if not run.ended:
                self._busy[int(run.side)] += 1
        self._primaries = {int(side): 0 for side in Side}
        for vm in state.vms:
            self._primaries[int(vm.primary)] += 1
        self._rows.show(state.machines)
        if before != (self._busy, self._primaries) and self._rows:
            last = len(self._rows) - 1
            self.dataChanged.emit(self.index(0, Column.ROLE), self.index(last, Column.ACTIVITY))

    def refresh(self) -> None:
        refresh_all(self)

    def _text(self, machine: Machine, column: Column) -> str:
        match column:
            case Column.STATE:
                return capitalized(machine_state_text(machine.state))
            case Column.NAME:
                return machine.name
            case Column.ROLE:
                return self._role(machine)
            case Column.ACTIVITY:
                return self._activity(machine)
            case Column.LOAD:
                return load_words(machine)
            case Column.MEMORY:
                return memory_words(machine)
            case Column.ROOM:
                if machine.room_free is None or machine.room_total is None:
                    return formats.DASH
                return self.tr("{free} of {total}").format(
                    free=formats.size(machine.room_free), total=formats.size(machine.room_total)
                )
            case Column.VERSIONS:
                return ", ".join(
                    f"{tool} {version}"
                    for tool, version in machine.versions
                    if tool in ("libvirt", "qemu")
                )
            case _:
                assert_never(column)

    def _role(self, machine: Machine) -> str:
        count = self._primaries.get(machine.side, 0)
        if not count:
            return self.tr("secondary only", "no VM has this PM as its primary")
        return self.tr("primary of {count}", "VMs").format(count=formats.number(count))

    def _activity(self, machine: Machine) -> str:
        if not machine.current and machine.last_seen is not None:
            return self.tr("last seen {time}").format(time=formats.lately(machine.last_seen))
        runs = self._busy.get(machine.side, 0)
        if runs:
            return self.tr("in progress: {count}").format(count=formats.number(runs))
        return self.tr("none", "no activity")

    def _tip(self, machine: Machine, column: Column) -> str:
        used = share_used(machine, column)
        if used is not None:
            return self.tr("{share} in use").format(share=formats.percent(used))
        problems = ((machine.problem,) if machine.problem else ()) + machine.obstacles
        return causes(problems) if problems else self._text(machine, Column.STATE)

    def _sort(self, machine: Machine, column: Column) -> Any:
        match column:
            case Column.ROOM:
                return machine.room_free or 0
            case Column.MEMORY:
                return machine.load.memory_free if machine.load else 0
            case Column.LOAD:
                return share_used(machine, column) or 0.0
            case Column.ROLE:
                return self._primaries.get(machine.side, 0)
        return self._text(machine, column).casefold()

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
            case Column.STATE:
                return self.tr("State")
            case Column.NAME:
                return self.tr("Name")
            case Column.ROLE:
                return self.tr("Role")
            case Column.ACTIVITY:
                return self.tr("Activity")
            case Column.LOAD:
                return self.tr("Load")
            case Column.MEMORY:
                return self.tr("Free Memory")
            case Column.ROOM:
                return self.tr("Free for Snapshots")
            case Column.VERSIONS:
                return self.tr("Versions")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._rows.sort(column, order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        machine, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(machine, column)
            case Qt.ItemDataRole.DecorationRole if column is Column.STATE:
                shown: QIcon = icon(state_icon(machine.state))
                return shown
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._tip(machine, column))
            case Qt.ItemDataRole.ForegroundRole if not machine.current:
                return faded()
            case Role.PROGRESS:
                used = share_used(machine, column)
                return None if used is None else min(1.0, used)
            case Role.RECORD:
                return machine
        return None

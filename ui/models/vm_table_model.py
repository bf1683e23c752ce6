"""The VMs of a system, for the Virtual Machines page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, assert_never

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from app.model.state import SystemState
from app.model.vm import Agent, Firmware, Vm, VmState
from app.rules.snapshot_rules import may_snapshot
from app.rules.verdict import Forbidden
from app.sentences import agent_text, vm_state_text
from ui import format as formats
from ui.icons import Icon, icon
from ui.models.rows import Rows
from ui.models.tables import Index, Role, faded, refresh_all
from ui.models.vm_history import DAYS, VmHistory
from ui.text import capitalized, causes, shown, tip


class Column(IntEnum):
    STATE = 0
    NAME = 1
    PRIMARY = 2
    PROTECTED = 3
    AGENT = 4
    VOLUMES = 5


def state_icon(state: VmState) -> Icon:
    match state:
        case VmState.RUNNING:
            return Icon.VM_RUNNING
        case VmState.STOPPED:
            return Icon.VM_STOPPED
        case VmState.BOOTING | VmState.STOPPING | VmState.MIGRATING:
            return Icon.VM_MOVING
        case VmState.PAUSED | VmState.SUSPENDED:
            return Icon.VM_PAUSED
        case VmState.CRASHED | VmState.IO_ERROR:
            return Icon.VM_CRASHED
        case VmState.UNKNOWN:
            return Icon.VM_UNKNOWN
        case _:
            assert_never(state)


class VmTableModel(QAbstractTableModel):
    """One row a VM, keyed by UUID."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows[Vm] = Rows(self, Column, lambda vm: vm.uuid, self._sort, self._words)
        self._state: SystemState | None = None
        self._history = VmHistory()

    def show_state(self, state: SystemState | None) -> None:
        before, self._state = self._state, state
        others = self._history.show_snapshots(state.snapshots if state else ())
        self._rows.show(state.vms if state else ())
        # Names of PMs, and which VMs have a run, stand in cells too and are not part of a Vm.
        if _beside(before) != _beside(state):
            refresh_all(self)
        elif others and self._rows:
            last = self.index(len(self._rows) - 1, Column.PROTECTED)
            self.dataChanged.emit(self.index(0, Column.PROTECTED), last)

    def filter(self, text: str) -> None:
        """Shows rows that hold `text` in any column."""
        self._rows.filter(text)

    def refresh(self) -> None:
        refresh_all(self)

    def _text(self, vm: Vm, column: Column) -> str:
        match column:
            case Column.STATE:
                return capitalized(vm_state_text(vm.state))
            case Column.NAME:
                return vm.name
            case Column.PRIMARY:
                return self._state.machine(vm.primary).name if self._state else ""
            case Column.PROTECTED:
                return self._protected(vm)
            case Column.AGENT:
                return capitalized(agent_text(vm.agent))
            case Column.VOLUMES:
                return formats.number(len(vm.volumes))
            case _:
                assert_never(column)

    def _protected(self, vm: Vm) -> str:
        if vm.firmware is Firmware.UEFI:
            return self.tr("– (UEFI)")
        run = self._state.run_of(vm.uuid) if self._state else None
        if run is not None and not run.waiting:
            return self.tr("in progress")
        if vm.last_protected is None:
            return self.tr("not yet", "no snapshot of this VM is normal on both PMs")
        return formats.ago(vm.last_protected)

    def _icon(self, vm: Vm, column: Column) -> Icon | None:
        match column:
            case Column.STATE:
                return state_icon(vm.state)
            case Column.PROTECTED:
                return self._protected_icon(vm)
            case Column.AGENT:
                if vm.agent is Agent.VM_OFF:
                    return None
                return Icon.YES if vm.agent is Agent.CONNECTED else Icon.NO
        return None

    def _protected_icon(self, vm: Vm) -> Icon | None:
        if vm.firmware is Firmware.UEFI:
            return None
        run = self._state.run_of(vm.uuid) if self._state else None
        if run is not None and not run.waiting:
            return Icon.SNAPSHOT_PROGRESS
        return Icon.NO if vm.last_protected is None else Icon.YES

    def _tip(self, vm: Vm, column: Column) -> str:
        if column is Column.PROTECTED:
            verdict = may_snapshot(self._state, vm) if self._state else None
            if isinstance(verdict, Forbidden):
                return causes(verdict.problems)
            if vm.last_protected is not None:
                return f"{formats.exact_moment(vm.last_protected)}\n{self._counted(vm)}"
        if column is Column.AGENT:
            return self.tr("Guest agent: {state}").format(state=shown(agent_text(vm.agent)))
        if vm.stale:
            return self.tr("As it was last known; it may have changed since")
        return self._text(vm, column)

    def _counted(self, vm: Vm) -> str:
        """What the picture shows."""
        marks = self._history.marks(vm.uuid)
        normal = sum(mark.normal for mark in marks)
        return self.tr(
            "Snapshots of the last {days} days: {normal} normal, {broken} broken"
        ).format(
            days=formats.number(DAYS),
            normal=formats.number(normal),
            broken=formats.number(len(marks) - normal),
        )

    def _words(self, vm: Vm) -> Iterable[str]:
        return (self._text(vm, column) for column in Column)

    def _sort(self, vm: Vm, column: Column) -> Any:
        match column:
            case Column.VOLUMES:
                return len(vm.volumes)
            case Column.PROTECTED:
                return (vm.last_protected or datetime.min.replace(tzinfo=UTC)).isoformat()
        return self._text(vm, column).casefold()

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
            case Column.PRIMARY:
                return self.tr("Primary")
            case Column.PROTECTED:
                return self.tr("Protected")
            case Column.AGENT:
                return self.tr("Agent")
            case Column.VOLUMES:
                return self.tr("Volumes")

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._rows.sort(column, order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        vm, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(vm, column)
            case Qt.ItemDataRole.DecorationRole:
                name = self._icon(vm, column)
                return None if name is None else icon(name)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._tip(vm, column))
            case Qt.ItemDataRole.ForegroundRole if vm.stale:
                return faded()
            case Qt.ItemDataRole.AccessibleTextRole if vm.stale and column is Column.STATE:
                return self.tr("{state} (last known)").format(state=self._text(vm, column))
            case Qt.ItemDataRole.AccessibleDescriptionRole if column is Column.PROTECTED:
                return self._counted(vm)
            case Role.HISTORY if column is Column.PROTECTED and vm.firmware is not Firmware.UEFI:
                return self._history.marks(vm.uuid)
            case Role.RECORD:
                return vm
        return None


def _beside(state: SystemState | None) -> tuple[frozenset[str], tuple[str, ...]]:
    """What cells show that is not part of a Vm: which ones have a run, and names of PMs."""
    if state is None:
        return frozenset(), ()
    runs = frozenset(run.vm for run in state.runs if not run.ended and not run.waiting)
    return runs, tuple(machine.name for machine in state.machines)

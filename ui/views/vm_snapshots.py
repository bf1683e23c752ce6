"""The Snapshots tab of a VM's panel: its snapshots, and a menu of what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from app.model.state import SystemState
from app.model.vm import Vm
from ui.models.snapshot_table_model import Column, SnapshotTableModel
from ui.views.menu import menu_of
from ui.views.record_table import RecordTable
from ui.views.snapshot_actions import SnapshotAction, SnapshotActions


class VmSnapshots(RecordTable):
    """Newest first. `uses` are the same actions as on the Snapshots page; nothing of them is shown
    before they are offered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._rows = SnapshotTableModel()
        self._state: SystemState | None = None
        super().__init__(self._rows, "vm-snapshots", parent)
        self._rows.setParent(self)
        self.uses = SnapshotActions(self)
        self.uses.retranslate()
        for column in (Column.VM, Column.FAMILY):
            self.setColumnHidden(column, True)
        self.sortByColumn(Column.CREATED, Qt.SortOrder.DescendingOrder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.uses.action(SnapshotAction.DELETE).trigger)
        self.picked.connect(self._show_chosen)

    def show_vm(self, state: SystemState | None, vm: Vm | None) -> None:
        self._state = state
        names = tuple(machine.name for machine in state.machines) if state else ("", "")
        found = state.snapshots_of(vm.uuid) if state and vm else ()
        self._rows.show_snapshots(found, names, stale=state is not None and state.stale)
        self._show_chosen()

    def refresh(self) -> None:
        self._rows.refresh()

    def menu(self) -> QMenu:
        """It tells why an action is off."""
        return menu_of(self, [self.uses.all(), self.actions()])

    @Slot()
    def _show_chosen(self) -> None:
        self.uses.show_chosen(self._state, self.records())

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        if self.indexAt(at).isValid():
            self.menu().popup(self.viewport().mapToGlobal(at))

    # Overrides of RecordTable

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.uses.retranslate()

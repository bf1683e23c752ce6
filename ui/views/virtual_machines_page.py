"""The Virtual Machines page: a table of VMs above the panel of the selected one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.model.state import SystemState
from app.model.vm import Vm
from ui.icons import Icon
from ui.models.vm_table_model import Column, VmTableModel
from ui.text import causes
from ui.views.history_delegate import HistoryDelegate
from ui.views.page import TablePage
from ui.views.record_table import RecordTable
from ui.views.vm_panel import VmPanel


class VirtualMachinesPage(TablePage):
    """`vm_picked` with the UUID of the selected VM, for the tree to follow."""

    vm_picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("vms", search=True, empty=Icon.VMS, parent=parent)
        self._state: SystemState | None = None
        self._model = VmTableModel(self)
        table = RecordTable(self._model, "vms", self)
        table.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        table.setItemDelegateForColumn(Column.PROTECTED, HistoryDelegate(table))
        self.panel = VmPanel(self)
        self._lay_out(table, self.panel, heights=(190, 390))
        table.picked.connect(self._show_vm)
        if self.header.search_box is not None:
            self.header.search_box.textChanged.connect(self._model.filter)
        self._retranslate()

    def show_state(self, state: SystemState) -> None:
        self._state = state
        self._model.show_state(state)
        if not state.vms:
            self._say_why_empty()
        self._show_full(bool(state.vms))
        self._show_vm(self.table.record())

    def pick(self, uuid: str, *, volumes: bool = False) -> None:
        """Selects a VM; with `volumes`, its Volumes tab too."""
        self.table.pick(lambda vm: vm.uuid == uuid)
        if volumes:
            self.panel.show_volumes()

    def current(self) -> Vm | None:
        vm: Vm | None = self.table.record()
        return vm

    def refresh(self) -> None:
        self._model.refresh()
        self.panel.refresh()

    @Slot(object)
    def _show_vm(self, vm: Vm | None) -> None:
        self.panel.show_vm(self._state, vm)
        if vm is not None:
            self.vm_picked.emit(vm.uuid)

    def _retranslate(self) -> None:
        self.header.say(self.tr("Virtual Machines"), self.tr("Search VMs"))
        self.table.setAccessibleName(self.tr("Virtual Machines"))
        self.table.set_placeholder(self.tr("Nothing matches the search"))
        self._say_why_empty()
        self._model.refresh()

    def _say_why_empty(self) -> None:
        """A PM that was not seen is no PM without VMs."""
        state = self._state
        if state is not None and state.vms_unseen:
            title = self.tr("The virtual machines cannot be seen")
            self._say_empty(title, causes(state.vms_unseen))
        elif state is None or state.connecting:
            title = self.tr("Looking for virtual machines")
            self._say_empty(title, self.tr("The first look at both PMs takes a few seconds."))
        else:
            self._say_empty(
                self.tr("No virtual machines yet"),
                self.tr(
                    "Neither PM has a VM. VMs that are defined in libvirt on one of them show up"
                    " here by themselves."
                ),
            )

"""The Virtual Machines page: a table of VMs above the panel of the selected one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.model.state import SystemState
from app.model.vm import Vm
from ui.icons import Icon
from ui.models.vm_table_model import Column, VmTableModel
from ui.text import causes
from ui.views.empty_state import EmptyState
from ui.views.page import PageHeader, page_layout
from ui.views.record_table import RecordTable
from ui.views.vm_panel import VmPanel


class VirtualMachinesPage(QWidget):
    """`vm_picked` with the UUID of the selected VM, for the tree to follow."""

    vm_picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self.header = PageHeader(search=True, parent=self)
        self._model = VmTableModel(self)
        self.table = RecordTable(self._model, "vms", self)
        self.table.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        self.panel = VmPanel(self)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setObjectName("vms-split")
        self._split.addWidget(self.table)
        self._split.addWidget(self.panel)
        self._split.setSizes([190, 390])
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        self._split.setProperty("role", "page")
        self._empty = EmptyState(Icon.VMS, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._empty)
        page_layout(self, self.header).addWidget(self._stack, 1)
        self.table.picked.connect(self._show_vm)
        if self.header.search_box is not None:
            self.header.search_box.textChanged.connect(self._model.filter)
        self._retranslate()

    @property
    def split(self) -> QSplitter:
        return self._split

    def show_state(self, state: SystemState) -> None:
        self._state = state
        self._model.show_state(state)
        if not state.vms:
            self._say_empty()
        self._stack.setCurrentWidget(self._split if state.vms else self._empty)
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
        self._say_empty()
        self._model.refresh()

    def _say_empty(self) -> None:
        """A PM that was not seen is no PM without VMs."""
        state = self._state
        if state is not None and state.vms_unseen:
            title = self.tr("The virtual machines cannot be seen")
            self._empty.say(title, causes(state.vms_unseen))
        elif state is None or state.connecting:
            title = self.tr("Looking for virtual machines")
            self._empty.say(title, self.tr("The first look at both PMs takes a few seconds."))
        else:
            self._empty.say(
                self.tr("No virtual machines yet"),
                self.tr(
                    "Neither PM has a VM. VMs that are defined in libvirt on one of them show up"
                    " here by themselves."
                ),
            )

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

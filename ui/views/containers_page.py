"""The Volume Containers page: how full they are, and for how long they will last."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.model.state import SystemState
from app.rules.container_rules import VolumeContainer, containers
from ui.icons import Icon
from ui.models.container_table_model import Column, ContainerTableModel
from ui.views.container_panel import ContainerPanel
from ui.views.page import TablePage
from ui.views.parts_delegate import PartsDelegate
from ui.views.record_table import RecordTable


class ContainersPage(TablePage):
    """`expand_wanted` with the VolumeContainer to make larger."""

    expand_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("containers", search=True, empty=Icon.CONTAINERS, parent=parent)
        self._state: SystemState | None = None
        self._model = ContainerTableModel(self)
        table = RecordTable(self._model, "containers", self)
        table.sortByColumn(Column.VM, Qt.SortOrder.AscendingOrder)
        table.setItemDelegateForColumn(Column.FULL, PartsDelegate(table))
        self.panel = ContainerPanel(self)
        self._lay_out(table, self.panel, heights=(260, 250), shares=(3, 2))
        table.picked.connect(self._show_container)
        table.opened.connect(self._open)
        self.panel.expand_wanted.connect(self.expand_wanted)
        if self.header.search_box is not None:
            self.header.search_box.textChanged.connect(self._model.filter)
        self._retranslate()

    def show_state(self, state: SystemState) -> None:
        self._state = state
        found = containers(state)
        self._model.show_containers(found)
        self._show_full(bool(found))
        self._show_container(self.table.record())

    def refresh(self) -> None:
        self._model.refresh()
        self.panel.refresh()

    @Slot(object)
    def _show_container(self, one: VolumeContainer | None) -> None:
        self.panel.show_container(self._state, one)

    @Slot(object)
    def _open(self, one: VolumeContainer | None) -> None:
        if one is not None and self.panel.expand_button.isEnabled():
            self.expand_wanted.emit(one)

    def _retranslate(self) -> None:
        self.header.say(self.tr("Volume Containers"), self.tr("Search containers"))
        self.table.setAccessibleName(self.tr("Volume Containers"))
        self.table.set_placeholder(self.tr("Nothing matches the search"))
        self._say_empty(
            self.tr("No volume containers yet"),
            self.tr(
                "A volume container is the room reserved for one volume and all its snapshots. It"
                " is made on both PMs with the first snapshot of the volume."
            ),
        )
        self._model.refresh()

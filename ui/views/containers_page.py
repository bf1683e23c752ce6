"""The Volume Containers page: how full they are, and for how long they will last."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.model.state import SystemState
from app.rules.container_rules import VolumeContainer, containers
from ui.icons import Icon
from ui.models.container_table_model import Column, ContainerTableModel
from ui.views.container_panel import ContainerPanel
from ui.views.empty_state import EmptyState
from ui.views.page import PageHeader, page_layout
from ui.views.parts_delegate import PartsDelegate
from ui.views.record_table import RecordTable


class ContainersPage(QWidget):
    """`expand_wanted` with the VolumeContainer to make larger."""

    expand_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self.header = PageHeader(search=True, parent=self)
        self._model = ContainerTableModel(self)
        self.table = RecordTable(self._model, "containers", self)
        self.table.sortByColumn(Column.VM, Qt.SortOrder.AscendingOrder)
        self.table.setItemDelegateForColumn(Column.FULL, PartsDelegate(self.table))
        self.panel = ContainerPanel(self)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setObjectName("containers-split")
        self._split.addWidget(self.table)
        self._split.addWidget(self.panel)
        self._split.setSizes([260, 250])
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        self._split.setProperty("role", "page")
        self._empty = EmptyState(Icon.CONTAINERS, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._empty)
        page_layout(self, self.header).addWidget(self._stack, 1)
        self.table.picked.connect(self._show_container)
        self.table.opened.connect(self._open)
        self.panel.expand_wanted.connect(self.expand_wanted)
        if self.header.search_box is not None:
            self.header.search_box.textChanged.connect(self._model.filter)
        self._retranslate()

    @property
    def split(self) -> QSplitter:
        return self._split

    def show_state(self, state: SystemState) -> None:
        self._state = state
        found = containers(state)
        self._model.show_containers(found)
        self._stack.setCurrentWidget(self._split if found else self._empty)
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
        self._empty.say(
            self.tr("No volume containers yet"),
            self.tr(
                "A volume container is the room reserved for one volume and all its snapshots. It"
                " is made on both PMs with the first snapshot of the volume."
            ),
        )
        self._model.refresh()

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

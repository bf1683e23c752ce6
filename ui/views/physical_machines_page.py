"""The Physical Machines page: both PMs, their state, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.machine import Machine
from app.model.state import SystemState
from ui.facts import Facts
from ui.models.machine_table_model import Column, MachineTableModel
from ui.views.bar_delegate import BarDelegate
from ui.views.both_away_note import BothAwayNote
from ui.views.machine_facts import machine_facts
from ui.views.page import TablePage
from ui.views.pm_actions import PmActions
from ui.views.pm_buttons import PmButtons
from ui.views.record_table import RecordTable


class PhysicalMachinesPage(TablePage):
    """A table of both PMs above what is known of the one selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("machines", search=False, parent=parent)
        self._state: SystemState | None = None
        self._model = MachineTableModel(self)
        table = RecordTable(self._model, "machines", self)
        table.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        bars = BarDelegate(table)
        for column in (Column.LOAD, Column.MEMORY, Column.ROOM):
            table.setItemDelegateForColumn(column, bars)
        self.actions_ = PmActions(self)
        self.buttons = PmButtons(self.actions_, self)
        self._facts = Facts(self)
        lower = QWidget(self)
        inside = QVBoxLayout(lower)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.buttons)
        inside.addWidget(self._facts, 1)
        self.note = BothAwayNote(self)
        self._lay_out(table, lower, heights=(114, 386), above=self.note)
        table.picked.connect(self._show_facts)
        self._retranslate()

    def show_state(self, state: SystemState) -> None:
        self._state = state
        self.note.show_state(state)
        self._model.show_state(state)
        self.table.widen_columns()
        self._show_facts(self.table.record())

    def pick(self, side: str) -> None:
        """Selects the PM of this side, given as in a tree item."""
        self.table.pick(lambda machine: str(int(machine.side)) == side)

    def refresh(self) -> None:
        self._model.refresh()

    @Slot(object)
    def _show_facts(self, machine: Machine | None) -> None:
        self.actions_.show_machine(self._state, machine)
        self.buttons.show_machine(machine)
        state = self._state
        self._facts.show_facts(machine_facts(state, machine) if state and machine else [])

    def _retranslate(self) -> None:
        self.header.say(self.tr("Physical Machines"))
        self.table.setAccessibleName(self.tr("Physical Machines"))
        self._model.refresh()
        self._show_facts(self.table.record())

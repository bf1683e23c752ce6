"""The Physical Machines page: both PMs, their state, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from app.model.machine import Machine, Side
from app.model.state import SystemState
from app.sentences import machine_state_text
from ui import format as formats
from ui.facts import Facts
from ui.models.machine_table_model import Column, MachineTableModel
from ui.text import capitalized, explain
from ui.views.page import PageHeader, page_layout
from ui.views.record_table import RecordTable


class PhysicalMachinesPage(QWidget):
    """A table of both PMs above what is known of the one selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = PageHeader(search=False, parent=self)
        self._model = MachineTableModel(self)
        self.table = RecordTable(self._model, "machines", self)
        self.table.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
        self._facts = Facts(self)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(self.table)
        self._split.addWidget(self._facts)
        self._split.setSizes([150, 350])
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        self._split.setProperty("role", "page")
        page_layout(self, self._header).addWidget(self._split, 1)
        self.table.picked.connect(self._show_facts)
        self._retranslate()

    def show_state(self, state: SystemState) -> None:
        owned = {int(side): 0 for side in Side}
        for run in state.runs:
            if not run.ended:
                owned[int(run.side)] += 1
        self._model.show_machines(state.machines, owned)

    def pick(self, side: str) -> None:
        """Selects the PM of this side, given as in a tree item."""
        self.table.pick(lambda machine: str(int(machine.side)) == side)

    def refresh(self) -> None:
        self._model.refresh()

    @Slot(object)
    def _show_facts(self, machine: Machine | None) -> None:
        self._facts.show_facts(self._facts_of(machine) if machine else [])

    def _facts_of(self, machine: Machine) -> list[tuple[str, str]]:
        facts = [
            (self.tr("State"), capitalized(machine_state_text(machine.state))),
            (self.tr("Name"), machine.name),
        ]
        problems = ((machine.problem,) if machine.problem else ()) + machine.obstacles
        for problem in problems:
            told = explain(problem)
            facts += [(self.tr("Problem"), told.cause), (self.tr("What to do"), told.remedy)]
        if machine.maintenance is not None:
            since = formats.moment(machine.maintenance.since)
            words = self.tr("by {name}, since {time}").format(
                name=machine.maintenance.by, time=since
            )
            facts.append((self.tr("Maintenance mode"), words))
        if not machine.may_change:
            facts.append((self.tr("Rights"), self.tr("You may look, but not change anything.")))
        if machine.last_seen is not None:
            facts.append((self.tr("Last seen"), formats.exact_moment(machine.last_seen)))
        facts.append((self.tr("Address"), str(machine.address)))
        facts.append((self.tr("Snapshots are kept in"), machine.container_root))
        if machine.room_free is not None and machine.room_total is not None:
            room = self.tr("{free} free of {total}").format(
                free=formats.size(machine.room_free), total=formats.size(machine.room_total)
            )
            facts.append((self.tr("Disk space there"), room))
        if machine.versions:
            versions = "\n".join(f"{tool} {version}" for tool, version in machine.versions)
            facts.append((self.tr("Versions"), versions))
        if machine.host_uuid:
            facts.append((self.tr("Host UUID"), machine.host_uuid))
        return facts

    def _retranslate(self) -> None:
        self._header.say(self.tr("Physical Machines"))
        self.table.setAccessibleName(self.tr("Physical Machines"))
        self._model.refresh()
        self._show_facts(self.table.record())

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

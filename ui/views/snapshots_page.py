"""The Snapshots page: every snapshot of the system, and the details of the selected one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.model.machine import Side
from app.model.problems import Problem
from app.model.snapshot import Snapshot, SnapshotVolume
from app.model.state import SystemState
from app.sentences import copy_state_text, method_text, step_text
from ui import format as formats
from ui.facts import Facts
from ui.icons import Icon
from ui.models.snapshot_table_model import Column, SnapshotTableModel
from ui.text import capitalized, causes, consistency_words, explain, shown
from ui.views.empty_state import EmptyState
from ui.views.page import PageHeader, page_layout
from ui.views.record_table import RecordTable


class SnapshotsPage(QWidget):
    """Newest first; identity is the id, so equal names stay apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self.header = PageHeader(search=True, parent=self)
        self._model = SnapshotTableModel(self)
        self.table = RecordTable(self._model, "snapshots", self)
        self.table.sortByColumn(Column.CREATED, Qt.SortOrder.DescendingOrder)
        self._facts = Facts(self)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setObjectName("snapshots-split")
        self._split.addWidget(self.table)
        self._split.addWidget(self._facts)
        self._split.setSizes([330, 250])
        self._split.setStretchFactor(0, 1)
        self._split.setChildrenCollapsible(False)
        self._split.setProperty("role", "page")
        self._empty = EmptyState(Icon.SNAPSHOTS, self)
        self._unseen: tuple[Problem, ...] = ()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._empty)
        page_layout(self, self.header).addWidget(self._stack, 1)
        self.table.picked.connect(self._show_facts)
        if self.header.search_box is not None:
            self.header.search_box.textChanged.connect(self.table.filter)
        self._retranslate()

    @property
    def split(self) -> QSplitter:
        return self._split

    def show_state(self, state: SystemState) -> None:
        self._state = state
        names = tuple(machine.name for machine in state.machines)
        self._model.show_snapshots(state.snapshots, names)
        if state.records_unseen != self._unseen:
            self._unseen = state.records_unseen
            self._say_empty()
        self._stack.setCurrentWidget(self._split if state.snapshots else self._empty)
        self._show_facts(self.table.record())

    def _say_empty(self) -> None:
        if self._unseen:
            self._empty.say(self.tr("The snapshots cannot be seen"), causes(self._unseen))
            return
        self._empty.say(
            self.tr("No snapshots yet"),
            self.tr(
                "Select a VM on the Virtual Machines page and press Snapshot. The snapshot shows"
                " here as soon as it is announced to both PMs."
            ),
        )

    def refresh(self) -> None:
        self._model.refresh()
        self._show_facts(self.table.record())

    @Slot(object)
    def _show_facts(self, snapshot: Snapshot | None) -> None:
        self._facts.show_facts(self._facts_of(snapshot) if snapshot and self._state else [])

    def _facts_of(self, snapshot: Snapshot) -> list[tuple[str, str]]:
        facts: list[tuple[str, str]] = []
        for problem in snapshot.problems:
            told = explain(problem)
            facts += [(self.tr("Problem"), told.cause), (self.tr("What to do"), told.remedy)]
        facts += [
            (self.tr("Name"), snapshot.name),
            (self.tr("Description"), snapshot.description or formats.DASH),
            (self.tr("Created"), self._created(snapshot)),
        ]
        if snapshot.consistency is not None and snapshot.reason is not None:
            words = consistency_words(snapshot.consistency, snapshot.reason)
            facts.append((self.tr("Consistency"), words))
        if snapshot.frozen_ms is not None:
            words = self.tr("{count} ms").format(count=formats.number(round(snapshot.frozen_ms)))
            facts.append((self.tr("Guest frozen for"), words))
        if self._state is not None:
            for side in Side:
                copy = shown(copy_state_text(snapshot.copies[side]))
                facts.append(
                    (
                        self.tr("On {pm}").format(pm=self._state.machine(side).name),
                        copy,
                    )
                )
        facts += [
            (self.tr("Volumes"), "\n".join(self._volume(one) for one in snapshot.volumes)),
            (self.tr("Follows"), self._parent(snapshot)),
            (self.tr("Steps"), self._steps(snapshot)),
            (self.tr("Identity"), snapshot.id),
        ]
        return [(name, value or formats.DASH) for name, value in facts]

    def _created(self, snapshot: Snapshot) -> str:
        when = formats.exact_moment(snapshot.created)
        if not snapshot.created_by:
            return when
        return self.tr("{time}, by {name}").format(time=when, name=snapshot.created_by)

    def _volume(self, volume: SnapshotVolume) -> str:
        return self.tr("{target}: {size} of {capacity} ({method})").format(
            target=volume.target,
            size=formats.size(volume.size),
            capacity=formats.size(volume.capacity),
            method=shown(method_text(volume.method)),
        )

    def _parent(self, snapshot: Snapshot) -> str:
        if snapshot.parent is None or self._state is None:
            return self.tr("nothing: the first of its VM") if snapshot.volumes else ""
        found = next((one for one in self._state.snapshots if one.id == snapshot.parent), None)
        if found is None:
            return snapshot.parent
        return self.tr("{name} of {time}").format(
            name=found.name, time=formats.moment(found.created)
        )

    def _steps(self, snapshot: Snapshot) -> str:
        return self.tr(", ", "between two steps").join(
            self.tr("{step} {seconds} s").format(
                step=capitalized(step_text(step)), seconds=f"{seconds:.1f}"
            )
            for step, seconds in snapshot.steps
        )

    def _retranslate(self) -> None:
        self.header.say(self.tr("Snapshots"), self.tr("Search snapshots"))
        self.table.setAccessibleName(self.tr("Snapshots"))
        self.table.set_placeholder(self.tr("Nothing matches the search"))
        self._say_empty()
        self._model.refresh()
        self._show_facts(self.table.record())

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

"""The Snapshots page: every snapshot of the system, its family, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from app.model.problems import Problem
from app.model.snapshot import Snapshot
from app.model.state import SystemState
from ui.icons import Icon
from ui.models.snapshot_table_model import Column, SnapshotTableModel
from ui.text import causes
from ui.turns import take_turn
from ui.views.disabled_note import DisabledNote
from ui.views.family_delegate import FamilyDelegate
from ui.views.menu import menu_of
from ui.views.page import TablePage
from ui.views.record_table import RecordTable
from ui.views.snapshot_actions import SnapshotAction, SnapshotActions
from ui.views.snapshot_details import SnapshotDetails
from ui.views.snapshot_filter import SnapshotFilter

_IDLE = 20  # milliseconds between two pieces of what may wait


class SnapshotsPage(TablePage):
    """Newest first, or parents with their children; identity is the id, so equal names stay apart.

    `delete_wanted` with a list of ids; `create_vm_wanted`, `export_wanted` and `roll_back_wanted`
    with one id. What is not offered is not shown. `enable_wanted` when snapshots are to be
    enabled again.
    """

    delete_wanted = Signal(object)
    create_vm_wanted = Signal(str)
    export_wanted = Signal(str)
    roll_back_wanted = Signal(str)
    enable_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("snapshots", search=True, empty=Icon.SNAPSHOTS, parent=parent)
        self._state: SystemState | None = None
        self._unseen: tuple[Problem, ...] = ()
        self.note = DisabledNote(self)
        self.filter = SnapshotFilter(self)
        self._model = SnapshotTableModel(self)
        table = RecordTable(self._model, "snapshots", self)
        table.setColumnHidden(Column.FAMILY, True)
        table.setItemDelegateForColumn(Column.NAME, FamilyDelegate(table))
        table.sortByColumn(Column.CREATED, Qt.SortOrder.DescendingOrder)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.actions_ = SnapshotActions(self)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.actions_.action(SnapshotAction.DELETE).trigger)
        self.details = SnapshotDetails(self.actions_, self)
        self._lay_out(
            table,
            self.details,
            heights=(300, 220),
            shares=(3, 2),
            above=self.note,
            over_table=self.filter,
        )
        self._to_prepare: Iterator[Snapshot] = iter(())
        self._idle = QTimer(self)  # for what may wait until there is nothing else to do
        self._idle.setInterval(_IDLE)
        self._idle.timeout.connect(self._prepare_some)
        self._connect()
        self._retranslate()

    def offer(self, actions: AbstractSet[SnapshotAction]) -> None:
        """Shows these actions: whoever calls this has connected their signals."""
        self.actions_.offer(actions)

    def show_state(self, state: SystemState) -> None:
        self._state = state
        if state.records_unseen != self._unseen:
            self._unseen = state.records_unseen
            self._say_why_empty()
        self.note.show_state(state)
        self.filter.show_snapshots(state.snapshots)
        self._show_full(bool(state.snapshots))
        self._show_rows()
        self._to_prepare = iter(state.snapshots)
        self._idle.start()

    @Slot()
    def _prepare_some(self) -> None:
        take_turn()
        if not self._model.prepare_search(self._to_prepare):
            self._idle.stop()

    def _say_why_empty(self) -> None:
        if self._unseen:
            self._say_empty(self.tr("The snapshots cannot be seen"), causes(self._unseen))
            return
        self._say_empty(
            self.tr("No snapshots yet"),
            self.tr(
                "Select a VM on the Virtual Machines page and press Snapshot. The snapshot shows"
                " here as soon as it is announced to both PMs."
            ),
        )

    def refresh(self) -> None:
        self._model.refresh()
        self._show_chosen()

    def _connect(self) -> None:
        self.table.picked.connect(self._show_chosen)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._sorted)
        self.filter.changed.connect(self._show_rows)
        self.filter.family_wanted.connect(self._order)
        self.note.enable_wanted.connect(self.enable_wanted)
        self.actions_.delete_wanted.connect(self.delete_wanted)
        self.actions_.create_vm_wanted.connect(self.create_vm_wanted)
        self.actions_.export_wanted.connect(self.export_wanted)
        self.actions_.roll_back_wanted.connect(self.roll_back_wanted)
        if self.header.search_box is not None:
            self.header.search_box.textChanged.connect(self._show_rows)

    @Slot()
    def _show_rows(self) -> None:
        """What is filtered out takes its lines with it: so it is not left to the table."""
        state = self._state
        if state is None:
            return
        box = self.header.search_box
        text = box.text().strip() if box is not None else ""
        names = tuple(machine.name for machine in state.machines)
        found = self.filter.wanted(state.snapshots)
        if text:
            found = [one for one in found if self._model.matches(one, text)]
        self._model.show_snapshots(found, names, stale=state.stale)
        self.filter.show_count(len(found), len(state.snapshots))
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self.table.records()
        self.actions_.show_chosen(self._state, chosen)
        self.details.show_chosen(self._state, chosen)

    @Slot(bool)
    def _order(self, family: bool) -> None:
        if family:
            self.table.sortByColumn(Column.FAMILY, Qt.SortOrder.AscendingOrder)
        else:
            self.table.sortByColumn(Column.CREATED, Qt.SortOrder.DescendingOrder)

    @Slot()
    def _sorted(self) -> None:
        """Also when a heading was pressed, or the order of the last time came back."""
        self.filter.show_family(self.table.sorted_by() == Column.FAMILY)
        self.table.fit_columns(shrink=False)
        self.table.viewport().update()

    def menu(self) -> QMenu:
        """The context menu of the table: it tells why an action is off."""
        return menu_of(self, [self.actions_.all(), self.table.actions()])

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        self.menu().popup(self.table.viewport().mapToGlobal(at))

    def _retranslate(self) -> None:
        self.header.say(self.tr("Snapshots"), self.tr("Search snapshots"))
        self.table.setAccessibleName(self.tr("Snapshots"))
        self.table.set_placeholder(self.tr("Nothing matches the search"))
        self._say_why_empty()
        self._model.refresh()

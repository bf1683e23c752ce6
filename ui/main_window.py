"""The window: tree left, pages right, progress and status below; it decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.model.state import SystemState
from app.operations.events import BytesDone
from ui.actions import Actions
from ui.icons import Icon, icon
from ui.models.alert_table_model import AlertTableModel
from ui.models.run_table_model import RunTableModel, with_moved
from ui.models.tree_items import Branches, Kind, TreeItem
from ui.models.vm_tree_model import VmTreeModel
from ui.views.alert_banner import AlertBanner
from ui.views.empty_state import EmptyState
from ui.views.pages import Page, Pages
from ui.views.progress_panel import ProgressPanel
from ui.views.record_table import RecordTable
from ui.views.status_line import StatusLine
from ui.views.system_tree import SystemTree
from ui.window_memory import WindowMemory

_RUNS, _HISTORY = 128, 250  # pixels for the runs, without and with their history
_AGES = 30_000  # milliseconds after which "5 min ago" is written anew


class MainWindow(QMainWindow):
    """Shows SystemStates and says what the administrator wants.

    `snapshot_wanted` with a VM's UUID, `cancel_wanted` with a Run, `allow_wanted` with whether
    snapshots are to be allowed, `expand_wanted` with a VolumeContainer, `preferences_wanted`,
    `closing` with the QCloseEvent, which whoever has a reason ignores; `closed`. `state_shown` with
    a new view of the system shown. What is wanted of kept snapshots, `snapshots_page` says.
    """

    snapshot_wanted = Signal(str)
    cancel_wanted = Signal(object)
    allow_wanted = Signal(bool)
    expand_wanted = Signal(object)
    preferences_wanted = Signal()
    state_shown = Signal(object)
    closing = Signal(object)
    closed = Signal()

    def __init__(self, memory: WindowMemory) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.memory = memory
        self._states: dict[str, SystemState] = {}
        self._moved: dict[str, BytesDone] = {}
        self._branches = Branches()
        self._current = ""
        self.actions_ = Actions(self)
        self.tree_model = VmTreeModel(self)
        self.alert_model = AlertTableModel(self)
        self.run_model = RunTableModel(self)
        self.tree = SystemTree(self.tree_model, self)
        self.pages = Pages(self.alert_model, self)
        self.vms_page = self.pages.vms
        self.snapshots_page = self.pages.snapshots
        self.banner = AlertBanner(self.alert_model, self)
        self.progress_panel = ProgressPanel(self.run_model, self.actions_.history, self)
        self.status_line = StatusLine(self)
        self.welcome = EmptyState(Icon.APP, self)
        self._lay_out()
        self.actions_.fill(self.menuBar())
        self.actions_.add_to_snapshot_menu(self.snapshots_page.actions_.all_of_them())
        self._connect()
        self._ages = QTimer(self)
        self._ages.timeout.connect(self.pages.write_ages)
        self._ages.timeout.connect(self.status_line.write_age)
        self._ages.start(_AGES)
        self._retranslate()
        self._restore()

    @property
    def state(self) -> SystemState | None:
        """The system shown now, as last seen."""
        return self._states.get(self._current)

    @property
    def page(self) -> Page:
        return self.pages.page

    def show_state(self, state: SystemState) -> None:
        """Takes over a new view of a system; rows that are equal stay untouched."""
        for _ in self.showing(state):
            pass

    def showing(self, state: SystemState) -> Iterator[None]:
        """The same in parts, a turn of the event loop for each."""
        yield from self.alert_model.showing(state)
        yield
        self._show_tree(state)
        yield
        self._states[state.system.name] = state
        self._current = self._current or state.system.name
        if self.state is state:
            self._show_current()
            self.state_shown.emit(state)
        self._show_tree()
        self._outer.setCurrentWidget(self._lower)

    def forget(self, systems: Collection[str]) -> None:
        """Shows these systems no more."""
        self._states = {name: one for name, one in self._states.items() if name not in systems}
        self.alert_model.forget(systems)
        if self._current not in self._states:
            self.show_system(next(iter(self._states), ""))
        self._show_tree()
        self._write_actions()

    def say(self, title: str, sentence: str, command: str = "", action: str = "") -> None:
        """What stands in the window until a system was seen."""
        self.welcome.say(title, sentence, command, action)
        if not self._states:
            self._outer.setCurrentWidget(self.welcome)

    def show_page(self, page: Page) -> None:
        self.pages.show_page(page)

    def pick_vm(self, uuid: str) -> None:
        self.show_page(Page.VMS)
        self.vms_page.pick(uuid)

    def show_system(self, name: str) -> None:
        """Of several, the one that the pages are about."""
        if name == self._current:
            return
        self._current = name
        self.run_model.clear()
        self._show_current()

    def _show_current(self) -> None:
        state = self.state
        if state is None:
            return
        self.setWindowTitle(self.tr("Twinpoint – {system}").format(system=state.system.name))
        self.pages.show_state(state)
        self._show_runs(state)
        self._write_actions()

    def show_moved(self, job: str, moved: BytesDone | None) -> None:
        """What this window itself brings to, or takes of, a job; None when that is over."""
        if moved is None:
            self._moved.pop(job, None)
        else:
            self._moved[job] = moved
        if self.state is not None:
            self._show_runs(self.state)

    def _show_runs(self, state: SystemState) -> None:
        shown = with_moved(state, self._moved)
        self.run_model.show_state(shown)
        self.status_line.show_state(shown)
        self._show_progress()

    @Slot()
    def _show_tree(self, *new: SystemState) -> None:
        states = self._states | {state.system.name: state for state in new}
        counts = Counter(alert.system for alert in self.alert_model.alerts)
        self.tree_model.show_branches(self._branches.of(list(states.values()), counts))

    @Slot()
    def _write_actions(self) -> None:
        self.actions_.show_state(self.state, self.vms_page.current())

    def _lay_out(self) -> None:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        banner = QVBoxLayout()
        banner.setContentsMargins(16, 10, 16, 0)
        banner.addWidget(self.banner)
        column.addLayout(banner)
        column.addWidget(self.pages, 1)
        self._upper = QSplitter(Qt.Orientation.Horizontal, self)
        self._upper.addWidget(self.tree)
        self._upper.addWidget(right)
        self._upper.setStretchFactor(1, 1)
        self._upper.setSizes([296, 984])
        self._lower = QSplitter(Qt.Orientation.Vertical, self)
        self._lower.addWidget(self._upper)
        self._lower.addWidget(self.progress_panel)
        self._lower.setStretchFactor(0, 1)
        self._lower.setSizes([560, _RUNS])
        for split in (self._upper, self._lower):
            split.setChildrenCollapsible(False)
            split.setHandleWidth(1)
        self.progress_panel.hide()
        self._outer = QStackedWidget(self)
        self._outer.addWidget(self.welcome)
        self._outer.addWidget(self._lower)
        self.setCentralWidget(self._outer)
        self.statusBar().addWidget(self.status_line, 1)
        self.statusBar().setSizeGripEnabled(False)

    def _connect(self) -> None:
        actions = self.actions_
        self.tree.picked.connect(self._tree_picked)
        self.vms_page.vm_picked.connect(self._vm_picked)
        self.vms_page.panel.snapshot_wanted.connect(self.snapshot_wanted)
        self.banner.all_wanted.connect(actions.alerts.trigger)
        self.alert_model.changed.connect(self._show_tree)
        self.progress_panel.cancel_wanted.connect(self.cancel_wanted)
        self.status_line.cancel_wanted.connect(self.cancel_wanted)
        actions.quit.triggered.connect(self.close)
        actions.allow.triggered.connect(self._allow)
        actions.preferences.triggered.connect(self.preferences_wanted)
        self.snapshots_page.enable_wanted.connect(self._allow)
        self.pages.containers.expand_wanted.connect(self.expand_wanted)
        actions.snapshot.triggered.connect(self.vms_page.panel.snapshot_button.click)
        actions.cancel.triggered.connect(self.status_line.cancel_button.click)
        actions.progress.toggled.connect(self._show_progress)
        actions.history.toggled.connect(self._show_history)
        actions.find.triggered.connect(self.pages.search)
        actions.tree.triggered.connect(self.tree.setFocus)
        for action, page in (
            (actions.machines, Page.MACHINES),
            (actions.vms, Page.VMS),
            (actions.snapshots, Page.SNAPSHOTS),
            (actions.containers, Page.CONTAINERS),
            (actions.alerts, Page.ALERTS),
        ):
            action.setData(page.value)
            action.triggered.connect(self._page_chosen)

    @Slot()
    def _allow(self) -> None:
        self.allow_wanted.emit(bool(self.actions_.allow.data()))

    @Slot()
    def _page_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            page = Page(action.data())
            self.tree.pick((self._current, page.value))
            self.show_page(page)
            self.pages.focus(page)

    @Slot(object)
    def _tree_picked(self, item: TreeItem) -> None:
        self.show_system(item.system)
        self.pages.show_item(item)

    @Slot(str)
    def _vm_picked(self, uuid: str) -> None:
        """The tree follows the table, where it shows a VM already."""
        item = self.tree.item()
        other = item is not None and item.kind in (Kind.VM, Kind.VOLUME) and item.id != uuid
        if other and self.vms_page.table.hasFocus():
            self.tree.pick((self._current, "vms", uuid))
        self._write_actions()

    @Slot()
    def _show_progress(self) -> None:
        """The panel takes no room while there is nothing to tell, unless it is asked for."""
        told = self.actions_.history.isChecked() or self.run_model.rowCount() > 0
        self.progress_panel.setVisible(self.actions_.progress.isChecked() and told)

    @Slot(bool)
    def _show_history(self, wanted: bool) -> None:
        if wanted:
            self.actions_.progress.setChecked(True)
        self._show_progress()
        room = _HISTORY if wanted else _RUNS
        self._lower.setSizes([self._lower.height() - room, room])

    def _refresh(self) -> None:
        self._branches.forget()
        self._show_tree()
        self.tree_model.refresh()
        self.pages.refresh()
        self.run_model.refresh()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Twinpoint"))
        self.setWindowIcon(icon(Icon.APP))
        self.actions_.retranslate()
        self._show_current()
        self._refresh()

    def _restore(self) -> None:
        self.memory.restore(self, self._splits(), self.findChildren(RecordTable))
        page = self.memory.word("page", Page.VMS.value)
        if page in {known.value for known in Page}:
            self.show_page(Page(page))
        self.actions_.progress.setChecked(self.memory.word("progress", "shown") == "shown")

    def _splits(self) -> dict[str, QSplitter]:
        return {"tree": self._upper, "progress": self._lower, **self.pages.splits()}

    # Overrides of QMainWindow

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.actions_.redraw()
            self._refresh()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.closing.emit(event)
        if not event.isAccepted():
            return
        self.memory.keep(self, self._splits(), self.findChildren(RecordTable))
        self.memory.set_word("page", self.page.value)
        shown = "shown" if self.actions_.progress.isChecked() else "hidden"
        self.memory.set_word("progress", shown)
        super().closeEvent(event)
        self.closed.emit()

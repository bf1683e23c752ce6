"""Makes every object of the window program once and connects them."""

from __future__ import annotations

import linecache
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from app import last_known, paths, settings
from app.last_known import KnownFile
from app.machines.connect import PairLink, connect
from app.machines.pair import Pair
from app.model.machine import System
from app.model.snapshot import SnapshotRequest
from app.model.vm import Vm
from app.operations.acknowledge_alerts import AcknowledgeAlerts
from app.operations.ask_agent import AskAgent
from app.operations.cancel_run import CancelRun
from app.operations.create_snapshot import CreateSnapshot
from app.operations.create_vm import CreateVm
from app.operations.decide_for_system import DecideForSystem
from app.operations.delete_snapshots import DeleteSnapshots, ForecastDeletion
from app.operations.expand_container import ExpandContainer
from app.operations.export_snapshot import ExportSnapshot
from app.operations.forecast_snapshot import ForecastSnapshot
from app.operations.import_vm import ImportVm
from app.operations.operation import CancelToken, Operation, Report
from app.operations.repair import Repair
from app.operations.roll_back import RollBack
from app.operations.shut_down_vm import PowerOffVm, ShutDownVm
from app.operations.start_vm import StartVm
from app.operations.watch_system import LastKnown, WatchSystem
from app.operations.work_on import Finalize, PlanWorkOn, WorkOn
from ui.add_system_jobs import AddSystemJobs
from ui.alert_jobs import AlertJobs
from ui.allocator import keep_little
from ui.collector import Collector
from ui.desktop import Desktop
from ui.diagnostics_jobs import DiagnosticsJobs
from ui.help_desk import HelpDesk
from ui.icons import Icon, icon
from ui.jobs.job_runner import JobRunner
from ui.last_resort import LastResort
from ui.machine_jobs import MachineJobs
from ui.main_window import MainWindow
from ui.maintenance_jobs import MaintenanceJobs
from ui.operations import Operations
from ui.pair_operations import real_pair_operations
from ui.run_follower import open_error
from ui.snapshot_jobs import SnapshotJobs
from ui.system_jobs import SystemJobs
from ui.theme import Theme, ThemeChoice
from ui.transfer_jobs import TransferJobs
from ui.translation import Language, Translation, system_language
from ui.views.snapshot_actions import SnapshotAction
from ui.window_jobs import WindowJobs
from ui.window_memory import WindowMemory

log = logging.getLogger(__name__)

_TURN = 0.0002  # seconds


@dataclass(frozen=True, slots=True)
class Options:
    """From the command line; None: as remembered, or as the desktop has it."""

    system: str | None = None
    language: Language | None = None
    theme: ThemeChoice | None = None


class Application(QObject):
    """Owns the window and everything behind it; tests give `load`, `operations` and `memory`."""

    def __init__(
        self,
        app: QApplication,
        options: Options,
        load: Callable[[], Sequence[System]],
        operations: Operations,
        memory: QSettings,
    ) -> None:
        super().__init__(app)
        # Qt asks for every cell it paints and must get the interpreter's lock each time; with the
        # usual 5 ms, a thread that parses could hold up one painting for a quarter of a second.
        sys.setswitchinterval(_TURN)
        keep_little()
        linecache.clearcache()  # PySide6 has looked through the source of every module: 14 MiB
        self._collector = Collector(self)
        self._memory = WindowMemory(memory)
        self.theme = Theme(app, options.theme or self._remembered_theme())
        self.translation = Translation(app)
        self.translation.choose(options.language or self._remembered_language())
        app.setWindowIcon(icon(Icon.APP))
        self.runner = JobRunner(self)
        self.window = MainWindow(self._memory)
        self.jobs = WindowJobs(self.window, self.runner, load, operations)
        self.system_jobs = SystemJobs(self.window, self.runner, operations)
        self.snapshot_jobs = SnapshotJobs(self.window, self.runner, operations)
        self.machine_jobs = MachineJobs(self.window, self.runner, operations)
        self.maintenance_jobs = MaintenanceJobs(self.window, self.runner, operations)
        self.transfer_jobs = TransferJobs(self.window, self.runner, operations)
        self.alert_jobs = AlertJobs(self.window, self.runner, operations)
        self.desktop = Desktop(self.window, self._memory)
        self.add_system_jobs = AddSystemJobs(self.window, self.runner, self.jobs, operations.pairs)
        self.diagnostics_jobs = DiagnosticsJobs(self.window, self.runner, self.jobs.states)
        self.help_desk = HelpDesk(app, self.window)
        self.last_resort = LastResort(self)
        self._connect()

    def start(self) -> None:
        """Shows the window and begins to look at the systems."""
        self.window.show()
        self.jobs.start()

    def end(self) -> list[str]:
        """Ends all jobs; returns the names of those that are stuck."""
        stuck = self.jobs.end()
        self._collector.end()
        return stuck

    def _connect(self) -> None:
        self.window.snapshots_page.offer(set(SnapshotAction))
        self.window.vms_page.panel.uses.offer()
        self.window.vms_page.panel.snapshots.uses.offer(set(SnapshotAction))
        actions = self.window.actions_
        for language_action in actions.languages.values():
            language_action.triggered.connect(self._language_chosen)
        for theme_action in actions.themes.values():
            theme_action.triggered.connect(self._theme_chosen)
        actions.languages[self.translation.language].setChecked(True)
        actions.themes[self.theme.choice].setChecked(True)
        self.last_resort.happened.connect(self._show_unexpected)

    def _remembered_theme(self) -> ThemeChoice:
        word = self._memory.word("theme", "")
        known = {choice.value for choice in ThemeChoice}
        return ThemeChoice(word) if word in known else ThemeChoice.SYSTEM

    def _remembered_language(self) -> Language:
        word = self._memory.word("language", "")
        known = {choice.value for choice in Language}
        return Language(word) if word in known else system_language()

    @Slot()
    def _language_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._memory.set_word("language", str(action.data()))
            self.translation.choose(Language(action.data()))
            if self.window.state is None:
                self.jobs.start()  # what stands there instead is said anew

    @Slot()
    def _theme_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._memory.set_word("theme", str(action.data()))
            self.theme.choose(ThemeChoice(action.data()))

    @Slot(object)
    def _show_unexpected(self, error: BaseException) -> None:
        open_error(self.window, self.tr("Twinpoint"), error)


def load_systems(name: str | None) -> list[System]:
    """The systems to watch: the named one, or all. Raises SettingsError."""
    found = settings.load(paths.settings_file())
    return [found.find(name)] if name else list(found.systems)


class Links:
    """The links to the PMs of every system, made in the thread of the first operation that needs
    them: reading keys and packing the program for the PMs would hold up the window."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._links: dict[str, PairLink] = {}

    def pair(self, system: System) -> PairLink:
        """Any thread may call it. A system whose settings changed gets a new link."""
        with self._lock:
            link = self._links.get(system.name)
            if link is not None and link.system == system:
                return link
            if link is not None:
                link.close()
            self._links[system.name] = made = connect(system)
            return made

    def forget(self, name: str) -> None:
        """Ends the link of a system. Any thread may call it."""
        with self._lock:
            link = self._links.pop(name, None)
        if link is not None:
            link.close()

    def close(self) -> None:
        with self._lock:
            links, self._links = list(self._links.values()), {}
        for link in links:
            link.close()


@dataclass(frozen=True, slots=True)
class OnPair:
    """An operation on a pair whose link is looked up when it runs."""

    links: Links
    system: System
    make: Callable[[Pair], Operation[Any]]

    def run(self, report: Report, cancel: CancelToken) -> Any:
        return self.make(self.links.pair(self.system)).run(report, cancel)


def real_operations() -> Operations:
    """The operations that work on the PMs."""
    links = Links()
    folder = paths.last_known_folder()
    known: dict[object, LastKnown] = {}

    def watch(system: System) -> Operation[Any]:
        # Other limits make no other PMs; other addresses do.
        key = system.name, system.machines
        last = known.setdefault(key, LastKnown(KnownFile(folder, system)))
        return OnPair(links, system, lambda pair: WatchSystem(pair, last))

    def forget(name: str) -> None:
        links.forget(name)
        last_known.forget(folder, name)

    def create(system: System, request: SnapshotRequest) -> Operation[Any]:
        # wait=False: from the moment the PM has taken the run over, it is the PM's, and the watch
        # shows it. Cancelling a follower, as closing the window would, cancels the run.
        return OnPair(links, system, lambda pair: CreateSnapshot(pair, request, wait=False))

    def forecast(system: System, vm: Vm, targets: tuple[str, ...]) -> Operation[Any]:
        def make(pair: Pair) -> Operation[Any]:
            return ForecastSnapshot(pair, vm.uuid, targets, vm.primary)

        return OnPair(links, system, make)

    return Operations(
        watch=watch,
        create=create,
        forecast=forecast,
        cancel=lambda system, run: OnPair(links, system, lambda pair: CancelRun(pair, run)),
        decide=lambda system, values: OnPair(
            links, system, lambda pair: DecideForSystem(pair, values)
        ),
        acknowledge=lambda system, names, over: OnPair(
            links, system, lambda pair: AcknowledgeAlerts(pair, names, over)
        ),
        repair=lambda system: OnPair(links, system, Repair),
        expand=lambda system, wish: OnPair(
            links, system, lambda pair: ExpandContainer(pair, wish.vm, wish.target, wish.capacity)
        ),
        # wait=False here as well: what a PM has taken over is the PM's.
        create_vm=lambda system, wish: OnPair(
            links, system, lambda pair: CreateVm(pair, wish, wait=False)
        ),
        roll_back=lambda system, wish: OnPair(
            links, system, lambda pair: RollBack(pair, wish, wait=False)
        ),
        start_vm=lambda system, vm: OnPair(links, system, lambda pair: StartVm(pair, vm)),
        shut_down=lambda system, vm: OnPair(links, system, lambda pair: ShutDownVm(pair, vm)),
        power_off=lambda system, vm: OnPair(links, system, lambda pair: PowerOffVm(pair, vm)),
        ask_agent=lambda system, vm: OnPair(
            links, system, lambda pair: AskAgent(pair, vm.uuid, vm.primary)
        ),
        plan_work_on=lambda system, side: OnPair(
            links, system, lambda pair: PlanWorkOn(pair, side)
        ),
        work_on=lambda system, wish: OnPair(links, system, lambda pair: WorkOn(pair, wish)),
        finalize=lambda system, side: OnPair(links, system, lambda pair: Finalize(pair, side)),
        delete=lambda system, ids: OnPair(
            links, system, lambda pair: DeleteSnapshots(pair, ids, wait=False)
        ),
        forecast_deletion=lambda system, ids: OnPair(
            links, system, lambda pair: ForecastDeletion(pair, ids)
        ),
        # These are followed, for what they warn of; cancelling leaves a PM to what needs it alone.
        export=lambda system, wish: OnPair(
            links, system, lambda pair: ExportSnapshot(pair, wish, leave=True)
        ),
        import_vm=lambda system, wish: OnPair(
            links, system, lambda pair: ImportVm(pair, wish, leave=True)
        ),
        pairs=real_pair_operations(forget),
        close=links.close,
    )

"""Pictures of every page and dialog, in both languages and themes.

    python -m tests.ui.screenshots DIRECTORY [--language en|ja] [--theme THEME] [--only NAME]

THEME is light, dark or high-contrast; NAME may be the beginning of one.

Without a screen it draws offscreen; with one (or under xvfb-run, with QT_QPA_PLATFORM=xcb set)
there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.model.decision import Setting
from app.model.load import Cluster, Mirror
from app.model.machine import Flag, MachineState, Side
from app.model.maintenance import PlannedMove, WorkOnPlan
from app.model.package import Destination, ExportOutcome, Share, Workstation
from app.model.power_problems import OtherPmAway, VolumeNotShared
from app.model.problems import MergeNeedsRoom
from app.model.snapshot import Consistency, ConsistencyReason, DeletionForecast, Step
from app.model.state import SystemState
from app.model.vm import Ability, Agent, AgentAbilities, VmState
from app.operations.events import GuestWaited
from app.rules.container_rules import containers
from tests.ui import sample
from tests.ui.alert_scenes import alert_scenes
from tests.ui.first_run_scenes import first_run_scenes
from ui.dialogs.closing_dialog import ClosingDialog
from ui.dialogs.delete_dialog import DeleteDialog
from ui.dialogs.destination_choice import Place
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.expand_dialog import ExpandDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.exported_dialog import ExportedDialog
from ui.dialogs.help_dialog import HelpDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.dialogs.power_off_dialog import PowerOffDialog
from ui.dialogs.preferences_dialog import PreferencesDialog
from ui.dialogs.roll_back_dialog import RollBackDialog
from ui.dialogs.snapshot_dialog import SnapshotDialog
from ui.dialogs.work_on_dialog import WorkOnDialog
from ui.main_window import MainWindow
from ui.snapshot_choices import SnapshotChoices
from ui.text import explain
from ui.theme import Theme, ThemeChoice
from ui.translation import Language, Translation
from ui.views.pages import Page
from ui.views.snapshot_actions import SnapshotAction
from ui.window_memory import WindowMemory


def settle(milliseconds: int = 60) -> None:
    """Lets Qt lay out and paint."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def new_window(folder: Path) -> MainWindow:
    memory = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    memory.clear()
    window = MainWindow(WindowMemory(memory))
    window.vms_page.panel.uses.offer()
    window.resize(1280, 720)
    window.show()
    return window


@contextmanager
def every_scene(folder: Path) -> Iterator[Iterator[tuple[str, QWidget]]]:
    """A window of the sample, and each of its scenes by name, shown when its turn comes."""
    window = new_window(folder)
    state = sample.state()
    window.show_state(state)
    settle()

    def walk() -> Iterator[tuple[str, QWidget]]:
        for name, show in scenes(window, state):
            widget = show()
            settle(10)
            yield name, widget
            if widget is not window:
                widget.close()

    yield walk()
    window.close()
    window.deleteLater()


def scenes(window: MainWindow, state: SystemState) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """A name and what to do to see it, one after another."""

    def page(page: Page) -> Callable[[], QWidget]:
        def show() -> QWidget:
            window.tree.pick((state.system.name, page.value))
            return window

        return show

    def vm(uuid: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            window.tree.pick((state.system.name, "vms", uuid))
            window.pick_vm(uuid)
            return window

        return show

    def tab(at: int) -> Callable[[], QWidget]:
        def show() -> QWidget:
            vm(sample.WEB)()
            window.vms_page.panel.tabs.setCurrentIndex(at)
            return window

        return show

    def dialog(
        uuid: str,
        *,
        answered: bool = True,
        advanced: bool = False,
        advice: bool = False,
        last_time: SnapshotChoices | None = None,
    ) -> Callable[[], QWidget]:
        def show() -> QWidget:
            found = state.vm(uuid)
            assert found is not None
            made = SnapshotDialog(state, found, last_time or SnapshotChoices(), window)
            made.start()
            if answered:
                made.show_forecast(sample.forecast(found))
            if advanced:
                made.advanced_button.setChecked(True)
            made.advice_button.setChecked(advice)
            return made

        return show

    def filling() -> QWidget:
        """A container that fills up, and one that the snapshot makes."""
        found = replace(sample.grown().vms[4], agent=Agent.NONE)
        kept = tuple((side, room[:1]) for side, room in found.containers)
        made = SnapshotDialog(state, replace(found, containers=kept), SnapshotChoices(), window)
        made.start()
        made.show_forecast(
            sample.forecast(found, consistency=Consistency.CRASH, reason=ConsistencyReason.NO_AGENT)
        )
        return made

    def help_dialog() -> QWidget:
        made = HelpDialog(window.actions_.all(), "~/.local/state/twinpoint/twinpoint.log", window)
        made.open()
        return made

    def error_dialog() -> QWidget:
        problem = sample.state().runs[-1].problem
        assert problem is not None
        made = ErrorDialog("Twinpoint", explain(problem), window)
        made.open()
        made.details_button.setChecked(True)
        return made

    def dismissed() -> QWidget:
        window.alert_model.acknowledge(window.alert_model.alerts, sample.TAKEN)
        window.tree.pick((state.system.name, "alerts"))
        return window

    def menu() -> QWidget:
        bar = window.menuBar()
        shown = bar.actions()[3].menu()
        assert isinstance(shown, QWidget)
        shown.show()
        return shown

    yield "vms-failover", vm(sample.WEB)
    yield "alerts", page(Page.ALERTS)
    yield "machines", page(Page.MACHINES)
    yield "snapshots", page(Page.SNAPSHOTS)
    yield "alerts-none", dismissed
    yield "vms", vm(sample.WEB)
    yield "vms-volumes", tab(1)
    yield "vms-snapshots", tab(2)
    yield "vms-uefi", vm(sample.UEFI)
    yield "vms-busy", vm(sample.DB)
    yield "dialog", dialog(sample.WEB)
    yield "dialog-opening", dialog(sample.WEB, answered=False)
    yield "dialog-obstacle", dialog(sample.OFF, advanced=True)
    yield "dialog-refused", dialog(sample.DB)
    left_out = {"vdb": state.vms[0].volumes[1].source}
    remembered = SnapshotChoices(left_out, require_application=True, hold_freeze=True)
    yield "dialog-remembered", dialog(sample.WEB, last_time=remembered)
    yield "dialog-advice", dialog(sample.WEB, advice=True)
    yield "dialog-filling", filling
    yield "error", error_dialog
    yield "help", help_dialog
    yield "menu-view", menu
    yield from first_run_scenes(window)
    yield from later_scenes(window, state)
    yield from power_scenes(window, state)
    yield from alert_scenes(window, state)


def later_scenes(
    window: MainWindow, state: SystemState
) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Of a pair that has been in use for a while; the window shows `state` again in the end."""
    seen = sample.grown()
    kept = window.snapshots_page

    def page(page: Page, shown: SystemState = seen) -> QWidget:
        window.show_state(shown)
        window.tree.pick((state.system.name, page.value))
        return window

    def family() -> QWidget:
        page(Page.SNAPSHOTS)
        kept.offer(set(SnapshotAction))
        kept.filter.family_button.click()
        kept.table.pick(lambda one: one.description == "before rolling back")
        return window

    def filtered() -> QWidget:
        kept.filter.vm_box.setCurrentIndex(kept.filter.vm_box.findText("web01"))
        kept.table.selectRow(0)
        return window

    def several() -> QWidget:
        kept.table.selectAll()
        return window

    def context_menu() -> QWidget:
        kept.filter.vm_box.setCurrentIndex(0)
        shown = kept.menu()
        shown.show()
        return shown

    def disabled_vm() -> QWidget:
        window.show_state(sample.disabled(state))
        window.pick_vm(sample.WEB)
        return window

    def system_menu() -> QWidget:
        shown = window.menuBar().actions()[0].menu()
        assert isinstance(shown, QWidget)
        shown.show()
        return shown

    def container(name: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            page(Page.CONTAINERS)
            window.pages.containers.table.pick(lambda one: one.vm.name == name)
            return window

        return show

    def expand(capacity: float) -> Callable[[], QWidget]:
        def show() -> QWidget:
            one = next(c for c in containers(seen) if c.vm.uuid == sample.JAPANESE)
            made = ExpandDialog(seen, one, window)
            made.open()
            if capacity:
                made.box.setValue(capacity)
            return made

        return show

    def preferences() -> QWidget:
        told = sample.decision(Setting.WARNING_PERCENT, 75)
        machines = (replace(seen.machines[0], decisions=(told,)), seen.machines[1])
        made = PreferencesDialog(replace(seen, machines=machines), window)
        made.open()
        return made

    yield "snapshots-family", family
    yield "snapshots-filtered", filtered
    yield "snapshots-several", several
    yield "snapshots-menu", context_menu
    yield (
        "snapshots-disabled",
        lambda: page(Page.SNAPSHOTS, sample.disabled(seen, by=(Side.FIRST,))),
    )
    yield "vms-disabled", disabled_vm
    yield "menu-system", system_menu
    yield "containers", container("会計 サーバー")
    yield "containers-busy", container("db01")
    yield "containers-none", container("off01")
    yield "expand", expand(0)
    yield "expand-refused", expand(240)
    yield "preferences", preferences
    yield from dialog_scenes(window)

    def again() -> QWidget:
        kept.offer(set())
        kept.filter.family_button.click()
        return page(Page.SNAPSHOTS, state)

    yield "snapshots-again", again


def power_scenes(
    window: MainWindow, state: SystemState
) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """Of VMs that are started and stopped, and of PMs that are worked on."""
    panel, machines = window.vms_page.panel, window.pages.machines
    mirror = Mirror("r0", "Primary", "UpToDate", "Connected")
    nodes = (("pm1", "online"), ("pm2", "standby"))
    first = replace(
        state.machines[0], cluster=Cluster("pm1", nodes, ((sample.WEB, "web"),)), mirrors=(mirror,)
    )
    away = replace(
        state.machines[1],
        state=MachineState.MAINTENANCE,
        maintenance=Flag("akiko@console", sample.NOW),
    )
    quiet = replace(sample.state(busy=False, failed=False), machines=(first, away))
    unseen = VolumeNotShared("db01", "vda", "/dev/vg/db", "pm2")
    vms = (
        PlannedMove(sample.WEB, "web01"),
        PlannedMove(sample.DB, "db01", (unseen,)),
        PlannedMove(sample.JAPANESE, "会計 サーバー", by_cluster=True),
    )

    def offered(uuid: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            panel.power.offer()
            panel.uses.offer()
            machines.actions_.offer()
            window.show_state(sample.state(busy=False, failed=False))
            window.tree.pick((state.system.name, "vms", uuid))
            window.pick_vm(uuid)
            able = AgentAbilities("7.2.11", (Ability.FREEZE, Ability.SHUT_DOWN))
            panel.show_abilities(sample.WEB, able)
            return window

        return show

    def waiting() -> QWidget:
        panel.waiting.wait(sample.WEB, GuestWaited("web01", "pm1", 12, 120))
        return offered(sample.WEB)()

    def power_off() -> QWidget:
        panel.waiting.end(sample.WEB)
        found = state.vm(sample.WEB)
        assert found is not None
        made = PowerOffDialog(replace(state, runs=(sample.run(found, step=Step.SNAPSHOT),)), found)
        made.open()
        return made

    def pms(side: Side) -> Callable[[], QWidget]:
        def show() -> QWidget:
            window.show_state(quiet)
            window.tree.pick((state.system.name, "machines", str(int(side))))
            return window

        return show

    def both_away() -> QWidget:
        pms(Side.SECOND)()
        machines = tuple(
            replace(one, state=MachineState.MAINTENANCE, maintenance=away.maintenance)
            for one in quiet.machines
        )
        window.show_state(replace(quiet, machines=(machines[0], machines[1])))
        return window

    def work_on() -> QWidget:
        made = WorkOnDialog(replace(quiet, machines=(state.machines[0], away)), Side.FIRST)
        made.open()
        made.show_plan(WorkOnPlan(Side.FIRST, vms, (OtherPmAway("pm1", "pm2"),)))
        return made

    yield "vms-power", offered(sample.WEB)
    yield "vms-stopped", offered(sample.OFF)
    yield "vms-waiting", waiting
    yield "power-off", power_off
    yield "machines-cluster", pms(Side.FIRST)
    yield "machines-maintenance", pms(Side.SECOND)
    yield "machines-both-away", both_away
    yield "work-on", work_on


def dialog_scenes(window: MainWindow) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """What is asked of kept snapshots."""
    seen = sample.grown()
    kept = {one.id[-2:]: one for one in seen.snapshots}
    refused = MergeNeedsRoom("pm1", "/var/lib/twinpoint", 9 * sample.GIB, 2 * sample.GIB)

    def opened(made: QDialog) -> QDialog:
        made.open()
        return made

    def delete(*ends: str, answer: tuple[DeletionForecast, ...] | None) -> Callable[[], QWidget]:
        def show() -> QWidget:
            made = DeleteDialog(seen, [kept[end] for end in ends], window)
            opened(made)
            if answer is not None:
                made.show_forecast(answer)
            return made

        return show

    def export(place: Place, where: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            made = ExportDialog(seen, kept["16"], window)
            box = made.destination.place_box
            box.setCurrentIndex(box.findData(place.value))
            made.destination.path_box.line.setText(where)
            made.destination.address_box.setText(where)
            return opened(made)

        return show

    def importing(*, restore: bool, path: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            made = ImportDialog(seen, window)
            made.kind_box.setCurrentIndex(int(restore))
            made.place_box.setCurrentIndex(int(restore))
            made.path_box.line.setText(path)
            return opened(made)

        return show

    def roll_back(*, safe: bool) -> Callable[[], QWidget]:
        def show() -> QWidget:
            web = replace(seen.vms[0], state=VmState.STOPPED, stopped_cleanly=True)
            made = RollBackDialog(
                replace(seen, vms=(web, *seen.vms[1:]), runs=()), web, kept["13"], window
            )
            made.safety_box.setChecked(safe)
            return opened(made)

        return show

    def closing() -> QWidget:
        made = opened(ClosingDialog(2, window))
        assert isinstance(made, ClosingDialog)
        made.close_button.click()
        return made

    yield "delete", delete("12", answer=(sample.deletion(sample.WEB),))
    yield (
        "delete-several",
        delete(
            "14",
            "12",
            "04",
            answer=(sample.deletion(sample.WEB), sample.deletion(sample.JAPANESE, holds_vm=True)),
        ),
    )
    yield "delete-opening", delete("16", answer=None)
    yield (
        "delete-refused",
        delete("15", answer=(sample.deletion(sample.WEB, problems=(refused,)),)),
    )
    yield "export", export(Place.WORKSTATION, "/home/akiko/exports")
    yield "export-folder", export(Place.FOLDER, "exports")
    yield "export-share", export(Place.SHARE, "//files/backup/twinpoint")
    yield "export-opening", export(Place.SHARE, "")
    yield "import", importing(restore=False, path="/home/akiko/exports/web01.ova")
    yield "import-restore", importing(restore=True, path="/srv/exports/web01.ovf")
    yield "import-opening", importing(restore=False, path="")
    yield "new-vm", lambda: opened(NewVmDialog(seen, kept["16"], window))
    yield "roll-back", roll_back(safe=True)
    yield "roll-back-unsafe", roll_back(safe=False)

    def exported(place: Destination, path: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            done = ExportOutcome("pm1", path, ("web01.ova",), 612 * sample.MIB)
            made = ExportedDialog("web01", place, done, window)
            made.show()
            return made

        return show

    yield "closing", closing
    home = "/home/akiko/exports"
    yield "exported", exported(Workstation(home), f"{home}/before the update.ova")
    yield "exported-share", exported(Share("//files/backup"), "//files/backup/月次締め前.ova")


def take(folder: Path, language: Language, theme: ThemeChoice, only: str = "") -> list[Path]:
    """Draws every scene into `folder`; returns the files."""
    taken: list[Path] = []
    folder.mkdir(parents=True, exist_ok=True)

    def grab(name: str, widget: QWidget) -> None:
        settle()
        file = folder / f"{name}-{language.value}-{theme.value}.png"
        widget.grab().save(str(file))
        taken.append(file)

    window = new_window(folder)
    state = sample.state()
    window.show_state(state)
    settle()
    for name, show in scenes(window, state):
        if only and not name.startswith(only):
            continue
        widget = show()
        grab(name, widget)
        if widget is not window:
            widget.close()
    window.close()
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description="Pictures of every page and dialog.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=["en", "ja"])
    parser.add_argument("--theme", choices=["light", "dark", "high-contrast"])
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    app = QApplication(sys.argv[:1])
    theme = Theme(app, ThemeChoice.LIGHT)
    translation = Translation(app)
    languages = [Language(chosen.language)] if chosen.language else list(Language)
    themes = [ThemeChoice(chosen.theme)] if chosen.theme else [ThemeChoice.LIGHT, ThemeChoice.DARK]
    for language in languages:
        translation.choose(language)
        for choice in themes:
            theme.choose(choice)
            for file in take(chosen.folder, language, choice, chosen.only):
                print(file)
    (chosen.folder / "window.ini").unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

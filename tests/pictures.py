"""Pictures of the window on the real pair, in English and Japanese.

python -m tests.pictures DIRECTORY [--system lab] [--vm web01] [--light]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # libvirt runs its events on GLib's default main context, which Qt would take for its own.
    os.environ["QT_NO_GLIB"] = "1"

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app import paths, settings
from app.errors import SettingsError, TwinpointError
from app.machines.connect import connect
from app.model.keys import OfferedKey, Trust
from app.model.machine import Side
from app.model.maintenance import WorkOnPlan
from app.model.snapshot import DeletionForecast, Forecast, Snapshot
from app.model.state import SystemState
from app.model.vm import Vm
from app.operations.delete_snapshots import ForecastDeletion
from app.operations.fetch_host_keys import FetchHostKeys, Offered
from app.operations.forecast_snapshot import ForecastSnapshot
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken
from app.operations.work_on import PlanWorkOn
from app.rules.container_rules import containers
from app.rules.deletion_rules import heirs
from app.rules.snapshot_uses import newest_normal
from app.sentences import plain, problem_text
from tests.ui.screenshots import new_window, settle
from ui.dialogs.add_system_wizard import AddSystemWizard
from ui.dialogs.delete_dialog import DeleteDialog
from ui.dialogs.expand_dialog import ExpandDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.dialogs.preferences_dialog import PreferencesDialog
from ui.dialogs.roll_back_dialog import RollBackDialog
from ui.dialogs.snapshot_dialog import SnapshotDialog
from ui.dialogs.work_on_dialog import WorkOnDialog
from ui.main_window import MainWindow
from ui.pair_operations import AtDoorstep
from ui.snapshot_choices import SnapshotChoices
from ui.theme import Theme, ThemeChoice
from ui.translation import Language, Translation
from ui.views.pages import Page
from ui.views.snapshot_actions import SnapshotAction


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--system", default="lab")
    parser.add_argument("--vm", default="web01")
    parser.add_argument("--light", action="store_true", help="in the light theme only")
    asked = parser.parse_args()
    try:
        seen = see(asked.system, asked.vm)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except TwinpointError as error:
        print(plain(problem_text(error.problems[0]).cause), file=sys.stderr)
        return 1
    asked.folder.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(say)
    app = QApplication(sys.argv[:1])
    theme = Theme(app, ThemeChoice.LIGHT)
    translation = Translation(app)
    for language in Language:
        translation.choose(language)
        for choice in (
            (ThemeChoice.LIGHT,) if asked.light else (ThemeChoice.LIGHT, ThemeChoice.DARK)
        ):
            theme.choose(choice)
            with tempfile.TemporaryDirectory() as memory:
                window = new_window(Path(memory))
                ending = f"{language.value}-{choice.value}.png"
                draw(window, seen, asked.folder, ending)
                window.close()
    print(f"Pictures: {asked.folder}")
    return 0


def say(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    """Qt's messages, but for what the offscreen platform lacks."""
    if message and "This plugin does not support" not in message:
        print(message, file=sys.stderr)


@dataclass(frozen=True)
class Seen:
    """The pair as it is, one of its VMs, and what a snapshot of it, or deleting one, would be."""

    state: SystemState
    vm: Vm
    forecast: Forecast
    newest: Snapshot
    deleted: Snapshot
    deletion: tuple[DeletionForecast, ...]
    work_on: WorkOnPlan
    keys: tuple[Offered, Offered]


def see(system: str, vm_name: str) -> Seen:
    pair = connect(settings.load(paths.settings_file()).find(system))
    try:
        state = LookAtSystem(pair).run(lambda event: None, CancelToken())
        vm = next((vm for vm in state.vms if vm.name == vm_name), None)
        if vm is None:
            raise SettingsError(f"the pair shows no VM {vm_name!r}")
        targets = [volume.target for volume in vm.volumes]
        operation = ForecastSnapshot(pair, vm=vm.uuid, targets=targets)
        forecast = operation.run(lambda event: None, CancelToken())
        newest = newest_normal(state, vm.uuid)
        if newest is None:
            raise SettingsError(f"{vm_name} has no snapshot that is normal")
        # One that another builds on, if there is any: then there is something to merge.
        below = [one for one in state.snapshots_of(vm.uuid) if heirs(state, [one])]
        deleted = below[-1] if below else newest
        ask = ForecastDeletion(pair, (deleted.id,))
        deletion = ask.run(lambda event: None, CancelToken())
        work_on = PlanWorkOn(pair, Side.FIRST).run(lambda event: None, CancelToken())
    finally:
        pair.close()
    keys = AtDoorstep(state.system, FetchHostKeys).run(lambda event: None, CancelToken())
    return Seen(state, vm, forecast, newest, deleted, deletion, work_on, met_first(keys))


def met_first(keys: tuple[Offered, Offered]) -> tuple[Offered, Offered]:
    """As a workstation sees them that has never met these PMs."""
    one, two = (
        replace(key, trust=Trust.UNKNOWN, file="~/.ssh/known_hosts")
        if isinstance(key, OfferedKey)
        else key
        for key in keys
    )
    return one, two


def offer_all(window: MainWindow) -> None:
    """As the application does, which is not there to do what they say."""
    panel = window.vms_page.panel
    for actions in (panel.power, window.pages.machines.actions_):
        actions.offer()
    for shown in (panel.snapshots.uses, window.snapshots_page):
        shown.offer(set(SnapshotAction))


def draw(window: MainWindow, seen: Seen, folder: Path, ending: str) -> None:
    state, vm = seen.state, seen.vm

    def grab(name: str, widget: QWidget) -> None:
        settle()
        if not widget.grab().save(str(folder / f"pair-{name}-{ending}")):
            raise OSError(f"{folder} takes no pictures")

    offer_all(window)
    window.show_state(state)
    settle()
    window.tree.pick((state.system.name, "vms", vm.uuid))
    window.pick_vm(vm.uuid)
    grab("vms", window)
    window.tree.pick((state.system.name, Page.SNAPSHOTS.value))
    grab("snapshots", window)
    window.snapshots_page.filter.family_button.click()
    grab("snapshots-family", window)
    window.snapshots_page.filter.family_button.click()
    window.tree.pick((state.system.name, Page.CONTAINERS.value))
    window.pages.containers.table.pick(lambda one: one.vm.uuid == vm.uuid)
    grab("containers", window)
    one = next(one for one in containers(state) if one.vm.uuid == vm.uuid)
    expand = ExpandDialog(state, one, window)
    expand.open()
    grab("expand", expand)
    expand.close()
    preferences = PreferencesDialog(state, window)
    preferences.open()
    grab("preferences", preferences)
    preferences.close()
    window.tree.pick((state.system.name, Page.MACHINES.value))
    grab("machines", window)
    window.tree.pick((state.system.name, Page.ALERTS.value))
    window.actions_.history.setChecked(True)
    grab("history", window)
    window.actions_.history.setChecked(False)
    window.tree.pick((state.system.name, "vms", vm.uuid))
    window.pick_vm(vm.uuid)
    dialog = SnapshotDialog(state, vm, SnapshotChoices(), window)
    dialog.start()
    dialog.show_forecast(seen.forecast)
    grab("dialog", dialog)
    dialog.close()
    for name, made in other_dialogs(window, seen).items():
        made.open()
        grab(name, made)
        made.close()


def other_dialogs(window: MainWindow, seen: Seen) -> dict[str, QDialog]:
    """What can be asked of the pair and its snapshots; nothing of it is asked here."""
    state = seen.state
    delete = DeleteDialog(state, [seen.deleted], window)
    delete.show_forecast(seen.deletion)
    export = ExportDialog(state, seen.newest, window)
    export.destination.path_box.line.setText("/media/usb")
    importing = ImportDialog(state, window)
    importing.path_box.line.setText("/media/usb/web01.ova")
    work_on = WorkOnDialog(state, Side.FIRST, window)
    work_on.show_plan(seen.work_on)
    wizard = AddSystemWizard([], None, window)
    wizard.addresses.name_box.setText(state.system.name)
    for box, address in zip(wizard.addresses.host_boxes, state.system.machines, strict=True):
        box.setText(address.host)
    wizard.show_host_keys(seen.keys)
    return {
        "delete": delete,
        "export": export,
        "import": importing,
        "new-vm": NewVmDialog(state, seen.newest, window),
        "roll-back": RollBackDialog(state, seen.vm, seen.newest, window),
        "work-on": work_on,
        "wizard-keys": wizard,
    }


if __name__ == "__main__":
    sys.exit(main())

"""The real window on the real pair: one snapshot, from the keyboard to the normal icon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QSettings, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from app.model.machine import MachineState, System  # noqa: E402
from app.model.problems import Busy  # noqa: E402
from app.model.snapshot import Consistency, Snapshot, SnapshotState  # noqa: E402
from tests.pair.consoles import Profile, result  # noqa: E402
from tests.pair.world import World  # noqa: E402
from tests.ui.watchdog import Watchdog  # noqa: E402
from ui.application import Application, Options, real_operations  # noqa: E402
from ui.dialogs.snapshot_dialog import SnapshotDialog  # noqa: E402
from ui.models.snapshot_table_model import state_icon  # noqa: E402
from ui.theme import ThemeChoice  # noqa: E402
from ui.translation import Language  # noqa: E402

pytestmark = pytest.mark.pair


@pytest.fixture
def application(
    qapp: QApplication, qtbot: QtBot, world: World, lab_system: System, tmp_path: Path
) -> Iterator[Application]:
    """`world` only so that the PMs are linked; the window makes links of its own."""
    world.take("web01")  # from here on increments, which take seconds as slow as the window's are
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    options = Options(language=Language.ENGLISH, theme=ThemeChoice.LIGHT)
    slowed = replace(lab_system, replicate_limit=256 * 1024)  # a run is seen while it is under way
    made = Application(qapp, options, lambda: [slowed], real_operations(), memory)
    made.start()
    yield made
    made.window.close()
    assert made.end() == []
    made.window.deleteLater()
    made.deleteLater()


def wait_ready(qtbot: QtBot, application: Application) -> None:
    window = application.window

    def ready() -> bool:
        state = window.state
        return bool(
            state
            and all(one.state is MachineState.RUNNING for one in state.machines)
            and any(vm.name == "web01" for vm in state.vms)
        )

    qtbot.waitUntil(ready, timeout=60_000)


def open_dialog(qtbot: QtBot, application: Application, name: str) -> SnapshotDialog:
    """From the keyboard, as far as the snapshot could be created."""
    window = application.window
    window.tree.setFocus()
    QTest.keyClicks(window.tree, "web01")
    vm = window.vms_page.current()
    assert vm is not None
    assert vm.name == "web01"
    qtbot.waitUntil(window.vms_page.panel.snapshot_button.isEnabled, timeout=120_000)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChildren(SnapshotDialog)[-1]
    assert dialog.volumes.chosen()
    dialog.name_box.setText(name)
    dialog.require_box.click()
    qtbot.waitUntil(dialog.has_forecast, timeout=60_000)
    qtbot.waitUntil(dialog.create_button.isEnabled, timeout=120_000)
    return dialog


def test_a_snapshot_from_the_keyboard_to_the_normal_icon(
    qtbot: QtBot, application: Application
) -> None:
    window = application.window
    name = f"from the window {uuid4()}"
    wait_ready(qtbot, application)
    watchdog = Watchdog()
    watchdog.start()
    dialog = open_dialog(qtbot, application, name)
    QTest.keyClick(dialog.name_box, Qt.Key.Key_Return)
    assert not dialog.isVisible()

    def new() -> Snapshot | None:
        state = window.state
        return next((one for one in (state.snapshots if state else ()) if one.name == name), None)

    def shown() -> Snapshot:
        table = window.snapshots_page.table
        found = new()
        assert found is not None
        assert table.pick(lambda one: one.id == found.id)
        record: Snapshot = table.record()
        return record

    qtbot.waitUntil(lambda: new() is not None, timeout=60_000)
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert shown().state is SnapshotState.BROKEN
    assert state_icon(shown()).value == "snapshot-broken"
    qtbot.waitUntil(lambda: shown().state is SnapshotState.NORMAL, timeout=180_000)
    assert state_icon(shown()).value == "snapshot-normal"
    assert shown().consistency is Consistency.APPLICATION
    watchdog.stop()
    assert watchdog.gaps == []


def test_the_window_and_two_command_lines_at_once(
    qtbot: QtBot, application: Application, world: World, lab_system: System, tmp_path: Path
) -> None:
    """One VM that the window and two command lines want, and one that a third wants meanwhile."""
    before = {vm: set(world.held("pm1", vm)) for vm in ("web01", "db01")}
    window = application.window
    name = f"from the window {uuid4()}"
    wait_ready(qtbot, application)
    dialog = open_dialog(qtbot, application, name)
    slow = replace(lab_system, replicate_limit=2 * 1024 * 1024)
    consoles = [
        Profile.with_system(tmp_path / str(number), slow).start("snapshot", "create", vm, "--json")
        for number, vm in enumerate(("web01", "web01", "db01"))
    ]
    # The window asks while the first of them holds the VM, or right before.
    QTest.keyClick(dialog.name_box, Qt.Key.Key_Return)

    def own() -> list[Snapshot]:
        return [one for one in (window.state.snapshots if window.state else ()) if one.name == name]

    def refused() -> list[Busy]:
        problems = [alert.problem for alert in window.alert_model.alerts]
        return [problem for problem in problems if isinstance(problem, Busy)]

    qtbot.waitUntil(lambda: bool(own() or refused()), timeout=120_000)
    qtbot.waitUntil(lambda: all(each.poll() is not None for each in consoles), timeout=180_000)
    *webs, (db, db_said) = [result(each) for each in consoles]
    assert (db, db_said.get("state")) == (0, "normal"), db_said
    for status, said in webs:
        assert status == 0 or (status, said["problems"][0]["code"]) == (3, "vm-busy"), said
    made = sum(status == 0 for status, _ in webs)
    assert made or own(), "all gave way"
    qtbot.waitUntil(
        lambda: all(one.state is SnapshotState.NORMAL for one in own()), timeout=180_000
    )
    world.wait_clean("web01")
    new = {vm: set(world.held("pm1", vm)) - before[vm] for vm in before}
    assert len(new["web01"]) == len(own()) + made, "a snapshot lost, or one too many"
    assert new["db01"] == {db_said["snapshot"]}
    for vm in before:
        assert world.held("pm1", vm) == world.held("pm2", vm)
        assert world.leftovers(vm) == []

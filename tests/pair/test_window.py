"""The real window on the real pair: one snapshot, from the keyboard to the normal icon."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QSettings, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from app.machines.connect import PairLink  # noqa: E402
from app.model.machine import MachineState, System  # noqa: E402
from app.model.snapshot import Consistency, Snapshot, SnapshotState  # noqa: E402
from tests.ui.watchdog import Watchdog  # noqa: E402
from ui.application import Application, Options, real_operations  # noqa: E402
from ui.dialogs.snapshot_dialog import SnapshotDialog  # noqa: E402
from ui.models.snapshot_table_model import state_icon  # noqa: E402
from ui.theme import ThemeChoice  # noqa: E402
from ui.translation import Language  # noqa: E402

pytestmark = pytest.mark.pair


@pytest.fixture
def application(
    qapp: QApplication, qtbot: QtBot, pair: PairLink, lab_system: System, tmp_path: Path
) -> Iterator[Application]:
    """`pair` only so that the PMs are linked; the window makes links of its own."""
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    options = Options(language=Language.ENGLISH, theme=ThemeChoice.LIGHT)
    made = Application(qapp, options, lambda: [lab_system], real_operations(), memory)
    made.start()
    yield made
    made.window.close()
    assert made.end() == []
    made.window.deleteLater()
    made.deleteLater()


def test_a_snapshot_from_the_keyboard_to_the_normal_icon(
    qtbot: QtBot, application: Application
) -> None:
    window = application.window

    def ready() -> bool:
        state = window.state
        return bool(
            state
            and all(one.state is MachineState.RUNNING for one in state.machines)
            and any(vm.name == "web01" for vm in state.vms)
        )

    qtbot.waitUntil(ready, timeout=30_000)
    watchdog = Watchdog()
    watchdog.start()
    window.tree.setFocus()
    QTest.keyClicks(window.tree, "web01")
    vm = window.vms_page.current()
    assert vm is not None
    assert vm.name == "web01"
    name = f"from the window {uuid4()}"

    qtbot.waitUntil(window.vms_page.panel.snapshot_button.isEnabled, timeout=120_000)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChildren(SnapshotDialog)[-1]
    assert dialog.volumes.chosen()
    dialog.name_box.setText(name)
    dialog.require_box.click()
    qtbot.waitUntil(dialog.has_forecast, timeout=60_000)
    qtbot.waitUntil(dialog.create_button.isEnabled, timeout=120_000)
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

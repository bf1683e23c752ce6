"""The main jobs from the window to the PMs with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.model.package import ExportRequest, ImportRequest
from app.model.vm import VmState
from app.model.vm_requests import NewVmRequest, RollBackRequest
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.delete_dialog import DeleteDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.dialogs.roll_back_dialog import RollBackDialog
from ui.main_window import MainWindow
from ui.views.power_buttons import PowerButtons
from ui.views.snapshot_actions import SnapshotAction

Kind = TypeVar("Kind", bound=QDialog)
Key = Qt.Key
PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """What somebody without a mouse can do: press keys, where the focus is."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self.window = window
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.keyClick(self.focus(), key, modifier)

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)

    def tab_to(self, wanted: Callable[[], QWidget]) -> None:
        for _ in range(80):
            if self.focus() is wanted():
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {wanted()}")

    def snapshot(self, end: str) -> None:
        """Goes to a snapshot on the Snapshots page."""
        self.press(Key.Key_3, CONTROL)
        table = self.window.snapshots_page.table
        self.tab_to(lambda: table)
        self.press(Key.Key_Home, CONTROL)
        for _ in range(100):
            record = table.record()
            if record is not None and record.id.endswith(end):
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"no snapshot {end} in the table")

    def act(self, action: SnapshotAction) -> None:
        """Presses one of the selected snapshot's buttons."""
        page = self.window.snapshots_page
        at = list(SnapshotAction).index(action)
        self.tab_to(lambda: page.details.button(page.actions_.all()[at]))
        self.press(Key.Key_Space)

    def dialog(self, kind: type[Kind]) -> Kind:
        """The one that has just been opened, once it has the keyboard."""
        made = self.window.findChildren(kind)[-1]
        self._qtbot.waitUntil(lambda: made.isVisible() and made.isActiveWindow())
        return made


@pytest.fixture
def keyboard(qtbot: QtBot, pair: FakePair, opened: Opened) -> Keyboard:
    seen = sample.grown()
    web = replace(seen.vms[0], state=VmState.STOPPED, stopped_cleanly=True)
    pair.first = replace(seen, vms=(web, *seen.vms[1:]), runs=())
    pair.deletion = (sample.deletion(sample.WEB),)
    return Keyboard(qtbot, opened(pair).window)


def wish(qtbot: QtBot, pair: FakePair) -> object:
    """What has reached the PMs, once it has."""
    qtbot.waitUntil(lambda: bool(pair.wished))
    (only,) = pair.wished
    return only


def test_a_new_vm(qtbot: QtBot, pair: FakePair, keyboard: Keyboard) -> None:
    keyboard.snapshot("16")
    keyboard.act(SnapshotAction.CREATE_VM)
    dialog = keyboard.dialog(NewVmDialog)
    keyboard.write("web09")  # over the name that is proposed
    keyboard.tab_to(lambda: dialog.start_box)
    keyboard.press(Key.Key_Space)
    keyboard.press(Key.Key_Return)
    wished = wish(qtbot, pair)
    assert isinstance(wished, NewVmRequest)
    assert (wished.snapshot[-2:], wished.name, wished.start) == ("16", "web09", True)


def test_an_export_to_this_workstation(
    qtbot: QtBot, pair: FakePair, keyboard: Keyboard, tmp_path: Path
) -> None:
    keyboard.snapshot("16")
    keyboard.act(SnapshotAction.EXPORT)
    dialog = keyboard.dialog(ExportDialog)
    keyboard.tab_to(lambda: dialog.destination.path_box.line)
    keyboard.write(str(tmp_path))
    keyboard.press(Key.Key_Return)
    wished = wish(qtbot, pair)
    assert isinstance(wished, ExportRequest)
    assert wished.snapshot.endswith("16")


def test_an_import(qtbot: QtBot, pair: FakePair, keyboard: Keyboard, tmp_path: Path) -> None:
    package = tmp_path / "web01.ova"
    package.touch()
    keyboard.press(Key.Key_I, CONTROL)
    dialog = keyboard.dialog(ImportDialog)
    keyboard.write(str(package))
    keyboard.tab_to(lambda: dialog.name_box)
    keyboard.write("web09")
    keyboard.press(Key.Key_Return)
    wished = wish(qtbot, pair)
    assert isinstance(wished, ImportRequest)
    assert (wished.path, wished.name) == (str(package), "web09")


def test_rolling_back(qtbot: QtBot, pair: FakePair, keyboard: Keyboard) -> None:
    keyboard.snapshot("13")
    keyboard.act(SnapshotAction.ROLL_BACK)
    dialog = keyboard.dialog(RollBackDialog)
    keyboard.tab_to(lambda: dialog.roll_back_button)
    keyboard.press(Key.Key_Space)
    wished = wish(qtbot, pair)
    assert isinstance(wished, RollBackRequest)
    assert wished.snapshot.endswith("13")
    assert wished.safety


def test_deleting_two(qtbot: QtBot, pair: FakePair, keyboard: Keyboard) -> None:
    keyboard.snapshot("13")
    keyboard.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    keyboard.press(Key.Key_Delete)
    dialog = keyboard.dialog(DeleteDialog)
    keyboard.tab_to(lambda: dialog.delete_button)
    keyboard.press(Key.Key_Space)
    wished = wish(qtbot, pair)
    assert isinstance(wished, tuple)
    assert len(wished) == 2


def test_starting_a_vm(qtbot: QtBot, pair: FakePair, keyboard: Keyboard) -> None:
    keyboard.press(Key.Key_0, CONTROL)
    keyboard.write("web01")
    panel = keyboard.window.vms_page.panel
    (buttons,) = panel.findChildren(PowerButtons)
    keyboard.tab_to(lambda: buttons.start_button)
    keyboard.press(Key.Key_Space)
    qtbot.waitUntil(lambda: pair.powered == [("start", sample.WEB)])

"""Importing: what is asked for, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.model.machine import MachineState, Side
from app.model.package import ImportRequest
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.import_dialog import ImportDialog

GROWN = sample.grown()


def dialog(qtbot: QtBot) -> ImportDialog:
    made = ImportDialog(GROWN)
    qtbot.addWidget(made)
    made.open()
    return made


def requests(made: ImportDialog) -> list[ImportRequest]:
    found: list[ImportRequest] = []
    made.requested.connect(found.append)
    return found


def words(made: ImportDialog) -> str:
    return "\n".join(each.text() for each in made.findChildren(QLabel) if each.isVisible())


def test_a_file_of_this_workstation(qtbot: QtBot, tmp_path: Path) -> None:
    made = dialog(qtbot)
    asked = requests(made)
    assert not made.import_button.isEnabled()
    assert "Choose the package" in made.import_button.toolTip()
    package = tmp_path / "web01.ova"
    QTest.keyClicks(made.path_box.line, str(package))
    QTest.keyClick(made.path_box.line, Qt.Key.Key_Return)
    assert made.isVisible()
    assert "is missing" in made.problem_words.text()
    assert "on this workstation" in made.problem_words.text()
    package.touch()
    made.name_box.setText("copy")
    made.start_box.click()
    QTest.keyClick(made.name_box, Qt.Key.Key_Return)
    assert asked == [ImportRequest(str(package), True, Side.FIRST, "copy", start=True)]
    assert not made.isVisible()


def test_a_restore_from_a_file_of_a_pm(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    asked = requests(made)
    made.name_box.setText("copy")
    made.place_box.setCurrentIndex(1)
    made.kind_box.setCurrentIndex(1)
    made.pm_box.setCurrentIndex(1)
    made.path_box.line.setText("/srv/exports/web01.ovf")
    made.folder_box.setText("/srv/volumes")
    assert not made.name_box.isVisible()
    assert not made.path_box.button.isVisible()
    assert "keeps its UUID" in words(made)
    assert "defined on pm2 only" in words(made)
    made.import_button.click()
    assert asked == [
        ImportRequest(
            "/srv/exports/web01.ovf", False, Side.SECOND, restore=True, folder="/srv/volumes"
        )
    ]


def test_what_is_wrong_is_told_while_it_is_typed(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.place_box.setCurrentIndex(1)
    for path, told in (("/srv/web01.zip", "not a sound OVA"), ("web01.ova", "is missing")):
        made.path_box.line.setText(path)
        assert told in made.problem_words.text()
        assert not made.import_button.isEnabled()
    made.path_box.line.setText("/srv/web01.ova")
    assert made.import_button.isEnabled()
    made.name_box.setText("web01")
    assert "web01" in made.problem_words.text()
    assert not made.import_button.isEnabled()
    made.kind_box.setCurrentIndex(1)  # a restore keeps its own name
    assert made.import_button.isEnabled()
    made.folder_box.setText("volumes")
    assert not made.import_button.isEnabled()


def test_it_follows_what_happens_meanwhile(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.place_box.setCurrentIndex(1)
    made.path_box.line.setText("/srv/web01.ova")
    lost = replace(GROWN.machines[0], state=MachineState.UNREACHABLE)
    made.show_state(replace(GROWN, machines=(lost, GROWN.machines[1])))
    assert not made.import_button.isEnabled()
    assert "pm1 does not answer" in made.problem_words.text()


def test_from_the_menu_to_the_pms(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    made = window.findChildren(ImportDialog)[-1]
    made.place_box.setCurrentIndex(1)
    made.path_box.line.setText("/srv/web01.ova")
    QTest.keyClick(made.path_box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pair.wished == [ImportRequest("/srv/web01.ova", False, Side.FIRST)])


def test_nothing_is_imported_without_a_pm(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    lost = tuple(replace(one, state=MachineState.UNREACHABLE) for one in pair.first.machines)
    pair.first = replace(pair.first, machines=(lost[0], lost[1]))
    action = opened(pair).window.actions_.import_vm
    assert not action.isEnabled()
    assert "pm1 does not answer" in action.toolTip()

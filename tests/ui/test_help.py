"""The help is about what one looks at, can be searched and copied, and speaks both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWhatsThis, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Refused
from app.help import all_topics
from app.model.machine import MachineState
from app.model.problems import MachineUnreachable, UefiFirmware
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.application import Application
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.help_dialog import HelpDialog
from ui.dialogs.snapshot_dialog import SnapshotDialog
from ui.help_context import topic_at, topic_for
from ui.run_follower import open_error
from ui.translation import Language, Translation
from ui.views.pages import Page


@pytest.fixture
def help_dialog(qtbot: QtBot) -> HelpDialog:
    made = HelpDialog([], "twinpoint.log")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_search_finds_codes_and_words(help_dialog: HelpDialog) -> None:
    help_dialog.search_box.setText("vm-uefi")
    assert help_dialog.found() == ["problem:vm-uefi"]
    assert "BIOS firmware" in help_dialog.page.toPlainText()
    help_dialog.search_box.setText("POWER failure journals")
    assert help_dialog.found() == ["consistency:crash"]
    help_dialog.search_box.setText("no such words anywhere")
    assert help_dialog.found() == []
    help_dialog.search_box.clear()
    assert len(help_dialog.found()) == len(all_topics())


def test_a_topic_is_copied_with_its_remedy_and_code(help_dialog: HelpDialog) -> None:
    help_dialog.show_topic("problem:pm-unreachable")
    help_dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("pm1 does not answer.")
    assert "What to do: Check that pm1 is switched on" in copied
    assert copied.endswith("Code: pm-unreachable")


def test_it_changes_its_language_while_it_is_open(
    help_dialog: HelpDialog, translation: Translation, qtbot: QtBot
) -> None:
    help_dialog.show_topic("vm-state:io-error")
    help_dialog.search_box.setText("QEMU")
    translation.choose(Language.JAPANESE)
    qtbot.waitUntil(lambda: help_dialog.close_button.text() == "閉じる")
    assert help_dialog.topic.id == "vm-state:io-error"
    assert "ディスク" in help_dialog.page.toPlainText()
    assert "vm-state:io-error" in help_dialog.found()


def test_every_topic_is_told_in_japanese(
    help_dialog: HelpDialog, translation: Translation, qtbot: QtBot
) -> None:
    translation.choose(Language.JAPANESE)
    qtbot.waitUntil(lambda: help_dialog.close_button.text() == "閉じる")
    for topic in all_topics():
        help_dialog.show_topic(topic.id)
        words = help_dialog.page.toPlainText()
        assert any("\u3040" <= char <= "\u30ff" for char in words), topic.id


def explained(application: Application) -> str:
    """What F1 shows now."""
    application.window.actions_.help.trigger()
    dialog = application.help_desk.dialog
    assert dialog is not None
    topic = dialog.topic.id
    dialog.close()
    return topic


def test_f1_is_about_what_has_the_keyboard(pair: FakePair, opened: Opened, qtbot: QtBot) -> None:
    application = opened(pair)
    window = application.window
    window.activateWindow()
    for page, of_row in (
        (Page.MACHINES, "pm-state:running"),
        (Page.VMS, "vm-state:running"),
        (Page.SNAPSHOTS, "snapshot-state:"),
        (Page.CONTAINERS, "page:containers"),
    ):
        window.show_page(page)
        window.pages.focus(page)
        assert explained(application).startswith(of_row)
    assert topic_for(window.pages.alerts) == "page:alerts"
    assert topic_for(window.progress_panel) == "page:progress"
    assert topic_for(window.tree.window()) == "page:start"


def test_a_pm_that_is_away_is_explained_by_its_problem(pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    lost = replace(
        pair.first.machines[0],
        state=MachineState.UNREACHABLE,
        problem=MachineUnreachable("pm1", "no route"),
    )
    window.show_state(replace(pair.first, machines=(lost, pair.first.machines[1])))
    table = window.pages.machines.table
    table.pick(lambda one: one.name == "pm1")
    assert topic_for(table) == "problem:pm-unreachable"


def test_a_button_that_is_off_is_explained_by_what_stands_in_the_way(
    pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    window.pick_vm(sample.UEFI)
    button = window.vms_page.panel.snapshot_button
    assert not button.isEnabled()
    assert topic_at(button, QPoint(3, 3)) == "problem:vm-uefi"


def test_what_is_clicked_is_explained_and_not_done(
    pair: FakePair, opened: Opened, qtbot: QtBot, qapp: QApplication
) -> None:
    application = opened(pair)
    window = application.window
    window.pick_vm(sample.WEB)
    window.actions_.what_is_this.trigger()
    assert QWhatsThis.inWhatsThisMode()
    QTest.mouseClick(window.vms_page.panel.snapshot_button, Qt.MouseButton.LeftButton)
    assert not QWhatsThis.inWhatsThisMode()
    assert window.findChildren(SnapshotDialog) == []
    dialog = application.help_desk.dialog
    assert dialog is not None
    assert dialog.topic.id == "page:vms"
    dialog.close()


def test_a_modal_dialog_has_the_key_too(pair: FakePair, opened: Opened, qtbot: QtBot) -> None:
    application = opened(pair)
    window = application.window
    window.pick_vm(sample.WEB)
    window.vms_page.panel.snapshot_button.click()
    (dialog,) = window.findChildren(SnapshotDialog)
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and QApplication.focusWidget() is not None)
    keyboard = QApplication.focusWidget()
    assert keyboard is not None
    QTest.keyClick(keyboard, Qt.Key.Key_F1)
    shown = application.help_desk.dialog
    assert shown is not None
    assert shown.topic.id == "dialog:snapshot"
    assert shown.parent() is dialog
    dialog.reject()
    qtbot.waitUntil(lambda: application.help_desk.dialog is None)


def test_an_error_leads_to_its_topic(pair: FakePair, opened: Opened, qtbot: QtBot) -> None:
    application = opened(pair)
    open_error(application.window, "Twinpoint", Refused(UefiFirmware("uefi01")))
    (dialog,) = application.window.findChildren(ErrorDialog)
    qtbot.waitUntil(lambda: dialog.findChild(QWidget) is not None and dialog.isActiveWindow())
    dialog.help_button.click()
    shown = application.help_desk.dialog
    assert shown is not None
    assert shown.topic.id == "problem:vm-uefi"
    dialog.accept()


def test_an_error_that_is_no_problem_has_no_help(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    application = opened(pair)
    open_error(application.window, "Twinpoint", ZeroDivisionError("x"))
    (dialog,) = application.window.findChildren(ErrorDialog)
    assert dialog.help_button.isHidden()
    dialog.accept()

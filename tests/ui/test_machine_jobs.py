"""Starting, stopping and powering off VMs in the window, on a pair that only pretends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.errors import Failed
from app.model.power_problems import GuestDidNotObey
from app.model.snapshot import Step
from app.model.vm import Ability, AgentAbilities
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.application import Application
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.power_off_dialog import PowerOffDialog
from ui.main_window import MainWindow
from ui.models.tree_items import Kind, TreeItem
from ui.translation import Language
from ui.views.power_buttons import PowerButtons
from ui.views.vm_actions import VmAction


def buttons(window: MainWindow) -> PowerButtons:
    return window.vms_page.panel.findChildren(PowerButtons)[0]


def power_off_dialog(window: MainWindow) -> PowerOffDialog:
    return window.findChildren(PowerOffDialog)[-1]


def test_the_buttons_follow_the_vm(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    power = window.vms_page.panel.power
    window.pick_vm(sample.OFF)
    assert buttons(window).isVisible()
    assert buttons(window).start_button.isEnabled()
    assert not buttons(window).stop_button.isEnabled()
    assert "off01 is stopped already." in buttons(window).stop_button.toolTip()
    QTest.mouseClick(buttons(window).start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pair.powered == [("start", sample.OFF)])
    window.pick_vm(sample.WEB)
    assert not buttons(window).start_button.isEnabled()
    assert "web01 is running on pm1 already." in buttons(window).start_button.toolTip()
    assert power.action(VmAction.SHUT_DOWN).isEnabled()
    assert power.action(VmAction.POWER_OFF).isEnabled()


def test_a_guest_is_waited_for_and_given_up(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    window.pick_vm(sample.WEB)
    waiting = window.vms_page.panel.waiting
    assert not waiting.isVisible()
    QTest.mouseClick(buttons(window).stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(waiting.isVisible)
    assert waiting.words.text() == "Waiting until web01 has shut down: 12 s of at most 120 s"
    window.pick_vm(sample.DB)
    assert not waiting.isVisible()
    window.pick_vm(sample.WEB)
    assert waiting.isVisible()
    QTest.mouseClick(waiting.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not waiting.isVisible())
    assert pair.powered == [("down", sample.WEB)]
    assert window.findChildren(ErrorDialog) == []


def test_power_is_taken_only_after_a_question(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    window.pick_vm(sample.WEB)
    window.vms_page.panel.power.action(VmAction.POWER_OFF).trigger()
    dialog = power_off_dialog(window)
    assert "as in a power cut" in dialog.words.text()
    assert "snapshot" not in dialog.words.text()
    QTest.keyClick(dialog, Qt.Key.Key_Return)  # the button with the focus is Cancel
    qtbot.waitUntil(lambda: window.findChildren(PowerOffDialog) == [])
    assert pair.powered == []

    web = sample.vms()[0]
    pair.becomes(replace(pair.first, runs=(sample.run(web, step=Step.SNAPSHOT),)))
    qtbot.waitUntil(lambda: bool(window.state and window.state.runs))
    assert "web01 is busy" in buttons(window).stop_button.toolTip()
    window.vms_page.panel.power.action(VmAction.POWER_OFF).trigger()
    dialog = power_off_dialog(window)
    assert "The snapshot that is being taken of web01 fails" in dialog.words.text()
    QTest.mouseClick(dialog.power_off_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pair.powered == [("off", sample.WEB)])


def test_what_went_wrong_is_told(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.refusal = Failed(GuestDidNotObey("off01", "pm1", 120))
    window = opened(pair).window
    window.pick_vm(sample.OFF)
    QTest.mouseClick(buttons(window).start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.findChildren(ErrorDialog)) == 1)
    words = " ".join(
        each.text() for each in window.findChildren(ErrorDialog)[0].findChildren(QLabel)
    )
    assert "still runs on pm1 after 120 s" in words


def test_menus_say_why_something_is_off(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    application: Application = opened(pair)
    window = application.window
    window.pick_vm(sample.UEFI)
    menu = application.machine_jobs.vm_menu(window)
    assert menu.toolTipsVisible()
    named = {action.text().replace("&", ""): action for action in menu.actions()}
    assert not named["Snapshot…"].isEnabled()
    assert "UEFI" in named["Snapshot…"].toolTip()
    assert "running on pm1 already" in named["Start"].toolTip()
    assert named["Power Off…"].isEnabled()
    menu.close()
    wanted: list[TreeItem] = []
    window.tree.menu_wanted.disconnect()
    window.tree.menu_wanted.connect(lambda item, at: wanted.append(item))
    window.tree.pick((sample.SYSTEM.name, "vms", sample.WEB))
    at = window.tree.visualRect(window.tree.currentIndex()).center()
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        QApplication.sendEvent(window.tree.viewport(), QContextMenuEvent(reason, at, at))
    assert [(item.kind, item.id) for item in wanted] == [(Kind.VM, sample.WEB)] * 2


def test_the_agent_is_asked_once_what_it_can_do(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.abilities = AgentAbilities("7.2.11", (Ability.FREEZE, Ability.SHUT_DOWN))
    window = opened(pair).window
    window.pick_vm(sample.WEB)

    def words() -> str:
        panel = window.vms_page.panel
        return " ".join(each.text() for each in panel.findChildren(QLabel) if each.isVisible())

    qtbot.waitUntil(lambda: "It can: freeze file systems, shut the guest down." in words())
    assert "It cannot: list file systems, run commands." in words()
    assert "Last snapshot normal on both PMs, 2 h ago" in words()
    pair.abilities = AgentAbilities("8", ())
    window.pick_vm(sample.JAPANESE)  # its agent does not answer
    assert "It can:" not in words()
    window.pick_vm(sample.WEB)
    assert "version 7.2.11" in words()


@pytest.mark.parametrize(
    ("language", "start", "down", "off"),
    [
        (Language.ENGLISH, "Start", "Shut Down", "&Power Off…"),
        (Language.JAPANESE, "起動", "シャットダウン", "電源オフ(&P)…"),
    ],
)
def test_both_languages(
    pair: FakePair, opened: Opened, language: Language, start: str, down: str, off: str
) -> None:
    window = opened(pair, language).window
    window.pick_vm(sample.WEB)
    assert buttons(window).start_button.text() == start
    assert buttons(window).stop_button.text() == down
    assert window.vms_page.panel.power.action(VmAction.POWER_OFF).text() == off

"""Messages and the icon on the desktop: each alert once, none where they are switched off."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.model.machine import MachineState
from app.model.problems import Failover, MachineUnreachable
from app.model.state import SystemState
from tests.ui import sample
from ui.desktop import Desktop
from ui.main_window import MainWindow
from ui.translation import Language, Translation
from ui.views.pages import Page
from ui.window_memory import WindowMemory

GOOD = sample.state(busy=False, failed=False)


def away() -> SystemState:
    problem = MachineUnreachable("pm2")
    lost = replace(GOOD.machines[1], state=MachineState.UNREACHABLE, problem=problem)
    return replace(GOOD, machines=(GOOD.machines[0], lost))


def failed(name: str = "web01") -> SystemState:
    gone = sample.run(
        sample.vms()[0], ended=True, vm_name=name, problem=Failover(name, "pm1", "pm2")
    )
    return replace(GOOD, runs=(gone,))


@pytest.fixture
def window(qtbot: QtBot, memory: QSettings) -> Iterator[MainWindow]:
    made = MainWindow(WindowMemory(memory))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def desktop(window: MainWindow, *, there: bool = True) -> tuple[Desktop, list[tuple[str, str]]]:
    made = Desktop(window, window.memory, lambda: there)
    said: list[tuple[str, str]] = []
    made.told.connect(lambda title, text: said.append((title, text)))
    return made, said


def test_an_alert_is_told_of_once(window: MainWindow) -> None:
    made, said = desktop(window)
    window.show_state(GOOD)
    window.show_state(failed())
    window.show_state(GOOD)
    window.show_state(failed())
    window.alert_model.acknowledge(window.alert_model.alerts, sample.TAKEN)
    ((title, text),) = said
    assert title == "lab: web01"
    assert text.startswith("web01 moved from pm1 to pm2")
    assert made.icon.isVisible()


def test_what_was_there_at_the_start_is_not_told(window: MainWindow) -> None:
    _, said = desktop(window)
    window.show_state(failed())
    assert said == []


def test_a_state_that_comes_and_goes_is_told_of_now_and_then(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, said = desktop(window)
    for _ in range(3):
        window.show_state(GOOD)
        window.show_state(away())
    assert len(said) == 1
    later = time.monotonic() + 3600
    monkeypatch.setattr(time, "monotonic", lambda: later)
    window.show_state(GOOD)
    window.show_state(away())
    assert len(said) == 2


def test_several_are_one_message_and_names_are_data(window: MainWindow) -> None:
    _, said = desktop(window)
    window.show_state(GOOD)
    window.show_state(replace(away(), runs=failed("<img src=x>").runs))
    ((title, text),) = said
    assert title == "2 new alerts"
    assert "<" not in text
    assert len(text.splitlines()) == 2


def test_switched_off_is_remembered(window: MainWindow, memory: QSettings) -> None:
    made, said = desktop(window)
    window.actions_.desktop.trigger()
    assert not made.icon.isVisible()
    window.show_state(GOOD)
    window.show_state(failed())
    assert said == []
    assert memory.value("desktop") == "off"
    made.deleteLater()
    desktop(window)
    assert not window.actions_.desktop.isChecked()


def test_a_desktop_without_a_tray_gets_nothing(window: MainWindow, memory: QSettings) -> None:
    made, said = desktop(window, there=False)
    assert not window.actions_.desktop.isEnabled()
    assert "no notification area" in window.actions_.desktop.toolTip()
    window.show_state(GOOD)
    window.show_state(failed())
    assert said == []
    assert not made.icon.isVisible()
    # Whoever starts it on another desktop has it as before.
    assert memory.value("desktop") is None


def test_the_menu_leads_to_the_alerts_and_out(
    window: MainWindow, qtbot: QtBot, translation: Translation
) -> None:
    made, _ = desktop(window)
    window.show_state(GOOD)
    window.show_state(failed())
    show, alerts, _, leave = made.menu.actions()
    assert alerts.text() == "&Alerts (1)"
    assert made.icon.toolTip() == "Twinpoint: alerts (1)"
    window.showMinimized()
    alerts.trigger()
    assert window.page is Page.ALERTS
    assert not window.isMinimized()
    translation.choose(Language.JAPANESE)
    qtbot.waitUntil(lambda: show.text() == "Twinpoint を表示(&S)")
    with qtbot.waitSignal(window.closed):
        leave.trigger()
    assert not made.icon.isVisible()

"""Alerts in the window: taken note of for every console, filtered, and what is done about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.errors import Refused
from app.model.machine import MachineState, Side
from app.model.problems import (
    CopyDamaged,
    Failover,
    JobLost,
    MachineInMaintenance,
    MachineUnreachable,
    NoRootRights,
    Problem,
    SnapshotsDisabled,
    TooLittleRoom,
)
from app.model.state import SystemState
from app.operations.repair import Repaired
from app.rules.alerts import Alert
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.expand_dialog import ExpandDialog
from ui.dialogs.snapshot_dialog import SnapshotDialog
from ui.main_window import MainWindow
from ui.models.alert_table_model import AlertTableModel, Column
from ui.models.tables import Role
from ui.views.pages import Page

PM2 = "alert/pm/22222222-0000-4000-8000-000000000001/pm-unreachable"


def away(state: SystemState) -> SystemState:
    problem = MachineUnreachable("pm2")
    lost = replace(state.machines[1], state=MachineState.UNREACHABLE, problem=problem)
    return replace(state, machines=(state.machines[0], lost))


def failed(problem: Problem) -> SystemState:
    ended = sample.run(sample.vms()[0], ended=True, problem=problem)
    return replace(sample.state(busy=False, failed=False), runs=(ended,))


def names(model: AlertTableModel) -> list[str]:
    rows = (model.index(row, 0).data(Role.RECORD) for row in range(model.rowCount()))
    return [alert.name for alert in rows]


def show(window: MainWindow, pair: FakePair, qtbot: QtBot, state: SystemState) -> list[Alert]:
    """Goes to the Alerts page with what a state gives rise to."""
    pair.becomes(state)
    qtbot.waitUntil(lambda: window.state == state)
    window.show_page(Page.ALERTS)
    if window.alert_model.alerts:
        qtbot.waitUntil(lambda: window.pages.alerts.table.record() is not None)
    return list(window.alert_model.alerts)


# The model


def test_rows_keep_qts_rules_while_alerts_are_taken_note_of(
    qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = AlertTableModel()
    # pytest-qt's method has no types.
    check = cast("Callable[..., None]", qtmodeltester.check)
    check(model, force_py=True)
    state = sample.troubled()
    model.show_state(state)
    model.show_acknowledged(True)
    for alert in model.alerts:
        model.acknowledge([alert], sample.TAKEN)
    model.show_acknowledged(False)
    assert model.rowCount() == 0
    model.show_acknowledged(True)
    model.show_state(sample.state(failed=False))
    model.forget(["lab"])
    assert (model.rowCount(), model.acknowledged) == (0, 0)


def test_acknowledged_ones_are_shown_apart_and_with_who(qtbot: QtBot) -> None:
    model = AlertTableModel()
    state = sample.troubled()
    model.show_state(state)
    taken = f"alert/run/{sample.history()[4].job}"
    assert taken not in names(model)
    assert model.acknowledged == 1
    model.show_acknowledged(True)
    assert names(model)[-1] == taken
    cell = model.index(model.rowCount() - 1, Column.ACKNOWLEDGED)
    assert cell.data().startswith("akiko@console, ")
    assert cell.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert model.index(0, Column.ACKNOWLEDGED).data() == ""


def test_what_another_console_acknowledged_leaves_the_list(qtbot: QtBot) -> None:
    model = AlertTableModel()
    bad = away(sample.state(busy=False, failed=False))
    model.show_state(bad)
    assert names(model) == [PM2]
    model.show_state(sample.acknowledged(bad, PM2))
    assert model.alerts == ()
    model.show_state(sample.acknowledged(sample.acknowledged(bad, PM2), PM2, on=False, order=2))
    assert names(model) == [PM2]


def test_a_failed_run_that_nobody_remembers_is_acknowledged_still(qtbot: QtBot) -> None:
    model = AlertTableModel()
    model.show_state(sample.state(busy=False))
    (name,) = names(model)
    later = sample.state(busy=False, failed=False)
    model.show_state(later)
    assert names(model) == [name]
    model.show_state(sample.acknowledged(later, name))
    assert model.alerts == ()


def test_news_is_what_began_while_the_window_watched(qtbot: QtBot) -> None:
    model = AlertTableModel()
    told: list[list[str]] = []
    model.appeared.connect(lambda alerts: told.append([alert.name for alert in alerts]))
    good = sample.state(busy=False, failed=False)
    first = replace(good.machines[0], state=MachineState.CONNECTING)
    model.show_state(replace(away(good), machines=(first, away(good).machines[1])))
    model.show_state(away(sample.state(busy=False)))
    assert told == []
    model.show_state(good)
    model.show_state(sample.acknowledged(away(good), PM2))
    assert told == []
    model.show_state(good)
    model.show_state(away(good))
    model.show_state(away(good))
    assert told == [[PM2]]


# The window


def test_one_click_takes_note_on_both_pms(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    page = window.pages.alerts
    first = failed(Failover("web01", "pm1", "pm2"))
    (alert,) = show(window, pair, qtbot, first)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: bool(pair.acknowledged))
    assert pair.acknowledged == [((alert.name,), False)]
    assert window.alert_model.alerts == ()
    assert not window.banner.isVisible()
    assert page.all_box.isVisible()
    page.all_box.click()
    assert page.table.shown_rows() == 1
    assert not page.table.isColumnHidden(Column.ACKNOWLEDGED)
    page.table.selectRow(0)
    assert not page.acknowledge_button.isEnabled()
    page.table.copy_selected()
    assert "web01 moved from pm1 to pm2" in QApplication.clipboard().text()


def test_what_no_pm_would_take_comes_back(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    show(window, pair, qtbot, failed(Failover("web01", "pm1", "pm2")))
    pair.refusal = Refused(NoRootRights("pm1", ""))
    window.banner.acknowledge_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    assert len(window.alert_model.alerts) == 1
    window.findChildren(ErrorDialog)[0].close()


def test_who_may_only_look_takes_note_in_this_window(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    bad = failed(Failover("web01", "pm1", "pm2"))
    problem = NoRootRights("pm1", "")
    lookers = tuple(replace(one, may_change=False, obstacles=(problem,)) for one in bad.machines)
    alerts = show(window, pair, qtbot, replace(bad, machines=(lookers[0], lookers[1])))
    page = window.pages.alerts
    assert "in this window only" in page.acknowledge_button.toolTip()
    window.banner.acknowledge_button.click()
    assert len(window.alert_model.alerts) == len(alerts) - 1
    assert pair.acknowledged == []


def test_what_is_over_is_told_once(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    good = sample.state(busy=False, failed=False)
    show(window, pair, qtbot, sample.acknowledged(away(good), PM2))
    assert window.alert_model.alerts == ()
    over = sample.acknowledged(good, PM2)
    show(window, pair, qtbot, over)
    qtbot.waitUntil(lambda: bool(pair.acknowledged))
    later = replace(over, snapshots=over.snapshots[1:])
    show(window, pair, qtbot, later)
    assert pair.acknowledged == [((PM2,), True)]


def test_a_new_snapshot_after_a_failover(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    show(window, pair, qtbot, failed(Failover("web01", "pm1", "pm2")))
    assert window.banner.remedy_button.text() == "New Snapshot…"
    window.banner.remedy_button.click()
    (dialog,) = window.findChildren(SnapshotDialog)
    assert dialog.vm.uuid == sample.WEB
    dialog.close()


def test_snapshots_are_enabled(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    show(window, pair, qtbot, failed(SnapshotsDisabled("akiko", "")))
    window.pages.alerts.remedy_button.click()
    qtbot.waitUntil(lambda: bool(pair.decided))


def test_a_container_is_expanded(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    show(window, pair, qtbot, sample.grown())
    window.pages.alerts.remedy_button.click()
    (dialog,) = window.findChildren(ExpandDialog)
    dialog.close()


def test_a_pm_is_finalized(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    state = failed(MachineInMaintenance("pm2"))
    show(window, pair, qtbot, state)
    button = window.pages.alerts.remedy_button
    assert not button.isEnabled()
    assert button.accessibleDescription()
    working = replace(state.machines[1], state=MachineState.MAINTENANCE)
    show(window, pair, qtbot, replace(state, machines=(state.machines[0], working)))
    assert button.isEnabled()
    button.click()
    qtbot.waitUntil(lambda: bool(pair.finalized))
    assert pair.finalized == [Side.SECOND]


@pytest.mark.parametrize("healed", [True, False])
def test_what_is_damaged_is_repaired(
    qtbot: QtBot, pair: FakePair, opened: Opened, healed: bool
) -> None:
    window = opened(pair).window
    one = sample.state().snapshots[0]
    left = () if healed else ((one, (CopyDamaged("pm1", "vda"),)),)
    pair.repaired = Repaired((("pm1", ()), ("pm2", ())), (), left)
    show(window, pair, qtbot, failed(JobLost("pm1", "web01")))
    page = window.pages.alerts
    page.remedy_button.click()
    assert page.doing.text() == "Repairing lab…"
    qtbot.waitUntil(lambda: page.doing.text() == "")
    assert len(window.findChildren(ErrorDialog)) == (0 if healed else 1)
    for dialog in window.findChildren(ErrorDialog):
        dialog.close()


def test_where_only_a_person_can_help_there_is_no_button(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    show(window, pair, qtbot, failed(TooLittleRoom("pm1", "/", 2, 1)))
    assert not window.pages.alerts.remedy_button.isVisible()
    assert not window.banner.remedy_button.isVisible()


def test_an_old_failure_stands_at_the_time_it_ended(qtbot: QtBot) -> None:
    model = AlertTableModel()
    model.show_state(sample.troubled())
    old = sample.history()[1]
    (alert,) = [one for one in model.alerts if one.run == old]
    assert alert.since - old.started == timedelta(seconds=140)

"""The task panel: runs, how those ended that are over, and the links in the status line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.model.machine import Machine, MachineState, Side
from app.model.problems import MachineUnreachable
from app.model.snapshot import Activity, Run
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.error_dialog import ErrorDialog
from ui.models.run_table_model import Column, RunTableModel
from ui.models.run_words import activity_words
from ui.models.tables import Role
from ui.views.link_mark import LinkMark


def rows(model: RunTableModel) -> list[Run]:
    return [model.index(row, 0).data(Role.RECORD) for row in range(model.rowCount())]


def test_history_comes_and_goes_without_breaking_qts_rules(
    qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    model = RunTableModel()
    # pytest-qt gives it no types.
    check = cast("Callable[..., None]", qtmodeltester.check)
    check(model, force_py=True)
    busy = replace(sample.state(), history=sample.history())
    model.show_state(busy)
    assert [run.job for run in rows(model)] == [run.job for run in busy.runs]
    model.show_history(True)
    assert [run.job for run in rows(model)[2:]] == [run.job for run in sample.history()]
    # What ended while the window watched, and is history by now, stands there once.
    (ended,) = [run for run in busy.runs if run.ended]
    model.show_state(replace(busy, runs=(), history=(ended, *sample.history())))
    assert [run.job for run in rows(model)].count(ended.job) == 1
    model.show_history(False)
    assert rows(model) == [ended]
    model.clear()
    assert rows(model) == []


def test_a_row_says_what_it_was_and_how_it_ended(qtbot: QtBot) -> None:
    model = RunTableModel()
    model.show_state(replace(sample.state(busy=False, failed=False), history=sample.history()))
    model.show_history(True)
    cells = [model.index(4, column).data() for column in Column]
    assert cells[Column.VM] == "db01"
    assert cells[Column.ACTIVITY] == "Snapshot"
    assert cells[Column.STEP].startswith("Failed: pm2 has too little disk space")
    assert cells[Column.TOOK] == "6 min"
    assert model.index(3, Column.STEP).data() == "Cancelled; nothing was left behind"


@pytest.mark.parametrize("activity", list(Activity))
def test_every_kind_of_run_has_a_name(qtbot: QtBot, activity: Activity) -> None:
    assert activity_words(activity)


def test_history_by_the_keyboard_and_as_text(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    panel = window.progress_panel
    assert not panel.isVisible()
    seen = replace(pair.first, history=sample.history())
    pair.becomes(seen)
    qtbot.waitUntil(lambda: window.state == seen)
    assert not panel.isVisible()
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert panel.isVisible()
    assert panel.table.shown_rows() == len(sample.history())
    assert panel.table.pick(lambda run: run == sample.history()[4])
    assert panel.explain_button.isEnabled()
    assert not panel.cancel_button.isEnabled()
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text().split("\t")
    assert copied[0] == "db01"
    assert "too little disk space" in copied[Column.STEP]
    assert copied[Column.OWNER] == "akiko@console"
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    (dialog,) = window.findChildren(ErrorDialog)
    assert "too little disk space" in dialog.cause.text()
    dialog.close()
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert not panel.isVisible()


def test_a_run_is_cancelled_from_its_row(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    pair.becomes(sample.state(failed=False))
    panel = window.progress_panel
    qtbot.waitUntil(panel.isVisible)
    assert panel.table.pick(lambda run: not run.ended)
    assert not panel.explain_button.isEnabled()
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(pair.cancelled) == 1)


@pytest.mark.parametrize(
    ("state", "more", "words"),
    [
        (MachineState.RUNNING, {}, "pm2 running connected"),
        (MachineState.NOT_RUNNING, {}, "pm2 not running connected"),
        (MachineState.CONNECTING, {}, "pm2 connecting"),
        (MachineState.UNREACHABLE, {"last_seen": None}, "pm2 unreachable no link"),
    ],
)
def test_a_link_has_a_word(
    qtbot: QtBot, state: MachineState, more: dict[str, Any], words: str
) -> None:
    line = QWidget()
    qtbot.addWidget(line)
    mark = LinkMark(line)
    mark.show_machine(replace(sample.machine(Side.SECOND, state), **more))
    assert mark.words() == words
    assert mark.parts[3].text()


def test_a_link_that_is_lost_tells_since_when_and_why(qtbot: QtBot) -> None:
    line = QWidget()
    qtbot.addWidget(line)
    mark = LinkMark(line)
    lost: Machine = replace(
        sample.machine(Side.SECOND, MachineState.UNREACHABLE),
        problem=MachineUnreachable("<b>pm2</b>"),
    )
    mark.show_machine(lost)
    assert "no link since " in mark.words()
    assert "does not answer" in mark.parts[0].toolTip()
    assert "tried again by itself" in mark.parts[0].toolTip()
    assert "<b>" not in mark.parts[0].toolTip()

"""Deleting snapshots: what the dialog tells, what stands in the way, what is asked of the PMs."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.errors import Refused, Unreachable
from app.model.problems import MachineUnreachable, MergeNeedsRoom
from app.model.snapshot import Snapshot
from app.model.state import SystemState
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.delete_dialog import DeleteDialog
from ui.dialogs.error_dialog import ErrorDialog
from ui.views.pages import Page

GROWN = sample.grown()


def kept(*ends: str) -> list[Snapshot]:
    return [one for end in ends for one in GROWN.snapshots if one.id.endswith(end)]


def dialog(qtbot: QtBot, *ends: str, state: SystemState = GROWN) -> DeleteDialog:
    made = DeleteDialog(state, kept(*ends), None)
    qtbot.addWidget(made)
    made.open()
    return made


def words(made: DeleteDialog) -> str:
    return "\n".join(each.text() for each in made.findChildren(QLabel) if each.isVisible())


def test_it_opens_at_once_and_fills_in(qtbot: QtBot) -> None:
    made = DeleteDialog(GROWN, kept("12"), None)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.forecast_wanted) as asked:
        made.open()
        made.start()
    assert asked.args == [made.request()]
    assert words(made).count("estimating …") == 2
    made.show_forecast((sample.deletion(sample.WEB, holds_vm=True),))
    told = words(made)
    assert "≈ 86 MiB" in told
    assert "≈ 130 MiB" in told
    assert "No snapshot of web01 can be taken until it is done." in told
    assert "own disks are not touched" in told
    assert "cannot be brought back" in told


def test_what_is_merged_is_named(qtbot: QtBot) -> None:
    made = dialog(qtbot, "12")
    heirs = [one for one in kept("13", "14")]
    shown = next(
        each.text()
        for each in made.facts.findChildren(QLabel)
        if each.accessibleName() == "Merged into"
    )
    assert len(shown.splitlines()) == len(heirs) == 2  # it was rolled back to
    assert "Nothing builds on what goes" in words(dialog(qtbot, "16"))


def test_several_of_several_vms(qtbot: QtBot) -> None:
    made = dialog(qtbot, "16", "04")
    assert made.windowTitle() == "Delete 2 Snapshots"
    made.show_forecast((sample.deletion(sample.WEB), sample.deletion(sample.JAPANESE, needs=0)))
    told = words(made)
    assert "web01: ≈ 86 MiB\n会計 サーバー: ≈ 86 MiB" in told
    assert "会計 サーバー: nothing" in told
    assert "(会計 サーバー)" in told


def test_delete_asks_for_the_ids_and_return_is_not_enough(qtbot: QtBot) -> None:
    made = dialog(qtbot, "12", "15")
    asked: list[object] = []
    made.requested.connect(asked.append)
    QTest.keyClick(made, Qt.Key.Key_Return)  # Cancel has the focus: it cannot be undone
    assert not made.isVisible()
    assert asked == []
    made = dialog(qtbot, "12", "15")
    made.requested.connect(asked.append)
    made.delete_button.setFocus()
    QTest.keyClick(made.delete_button, Qt.Key.Key_Space)
    assert asked == [tuple(one.id for one in kept("15", "12"))]
    assert not made.isVisible()


def test_what_the_pm_refuses_stands_in_the_way(qtbot: QtBot) -> None:
    made = dialog(qtbot, "12")
    full = MergeNeedsRoom("pm1", "/var/lib/twinpoint", 9 * sample.GIB, sample.GIB)
    made.show_forecast((sample.deletion(sample.WEB, problems=(full,)),))
    assert not made.delete_button.isEnabled()
    assert "9 GiB are needed" in made.problem_words.text()
    assert "delete the newest snapshots first" in made.problem_words.text()
    made.show_no_forecast(Refused(full))
    assert not made.delete_button.isEnabled()


def test_a_failed_estimate_does_not_stand_in_the_way(qtbot: QtBot) -> None:
    made = dialog(qtbot, "12")
    made.show_no_forecast(Unreachable(MachineUnreachable("pm1")))
    assert made.delete_button.isEnabled()
    assert "pm1 does not answer" in made.problem_words.text()


def test_it_follows_what_happens_meanwhile(qtbot: QtBot) -> None:
    made = dialog(qtbot, "12", "15")
    left = tuple(one for one in GROWN.snapshots if not one.id.endswith("15"))
    made.show_state(replace(GROWN, snapshots=left))
    assert made.request() == tuple(one.id for one in kept("12"))
    assert made.delete_button.isEnabled()
    made.show_state(replace(GROWN, snapshots=()))
    assert not made.delete_button.isEnabled()
    assert "There is no snapshot" in made.problem_words.text()
    running = sample.run(GROWN.vms[0])
    busy = tuple(replace(one, run=running) for one in GROWN.snapshots)
    made.show_state(replace(GROWN, snapshots=busy))
    assert not made.delete_button.isEnabled()
    assert "akiko@console" in made.problem_words.text()


def test_from_the_page_to_the_pms(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.first = GROWN
    pair.deletion = (sample.deletion(sample.WEB),)
    window = opened(pair).window
    window.show_page(Page.SNAPSHOTS)
    page = window.snapshots_page
    page.filter.vm_box.setCurrentText("web01")
    page.table.selectAll()
    page.details.button(page.actions_.all()[-1]).click()
    made = window.findChildren(DeleteDialog)[-1]
    qtbot.waitUntil(lambda: "≈ 86 MiB" in words(made))
    made.delete_button.click()
    qtbot.waitUntil(lambda: len(pair.wished) == 1)
    (ids,) = pair.wished
    assert isinstance(ids, tuple)
    assert len(ids) == 7


def test_a_refusal_is_told(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.first = GROWN
    pair.refusal = Refused(MachineUnreachable("pm1"))
    window = opened(pair).window
    window.snapshots_page.delete_wanted.emit([one.id for one in kept("16")])
    window.findChildren(DeleteDialog)[-1].delete_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    told = window.findChildren(ErrorDialog)[-1]
    assert "pm1 does not answer" in told.cause.text()
    told.close()


def test_the_delete_key_is_the_table_s_own(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.first = sample.state()  # with a run in progress
    window = opened(pair).window
    window.show_page(Page.SNAPSHOTS)
    table = window.snapshots_page.table
    table.pick(lambda one: one.id.endswith("02"))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    made = window.findChildren(DeleteDialog)[-1]
    assert made.windowTitle() == "Delete Snapshot: before the update"
    made.reject()
    assert pair.cancelled == []
    runs = window.progress_panel.table
    runs.pick(lambda run: not run.ended)
    runs.setFocus()
    QTest.keyClick(runs, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(pair.cancelled) == 1)

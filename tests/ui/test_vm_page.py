"""The Virtual Machines page: how well VMs are protected, and what their menu offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.model.snapshot import CopyState, Snapshot, SnapshotState
from app.model.state import SystemState
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.main_window import MainWindow
from ui.models.tables import Role
from ui.models.vm_history import Mark, VmHistory
from ui.models.vm_table_model import Column, VmTableModel
from ui.views.snapshot_actions import SnapshotAction

WEB = sample.vms()[0]


def taken(days: float, **more: object) -> Snapshot:
    return sample.snapshot(int(days * 100), WEB, days * 24, **more)


def broken(hours: float, *copies: CopyState) -> Snapshot:
    return sample.snapshot(50, WEB, hours, state=SnapshotState.BROKEN, copies=copies)


def test_history_is_of_the_last_week() -> None:
    history = VmHistory()
    seen = (taken(0), taken(3.5, state=SnapshotState.BROKEN), taken(8))
    assert history.show_snapshots(seen)
    assert not history.show_snapshots(seen)
    assert history.marks(sample.WEB, sample.NOW) == (Mark(1.0, True), Mark(0.5, False))
    assert history.marks(sample.DB, sample.NOW) == ()
    # A PM's clock may be ahead.
    history.show_snapshots((taken(-1),))
    assert history.marks(sample.WEB, sample.NOW) == (Mark(1.0, True),)


def test_the_protected_cell_has_a_picture_and_says_the_same_in_words(qtbot: QtBot) -> None:
    model = VmTableModel()
    state = sample.state(busy=False, failed=False)
    model.show_state(state)
    cell = model.index(0, Column.PROTECTED)
    assert len(cell.data(Role.HISTORY)) == 3
    words = "Snapshots of the last 7 days: 3 normal, 0 broken"
    assert cell.data(Qt.ItemDataRole.AccessibleDescriptionRole) == words
    assert words in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(2, Column.PROTECTED).data(Role.HISTORY) is None  # UEFI
    with qtbot.waitSignal(model.dataChanged) as told:
        model.show_state(replace(state, snapshots=state.snapshots[1:]))
    assert [each.column() for each in told.args[:2]] == [Column.PROTECTED] * 2
    assert len(cell.data(Role.HISTORY)) == 2


def redundancy(window: MainWindow, state: SystemState) -> str:
    window.show_state(state)
    window.pick_vm(sample.WEB)
    labels = window.vms_page.panel.findChildren(QLabel)
    return next(each.text() for each in labels if each.accessibleName() == "Redundancy")


def test_redundancy_in_words(pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    seen = pair.first

    def having(*more: Snapshot) -> SystemState:
        return replace(seen, snapshots=(*seen.snapshots, *more))

    assert redundancy(window, seen).startswith("Last snapshot normal on both PMs, 2 h ago (")
    halfway = redundancy(window, having(broken(1, CopyState.WHOLE, CopyState.ABSENT)))
    assert halfway.endswith("\nA newer one (1 h ago) is whole on pm1 only, not yet on pm2.")
    away = redundancy(window, having(broken(1, CopyState.UNSEEN, CopyState.WHOLE)))
    assert away.endswith("\nA newer one (1 h ago) is whole on pm2; pm1 cannot be seen now.")
    older = having(broken(5, CopyState.WHOLE, CopyState.ABSENT))
    assert "newer" not in redundancy(window, older)
    never = replace(WEB, last_protected=None)
    alone = broken(1, CopyState.WHOLE, CopyState.ABSENT)
    words = redundancy(window, replace(seen, vms=(never,), snapshots=(alone,)))
    assert words.startswith("No snapshot is normal on both PMs yet\nA newer one")


def test_the_menu_offers_what_the_panel_does(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    application = opened(pair)
    window = application.window
    window.pick_vm(sample.WEB)
    menu = application.machine_jobs.vm_menu(window)
    named = {one.text().replace("&", ""): one for one in menu.actions() if one.isVisible()}
    assert named["Create from Snapshot…"].isEnabled()
    named["Export…"].trigger()
    assert len(window.findChildren(ExportDialog)) == 1
    menu.close()
    window.findChildren(ExportDialog)[0].reject()
    window.pick_vm(sample.OFF)
    assert not named["Export…"].isEnabled()
    assert "normal on both PMs" in named["Export…"].toolTip()


def test_the_snapshots_of_a_vm_have_the_menu_of_the_snapshots_page(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    window.pick_vm(sample.WEB)
    table = window.vms_page.panel.snapshots
    qtbot.waitUntil(lambda: table.record() is not None)
    menu = table.menu()
    named = {one.text().replace("&", ""): one for one in menu.actions() if one.isVisible()}
    assert list(named)[:4] == ["Create VM from Snapshot…", "Export…", "Roll Back…", "Delete…"]
    assert not named["Roll Back…"].isEnabled()
    assert "web01" in named["Roll Back…"].toolTip()
    named["Create VM from Snapshot…"].trigger()
    (made,) = window.findChildren(NewVmDialog)
    assert made.snapshot.id == table.record().id
    assert made.snapshot.name == "before the update"  # the newest one
    made.reject()
    menu.close()
    window.pick_vm(sample.OFF)
    assert table.uses.reason(SnapshotAction.DELETE) == "Select a snapshot."


def test_return_in_the_search_box_goes_to_what_was_found(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    window.activateWindow()
    page = window.vms_page
    window.pages.search()
    box = page.header.search_box
    assert box is not None
    qtbot.waitUntil(box.hasFocus)
    QTest.keyClicks(box, "db0")
    assert page.table.shown_rows() == 1
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert page.table.hasFocus()
    assert page.table.record().name == "db01"


def test_ages_move_on(qtbot: QtBot) -> None:
    history = VmHistory()
    history.show_snapshots((taken(1),))
    (before,) = history.marks(sample.WEB, sample.NOW)
    (after,) = history.marks(sample.WEB, sample.NOW + timedelta(days=3))
    assert after.at < before.at

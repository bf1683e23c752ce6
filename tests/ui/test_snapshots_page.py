"""The Snapshots page: families, filters, several at once, and what can be done with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.model.machine import MachineState, Side
from app.model.snapshot import CopyState
from app.model.state import SystemState
from app.model.vm import VmState
from tests.ui import sample
from ui.models.snapshot_table_model import Column
from ui.models.tables import Role
from ui.views.record_table import RecordTable
from ui.views.snapshot_actions import SnapshotAction
from ui.views.snapshots_page import SnapshotsPage


@pytest.fixture
def page(qtbot: QtBot) -> SnapshotsPage:
    made = SnapshotsPage()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_state(sample.grown())
    return made


def shown(page: SnapshotsPage) -> list[str]:
    """VM and the end of the id of every row, in the order shown."""
    model = page.table.model()
    records = [model.index(row, 0).data(Role.RECORD) for row in range(model.rowCount())]
    return [f"{one.vm_name} {one.id[-2:]}" for one in records]


def stopped(state: SystemState) -> SystemState:
    vms = tuple(replace(vm, state=VmState.STOPPED) for vm in state.vms)
    kept = tuple(one for one in state.snapshots if one.run is None)
    return replace(state, vms=vms, runs=(), snapshots=kept)


def buttons(page: SnapshotsPage) -> dict[str, QPushButton]:
    return {action.objectName(): page.details.button(action) for action in page.actions_.all()}


def test_time_order_and_back(page: SnapshotsPage) -> None:
    by_time = shown(page)
    assert by_time[0] == "db01 99"
    page.filter.family_button.click()
    assert shown(page) != by_time
    assert [one for one in shown(page) if "web01" in one] == [
        f"web01 {number}" for number in (16, 15, 14, 13, 12, 11, 10)
    ]
    assert shown(page).index("web01 16") + 6 == shown(page).index("web01 10")
    page.filter.family_button.click()
    assert shown(page) == by_time


def test_lines_are_drawn_in_the_families_order_only(page: SnapshotsPage) -> None:
    def picture() -> QImage:
        return page.table.viewport().grab().toImage()

    page.table.clearSelection()
    hint = page.table.sizeHintForColumn(Column.NAME)
    page.filter.family_button.click()
    assert page.table.sizeHintForColumn(Column.NAME) > hint
    with_lines = picture()
    page.table.sortByColumn(Column.VM, Qt.SortOrder.AscendingOrder)
    assert not page.filter.family_button.isChecked()
    assert picture() != with_lines
    assert page.table.isColumnHidden(Column.FAMILY)


def test_a_row_keeps_its_selection_through_both_orders(page: SnapshotsPage) -> None:
    page.table.pick(lambda one: one.id.endswith("13"))
    page.filter.family_button.click()
    assert page.table.record().id.endswith("13")
    page.show_state(replace(sample.grown(), snapshots=sample.grown().snapshots[1:]))
    assert page.table.record().id.endswith("13")


def test_filters(page: SnapshotsPage) -> None:
    box = page.filter.vm_box
    assert [box.itemText(at) for at in range(box.count())] == [
        "All", "db01", "web01", "会計 サーバー"
    ]  # fmt: skip
    box.setCurrentIndex(2)
    assert len(shown(page)) == 7
    page.filter.state_box.setCurrentIndex(2)
    assert shown(page) == []
    box.setCurrentIndex(0)
    assert {one.split()[0] for one in shown(page)} == {"db01", "会計"}
    page.filter.state_box.setCurrentIndex(3)
    assert shown(page) == ["db01 99"]
    page.filter.state_box.setCurrentIndex(0)
    assert page.header.search_box is not None
    page.header.search_box.setText("rolling")
    assert shown(page) == ["web01 13"]
    page.header.search_box.setText("000000000015")  # part of an id
    assert shown(page) == ["web01 15"]


def test_a_filter_stays_when_snapshots_come_and_go(page: SnapshotsPage) -> None:
    page.filter.vm_box.setCurrentText("web01")
    seen = sample.grown()
    kept = tuple(one for one in seen.snapshots if one.vm_name != "db01")
    page.show_state(replace(seen, snapshots=kept))
    assert page.filter.vm_box.currentText() == "web01"
    assert len(shown(page)) == 7


def test_details_are_whole_and_can_be_copied(page: SnapshotsPage) -> None:
    page.table.pick(lambda one: one.id.endswith("12"))
    page.details.copy_button.click()
    text = QApplication.clipboard().text()
    for part in (
        "by akiko@console, from pm1",
        "SHA-256 " + "ab" * 32,
        "from /srv/volumes/web01/vda.qcow2",
        "Guest frozen for: 143 ms",
        "Checking 0.4 s, Taking the snapshot 0.2 s, Replicating 1.7 s",
        "Identity: 33333333-0000-4000-8000-000000000012",
    ):
        assert part in text
    facts = dict(page.details.facts())
    assert facts["Followed by"].count("web01 of") == 2  # it was rolled back to


def test_several_are_told_together(page: SnapshotsPage) -> None:
    page.filter.vm_box.setCurrentText("web01")
    page.table.selectAll()
    facts = dict(page.details.facts())
    assert facts["VMs"] == "web01"
    assert len(facts["Snapshots"].splitlines()) == 7


def test_what_nobody_does_is_not_shown(page: SnapshotsPage) -> None:
    assert page.actions_.all() == []
    assert not any(action.isVisible() for action in page.actions_.all_of_them())
    assert [action.text() for action in page.menu().actions() if not action.isSeparator()] == [
        "Copy"
    ]
    page.offer({SnapshotAction.DELETE})
    assert list(buttons(page)) == ["delete"]
    page.offer(set())
    assert list(buttons(page)) == []


def test_what_is_off_says_why(page: SnapshotsPage) -> None:
    page.offer(set(SnapshotAction))
    page.table.pick(lambda one: one.id.endswith("16"))
    found = buttons(page)
    assert [found[each].isEnabled() for each in ("create-vm", "export", "roll-back", "delete")] == [
        True, True, False, True
    ]  # fmt: skip
    assert "only a stopped VM can be rolled back" in found["roll-back"].toolTip()
    assert "only a stopped VM" in found["roll-back"].accessibleDescription()
    menu = page.menu()
    assert menu.toolTipsVisible()
    (entry,) = [each for each in menu.actions() if each.objectName() == "roll-back"]
    assert "only a stopped VM" in entry.toolTip()
    page.filter.vm_box.setCurrentText("web01")
    page.table.selectAll()
    assert [found[each].isEnabled() for each in ("create-vm", "export", "roll-back", "delete")] == [
        False, False, False, True
    ]  # fmt: skip
    assert "one snapshot only" in found["export"].toolTip()
    page.table.clearSelection()
    assert not found["delete"].isEnabled()


def test_what_is_wanted_is_said_with_ids(page: SnapshotsPage) -> None:
    said: list[object] = []
    for signal in (
        page.delete_wanted,
        page.create_vm_wanted,
        page.export_wanted,
        page.roll_back_wanted,
    ):
        signal.connect(said.append)
    page.offer(set(SnapshotAction))
    page.show_state(stopped(sample.grown()))
    page.filter.vm_box.setCurrentText("web01")
    page.filter.family_button.click()
    page.table.pick(lambda one: one.id.endswith("16"))
    identity = page.table.record().id
    for button in buttons(page).values():
        assert button.isEnabled(), button.toolTip()
        button.click()
    assert said == [identity, identity, identity, [identity]]
    page.table.selectAll()
    page.actions_.action(SnapshotAction.DELETE).trigger()
    assert isinstance(said[-1], list)
    assert [each[-2:] for each in said[-1]] == ["16", "15", "14", "13", "12", "11", "10"]


def test_actions_follow_the_state(page: SnapshotsPage) -> None:
    page.offer(set(SnapshotAction))
    seen = stopped(sample.grown())
    page.show_state(seen)
    page.table.pick(lambda one: one.id.endswith("16"))
    assert buttons(page)["export"].isEnabled()
    gone = replace(seen.machines[0], state=MachineState.UNREACHABLE)
    lost = tuple(
        replace(one, copies=(CopyState.UNSEEN, CopyState.ABSENT)) if one.id.endswith("16") else one
        for one in seen.snapshots
    )
    page.show_state(replace(seen, machines=(gone, seen.machines[1]), snapshots=lost))
    assert not buttons(page)["export"].isEnabled()
    assert "whole" in buttons(page)["export"].toolTip()


def test_the_note_tells_who_disabled_them_and_what_a_pm_does_not_know(page: SnapshotsPage) -> None:
    assert not page.note.isVisible()
    page.show_state(sample.disabled(sample.grown()))
    assert page.note.isVisible()
    assert "akiko@console" in page.note.words.text()
    assert "pm2" not in page.note.words.text()
    page.show_state(sample.disabled(sample.grown(), by=(Side.FIRST,)))
    assert "pm2 does not know this yet" in page.note.words.text()


def test_other_tables_do_not_show_the_hidden_column(qtbot: QtBot, page: SnapshotsPage) -> None:
    tables = page.findChildren(RecordTable)
    assert all(table.isColumnHidden(Column.FAMILY) for table in tables)


def test_the_description_takes_the_room_that_is_left(qtbot: QtBot, page: SnapshotsPage) -> None:
    state = sample.grown()
    told = tuple(replace(one, description="a long story " * 20) for one in state.snapshots)
    page.show_state(replace(state, snapshots=told))
    page.table.fit_columns()
    QApplication.processEvents()
    others = [at for at in Column if at not in (Column.DESCRIPTION, Column.FAMILY)]
    left = page.table.viewport().width() - sum(map(page.table.columnWidth, others))
    assert page.table.columnWidth(Column.DESCRIPTION) == left
    assert page.table.horizontalScrollBar().maximum() == 0

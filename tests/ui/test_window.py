"""The whole window on a pair that only pretends: what shows, what is asked, what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Refused, SettingsError
from app.model.decision import Setting
from app.model.machine import MachineState
from app.model.problems import Failover, MachineUnreachable, NoRootRights, TooLittleRoom
from app.model.snapshot import CopyState, SnapshotState
from app.operations.events import RunAccepted
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from tests.ui.watchdog import Watchdog
from ui.application import Application, Options
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.help_dialog import HelpDialog
from ui.dialogs.snapshot_dialog import SnapshotDialog
from ui.main_window import MainWindow
from ui.models.run_table_model import Column
from ui.models.tables import Role
from ui.theme import ThemeChoice
from ui.translation import Language
from ui.views.pages import Page
from ui.views.snapshots_page import SnapshotsPage


def open_dialog(window: MainWindow) -> SnapshotDialog:
    return window.findChildren(SnapshotDialog)[-1]


def test_a_snapshot_from_the_keyboard_to_the_normal_icon(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.forecast = sample.forecast(sample.vms()[0])
    pair.events = (RunAccepted("job", "snapshot"),)
    window = opened(pair).window
    watchdog = Watchdog()
    watchdog.start()
    window.tree.setFocus()
    QTest.keyClicks(window.tree, "we")
    assert window.page is Page.VMS
    vm = window.vms_page.current()
    assert vm is not None
    assert vm.name == "web01"
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = open_dialog(window)
    qtbot.waitUntil(lambda: any("≈" in each.text() for each in dialog.findChildren(QLabel)))
    QTest.keyClick(dialog.name_box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(pair.requests) == 1)
    assert pair.requests[0].vm == sample.WEB

    web = sample.vms()[0]
    running = sample.run(web)
    new = sample.snapshot(
        7, web, 0, state=SnapshotState.BROKEN, copies=(CopyState.PENDING, CopyState.ABSENT)
    )
    seen = replace(pair.first, runs=(running,), snapshots=(*pair.first.snapshots, new))
    pair.becomes(seen)
    page = window.snapshots_page
    model = page.table.model()
    qtbot.waitUntil(lambda: model.rowCount() == len(seen.snapshots))
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert page.table.pick(lambda one: one.id == new.id)
    assert page.table.record().state is SnapshotState.BROKEN
    assert "Replicating to pm2" in window.status_line.words()
    assert window.progress_panel.isVisible()

    whole = replace(new, state=SnapshotState.NORMAL, copies=(CopyState.WHOLE, CopyState.WHOLE))
    done = replace(running, ended=True)
    pair.becomes(replace(seen, runs=(done,), snapshots=(*pair.first.snapshots, whole)))
    qtbot.waitUntil(lambda: page.table.record().state is SnapshotState.NORMAL)
    assert page.table.record().id == new.id
    assert model.index(page.table.currentIndex().row(), 0).data() == "Normal"
    watchdog.stop()
    assert watchdog.gaps == []


def test_uefi_is_told_where_the_user_looks(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    window.pick_vm(sample.UEFI)
    panel = window.vms_page.panel
    assert not panel.snapshot_button.isEnabled()
    assert panel.why.isVisible()
    assert "uefi01 boots with UEFI firmware." in panel.why.text()
    assert "UEFI firmware" in panel.snapshot_button.toolTip()
    assert not window.actions_.snapshot.isEnabled()
    window.pick_vm(sample.WEB)
    assert panel.snapshot_button.isEnabled()
    assert not panel.why.isVisible()
    assert window.actions_.snapshot.isEnabled()


def test_failover_shows_as_banner_alert_and_in_the_history(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    assert not window.banner.isVisible()
    web = sample.vms()[0]
    gone = sample.run(web, ended=True, problem=Failover("web01", "pm1", "pm2"))
    pair.becomes(replace(pair.first, runs=(gone,)))
    qtbot.waitUntil(lambda: window.run_model.rowCount() == 1)
    assert window.banner.isVisible()
    assert "web01 moved from pm1 to pm2" in window.banner.accessibleName()
    assert [alert.problem.code for alert in window.alert_model.alerts] == ["failover"]
    index = window.run_model.index(0, Column.STEP)
    assert index.data() == "Failed by a failover; start a new snapshot"
    pair.becomes(pair.first)
    qtbot.waitUntil(lambda: window.state is not None and not window.state.runs)
    assert window.banner.isVisible()
    QTest.mouseClick(window.banner.acknowledge_button, Qt.MouseButton.LeftButton)
    assert not window.banner.isVisible()
    assert window.alert_model.alerts == ()


def test_refusal_by_the_pm_is_explained(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.outcome = Refused(
        TooLittleRoom("pm2", "/var/lib/twinpoint", 9 * sample.GIB, sample.GIB), details="df -h"
    )
    window = opened(pair).window
    window.pick_vm(sample.WEB)
    window.vms_page.panel.snapshot_button.click()
    open_dialog(window).create_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    error = window.findChildren(ErrorDialog)[0]
    assert "pm2 has too little disk space in /var/lib/twinpoint" in error.cause.text()
    error.copy_button.click()
    copied = QApplication.clipboard().text()
    assert "too-little-room" in copied
    assert "df -h" in copied
    error.close()


def test_cancel_reaches_the_run_of_any_console(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.first = sample.state(failed=False)
    window = opened(pair).window
    window.status_line.cancel_button.click()
    qtbot.waitUntil(lambda: len(pair.cancelled) == 1)
    assert pair.cancelled[0].vm_name == "db01"
    window.pick_vm(sample.DB)
    assert "db01 is busy" in window.vms_page.panel.why.text()


def test_unreachable_pm_is_shown_and_its_vms_stay(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    first, second = pair.first.machines
    away = replace(second, state=MachineState.UNREACHABLE, problem=MachineUnreachable("pm2"))
    stale = tuple(replace(vm, stale=vm.name == "db01") for vm in pair.first.vms)
    pair.becomes(replace(pair.first, machines=(first, away), vms=stale))
    qtbot.waitUntil(lambda: "pm2 unreachable" in window.status_line.machine_words())
    assert window.banner.isVisible()
    assert window.vms_page.table.shown_rows() == 5
    index = window.tree_model.index_of(("lab", "machines", "1"))
    assert index.siblingAtColumn(1).data().startswith("last seen ")
    pair.becomes(pair.first)
    qtbot.waitUntil(lambda: not window.banner.isVisible())


def test_snapshots_are_turned_off_and_on(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    application = opened(pair)
    window = application.window
    assert window.actions_.allow.text() == "&Disable Snapshots"
    window.actions_.allow.trigger()
    qtbot.waitUntil(lambda: pair.decided == [{Setting.SNAPSHOTS: False}])
    assert window.status_line.disabled_words() == ""
    pair.becomes(sample.disabled(pair.first))
    qtbot.waitUntil(lambda: window.actions_.allow.text() == "E&nable Snapshots")
    window.pick_vm(sample.WEB)
    assert "disabled for this system (by akiko" in window.vms_page.panel.why.text()
    assert window.status_line.disabled_words() == "Snapshots disabled"
    window.show_page(Page.SNAPSHOTS)
    assert "akiko@console disabled them" in window.snapshots_page.note.words.text()
    window.actions_.allow.trigger()
    qtbot.waitUntil(lambda: pair.decided[1:] == [{Setting.SNAPSHOTS: True}])
    qtbot.waitUntil(lambda: not application.runner.busy("decide lab"))
    window.snapshots_page.note.enable_button.click()
    qtbot.waitUntil(lambda: pair.decided[2:] == [{Setting.SNAPSHOTS: True}])
    pair.becomes(pair.first)
    qtbot.waitUntil(lambda: not window.snapshots_page.note.isVisible())


def test_language_and_theme_change_at_run_time(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    application = opened(pair)
    window = application.window
    window.pick_vm(sample.WEB)
    application.window.actions_.languages[Language.JAPANESE].trigger()
    panel = window.vms_page.panel
    qtbot.waitUntil(lambda: panel.snapshot_button.text() == "スナップショット")
    assert window.tree_model.index_of(("lab", "machines")).data() == "物理マシン"
    header = window.vms_page.table.model().headerData(0, Qt.Orientation.Horizontal)
    assert header == "状態"
    assert window.vms_page.current() is not None
    application.window.actions_.themes[ThemeChoice.DARK].trigger()
    assert window.palette().window().color().lightness() < 128
    application.window.actions_.languages[Language.ENGLISH].trigger()
    qtbot.waitUntil(lambda: panel.snapshot_button.text() == "Snapshot")
    application.window.actions_.themes[ThemeChoice.LIGHT].trigger()


def test_looks_are_remembered(
    qtbot: QtBot, pair: FakePair, opened: Opened, memory: QSettings
) -> None:
    first = opened(pair)
    first.window.show_page(Page.SNAPSHOTS)
    first.window.snapshots_page.table.setColumnWidth(1, 233)
    first.window.snapshots_page.table.sortByColumn(5, Qt.SortOrder.AscendingOrder)
    first.window.actions_.languages[Language.JAPANESE].trigger()
    first.window.close()
    first.end()
    second = MainWindow(first.window.memory)
    qtbot.addWidget(second)
    assert second.page is Page.SNAPSHOTS
    header = second.snapshots_page.table.horizontalHeader()
    assert header.sortIndicatorSection() == 5
    assert memory.value("language") == "ja"


def test_nothing_set_up_says_what_to_do(
    qtbot: QtBot, qapp: QApplication, pair: FakePair, memory: QSettings
) -> None:
    systems: list[object] = []

    def load() -> list[object]:
        return systems

    options = Options(language=Language.ENGLISH, theme=ThemeChoice.LIGHT)
    application = Application(qapp, options, load, pair.operations(), memory)  # type: ignore[arg-type]
    application.start()
    assert application.window.welcome.isVisible()
    assert application.window.welcome.action_button.text() == "Add System…"
    systems.append(sample.SYSTEM)
    application.window.actions_.refresh.trigger()
    qtbot.waitUntil(lambda: application.window.state is not None)
    assert not application.window.welcome.isVisible()
    application.window.close()
    assert application.end() == []
    assert pair.closed
    application.window.deleteLater()
    application.deleteLater()


def test_unreadable_settings_are_told(
    qtbot: QtBot, qapp: QApplication, pair: FakePair, memory: QSettings
) -> None:
    def load() -> list[object]:
        raise SettingsError("systems.json: line 3")

    application = Application(qapp, Options(), load, pair.operations(), memory)  # type: ignore[arg-type]
    application.start()
    assert "systems.json: line 3" in application.window.welcome.command()
    application.window.close()
    application.end()
    application.window.deleteLater()
    application.deleteLater()


def test_refresh_looks_anew(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    pair.first = replace(pair.first, snapshots=pair.first.snapshots[:1])
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.state is not None and len(window.state.snapshots) == 1)


def test_search_shows_what_matches(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    window.show_page(Page.SNAPSHOTS)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = window.snapshots_page.header.search_box
    assert box is not None
    QTest.keyClicks(box, "update")
    assert window.snapshots_page.table.shown_rows() == 1


def test_selected_rows_are_copied(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    table = window.vms_page.table
    window.show_page(Page.VMS)
    table.setFocus()
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 5
    assert any("web01\tpm1\t2 h ago" in line for line in lines)


def test_help_lists_the_keys(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    QTest.keyClick(window, Qt.Key.Key_F1)
    shown = window.findChildren(HelpDialog)
    assert len(shown) == 1
    shown[0].show_topic("page:start")
    assert "Ctrl+N" in shown[0].page.toPlainText()
    shown[0].close()


def test_two_systems_are_kept_apart(
    qtbot: QtBot, memory: QSettings, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    other = replace(
        pair.first, system=replace(sample.SYSTEM, name="branch"), vms=pair.first.vms[:1]
    )
    pair.becomes(other)
    qtbot.waitUntil(lambda: window.tree_model.rowCount() == 2)
    assert window.vms_page.table.shown_rows() == 5
    window.tree.pick(("branch", "vms"))
    assert window.state == other
    assert window.vms_page.table.shown_rows() == 1


@pytest.mark.parametrize("minutes", [0, 5, 125, 60 * 24 * 3])
def test_ages_grow(qtbot: QtBot, pair: FakePair, opened: Opened, minutes: int) -> None:
    web, *others = pair.first.vms
    aged = replace(web, last_protected=datetime.now(UTC) - timedelta(minutes=minutes))
    pair.first = replace(pair.first, vms=(aged, *others))
    window = opened(pair).window
    model = window.vms_page.table.model()
    texts = {
        model.index(row, 1).data(): model.index(row, 3).data() for row in range(model.rowCount())
    }
    expected = {0: "just now", 5: "5 min ago", 125: "2 h ago", 60 * 24 * 3: "3 d ago"}
    assert texts["web01"] == expected[minutes]
    assert model.index(0, 0).data(Role.RECORD) is not None


def test_snapshots_that_cannot_be_seen_are_not_none(qtbot: QtBot) -> None:
    page = SnapshotsPage()
    qtbot.addWidget(page)
    seen = replace(sample.state(), snapshots=())
    page.show_state(seen)
    assert "No snapshots yet" in words(page)
    hidden = tuple(
        replace(each, room_total=None, may_change=False, obstacles=(NoRootRights(each.name, "v"),))
        for each in seen.machines
    )
    page.show_state(replace(seen, machines=(hidden[0], hidden[1])))
    assert "The snapshots cannot be seen" in words(page)
    assert any("v may look at pm1" in text for text in words(page))
    page.show_state(seen)
    assert "No snapshots yet" in words(page)


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_current_row_of_the_tree_still_shows_that_it_opens(
    opened: Opened, pair: FakePair, qtbot: QtBot
) -> None:
    window = opened(pair).window
    vm = sample.state().vms[0]
    key = (sample.SYSTEM.name, "vms", vm.uuid)
    window.tree.pick(key)
    window.vms_page.table.setFocus()
    index = window.tree_model.index_of(key)
    row = window.tree.visualRect(index)
    before = window.tree.indentation()
    place = QRect(row.left() - before, row.top() + 2, before - 2, row.height() - 4)

    def colors() -> int:
        image = window.tree.viewport().grab(place).toImage()
        return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})

    qtbot.waitUntil(lambda: window.tree.currentIndex() == index)
    assert colors() > 1
    assert vm.volumes

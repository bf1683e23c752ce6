"""The Volume Containers page, expanding a container, the preferences of a system."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.errors import Refused
from app.model.decision import Setting
from app.model.machine import MachineState, Side
from app.model.problems import ContainerNoRoom, MachineUnreachable
from app.model.state import SystemState
from app.model.volume import Expansion
from app.rules.container_rules import VolumeContainer, containers
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.container_parts import Part, parts_of
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.expand_dialog import ExpandDialog
from ui.dialogs.preferences_dialog import PreferencesDialog
from ui.models.container_table_model import Column, ContainerTableModel
from ui.models.tables import Role
from ui.views.container_panel import ContainerPanel
from ui.views.pages import Page

GIB = 1024**3


def one(vm: str, target: str = "vda", state: SystemState | None = None) -> VolumeContainer:
    seen = state or sample.grown()
    return next(c for c in containers(seen) if (c.vm.uuid, c.volume.target) == (vm, target))


def row(model: ContainerTableModel, vm: str, target: str) -> int:
    return next(
        at
        for at in range(model.rowCount())
        for record in [model.index(at, 0).data(Role.RECORD)]
        if (record.vm.uuid, record.volume.target) == (vm, target)
    )


def away(state: SystemState, side: Side = Side.SECOND) -> SystemState:
    machines = list(state.machines)
    lost = MachineUnreachable(machines[side].name)
    machines[side] = replace(machines[side], state=MachineState.UNREACHABLE, problem=lost)
    return replace(state, machines=(machines[0], machines[1]))


def test_a_table_of_what_fills_them(qtbot: QtBot) -> None:
    model = ContainerTableModel()
    model.show_containers(containers(sample.grown()))
    at = row(model, sample.JAPANESE, "vda")
    shown = [model.index(at, column).data() for column in Column]
    assert shown == [
        "会計 サーバー",
        "vda",
        "87 %",
        "664 MiB",
        "5 GiB",
        "Too few to tell",
        "2 GiB",
        "2.4 GiB",
        "–",
    ]
    # Not by colour alone: an icon, and words for whoever sees neither.
    full = model.index(at, Column.FULL)
    assert full.data(Qt.ItemDataRole.DecorationRole) is not None
    spoken = full.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "above the warning level of 80 %" in spoken
    at = row(model, sample.WEB, "vda")
    assert model.index(at, Column.OUTLOOK).data() == "About 20 more"
    assert model.index(at, Column.FULL).data(Qt.ItemDataRole.DecorationRole) is None
    at = row(model, sample.OFF, "vda")
    assert model.index(at, Column.CAPACITY).data() == "10 GiB"
    assert model.index(at, Column.OUTLOOK).data() == "Not made yet"


def test_the_bar_adds_up() -> None:
    place = one(sample.DB, "vdb").fuller
    assert place is not None
    parts = parts_of(place.container, 80)
    assert abs(sum(parts.share(part) for part in Part) - 1) < 1e-9
    assert (parts.share(Part.VOLUME), parts.share(Part.RESERVED)) == (0.4, 0.1)


def test_the_panel_says_why_a_container_cannot_be_expanded(qtbot: QtBot) -> None:
    panel = ContainerPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_container(None, None)
    assert not panel.expand_button.isEnabled()
    seen = sample.grown()
    panel.show_container(seen, one(sample.WEB))
    assert panel.expand_button.isEnabled()
    assert not panel.why.isVisible()
    panel.show_container(away(seen), one(sample.WEB, state=away(seen)))
    assert not panel.expand_button.isEnabled()
    assert "pm2 does not answer." in panel.why.text()
    panel.show_container(seen, one(sample.OFF))
    assert "with the first snapshot" in panel.expand_button.toolTip()


def test_expanding_from_the_page_to_the_pms(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.first = sample.grown()
    window = opened(pair).window
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.page is Page.CONTAINERS
    page = window.pages.containers
    assert page.table.pick(lambda each: each.vm.uuid == sample.WEB and each.volume.boot)
    page.panel.expand_button.click()
    dialog = window.findChildren(ExpandDialog)[-1]
    assert dialog.capacity() == 7 * GIB  # by its volume's size, unless asked for otherwise
    dialog.box.setValue(9.5)
    dialog.expand_button.click()
    qtbot.waitUntil(lambda: pair.expanded == [Expansion(sample.WEB, "vda", int(9.5 * GIB))])


def test_what_the_pms_refuse_is_told(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.first = sample.grown()
    pair.refusal = Refused(ContainerNoRoom("web01", "vda", "pm2", 9, 8, 7, 6))
    window = opened(pair).window
    window.expand_wanted.emit(one(sample.WEB))
    window.findChildren(ExpandDialog)[-1].expand_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    told = window.findChildren(ErrorDialog)[-1]
    assert "pm2 has no room" in told.cause.text()
    told.close()


def test_the_dialog_never_shrinks_and_shows_the_room_on_both(qtbot: QtBot) -> None:
    seen = sample.grown()
    dialog = ExpandDialog(seen, one(sample.WEB, "vdb"))
    qtbot.addWidget(dialog)
    dialog.show()
    asked: list[Expansion] = []
    dialog.requested.connect(asked.append)
    dialog.box.setValue(20)
    assert "not shrink to 20 GiB" in dialog.problem_words.text()
    assert not dialog.expand_button.isEnabled()
    dialog.box.setValue(24)
    assert dialog.problem_words.text() == ""
    assert not dialog.expand_button.isEnabled()  # as it is
    dialog.box.setValue(500)
    words = dialog.problem_words.text()
    assert "pm2 has no room for a container of 500 GiB" in words
    assert "Choose at most 97.1 GiB" in words
    dialog.box.setValue(97)
    assert dialog.expand_button.isEnabled()
    assert "may then take more than the disk has" in dialog.problem_words.text()
    QTest.keyClick(dialog.box, Qt.Key.Key_Return)
    assert asked == [Expansion(sample.WEB, "vdb", 97 * GIB)]


def test_the_dialog_follows_what_happens_meanwhile(qtbot: QtBot) -> None:
    seen = sample.grown()
    dialog = ExpandDialog(seen, one(sample.WEB))
    qtbot.addWidget(dialog)
    assert dialog.expand_button.isEnabled()
    dialog.show_state(away(seen))
    assert not dialog.expand_button.isEnabled()
    dialog.show_state(seen)
    assert dialog.expand_button.isEnabled()


def test_preferences_are_decided_for_the_system(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    window.actions_.preferences.trigger()
    dialog = window.findChildren(PreferencesDialog)[-1]
    assert not dialog.save_button.isEnabled()
    dialog.boxes[Setting.WARNING_PERCENT].setValue(70)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: pair.decided == [{Setting.WARNING_PERCENT: 70}])


def test_preferences_keep_what_is_typed_and_follow_the_rest(qtbot: QtBot) -> None:
    seen = sample.state()
    dialog = PreferencesDialog(seen)
    qtbot.addWidget(dialog)
    dialog.boxes[Setting.WARNING_PERCENT].setValue(70)
    told = sample.decision(Setting.CONTAINER_PERCENT, 300)
    machines = tuple(replace(one, decisions=(told,)) for one in seen.machines)
    dialog.show_state(replace(seen, machines=(machines[0], machines[1])))
    assert dialog.changed() == {Setting.WARNING_PERCENT: 70}
    assert dialog.boxes[Setting.CONTAINER_PERCENT].value() == 300


def test_nothing_can_be_decided_without_a_pm(qtbot: QtBot) -> None:
    nobody = away(away(sample.state()), Side.FIRST)
    dialog = PreferencesDialog(nobody)
    qtbot.addWidget(dialog)
    dialog.boxes[Setting.WARNING_PERCENT].setValue(70)
    assert not dialog.save_button.isEnabled()
    assert "does not answer" in dialog.problem_words.text()


def test_a_container_that_fills_up_is_an_alert_and_stands_in_the_tree(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    assert not window.alert_model.alerts
    pair.becomes(sample.grown())
    qtbot.waitUntil(lambda: bool(window.alert_model.alerts))
    (alert,) = window.alert_model.alerts
    assert alert.problem.code == "container-filling"
    index = window.tree_model.index_of(("lab", "containers"))
    assert index.siblingAtColumn(1).data() == "1 filling up"
    window.alert_model.acknowledge([alert], sample.TAKEN)
    pair.becomes(replace(sample.grown(), snapshots=()))
    assert not window.alert_model.alerts

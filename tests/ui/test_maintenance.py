"""The Physical Machines page: what it tells of a PM, Work On and Finalize."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.errors import Refused
from app.model.load import Cluster, Load, Mirror
from app.model.machine import Flag, MachineState, Side
from app.model.maintenance import PlannedMove, WorkedOn, WorkOnPlan, WorkOnRequest
from app.model.power_problems import MoveFailed, OtherPmAway, VolumeNotShared
from app.model.problems import MachineUnreachable
from app.model.state import SystemState
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.work_on_dialog import WorkOnDialog
from ui.main_window import MainWindow
from ui.models.machine_table_model import Column
from ui.models.tables import Role
from ui.translation import Language
from ui.views.machine_facts import machine_facts
from ui.views.pages import Page
from ui.views.physical_machines_page import PhysicalMachinesPage
from ui.views.pm_actions import PmAction

UNSEEN = VolumeNotShared("db01", "vda", "/dev/vg/db", "pm2")
PLAN = WorkOnPlan(
    Side.FIRST,
    (
        PlannedMove(sample.WEB, "web01"),
        PlannedMove(sample.DB, "db01", (UNSEEN,)),
        PlannedMove(sample.JAPANESE, "会計 サーバー", by_cluster=True),
    ),
)
LOAD = Load(8, 2.4, 64 * sample.GIB, 21 * sample.GIB)
CLUSTER = Cluster("pm1", (("pm1", "online"), ("pm2", "standby")), ((sample.WEB, "web"),))


def told(state: SystemState, side: Side = Side.FIRST) -> dict[str, str]:
    return dict(machine_facts(state, state.machine(side)))


def page(window: MainWindow) -> PhysicalMachinesPage:
    window.show_page(Page.MACHINES)
    window.pages.machines.pick("0")
    return window.pages.machines


def dialog(window: MainWindow) -> WorkOnDialog:
    return window.findChildren(WorkOnDialog)[-1]


def with_machine(seen: SystemState, side: Side, **more: object) -> SystemState:
    machines = list(seen.machines)
    machines[side] = replace(machines[side], **more)  # type: ignore[arg-type]
    return replace(seen, machines=(machines[0], machines[1]))


def test_what_a_pm_tells_of_itself(qtbot: QtBot) -> None:
    mirror = Mirror("r0", "Primary", "UpToDate", "Connected")
    state = with_machine(sample.state(), Side.FIRST, load=LOAD, cluster=CLUSTER, mirrors=(mirror,))
    facts = told(state)
    assert facts["Load"] == "30 % of 8 processors in the last minute"
    assert facts["Free memory"] == "21 GiB of 64 GiB"
    assert facts["Pacemaker"] == "pm1: online\npm2: standby\nVMs that it runs: 1"
    assert facts["DRBD"] == "r0: Primary, UpToDate, Connected"
    assert "(10 containers)" in facts["Room for snapshots in use"]
    away = with_machine(state, Side.SECOND, load=None)
    assert set(told(away, Side.SECOND)) & {"Load", "Pacemaker", "DRBD"} == set()


def test_work_on_asks_first_and_tells_what_moves(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.plan = PLAN
    pair.came_of_it = WorkedOn(("web01",), ("db01",), (UNSEEN,))
    window = opened(pair).window
    buttons = page(window).buttons.buttons
    assert buttons[PmAction.WORK_ON].isVisible()
    assert not buttons[PmAction.FINALIZE].isEnabled()
    assert "pm1 is not in maintenance mode." in buttons[PmAction.FINALIZE].toolTip()
    QTest.mouseClick(buttons[PmAction.WORK_ON], Qt.MouseButton.LeftButton)
    asked = dialog(window)
    qtbot.waitUntil(lambda: list(asked.boxes) == [sample.WEB])
    words = " ".join(each.text() for each in asked.findChildren(QLabel))
    assert "db01 stays: db01 cannot move while it runs" in words
    assert "会計 サーバー: Pacemaker moves it" in words
    assert pair.worked_on == []
    QTest.mouseClick(asked.work_on_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pair.worked_on == [WorkOnRequest(Side.FIRST)])
    qtbot.waitUntil(lambda: window.findChildren(WorkOnDialog) == [])
    assert window.findChildren(ErrorDialog) == []  # that it stays was known


def test_a_vm_can_be_kept_and_the_way_of_the_others_is_shown(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.plan = PLAN
    window = opened(pair).window
    page(window).actions_.action(PmAction.WORK_ON).trigger()
    asked = dialog(window)
    qtbot.waitUntil(lambda: bool(asked.boxes))
    asked.boxes[sample.WEB].setChecked(False)
    QTest.mouseClick(asked.work_on_button, Qt.MouseButton.LeftButton)
    wish = WorkOnRequest(Side.FIRST, frozenset([sample.WEB]))
    qtbot.waitUntil(lambda: pair.worked_on == [wish])
    words = page(window).buttons.words
    qtbot.waitUntil(lambda: "Moving web01 to pm2: 3 MiB of 128 MiB" in words.text())


def test_a_move_that_failed_is_told(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.plan = PLAN
    failed = MoveFailed("web01", "pm1", "pm2", "no route")
    pair.came_of_it = WorkedOn((), ("web01",), (failed,))
    window = opened(pair).window
    page(window).actions_.action(PmAction.WORK_ON).trigger()
    qtbot.waitUntil(lambda: bool(dialog(window).boxes))
    QTest.mouseClick(dialog(window).work_on_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.findChildren(ErrorDialog)) == 1)
    (shown,) = window.findChildren(ErrorDialog)
    assert "web01 could not be moved to pm2" in " ".join(
        each.text() for each in shown.findChildren(QLabel)
    )


def test_never_both_without_a_warning(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.plan = replace(PLAN, warnings=(OtherPmAway("pm1", "pm2"),))
    window = opened(pair).window
    page(window).actions_.action(PmAction.WORK_ON).trigger()
    asked = dialog(window)
    qtbot.waitUntil(asked.accept_box.isVisible)
    assert not asked.work_on_button.isEnabled()
    asked.accept_box.setChecked(True)
    assert asked.work_on_button.isEnabled()
    assert asked.request().accept_warnings


def test_a_warning_that_came_about_while_the_dialog_stood_there(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.plan = PLAN
    window = opened(pair).window
    page(window).actions_.action(PmAction.WORK_ON).trigger()
    asked = dialog(window)
    qtbot.waitUntil(asked.work_on_button.isEnabled)
    assert not asked.accept_box.isVisible()
    pair.becomes(with_machine(pair.first, Side.SECOND, state=MachineState.MAINTENANCE))
    qtbot.waitUntil(asked.accept_box.isVisible)
    assert not asked.work_on_button.isEnabled()
    assert not asked.request().accept_warnings
    asked.accept_box.setChecked(True)
    assert asked.work_on_button.isEnabled()


def test_both_in_maintenance_mode_is_said_on_the_page(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    note = page(window).note
    one = with_machine(pair.first, Side.FIRST, state=MachineState.MAINTENANCE)
    window.show_state(one)
    assert not note.isVisible()
    window.show_state(with_machine(one, Side.SECOND, state=MachineState.MAINTENANCE))
    assert note.isVisible()
    assert "no snapshot can be taken" in note.words.text()


def test_role_and_bars(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    window = opened(pair).window
    model = page(window).table.model()

    def cell(row: int, column: Column, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return model.index(row, column).data(role)

    assert cell(0, Column.ROLE) == "primary of 4"
    assert cell(1, Column.ROLE) == "primary of 1"
    assert cell(0, Column.LOAD) == "19 %"
    assert cell(0, Column.LOAD, Role.PROGRESS) == 3.1 / 16
    assert cell(0, Column.MEMORY, Role.PROGRESS) == 1 - 70 / 128
    assert cell(0, Column.ROOM, Role.PROGRESS) == 1 - 96 / 240
    assert "60 % in use" in str(cell(0, Column.ROOM, Qt.ItemDataRole.ToolTipRole))
    assert cell(0, Column.NAME, Role.PROGRESS) is None
    facts = told(pair.first)
    assert facts["Primary of"] == "off01, uefi01, web01, 会計 サーバー"
    assert facts["Secondary of"] == "db01"
    window.show_state(with_machine(pair.first, Side.FIRST, load=None, room_free=None))
    assert [cell(0, each, Role.PROGRESS) for each in (Column.LOAD, Column.ROOM)] == [None, None]
    moved = tuple(replace(vm, primary=Side.SECOND) for vm in pair.first.vms)
    window.show_state(replace(pair.first, vms=moved))
    assert cell(0, Column.ROLE) == "secondary only"


def test_many_vms_are_counted(qtbot: QtBot) -> None:
    vms = tuple(sample.vm(f"{number}", f"vm{number:03}") for number in range(20))
    assert told(replace(sample.state(), vms=vms))["Primary of"].endswith("vm011 and 8 more")


def test_a_pm_that_does_not_answer_the_question(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.plan = Refused(MachineUnreachable("pm1", "no route"))
    window = opened(pair).window
    page(window).actions_.action(PmAction.WORK_ON).trigger()
    asked = dialog(window)
    words = "pm1 does not answer."
    qtbot.waitUntil(lambda: any(words in each.text() for each in asked.findChildren(QLabel)))
    assert not asked.work_on_button.isEnabled()
    asked.reject()
    qtbot.waitUntil(lambda: window.findChildren(WorkOnDialog) == [])


def test_finalize(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    application = opened(pair)
    window = application.window
    flag = Flag("akiko@console", sample.NOW)
    pair.becomes(
        with_machine(pair.first, Side.FIRST, state=MachineState.MAINTENANCE, maintenance=flag)
    )
    finalize = page(window).buttons.buttons[PmAction.FINALIZE]
    qtbot.waitUntil(finalize.isEnabled)
    menu = application.maintenance_jobs.pm_menu(window)
    named = {action.text().replace("&", ""): action for action in menu.actions()}
    assert "in maintenance mode already" in named["Work On…"].toolTip()
    menu.close()
    QTest.mouseClick(finalize, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pair.finalized == [Side.FIRST])


@pytest.mark.parametrize(
    ("language", "work_on", "finalize"),
    [(Language.ENGLISH, "Work On", "Finalize"), (Language.JAPANESE, "作業開始", "最終処理")],
)
def test_both_languages(
    pair: FakePair, opened: Opened, language: Language, work_on: str, finalize: str
) -> None:
    window = opened(pair, language).window
    buttons = page(window).buttons.buttons
    assert buttons[PmAction.WORK_ON].text() == work_on
    assert buttons[PmAction.FINALIZE].text() == finalize

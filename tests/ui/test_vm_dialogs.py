"""A new VM of a snapshot, and rolling back: what is asked for, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.model.machine import MachineState, Side
from app.model.snapshot import Snapshot
from app.model.state import SystemState
from app.model.vm import VmState
from app.model.vm_requests import NewVmRequest, RollBackRequest
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.dialogs.roll_back_dialog import RollBackDialog


def stopped() -> SystemState:
    seen = sample.grown()
    web = replace(seen.vms[0], state=VmState.STOPPED, stopped_cleanly=True)
    return replace(seen, vms=(web, *seen.vms[1:]), runs=())


STATE = stopped()


def kept(end: str) -> Snapshot:
    return next(one for one in STATE.snapshots if one.id.endswith(end))


def new_vm(qtbot: QtBot) -> NewVmDialog:
    made = NewVmDialog(STATE, kept("16"))
    qtbot.addWidget(made)
    made.open()
    return made


def roll_back(qtbot: QtBot, state: SystemState = STATE) -> RollBackDialog:
    made = RollBackDialog(state, state.vms[0], kept("13"))
    qtbot.addWidget(made)
    made.open()
    return made


def test_a_new_vm_with_a_name_that_is_free(qtbot: QtBot) -> None:
    made = new_vm(qtbot)
    asked: list[object] = []
    made.requested.connect(asked.append)
    assert made.name_box.text() == "web01-2"
    assert not made.ticks["vda"].isEnabled()
    made.ticks["vdb"].click()
    made.memory_box.setValue(2048)
    made.processors_box.setValue(4)
    made.pm_box.setCurrentIndex(1)
    made.start_box.click()
    QTest.keyClick(made.name_box, Qt.Key.Key_Return)
    assert asked == [
        NewVmRequest(
            kept("16").id, "web01-2", Side.SECOND, frozenset({"vdb"}), 2048 * 1024**2, 4, True
        )
    ]


def test_a_name_that_is_taken_stands_in_the_way(qtbot: QtBot) -> None:
    made = new_vm(qtbot)
    for name in ("db01", "a/b", ""):
        made.name_box.setText(name)
        assert not made.create_button.isEnabled()
    made.name_box.setText("another")
    assert made.create_button.isEnabled()
    lost = replace(STATE.machines[0], state=MachineState.UNREACHABLE)
    made.show_state(replace(STATE, machines=(lost, STATE.machines[1])))
    assert not made.create_button.isEnabled()


def test_rolling_back_takes_a_snapshot_first(qtbot: QtBot) -> None:
    made = roll_back(qtbot)
    asked: list[RollBackRequest] = []
    made.requested.connect(asked.append)
    QTest.keyClick(made, Qt.Key.Key_Return)  # Cancel has the focus
    assert asked == []
    made = roll_back(qtbot)
    made.requested.connect(asked.append)
    made.roll_back_button.click()
    name = "web01 before roll back to web01"
    assert asked == [RollBackRequest(sample.WEB, kept("13").id, True, name)]


def test_what_is_lost_without_one_is_told(qtbot: QtBot) -> None:
    made = roll_back(qtbot)
    made.safety_box.click()
    assert not made.name_box.isEnabled()
    assert made.roll_back_button.isEnabled()
    assert "will be lost for good" in made.problem_words.text()


def test_a_running_vm_is_not_rolled_back(qtbot: QtBot) -> None:
    made = roll_back(qtbot)
    made.show_state(sample.grown())
    assert not made.roll_back_button.isEnabled()
    assert "only a stopped VM" in made.roll_back_button.toolTip()


def test_from_the_page_to_the_pms(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.first = STATE
    window = opened(pair).window
    window.snapshots_page.roll_back_wanted.emit(kept("13").id)
    window.findChildren(RollBackDialog)[-1].roll_back_button.click()
    qtbot.waitUntil(lambda: len(pair.wished) == 1)
    window.snapshots_page.create_vm_wanted.emit(kept("16").id)
    window.findChildren(NewVmDialog)[-1].create_button.click()
    qtbot.waitUntil(lambda: len(pair.wished) == 2)
    assert [type(each) for each in pair.wished] == [RollBackRequest, NewVmRequest]

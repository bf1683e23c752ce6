"""The snapshot dialog asks the rules, and asks for what the administrator ticked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.errors import Unreachable
from app.model.machine import MachineState
from app.model.problems import (
    ContainerTooSmall,
    CrashConsistentOnly,
    MachineInMaintenance,
    MachineUnreachable,
)
from app.model.snapshot import Consistency, ConsistencyReason, SnapshotRequest
from app.model.state import SystemState
from tests.ui import sample
from ui.dialogs.snapshot_dialog import SnapshotDialog


def state() -> SystemState:
    return sample.state(busy=False, failed=False)


def dialog(qtbot: QtBot, uuid: str = sample.WEB) -> SnapshotDialog:
    seen = state()
    vm = seen.vm(uuid)
    assert vm is not None
    made = SnapshotDialog(seen, vm)
    qtbot.addWidget(made)
    return made


def test_opens_with_every_volume_ticked_and_the_boot_volume_locked(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    assert made.volumes.chosen() == ("vda", "vdb")
    assert not made.volumes.tick("vda").isEnabled()
    assert made.volumes.tick("vdb").isEnabled()
    assert made.name_box.text() == "web01"
    assert made.create_button.isEnabled()
    assert made.windowTitle() == "Snapshot Virtual Machine: web01"


def test_asks_for_an_estimate_as_it_opens_and_after_a_tick(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    with qtbot.waitSignal(made.forecast_wanted) as first:
        made.start()
    assert first.args == [("vda", "vdb")]
    with qtbot.waitSignal(made.forecast_wanted) as second:
        made.volumes.tick("vdb").click()
    assert second.args == [("vda",)]


def test_create_closes_and_asks_for_what_was_entered(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.start()
    made.name_box.setText("before the update")
    made.description_box.setPlainText("two\nlines")
    made.volumes.tick("vdb").click()
    made.require_box.click()
    made.advanced_button.click()
    made.hold_box.click()
    with qtbot.waitSignal(made.requested) as asked:
        QTest.mouseClick(made.create_button, Qt.MouseButton.LeftButton)
    assert asked.args == [
        SnapshotRequest(
            sample.WEB, "before the update", "two\nlines", frozenset({"vdb"}), True, True
        )
    ]
    assert not made.isVisible()


def test_return_creates_and_escape_does_not(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.start()
    with qtbot.waitSignal(made.requested):
        QTest.keyClick(made.name_box, Qt.Key.Key_Return)
    other = dialog(qtbot)
    asked: list[object] = []
    other.requested.connect(asked.append)
    other.start()
    QTest.keyClick(other, Qt.Key.Key_Escape)
    assert not other.isVisible()
    assert asked == []


def test_volume_that_cannot_be_captured_is_left_out_and_locked(qtbot: QtBot) -> None:
    made = dialog(qtbot, sample.OFF)
    assert made.request().excluded == {"sdb"}
    assert not made.volumes.tick("sdb").isEnabled()
    assert "handed through" in made.volumes.tick("sdb").accessibleDescription()
    assert made.create_button.isEnabled()


@pytest.mark.parametrize("name", ["", "   ", "x\u0007y"])
def test_name_that_cannot_be_kept_turns_create_off(qtbot: QtBot, name: str) -> None:
    made = dialog(qtbot)
    made.name_box.setText(name)
    assert not made.create_button.isEnabled()
    assert "name" in made.problem_words.text()


def test_consistency_is_told_beforehand(qtbot: QtBot) -> None:
    assert "Application-consistent" in dialog(qtbot).consistency.text()
    silent = dialog(qtbot, sample.JAPANESE)
    assert silent.consistency.text() == "Crash-consistent: the guest agent does not answer."
    silent.require_box.click()
    assert not silent.create_button.isEnabled()
    assert "no guest agent answers" in silent.problem_words.text()


def test_forecast_tells_sizes_and_corrects_the_expectation(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.show_forecast(
        sample.forecast(
            made.vm,
            consistency=Consistency.CRASH,
            reason=ConsistencyReason.AGENT_SILENT,
            problems=(CrashConsistentOnly("web01", "agent-silent"),),
        )
    )
    assert made.consistency.text().startswith("Crash-consistent")
    assert made.create_button.isEnabled()
    assert "only crash-consistent" in made.problem_words.text()


def test_refusal_in_the_forecast_turns_create_off_until_another_choice(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    full = ContainerTooSmall("web01", "vdb", "pm2", 10 * sample.GIB, sample.GIB, 24 * sample.GIB)
    made.show_forecast(sample.forecast(made.vm, problems=(full,)))
    assert not made.create_button.isEnabled()
    assert "10 GiB" in made.problem_words.text()
    assert "twinpointctl container expand web01 vdb" in made.problem_words.text()
    made.volumes.tick("vdb").click()
    assert made.create_button.isEnabled()


def test_failed_estimate_does_not_stand_in_the_way(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.show_no_forecast(Unreachable(MachineUnreachable("pm1")))
    assert made.create_button.isEnabled()
    assert "pm1 does not answer" in made.problem_words.text()


def test_follows_what_is_seen_meanwhile(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    seen = state()
    away = replace(seen.machines[1], state=MachineState.MAINTENANCE)
    made.show_state(replace(seen, machines=(seen.machines[0], away)))
    assert not made.create_button.isEnabled()
    assert [problem.code for problem in made.problems()] == [MachineInMaintenance.code]
    made.show_state(seen)
    assert made.create_button.isEnabled()

"""The snapshot dialog asks the rules, and asks for what the administrator ticked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.errors import Unreachable
from app.model.machine import MachineState
from app.model.problems import (
    ContainerTooSmall,
    CrashConsistentOnly,
    MachineInMaintenance,
    MachineUnreachable,
)
from app.model.snapshot import (
    Consistency,
    ConsistencyReason,
    Method,
    SnapshotRequest,
    VolumeForecast,
)
from app.model.state import SystemState
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair, Held
from ui.container_parts import PartsBar
from ui.dialogs.snapshot_dialog import SnapshotDialog
from ui.snapshot_choices import SnapshotChoices, choices_of, from_word, to_word
from ui.translation import Language, Translation


def state() -> SystemState:
    return sample.state(busy=False, failed=False)


NOTHING = SnapshotChoices()


def dialog(
    qtbot: QtBot, uuid: str = sample.WEB, last_time: SnapshotChoices = NOTHING
) -> SnapshotDialog:
    seen = state()
    vm = seen.vm(uuid)
    assert vm is not None
    made = SnapshotDialog(seen, vm, last_time)
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


def test_what_has_to_be_compared_is_told_as_the_most_it_can_be(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    known = sample.forecast(made.vm)
    compared = replace(known.volumes[1], method=Method.COMPARE)
    made.show_forecast(replace(known, volumes=(known.volumes[0], compared)))
    told = {each.text(): each.toolTip() for each in made.volumes.findChildren(QLabel)}
    assert told["≈ 12 MiB"] == ""
    assert "comparing everything" in told["≤ 2 GiB"]
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


def words(made: SnapshotDialog) -> list[str]:
    return [each.text() for each in made.volumes.findChildren(QLabel)]


def test_containers_show_before_and_after(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    bars = [each.accessibleName() for each in made.volumes.findChildren(PartsBar)]
    assert "Container of vdb now: 34 %" in bars
    made.start()
    made.show_forecast(sample.forecast(made.vm))
    bars = [each.accessibleName() for each in made.volumes.findChildren(PartsBar)]
    assert "Container of vda now: 55 %" in bars
    assert "Container of vda afterwards: 55 %" in bars
    assert "Container of vdb now: 34 %" in bars
    assert "Container of vdb afterwards: 42 %" in bars
    assert made.total.text() == "≈ 2 GiB altogether on each PM"


def test_a_container_that_fills_up_is_told_of_by_more_than_a_figure(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    big = VolumeForecast("vda", Method.INCREMENT, 2 * sample.GIB, 5 * sample.GIB, 11 * sample.GIB)
    made.show_forecast(replace(sample.forecast(made.vm), volumes=(big,)))
    bars = [each.accessibleName() for each in made.volumes.findChildren(PartsBar)]
    assert any(each.endswith("Fuller than the warning level (80 %)") for each in bars)


def test_first_snapshot_of_a_volume_has_no_container_before(qtbot: QtBot) -> None:
    seen = state()
    vm = replace(seen.vms[0], containers=())
    made = SnapshotDialog(seen, vm, NOTHING)
    qtbot.addWidget(made)
    made.start()
    made.show_forecast(sample.forecast(vm))
    shown = [each for each in made.volumes.findChildren(PartsBar) if each.isVisible()]
    assert [each.accessibleName().split(":")[0] for each in shown] == [
        "Container of vda afterwards",
        "Container of vdb afterwards",
    ]


def test_what_was_ticked_the_last_time_is_offered_again(qtbot: QtBot) -> None:
    seen = state()
    vm = seen.vms[0]
    asked = SnapshotRequest(vm.uuid, "n", "d", frozenset({"vdb"}), True, True)
    kept = from_word(to_word(choices_of(vm, asked)))
    made = dialog(qtbot, last_time=kept)
    made.start()
    assert made.volumes.chosen() == ("vda",)
    assert made.request() == replace(asked, name="web01", description="")
    assert made.hold_box.isVisible()
    assert made.remembered.text() == "Left out as the last time: vdb"
    assert made.remembered.isVisible()


def test_boot_volume_and_a_disk_put_in_since_are_never_left_out(qtbot: QtBot) -> None:
    vm = state().vms[0]
    told = {volume.target: volume.source for volume in vm.volumes}
    made = dialog(qtbot, last_time=SnapshotChoices(told))
    assert made.volumes.chosen() == ("vda",)
    assert made.create_button.isEnabled()
    other = dialog(qtbot, last_time=SnapshotChoices({"vdb": "/srv/another.qcow2"}))
    assert other.volumes.chosen() == ("vda", "vdb")
    assert not other.remembered.isVisibleTo(other)
    everything = SnapshotRequest(vm.uuid, "n", excluded=frozenset(told))
    assert choices_of(vm, everything).excluded == {"vdb": told["vdb"]}


def test_what_cannot_be_captured_was_left_out_by_nobody(qtbot: QtBot) -> None:
    vm = state().vm(sample.OFF)
    assert vm is not None
    assert choices_of(vm, dialog(qtbot, sample.OFF).request()) == NOTHING


@pytest.mark.parametrize(
    "word", ["", "{", "[1]", '{"excluded": ["vdb"]}', '{"excluded": {"vdb": 1}}']
)
def test_what_nobody_kept_like_this_changes_nothing(word: str) -> None:
    assert from_word(word) == NOTHING


def advice(made: SnapshotDialog) -> str:
    made.advice_button.setChecked(True)
    return "\n".join(each.text() for each in made.advice.findChildren(QLabel) if each.isVisible())


def test_advice_is_for_this_vm(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.start()
    assert not made.advice.isVisible()
    assert "VssOption with the value 5" in advice(made)
    made.show_forecast(
        sample.forecast(
            made.vm, consistency=Consistency.CRASH, reason=ConsistencyReason.AGENT_SILENT
        )
    )
    assert "VssOption" not in advice(made)
    assert "qemu-guest-agent" in advice(made)
    off = dialog(qtbot, sample.OFF)
    off.start()
    assert "have closed their files" in advice(off)


def test_opens_before_the_pm_answers_and_takes_only_the_answer_to_what_is_ticked(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.forecast = held = Held()
    application = opened(pair)
    window = application.window
    window.pick_vm(sample.WEB)
    window.vms_page.panel.snapshot_button.click()
    made = window.findChildren(SnapshotDialog)[-1]
    assert made.isVisible()
    assert made.create_button.isEnabled()
    assert words(made).count("estimating …") == 2
    made.volumes.tick("vdb").click()
    qtbot.waitUntil(lambda: pair.estimated == [("vda", "vdb"), ("vda",)])
    full = ContainerTooSmall("web01", "vdb", "pm2", 10 * sample.GIB, sample.GIB, 24 * sample.GIB)
    with qtbot.waitSignal(application.runner.ended):
        held.give(("vda", "vdb"), sample.forecast(made.vm, problems=(full,)))
    assert not made.has_forecast()
    assert made.create_button.isEnabled()
    held.give(("vda",), sample.forecast(made.vm))
    qtbot.waitUntil(made.has_forecast)
    assert made.create_button.isEnabled()


def test_choices_are_kept_when_a_snapshot_is_created_and_not_otherwise(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    window.pick_vm(sample.WEB)

    def open_dialog() -> SnapshotDialog:
        window.vms_page.panel.snapshot_button.click()
        return window.findChildren(SnapshotDialog)[-1]

    first = open_dialog()
    first.volumes.tick("vdb").click()
    first.reject()
    second = open_dialog()
    assert second.volumes.chosen() == ("vda", "vdb")
    second.volumes.tick("vdb").click()
    second.create_button.click()
    qtbot.waitUntil(lambda: len(pair.requests) == 1)
    third = open_dialog()
    assert third.volumes.chosen() == ("vda",)
    third.reject()
    window.pick_vm(sample.DB)
    assert open_dialog().volumes.chosen() == ("vda", "vdb")


@pytest.mark.parametrize("language", list(Language))
def test_fits_on_a_small_screen_with_everything_opened(
    qtbot: QtBot, translation: Translation, language: Language
) -> None:
    translation.choose(language)
    seen = state()
    many = tuple(sample.volume(f"vd{letter}", 8) for letter in "abcdefghijkl")
    vm = replace(seen.vms[0], volumes=many, containers=())
    made = SnapshotDialog(seen, vm, SnapshotChoices({"vdb": many[1].source}, True, True))
    qtbot.addWidget(made)
    made.start()
    made.advice_button.setChecked(True)
    made.show_no_forecast(Unreachable(MachineUnreachable("pm1")))
    made.resize(made.minimumSizeHint())
    assert made.height() <= 720 - 36  # with its title bar
    assert made.width() <= 1000

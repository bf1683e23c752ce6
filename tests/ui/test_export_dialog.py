"""Exporting: what is asked for, what stands in the way, and that the password is kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.model.machine import MachineState, Side
from app.model.package import (
    Destination,
    DiskFormat,
    ExportRequest,
    Folder,
    Packaging,
    Share,
    Workstation,
)
from app.model.snapshot import CopyState
from app.model.state import SystemState
from tests.ui import sample
from ui.dialogs.destination_choice import Place
from ui.dialogs.export_dialog import ExportDialog

GROWN = sample.grown()
KEPT = next(one for one in GROWN.snapshots if one.id.endswith("16"))


def dialog(
    qtbot: QtBot, place: Place = Place.WORKSTATION, state: SystemState = GROWN
) -> ExportDialog:
    snapshot = next(one for one in state.snapshots if one.id == KEPT.id)
    made = ExportDialog(state, snapshot)
    qtbot.addWidget(made)
    box = made.destination.place_box
    box.setCurrentIndex(box.findData(place.value))
    made.open()
    return made


def requests(made: ExportDialog) -> list[ExportRequest]:
    found: list[ExportRequest] = []
    made.requested.connect(found.append)
    return found


def test_a_folder_of_this_workstation(qtbot: QtBot, tmp_path: Path) -> None:
    made = dialog(qtbot)
    asked = requests(made)
    assert not made.export_button.isEnabled()
    assert "Enter the folder" in made.export_button.toolTip()
    QTest.keyClicks(made.destination.path_box.line, str(tmp_path))
    assert made.becomes.text() == f"{tmp_path}/web01.ova"
    QTest.keyClick(made.destination.path_box.line, Qt.Key.Key_Return)
    assert asked == [ExportRequest(KEPT.id, Workstation(str(tmp_path)), side=Side.SECOND)]
    assert not made.isVisible()


def test_every_choice_reaches_the_request(qtbot: QtBot) -> None:
    made = dialog(qtbot, Place.FOLDER)
    asked = requests(made)
    made.package_box.setCurrentIndex(1)
    made.disk_box.setCurrentIndex(2)
    made.volumes_box.setCurrentIndex(1)
    assert made.volumes_box.currentText() == "Boot volume only: vda"
    made.pm_box.setCurrentIndex(made.pm_box.findText("pm1"))
    made.destination.path_box.line.setText("/srv/exports")
    made.overwrite_box.click()
    assert made.becomes.text() == "/srv/exports/web01 on pm1"
    assert not made.destination.path_box.button.isVisible()
    made.export_button.click()
    assert asked == [
        ExportRequest(
            KEPT.id,
            Folder("/srv/exports"),
            Packaging.OVF,
            DiskFormat.QCOW2,
            boot_only=True,
            overwrite=True,
            side=Side.FIRST,
        )
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("//nas/backup", Share("//nas/backup", "bob", "hunter2", "OFFICE")),
        ("nas:/srv/backup", Share("nas:/srv/backup")),
    ],
)
def test_a_share(qtbot: QtBot, address: str, expected: Destination) -> None:
    made = dialog(qtbot, Place.SHARE)
    asked = requests(made)
    places = made.destination
    assert places.password_box.echoMode() is QLineEdit.EchoMode.Password
    assert not places.path_box.isVisible()
    places.address_box.setText("//nas/backup")
    places.user_box.setText("bob")
    places.password_box.setText("hunter2")
    places.domain_box.setText("OFFICE")
    places.address_box.setText(address)
    assert places.user_box.isEnabled() is address.startswith("//")
    made.export_button.click()
    assert [each.destination for each in asked] == [expected]
    assert places.password_box.text() == ""


def test_the_password_is_gone_after_cancelling(qtbot: QtBot) -> None:
    made = dialog(qtbot, Place.SHARE)
    made.destination.password_box.setText("hunter2")
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible()
    assert made.destination.password_box.text() == ""


def test_a_password_without_a_user_is_not_sent(qtbot: QtBot) -> None:
    made = dialog(qtbot, Place.SHARE)
    made.destination.address_box.setText("//nas/backup")
    assert made.export_button.isEnabled()  # a share for guests
    made.destination.password_box.setText("hunter2")
    assert not made.export_button.isEnabled()
    assert "user name" in made.problem_words.text()


@pytest.mark.parametrize(
    ("place", "where", "told"),
    [
        (Place.FOLDER, "exports", "not a folder of pm2"),
        (Place.SHARE, "//nas", "could not mount the share //nas"),
    ],
)
def test_what_cannot_be_a_destination(qtbot: QtBot, place: Place, where: str, told: str) -> None:
    made = dialog(qtbot, place)
    made.destination.path_box.line.setText(where)
    made.destination.address_box.setText(where)
    assert not made.export_button.isEnabled()
    assert told in made.problem_words.text()
    made.destination.path_box.line.setText("/srv/exports")
    made.destination.address_box.setText("//nas/exports")
    assert made.export_button.isEnabled()
    assert made.problem_words.text() == ""


def test_this_workstation_is_looked_at_before_the_dialog_closes(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = dialog(qtbot)
    asked = requests(made)
    (tmp_path / "web01.ova").write_text("mine")
    line = made.destination.path_box.line
    line.setText(str(tmp_path / "none"))
    made.export_button.click()
    assert "not a folder of this workstation" in made.problem_words.text()
    line.setText(str(tmp_path))
    made.export_button.click()
    assert "is there already on this workstation" in made.problem_words.text()
    assert made.isVisible()
    assert asked == []
    made.overwrite_box.click()
    made.export_button.click()
    assert [each.overwrite for each in asked] == [True]


def test_only_pms_that_hold_it_whole_are_offered(qtbot: QtBot) -> None:
    part = replace(KEPT, copies=(CopyState.WHOLE, CopyState.ABSENT))
    state = replace(GROWN, snapshots=(part,))
    made = dialog(qtbot, state=state)
    assert [made.pm_box.itemText(at) for at in range(made.pm_box.count())] == ["pm1"]


def test_it_follows_what_happens_meanwhile(qtbot: QtBot) -> None:
    made = dialog(qtbot, Place.FOLDER)
    made.destination.path_box.line.setText("/srv/exports")
    assert made.export_button.isEnabled()
    lost = replace(GROWN.machines[1], state=MachineState.UNREACHABLE)
    made.show_state(replace(GROWN, machines=(GROWN.machines[0], lost)))
    assert not made.export_button.isEnabled()
    assert "pm2 does not answer" in made.problem_words.text()
    made.pm_box.setCurrentIndex(made.pm_box.findText("pm1"))
    assert made.export_button.isEnabled()

"""Exports and imports that go on: their progress, what they warn of, and the window's end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

from app.errors import Failed, Refused
from app.model.package import Destination, ExportOutcome, Folder, Workstation
from app.model.package_problems import ExportFailed, FileExists, GuestDriver
from app.model.snapshot import Activity, Step
from app.operations.events import BytesDone, RunAccepted, Warned
from tests.ui import sample
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.application import Application
from ui.dialogs.closing_dialog import ClosingDialog
from ui.dialogs.destination_choice import Place
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.exported_dialog import ExportedDialog
from ui.dialogs.new_vm_dialog import NewVmDialog
from ui.main_window import MainWindow
from ui.models.run_table_model import Column

MIB = 1024**2
DRIVER = GuestDriver("web01", "vda", "virtio", "SATA (AHCI)")


def start_export(window: MainWindow, destination: Destination) -> None:
    """From the VM's panel, of its newest normal snapshot."""
    window.pick_vm(sample.WEB)
    window.vms_page.panel.uses.export_button.click()
    made = window.findChildren(ExportDialog)[-1]
    assert isinstance(destination, Folder | Workstation)
    place = Place.FOLDER if isinstance(destination, Folder) else Place.WORKSTATION
    made.destination.place_box.setCurrentIndex(made.destination.place_box.findData(place.value))
    made.destination.path_box.line.setText(destination.path)
    made.export_button.click()
    assert not made.isVisible()


def busy(pair: FakePair, **more: object) -> None:
    """The PM has the export among its runs."""
    run = sample.run(sample.vms()[0], step=Step.COPY, activity=Activity.EXPORT, done=0, total=0)
    pair.becomes(replace(pair.first, runs=(replace(run, job="job", **more),)))  # type: ignore[arg-type]


def test_what_the_window_moves_shows_in_the_progress(
    qtbot: QtBot, pair: FakePair, opened: Opened, tmp_path: Path
) -> None:
    pair.hold = True
    pair.events = (RunAccepted("job", ""), BytesDone(Step.COPY, 30 * MIB, 60 * MIB, 10.0 * MIB))
    window = opened(pair).window
    start_export(window, Workstation(str(tmp_path)))
    qtbot.waitUntil(lambda: len(pair.wished) == 1)
    busy(pair)
    model = window.run_model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.index(0, Column.PROGRESS).data() == "30 MiB of 60 MiB"
    assert model.index(0, Column.LEFT).data() == "3 s left"
    assert "30 MiB of 60 MiB" in window.status_line.words()
    busy(pair, ended=True)
    qtbot.waitUntil(lambda: model.index(0, Column.STEP).data() == "Complete")
    assert model.index(0, Column.PROGRESS).data() == ""


def finish(application: Application, dialog: ClosingDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(application.window.closed):
        dialog.close_button.click()


def test_closing_asks_first_where_this_workstation_is_needed(
    qtbot: QtBot, pair: FakePair, opened: Opened, tmp_path: Path
) -> None:
    pair.hold = True
    application = opened(pair)
    window = application.window
    start_export(window, Workstation(str(tmp_path)))
    qtbot.waitUntil(lambda: len(pair.wished) == 1)
    window.close()
    assert window.isVisible()
    asking = window.findChildren(ClosingDialog)[-1]
    asking.keep_button.click()
    assert window.isVisible()
    window.close()
    asking = window.findChildren(ClosingDialog)[-1]
    finish(application, asking, qtbot)
    assert not window.isVisible()
    assert not application.runner.busy(f"export {sample.snapshot(2, sample.vms()[0], 0).id}")


def test_a_transfer_that_ends_while_it_is_asked_lets_the_window_be(
    qtbot: QtBot, pair: FakePair, opened: Opened, tmp_path: Path
) -> None:
    pair.hold = True
    application = opened(pair)
    window = application.window
    start_export(window, Workstation(str(tmp_path)))
    qtbot.waitUntil(lambda: len(pair.wished) == 1)
    window.close()
    assert window.findChildren(ClosingDialog)
    application.runner.cancel_all()
    qtbot.waitUntil(lambda: not window.findChildren(ClosingDialog))
    assert window.isVisible()  # nobody has said that it is to be closed now
    window.close()
    assert not window.isVisible()


def test_a_pm_that_needs_nobody_does_not_hold_the_window(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    pair.hold = True
    window = opened(pair).window
    start_export(window, Folder("/srv/exports"))
    qtbot.waitUntil(lambda: len(pair.wished) == 1)
    window.close()
    assert not window.isVisible()


def test_warnings_are_alerts(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.events = (RunAccepted("job", ""), Warned(DRIVER))
    window = opened(pair).window
    start_export(window, Folder("/srv/exports"))
    qtbot.waitUntil(lambda: bool(window.alert_model.alerts))
    (alert,) = window.alert_model.alerts
    assert (alert.subject, alert.problem) == ("web01", DRIVER)


@pytest.mark.parametrize("begun", [False, True])
def test_why_it_did_not_come_to_be(
    qtbot: QtBot, pair: FakePair, opened: Opened, *, begun: bool
) -> None:
    pair.refusal = Refused(FileExists("pm2", "/srv/exports/web01.ova"))
    if begun:
        pair.events = (RunAccepted("job", ""),)
        pair.refusal = Failed(ExportFailed("", detail="disk full"))
    window = opened(pair).window
    start_export(window, Folder("/srv/exports"))
    if begun:
        qtbot.waitUntil(lambda: bool(window.alert_model.alerts))
        assert window.alert_model.alerts[0].problem.code == "export-failed"
        return
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    told = window.findChildren(ErrorDialog)[-1]
    assert told.windowTitle() == "No Export of web01"
    assert "is there already on pm2" in told.cause.text()
    told.close()


def test_the_panel_uses_the_newest_normal_snapshot(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    uses = window.vms_page.panel.uses
    window.pick_vm(sample.WEB)
    assert "before the update" in uses.create_button.toolTip()
    uses.create_button.click()
    made = window.findChildren(NewVmDialog)[-1]
    assert made.snapshot.name == "before the update"
    made.reject()
    window.pick_vm(sample.UEFI)
    for button in (uses.create_button, uses.export_button):
        assert not button.isEnabled()
        assert "No snapshot of this VM is normal" in button.accessibleDescription()


def exported(window: MainWindow) -> list[ExportedDialog]:
    return window.findChildren(ExportedDialog)


def test_an_export_ends_with_where_the_package_is(
    qtbot: QtBot, pair: FakePair, opened: Opened
) -> None:
    window = opened(pair).window
    start_export(window, Folder("/srv"))
    qtbot.waitUntil(lambda: len(exported(window)) == 1)
    (shown,) = exported(window)
    assert shown.isVisible()
    assert not shown.isModal()
    assert shown.path.text() == "/srv/web01.ova"
    assert shown.place.text() == "On pm1"
    assert not shown.folder_button.isVisible()
    shown.copy_button.click()
    assert QGuiApplication.clipboard().text() == "/srv/web01.ova"
    shown.close_button.click()
    qtbot.waitUntil(lambda: exported(window) == [])


def test_an_export_to_this_workstation_opens_its_folder(
    qtbot: QtBot, pair: FakePair, opened: Opened, tmp_path: Path
) -> None:
    pair.exported = ExportOutcome("", str(tmp_path / "web01.ova"), ("web01.ova",), MIB)
    window = opened(pair).window
    start_export(window, Workstation(str(tmp_path)))
    qtbot.waitUntil(lambda: len(exported(window)) == 1)
    (shown,) = exported(window)
    assert shown.place.text() == "On this workstation"
    opener = Opener()
    # PySide's stub asks for bytes; what it calls takes a string only.
    QDesktopServices.setUrlHandler("file", opener, "open")  # type: ignore[arg-type]
    try:
        shown.folder_button.click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert opener.urls == [QUrl.fromLocalFile(str(tmp_path))]


def test_an_export_that_failed_is_nowhere(qtbot: QtBot, pair: FakePair, opened: Opened) -> None:
    pair.events = (RunAccepted("job", ""),)
    pair.refusal = Failed(ExportFailed("pm1", detail="gone"))
    window = opened(pair).window
    start_export(window, Folder("/srv"))
    qtbot.waitUntil(lambda: len(window.alert_model.alerts) == 1)
    assert exported(window) == []


class Opener(QObject):
    """Takes the place of the desktop."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)

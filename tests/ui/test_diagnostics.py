"""Save Diagnostics writes what was seen last where the user chose, and says so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app import paths
from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from ui.dialogs.error_dialog import ErrorDialog


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "systems.json")
    monkeypatch.setattr(paths, "log_file", lambda: tmp_path / "twinpoint.log")


def test_it_asks_where_to_and_saves(
    pair: FakePair, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(pair).window
    window.actions_.diagnostics.trigger()
    (chooser,) = window.findChildren(QFileDialog)
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert not chooser.testOption(QFileDialog.Option.DontConfirmOverwrite)
    chooser.fileSelected.emit(str(tmp_path / "out.zip"))
    chooser.reject()
    qtbot.waitUntil(lambda: bool(window.findChildren(ErrorDialog)))
    (told,) = window.findChildren(ErrorDialog)
    assert "out.zip" in told.cause.text()
    with zipfile.ZipFile(tmp_path / "out.zip") as bundle:
        facts = bundle.read("facts.json").decode()
    assert '"state": "running"' in facts
    assert "web01" not in facts
    told.accept()


def test_a_folder_that_cannot_be_written_is_said(
    pair: FakePair, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    application = opened(pair)
    application.diagnostics_jobs.save(str(tmp_path / "no" / "out.zip"))
    qtbot.waitUntil(lambda: bool(application.window.findChildren(ErrorDialog)))
    (told,) = application.window.findChildren(ErrorDialog)
    assert told.topic == "problem:diagnostics-unwritable"
    told.accept()

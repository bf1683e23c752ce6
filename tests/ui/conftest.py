"""The application's theme and languages for tests of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import sample
from tests.ui.fakes import FakePair
from ui.application import Application, Options
from ui.theme import Theme, ThemeChoice
from ui.translation import Language, Translation


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, ThemeChoice.LIGHT)


@pytest.fixture(scope="session")
def translation(qapp: QApplication) -> Translation:
    return Translation(qapp)


@pytest.fixture(autouse=True)
def plain_looks(theme: Theme, translation: Translation) -> Iterator[None]:
    """English and light, before and after every test."""
    yield
    if translation.language is not Language.ENGLISH:
        translation.choose(Language.ENGLISH)
    if theme.choice is not ThemeChoice.LIGHT:
        theme.choose(ThemeChoice.LIGHT)


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def pair() -> FakePair:
    return FakePair(sample.state(busy=False, failed=False))


Opened = Callable[..., Application]


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, memory: QSettings) -> Iterator[Opened]:
    """Opens the real window on a fake pair and waits until it shows it."""
    made: list[Application] = []

    def open_window(pair: FakePair, language: Language = Language.ENGLISH) -> Application:
        options = Options(language=language, theme=ThemeChoice.LIGHT)
        application = Application(qapp, options, lambda: [sample.SYSTEM], pair.operations(), memory)
        made.append(application)
        application.start()
        qtbot.waitUntil(lambda: application.window.state is not None)
        return application

    yield open_window
    for application in made:
        application.window.close()
        assert application.end() == []
        application.translation.choose(Language.ENGLISH)
        application.window.deleteLater()
        application.deleteLater()

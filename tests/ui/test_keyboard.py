"""Tab reaches everything that can be used, and no letter of a menu or dialog means two things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Opened
from tests.ui.fakes import FakePair
from tests.ui.screenshots import every_scene
from ui.translation import Language, Translation

_MOST = 200  # widgets of one window


@pytest.fixture(params=list(Language), ids=lambda language: language.value)
def shown(
    request: pytest.FixtureRequest, qtbot: QtBot, translation: Translation, tmp_path: Path
) -> Iterator[Iterator[tuple[str, QWidget]]]:
    """Every scene of the window, one after another."""
    translation.choose(request.param)
    with every_scene(tmp_path) as walk:
        yield walk


def test_tab_reaches_everything(shown: Iterator[tuple[str, QWidget]]) -> None:
    missed = {
        f"{name}: {type(part).__name__} {part.objectName() or part.accessibleName()}"
        for name, widget in shown
        if not isinstance(widget, QMenu)
        for part in usable(widget) - reached(widget)
    }
    assert sorted(missed) == []


def test_no_letter_means_two_things(shown: Iterator[tuple[str, QWidget]]) -> None:
    twice = [
        f"{name}: {letter}"
        for name, widget in shown
        for words in letters(widget)
        for letter, count in Counter(words).items()
        if count > 1
    ]
    assert twice == []


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
def test_no_letter_means_two_things_in_the_whole_window(
    pair: FakePair, opened: Opened, language: Language
) -> None:
    """With what the jobs add to the menus."""
    window = opened(pair, language).window
    twice = [
        letter for words in letters(window) for letter, count in Counter(words).items() if count > 1
    ]
    assert twice == []


def usable(widget: QWidget) -> set[QWidget]:
    """What one could click or write into."""
    kinds = (QAbstractButton, QComboBox, QAbstractItemView)
    found = set()
    for part in widget.findChildren(QWidget):
        if not part.isVisible() or not part.isEnabled() or part.window() is not widget:
            continue
        inner = isinstance(part.parentWidget(), QComboBox)
        tabbed = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if not inner and part.focusProxy() is None and (tabbed or isinstance(part, kinds)):
            found.add(part)
    return {part for part in found if not _by_other_ways(part)}


def _by_other_ways(part: QWidget) -> bool:
    """Qt's own parts, which have other keys: headings, corner and clear buttons, arrows of tabs."""
    above = part.parentWidget()
    in_line = isinstance(above, QLineEdit)  # it clears or marks the line
    own = in_line or type(part).__name__ in {
        "QHeaderView",
        "QTableCornerButton",
        "QLineEditIconButton",
    }
    named = part.objectName().startswith("qt_") or part.objectName() in {
        "ScrollLeftButton",
        "ScrollRightButton",
    }
    radio = isinstance(part, QAbstractButton) and part.autoExclusive() and not part.isChecked()
    bar = isinstance(part, QMenuBar) or isinstance(above, QMenuBar)
    return own or named or radio or bar or isinstance(above, QAbstractItemView)


def reached(widget: QWidget) -> set[QWidget]:
    """Where Tab leads. (Not by nextInFocusChain: asked for that, PySide6 6.11 lets the collector of
    garbage take away what the window still uses.)"""
    found: set[QWidget] = set()
    for _ in range(_MOST):
        widget.focusNextChild()
        part = widget.focusWidget()
        if part is not None:
            found.add(part)
    return found


def letters(widget: QWidget) -> Iterator[list[str]]:
    """The marked letters of each menu, of the bar, and of what a dialog shows at once."""
    menus = widget.findChildren(QMenu) + ([widget] if isinstance(widget, QMenu) else [])
    for actions in (
        *(menu.actions() for menu in menus),
        *(bar.actions() for bar in widget.findChildren(QMenuBar)),
    ):
        yield [letter for one in actions if one.isVisible() for letter in marked(one.text())]
    if isinstance(widget, QDialog):
        buttons = [one for one in widget.findChildren(QAbstractButton) if one.isVisible()]
        labels = [one for one in widget.findChildren(QLabel) if one.isVisible() and one.buddy()]
        words = [*(one.text() for one in buttons), *(one.text() for one in labels)]
        yield [letter for text in words for letter in marked(text)]


def marked(words: str) -> list[str]:
    return [letter.casefold() for letter in re.findall(r"&([^&\s])", words.replace("&&", ""))]


def test_escape_closes_every_dialog(shown: Iterator[tuple[str, QWidget]]) -> None:
    open_yet = []
    for name, widget in shown:
        if isinstance(widget, QDialog):
            widget.reject()
            QApplication.processEvents()
            if widget.isVisible():
                open_yet.append(name)
                widget.close()
    assert open_yet == []

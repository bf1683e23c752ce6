"""Every page and dialog, in both languages and themes: nothing is cut, everything has a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.screenshots import every_scene
from ui.icons import Icon, icon, source
from ui.theme import CONTRAST, DARK, LIGHT, Colors, Theme, ThemeChoice, palette
from ui.translation import Language, Translation
from ui.views.record_table import RecordTable

LOOKS = [
    (language, theme) for language in Language for theme in (ThemeChoice.LIGHT, ThemeChoice.DARK)
]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0].value}-{look[1].value}")
def shown(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    theme: Theme,
    translation: Translation,
    tmp_path: Path,
) -> Iterator[Iterator[tuple[str, QWidget]]]:
    """Every scene of the window, one after another."""
    language, choice = request.param
    translation.choose(language)
    theme.choose(choice)
    with every_scene(tmp_path) as walk:
        yield walk


def test_no_words_are_cut(shown: Iterator[tuple[str, QWidget]]) -> None:
    cut = [f"{name}: {words}" for name, widget in shown for words in cut_words(widget)]
    assert cut == []


def test_everything_that_takes_the_focus_has_a_name(
    shown: Iterator[tuple[str, QWidget]],
) -> None:
    nameless = {
        f"{name}: {type(part).__name__} {part.objectName()}"
        for name, widget in shown
        for part in [widget, *widget.findChildren(QWidget)]
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus and not named(part)
    }
    assert nameless == set()


def named(part: QWidget) -> bool:
    if isinstance(part, QMenu):
        return True  # named by its entry in the bar
    interface = QAccessible.queryAccessibleInterface(part)
    return bool(interface and interface.text(QAccessible.Text.Name).strip())


def cut_words(widget: QWidget) -> Iterator[str]:
    """Words of labels, buttons, tabs and headings that have less room than they need."""
    for label in widget.findChildren(QLabel):
        if label.isVisible() and label.text():
            room, need = label.contentsRect(), label.sizeHint()
            height = label.heightForWidth(label.width()) if label.wordWrap() else need.height()
            if height > label.height() + 1:
                yield label.text()
            if not label.wordWrap() and need.width() > room.width() + 1:
                yield label.text()
    for button in widget.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and not isinstance(button, QToolButton):
            words = button.fontMetrics().horizontalAdvance(button.text())
            if words > button.width() - 8:
                yield button.text()
    for bar in widget.findChildren(QTabBar):
        for at in range(bar.count()):
            words = bar.fontMetrics().horizontalAdvance(bar.tabText(at))
            if bar.isVisible() and words > bar.tabRect(at).width():
                yield bar.tabText(at)
    for header in widget.findChildren(QHeaderView):
        model = header.model()
        if not header.isVisible() or header.orientation() is not Qt.Orientation.Horizontal:
            continue
        for section in range(header.count() - 1):
            text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
            wanted = header.fontMetrics().horizontalAdvance(text)
            if not header.isSectionHidden(section) and wanted > header.sectionSize(section) - 10:
                yield text


@pytest.mark.parametrize("name", list(Icon))
def test_every_icon_is_there(qtbot: QtBot, name: Icon) -> None:
    assert source(name).exists()
    assert not icon(name).isNull()
    image = icon(name).pixmap(32, 32).toImage()
    drawn = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 0
    ]
    assert len(drawn) > 20


def test_no_icon_file_is_left_over() -> None:
    named_files = {source(name) for name in Icon}
    assert set(source(Icon.APP).parent.glob("*.svg")) == named_files


def test_states_differ_by_shape(qtbot: QtBot) -> None:
    """Seen without colours, no two states look alike."""
    states = [
        name
        for name in Icon
        if name.value.startswith(("machine-", "vm-", "snapshot-", "warning", "error", "info"))
    ]
    shapes = set()
    for name in states:
        image = icon(name).pixmap(32, 32).toImage()
        shapes.add(
            tuple(
                image.pixelColor(x, y).alpha() > 127 and image.pixelColor(x, y).lightness() < 200
                for x in range(32)
                for y in range(32)
            )
        )
    assert len(shapes) == len(states)


@pytest.mark.parametrize(
    ("colors", "least"),
    [(LIGHT, 4.5), (DARK, 4.5), (CONTRAST, 7.0)],
    ids=["light", "dark", "high-contrast"],
)
def test_words_stand_out_from_what_is_behind_them(colors: Colors, least: float) -> None:
    """4.5:1, as WCAG 2.1 asks of text (level AA); 7:1 in high contrast (AAA)."""
    for words in (colors.ink, colors.muted, colors.accent, colors.warn, colors.bad, colors.ok):
        for behind in (colors.paper, colors.surface):
            assert contrast(words, behind) >= least, (words, behind)
    for words in (colors.ink, colors.muted):
        assert contrast(words, colors.raised) >= least, words
    assert contrast(colors.ink, colors.selection) >= least
    assert contrast(colors.ink, colors.notice) >= least
    assert contrast("#ffffff", colors.button) >= least


@pytest.mark.parametrize("colors", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "high-contrast"])
def test_fields_and_the_focus_stand_out(colors: Colors) -> None:
    """3:1, as WCAG 2.1 asks of what is no text but needed (1.4.11)."""
    for drawn in (colors.frame, colors.accent, colors.muted):
        for around in (colors.paper, colors.surface):
            assert contrast(drawn, around) >= 3.0, (drawn, around)
    for box in (colors.button, colors.off):
        assert contrast("#ffffff", box) >= 3.0, box  # the tick in it
    if colors is CONTRAST:
        assert contrast(colors.line, colors.surface) >= 3.0


def test_high_contrast_is_followed_and_can_be_chosen(
    qapp: QApplication, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.choose(ThemeChoice.CONTRAST)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#000000")
    assert CONTRAST.ink in qapp.styleSheet()
    monkeypatch.setattr("ui.theme._wants_contrast", lambda _: True)
    theme.choose(ThemeChoice.SYSTEM)
    assert theme.colors is CONTRAST
    monkeypatch.setattr("ui.theme._wants_contrast", lambda _: False)
    theme.choose(ThemeChoice.SYSTEM)
    assert theme.colors is not CONTRAST


@pytest.mark.parametrize("name", [Icon.SNAPSHOT_NORMAL, Icon.MACHINE_RUNNING, Icon.WARNING])
def test_icons_follow_high_contrast(theme: Theme, name: Icon) -> None:
    theme.choose(ThemeChoice.CONTRAST)
    image = icon(name).pixmap(32, 32).toImage()
    brightest = max(
        image.pixelColor(x, y).lightness()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() > 200
    )
    assert brightest > 150


def test_palette_is_told_to_qt(qtbot: QtBot) -> None:
    assert palette(DARK).color(QPalette.ColorRole.Window) == QColor(DARK.surface)


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(name: str) -> float:
    color = QColor(name)
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_qts_own_words_are_in_the_language_chosen(qtbot: QtBot, translation: Translation) -> None:
    box, field = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel), QLineEdit()
    for widget in (box, field):
        qtbot.addWidget(widget)
    button = box.button(QDialogButtonBox.StandardButton.Cancel)

    def menu() -> str:
        return "\n".join(action.text() for action in field.createStandardContextMenu().actions())

    assert "Select All" in menu()
    translation.choose(Language.JAPANESE)
    qtbot.waitUntil(lambda: button.text() == "キャンセル")
    assert "すべてを選択" in menu()
    translation.choose(Language.ENGLISH)
    qtbot.waitUntil(lambda: button.text().replace("&", "") == "Cancel")


def test_the_last_runs_are_shown_whole(shown: Iterator[tuple[str, QWidget]]) -> None:
    for name, widget in shown:
        if name != "vms-busy":
            continue
        table = widget.findChild(RecordTable, "runs")
        assert table is not None
        last = table.visualRect(table.model().index(1, 0))
        assert last.isValid()
        assert table.viewport().rect().contains(last.center().x(), last.bottom()), name


def test_buttons_stand_apart(shown: Iterator[tuple[str, QWidget]]) -> None:
    for name, widget in shown:
        boxes = [
            (button, button.rect().translated(button.mapTo(widget, QPoint(0, 0))))
            for button in widget.findChildren(QPushButton)
            if button.isVisible()
        ]
        for one, first in boxes:
            for other, second in boxes:
                if one is not other:
                    room = first.adjusted(-3, -3, 3, 3)
                    assert not room.intersects(second), (name, one.text(), other.text())

"""Cycles with widgets in them end in the GUI thread, whatever the other threads do."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.collector import Collector
from ui.facts import grow_to_fit


@pytest.fixture
def by_itself() -> Iterator[None]:
    """As Python starts: it collects wherever it allocates."""
    was_on = gc.isenabled()
    gc.enable()
    yield
    if not was_on:
        gc.disable()


def ends_of_a_widget_in_a_cycle() -> list[threading.Thread]:
    """The thread in which it ends, as soon as it has."""

    class Itself(QWidget):
        itself: QWidget

    ended: list[threading.Thread] = []
    widget = Itself()
    widget.itself = widget
    weakref.finalize(widget, lambda: ended.append(threading.current_thread()))
    return ended


def parse_in_another_thread(kept: list[list[int]], count: int = 500_000) -> threading.Thread:
    """Makes as many objects as the facts of a large system are, or fewer."""
    other = threading.Thread(target=lambda: kept.extend([at] for at in range(count)))
    other.start()
    other.join()
    return other


@pytest.mark.usefixtures("by_itself")
def test_python_itself_would_end_it_in_the_other_thread(qtbot: QtBot) -> None:
    gc.collect()
    ended = ends_of_a_widget_in_a_cycle()
    assert ended == [parse_in_another_thread([])]


@pytest.mark.usefixtures("by_itself")
def test_a_widget_ends_in_the_gui_thread(qtbot: QtBot) -> None:
    collector = Collector()
    ended = ends_of_a_widget_in_a_cycle()
    kept: list[list[int]] = []
    parse_in_another_thread(kept, 5_000)
    assert ended == []
    qtbot.waitUntil(lambda: ended == [threading.main_thread()])
    collector.end()
    assert gc.isenabled()


@pytest.mark.usefixtures("by_itself")
def test_a_flood_of_facts_is_not_looked_through_and_a_widget_in_it_ends_later(
    qtbot: QtBot,
) -> None:
    looks: list[int] = []

    def look(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            looks.append(info["generation"])

    collector = Collector(aside=2, at_last=2)
    ended = ends_of_a_widget_in_a_cycle()
    kept: list[list[int]] = []
    parse_in_another_thread(kept)
    gc.callbacks.append(look)
    try:
        before = gc.get_freeze_count()
        qtbot.waitUntil(lambda: gc.get_freeze_count() > before + 400_000)
        assert (looks, ended) == ([], [])
        qtbot.waitUntil(lambda: ended == [threading.main_thread()])
    finally:
        gc.callbacks.remove(look)
    collector.end()


def test_the_screen_outlives_a_dialog_that_asked_for_its_size(qtbot: QtBot) -> None:
    class Itself(QDialog):
        itself: QDialog

    ended: list[bool] = []
    screen = QGuiApplication.primaryScreen()  # known to Python before the dialog is
    screen.destroyed.connect(lambda: ended.append(True))
    dialog = Itself()
    dialog.itself = dialog
    QVBoxLayout(dialog).addWidget(QLabel("words", dialog))
    dialog.show()
    before = dialog.height()
    grow_to_fit(dialog, 300)
    assert dialog.height() > before
    dialog.close()
    del dialog, screen
    gc.collect()
    assert ended == []

"""When long work is kept back."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.one_at_a_time import courtesy
from ui.turns import take_turn


def is_kept_back() -> bool:
    """Whether another thread would wait now."""
    asked = threading.Event()

    def work() -> None:
        courtesy.give_way()
        asked.set()

    threading.Thread(target=work, daemon=True).start()
    return not asked.wait(0.02)


class Painted(QWidget):
    """Notes whether work was kept back when it was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.kept_back: list[bool] = []

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self.kept_back.append(is_kept_back())


def test_until_all_is_painted_and_no_longer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "patience", 60)
    widget = Painted()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: bool(widget.kept_back))
    qtbot.waitUntil(lambda: not is_kept_back())

    def change() -> None:
        take_turn()
        widget.update()

    widget.kept_back.clear()
    QTimer.singleShot(0, change)
    qtbot.waitUntil(lambda: bool(widget.kept_back))
    assert widget.kept_back == [True]
    qtbot.waitUntil(lambda: not is_kept_back())

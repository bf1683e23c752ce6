"""Pictures of alerts and of what is done about them, for screenshots.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from app.model.state import SystemState
from tests.ui import sample
from ui.main_window import MainWindow


def alert_scenes(
    window: MainWindow, state: SystemState
) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    """The window shows `state` again in the end."""
    page = window.pages.alerts

    def troubled() -> QWidget:
        window.show_state(sample.troubled())
        window.tree.pick((state.system.name, "alerts"))
        page.table.pick(lambda alert: alert.problem.code == "copy-damaged")
        return window

    def acknowledged() -> QWidget:
        page.all_box.setChecked(True)
        page.table.pick(lambda alert: alert.acknowledged is not None)
        return window

    def again() -> QWidget:
        page.all_box.setChecked(False)
        window.show_state(state)
        return window

    yield "alerts-many", troubled
    yield "alerts-acknowledged", acknowledged
    yield "alerts-again", again

"""Pictures of alerts and of what is done about them, for screenshots.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.model.machine import MachineState
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

    def history() -> QWidget:
        page.all_box.setChecked(False)
        window.show_state(sample.troubled())
        window.actions_.history.setChecked(True)
        runs = window.progress_panel.table
        runs.pick(lambda run: run.problem is not None and run.vm_name == "db01")
        return window

    def connecting() -> QWidget:
        window.actions_.history.setChecked(False)
        first = replace(state.machines[0], state=MachineState.CONNECTING)
        window.show_state(replace(state, machines=(first, state.machines[1])))
        return window

    def again() -> QWidget:
        window.show_state(state)
        return window

    yield "alerts-many", troubled
    yield "alerts-acknowledged", acknowledged
    yield "history", history
    yield "links-connecting", connecting
    yield "alerts-again", again

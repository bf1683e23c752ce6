"""The head of the Physical Machines page's lower half: the selected PM, Work On and Finalize."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.model.machine import Machine
from app.operations.events import Event
from app.sentences import event_text, machine_state_text
from ui.facts import label
from ui.icons import BUTTON_ICON, button_icon, pixmap
from ui.models.machine_table_model import state_icon
from ui.text import capitalized
from ui.views.pm_actions import ICONS, PmAction, PmActions


class PmButtons(QWidget):
    """As the actions are; in place of the state, what is being done with the PM."""

    def __init__(self, actions: PmActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._machine: Machine | None = None
        self._doing: dict[int, Event] = {}
        self._picture = label(parent=self)
        self._name = label("", "heading", self)
        self.words = label("", "muted", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(8)
        for widget in (self._picture, self._name, self.words):
            row.addWidget(widget)
        row.addStretch(1)
        self.buttons = {each: QPushButton(self) for each in PmAction}
        for each, button in self.buttons.items():
            button.setIconSize(BUTTON_ICON)
            button.clicked.connect(actions.action(each).trigger)
            row.addWidget(button)
        actions.changed.connect(self._write)
        self._retranslate()

    def show_machine(self, machine: Machine | None) -> None:
        self._machine = machine
        self._write()

    def show_doing(self, side: int, event: Event | None) -> None:
        """What is being done with a PM; None when it is over."""
        if event is None:
            self._doing.pop(side, None)
        else:
            self._doing[side] = event
        self._write()

    @Slot()
    def _write(self) -> None:
        for each, button in self.buttons.items():
            action = self._actions.action(each)
            button.setVisible(action.isVisible())
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())
            button.setAccessibleDescription(self._actions.reason(each))
        machine = self._machine
        if machine is None:
            self._name.setText(self.tr("No PM is selected"))
            self.words.setText("")
            self._picture.clear()
            return
        event = self._doing.get(machine.side)
        text = event_text(event) if event is not None else machine_state_text(machine.state)
        self._picture.setPixmap(pixmap(state_icon(machine.state), 20))
        self._name.setText(machine.name)
        self.words.setText(capitalized(text))

    def _retranslate(self) -> None:
        words = {PmAction.WORK_ON: self.tr("Work On"), PmAction.FINALIZE: self.tr("Finalize")}
        for each, button in self.buttons.items():
            button.setText(words[each])
            button.setAccessibleName(words[each])
        self._draw()
        self._actions.retranslate()

    def _draw(self) -> None:
        for each, button in self.buttons.items():
            button.setIcon(button_icon(ICONS[each]))

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw()
            self._actions.retranslate()
            self._write()

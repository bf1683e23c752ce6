"""A button for what the program itself can do about an alert; hidden where it can do nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from app.model.state import SystemState
from app.rules.alert_remedies import Remedy, may_remedy, remedy_of
from app.rules.alerts import Alert
from ui.icons import BUTTON_ICON, Icon, button_icon
from ui.text import tip, why_not

_ICONS = {
    Remedy.SNAPSHOT: Icon.CAMERA,
    Remedy.ENABLE: Icon.YES,
    Remedy.EXPAND: Icon.EXPAND,
    Remedy.FINALIZE: Icon.FINALIZE,
    Remedy.REPAIR: Icon.REPAIR,
    Remedy.LOOK_AGAIN: Icon.REFRESH,
}


class RemedyButton(QPushButton):
    """`wanted` with the Remedy and the Alert. What it does happens elsewhere, and shows there."""

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alert: Alert | None = None
        self._state: SystemState | None = None
        self._remedy: Remedy | None = None
        self.setIconSize(BUTTON_ICON)
        self.clicked.connect(self._want)
        self.hide()

    def show_alert(self, alert: Alert | None, state: SystemState | None) -> None:
        """`state` is that of the alert's system."""
        self._alert, self._state = alert, state
        self._write()

    def _write(self) -> None:
        alert, state = self._alert, self._state
        self._remedy = remedy_of(alert) if alert is not None and state is not None else None
        self.setVisible(self._remedy is not None)
        if alert is None or state is None or self._remedy is None:
            return
        words = {
            Remedy.SNAPSHOT: self.tr("New Snapshot…"),
            Remedy.ENABLE: self.tr("Enable Snapshots"),
            Remedy.EXPAND: self.tr("Expand…"),
            Remedy.FINALIZE: self.tr("Finalize"),
            Remedy.REPAIR: self.tr("Repair"),
            Remedy.LOOK_AGAIN: self.tr("Try Again Now"),
        }
        purposes = {
            Remedy.SNAPSHOT: self.tr("Opens the dialog for a new snapshot of this VM"),
            Remedy.ENABLE: self.tr("Allows new snapshots for the whole system"),
            Remedy.EXPAND: self.tr("Opens the dialog that makes this container larger"),
            Remedy.FINALIZE: self.tr("Ends the maintenance of this PM"),
            Remedy.REPAIR: self.tr(
                "Clears away what dead runs left, and brings a damaged copy again from the other PM"
            ),
            Remedy.LOOK_AGAIN: self.tr("Connects to both PMs anew, without waiting"),
        }
        why = why_not(may_remedy(state, alert, self._remedy))
        self.setText(words[self._remedy])
        self.setIcon(button_icon(_ICONS[self._remedy]))
        self.setEnabled(not why)
        self.setToolTip(tip(why or purposes[self._remedy]))
        self.setAccessibleDescription(why or purposes[self._remedy])

    @Slot()
    def _want(self) -> None:
        if self._remedy is not None:
            self.wanted.emit(self._remedy, self._alert)

    # Overrides of QPushButton

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._write()

"""Says on the Physical Machines page that both PMs are in maintenance mode, and what that means."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.model.machine import MachineState
from app.model.state import SystemState
from ui.facts import label
from ui.icons import Icon, pixmap


class BothAwayNote(QFrame):
    """Visible only while they are, however they came to be so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "note")
        self._picture = label(parent=self)
        self.words = label("", "", self)
        self.words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()
        self._write()

    def show_state(self, state: SystemState) -> None:
        away = [one.state is MachineState.MAINTENANCE for one in state.machines]
        self.setVisible(all(away))

    def _write(self) -> None:
        self._picture.setPixmap(pixmap(Icon.WARNING, 20))
        self.words.setText(
            self.tr(
                "Both PMs are in maintenance mode: no snapshot can be taken, and no VM has a PM to"
                " move to. Finalize one of them as soon as it can be used."
            )
        )
        self.setAccessibleName(self.words.text())

    # Overrides of QFrame

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._write()

"""Says on a page that snapshots are disabled for the system: by whom, since when, what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.model.decision import Setting
from app.model.state import SystemState
from app.rules.preferences import decided, knows, may_decide, snapshots_disabled
from app.rules.verdict import Allowed
from ui import format as formats
from ui.facts import label
from ui.icons import Icon, pixmap


class DisabledNote(QFrame):
    """Visible only while they are disabled. `enable_wanted` when they are to be enabled again."""

    enable_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "note")
        self._state: SystemState | None = None
        self._picture = label(parent=self)
        self.words = label("", "", self)
        self.words.setWordWrap(True)
        self.enable_button = QPushButton(self)
        self.enable_button.clicked.connect(self._want)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)
        row.addWidget(self.enable_button)
        self._write()

    def show_state(self, state: SystemState) -> None:
        self._state = state
        self._write()

    def _write(self) -> None:
        state = self._state
        disabled = snapshots_disabled(state) if state else None
        self.setVisible(disabled is not None)
        self.enable_button.setText(self.tr("Enable Snapshots"))
        self.enable_button.setAccessibleName(self.tr("Enable Snapshots"))
        self._picture.setPixmap(pixmap(Icon.SNAPSHOTS_OFF, 20))
        if state is None or disabled is None:
            return
        words = self.tr(
            "No new snapshots: {name} disabled them for this system, {time}. Those that exist stay"
            " usable."
        ).format(name=disabled.by, time=formats.moment(disabled.since))
        decision = decided(state, Setting.SNAPSHOTS)
        apart = [m.name for m in state.machines if not knows(m, decision, Setting.SNAPSHOTS)]
        if apart:
            told = self.tr(
                "{pm} does not know this yet, and learns of it from the other PM when they meet."
            ).format(pm=self.tr(", ", "between two names").join(apart))
            words = self.tr("{first} {second}", "two sentences").format(first=words, second=told)
        self.words.setText(words)
        self._keep_height()
        self.enable_button.setEnabled(isinstance(may_decide(state), Allowed))

    def _keep_height(self) -> None:
        """A page with little room would cut the second line."""
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

    @Slot()
    def _want(self) -> None:
        self.enable_wanted.emit()

    # Overrides of QFrame

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._keep_height()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._write()

"""The newest alert, calm and plain, at the top of every page until it is dismissed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.rules.alerts import Alert
from ui.facts import label
from ui.icons import Icon, pixmap
from ui.text import explain


class AlertBanner(QFrame):
    """`dismissed` with the alert shown; `all_wanted` when all alerts are to be shown."""

    dismissed = Signal(object)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._alert: Alert | None = None
        self._count = 0
        self._picture = label(parent=self)
        self._cause = label("", "heading", self)
        self._remedy = label(parent=self)
        for part in (self._cause, self._remedy):
            part.setWordWrap(True)
        self._all = QPushButton(self)
        self.dismiss_button = QPushButton(self)
        self._all.clicked.connect(self.all_wanted)
        self.dismiss_button.clicked.connect(self._dismiss_alert)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._cause)
        words.addWidget(self._remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._all, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.dismiss_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._draw()
        self.show_alerts(())

    def show_alerts(self, alerts: tuple[Alert, ...]) -> None:
        """Newest first; an event that needs an answer goes before a state."""
        ordered = sorted(alerts, key=lambda alert: not alert.lasting)
        self._alert = ordered[0] if ordered else None
        self._count = len(alerts)
        self._write()
        self.setVisible(self._alert is not None)

    def _write(self) -> None:
        if self._alert is not None:
            told = explain(self._alert.problem)
            self._cause.setText(told.cause)
            self._remedy.setText(told.remedy)
            self.setAccessibleName(told.cause)
        self._all.setVisible(self._count > 1)
        self._all.setText(self.tr("All Alerts ({count})").format(count=self._count))
        self.dismiss_button.setText(self.tr("Dismiss"))

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap(Icon.WARNING, 20))

    @Slot()
    def _dismiss_alert(self) -> None:
        if self._alert is not None:
            self.dismissed.emit(self._alert)

    # Overrides of QFrame

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw()

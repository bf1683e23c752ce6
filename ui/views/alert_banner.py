"""The newest alert, calm and plain, at the top of every page until it is acknowledged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.rules.alerts import Alert
from ui.facts import label
from ui.icons import Icon, pixmap
from ui.models.alert_table_model import AlertTableModel
from ui.text import explain
from ui.views.remedy_button import RemedyButton


class AlertBanner(QFrame):
    """`acknowledge_wanted` with a list of the alert shown; `all_wanted` when all alerts are to be
    shown."""

    acknowledge_wanted = Signal(object)
    all_wanted = Signal()

    def __init__(self, model: AlertTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._model = model
        self._alert: Alert | None = None
        self._picture = label(parent=self)
        self._cause = label("", "heading", self)
        self._remedy = label(parent=self)
        for part in (self._cause, self._remedy):
            part.setWordWrap(True)
        self._all = QPushButton(self)
        self.remedy_button = RemedyButton(self)
        self.acknowledge_button = QPushButton(self)
        self._all.clicked.connect(self.all_wanted)
        self.acknowledge_button.clicked.connect(self._acknowledge)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._cause)
        words.addWidget(self._remedy)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in (self._all, self.remedy_button, self.acknowledge_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        model.changed.connect(self._write)
        model.state_seen.connect(self._write)
        self._draw()
        self._write()

    @Slot()
    def _write(self) -> None:
        alerts = self._model.alerts
        # An event that needs an answer goes before a state.
        self._alert = min(alerts, key=lambda alert: not alert.lasting, default=None)
        if self._alert is not None:
            told = explain(self._alert.problem)
            self._cause.setText(told.cause)
            self._remedy.setText(told.remedy)
            self.setAccessibleName(told.cause)
            self.remedy_button.show_alert(self._alert, self._model.state_of(self._alert.system))
        self._all.setVisible(len(alerts) > 1)
        self._all.setText(self.tr("All Alerts ({count})").format(count=len(alerts)))
        self.acknowledge_button.setText(self.tr("Acknowledge"))
        self.acknowledge_button.setToolTip(self.tr("Takes note of it, for every console"))
        self.setVisible(self._alert is not None)

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap(Icon.WARNING, 20))

    @Slot()
    def _acknowledge(self) -> None:
        if self._alert is not None:
            self.acknowledge_wanted.emit([self._alert])

    # Overrides of QFrame

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw()

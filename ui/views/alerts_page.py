"""The Alerts page: what went wrong, why, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.rules.alerts import Alert
from ui import format as formats
from ui.facts import Facts
from ui.icons import Icon
from ui.models.alert_table_model import AlertTableModel, Column
from ui.text import explain
from ui.views.empty_state import EmptyState
from ui.views.page import PageHeader, page_layout
from ui.views.record_table import RecordTable


class AlertsPage(QWidget):
    """`dismissed` with the alerts that the administrator has taken note of."""

    dismissed = Signal(object)

    def __init__(self, model: AlertTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._header = PageHeader(search=False, parent=self)
        self.table = RecordTable(model, "alerts", self)
        self.table.sortByColumn(Column.TIME, Qt.SortOrder.AscendingOrder)
        self._facts = Facts(self)
        self._copy = QPushButton(self)
        self._dismiss = QPushButton(self)
        self._copy.clicked.connect(self._copy_details)
        self._dismiss.clicked.connect(self._dismiss_selected)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 10)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        buttons.addWidget(self._dismiss)
        below = QWidget(self)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._facts, 1)
        column.addLayout(buttons)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(below)
        split.setSizes([300, 250])
        split.setChildrenCollapsible(False)
        split.setProperty("role", "page")
        self._split = split
        self._empty = EmptyState(Icon.SNAPSHOT_NORMAL, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(split)
        self._stack.addWidget(self._empty)
        page_layout(self, self._header).addWidget(self._stack, 1)
        self.table.picked.connect(self._show_facts)
        model.changed.connect(self._show_rows)
        self._retranslate()
        self._show_rows()

    def refresh(self) -> None:
        self._model.refresh()

    @Slot()
    def _show_rows(self) -> None:
        self._stack.setCurrentWidget(self._split if self._model.alerts else self._empty)
        self._show_facts(self.table.record())

    @Slot(object)
    def _show_facts(self, alert: Alert | None) -> None:
        if alert is None:
            self._facts.show_facts([])
            return
        told = explain(alert.problem)
        self._facts.show_facts(
            [
                (self.tr("What happened"), told.cause),
                (self.tr("What to do"), told.remedy),
                (self.tr("Concerns"), alert.subject),
                (self.tr("Time"), formats.exact_moment(alert.since)),
            ]
        )

    @Slot()
    def _copy_details(self) -> None:
        alert: Alert | None = self.table.record()
        if alert is not None:
            told = explain(alert.problem)
            QGuiApplication.clipboard().setText(
                "\n\n".join((told.cause, told.remedy, told.details))
            )

    @Slot()
    def _dismiss_selected(self) -> None:
        self.dismissed.emit(self.table.records())

    def _retranslate(self) -> None:
        self._header.say(self.tr("Alerts"))
        self.table.setAccessibleName(self.tr("Alerts"))
        self._copy.setText(self.tr("Copy Details"))
        self._dismiss.setText(self.tr("Dismiss"))
        self._empty.say(
            self.tr("Nothing needs your attention"),
            self.tr("Failures, failovers and PMs out of reach are listed here until dismissed."),
        )
        self._model.refresh()
        self._show_facts(self.table.record())

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

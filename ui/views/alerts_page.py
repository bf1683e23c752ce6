"""The Alerts page: what went wrong, why, what to do about it, and who took note of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.rules.alerts import Alert
from app.rules.preferences import may_decide
from ui import format as formats
from ui.facts import Facts, label
from ui.icons import Icon
from ui.models.alert_table_model import AlertTableModel, Column
from ui.text import explain, tip, why_not
from ui.views.empty_state import EmptyState
from ui.views.page import PageHeader, page_layout
from ui.views.record_table import RecordTable
from ui.views.remedy_button import RemedyButton


class AlertsPage(QWidget):
    """`acknowledge_wanted` with the alerts that the administrator has taken note of;
    `remedy_button` says what is to be done about one."""

    acknowledge_wanted = Signal(object)

    def __init__(self, model: AlertTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._header = PageHeader(search=False, parent=self)
        self.table = RecordTable(model, "alerts", self)
        self.table.sortByColumn(Column.TIME, Qt.SortOrder.AscendingOrder)
        self.table.setColumnHidden(Column.ACKNOWLEDGED, True)
        self._facts = Facts(self)
        self.all_box = QCheckBox(self)
        self.doing = label("", "muted", self)  # what is being done about one
        self._copy = QPushButton(self)
        self.remedy_button = RemedyButton(self)
        self.acknowledge_button = QPushButton(self)
        self._acknowledge = QAction(self)
        self._acknowledge.setShortcut(QKeySequence.StandardKey.Delete)
        self._acknowledge.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.table.addAction(self._acknowledge)
        self._copy.clicked.connect(self._copy_details)
        self.acknowledge_button.clicked.connect(self._acknowledge_selected)
        self._acknowledge.triggered.connect(self._acknowledge_selected)
        self.all_box.toggled.connect(self._show_acknowledged)
        self._lay_out()
        self.table.picked.connect(self._show_facts)
        self.table.selectionModel().selectionChanged.connect(self._write_buttons)
        model.changed.connect(self._show_rows)
        model.state_seen.connect(self._write_buttons)
        self._retranslate()
        self._show_rows()

    def refresh(self) -> None:
        self._model.refresh()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 10)
        buttons.setSpacing(8)
        buttons.addWidget(self.doing, 1)
        for button in (self._copy, self.remedy_button, self.acknowledge_button):
            buttons.addWidget(button)
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
        self._header.add(self.all_box)
        page_layout(self, self._header).addWidget(self._stack, 1)

    @Slot()
    def _show_rows(self) -> None:
        self._stack.setCurrentWidget(self._split if self._model.rowCount() else self._empty)
        count = self._model.acknowledged
        self.all_box.setText(
            self.tr("Show acknowledged alerts ({count})").format(count=formats.number(count))
        )
        self.all_box.setVisible(count > 0 or self.all_box.isChecked())
        self._show_facts(self.table.record())

    @Slot(bool)
    def _show_acknowledged(self, wanted: bool) -> None:
        self.table.setColumnHidden(Column.ACKNOWLEDGED, not wanted)
        self._model.show_acknowledged(wanted)
        self.table.fit_columns(shrink=False)

    @Slot(object)
    def _show_facts(self, alert: Alert | None) -> None:
        self._write_buttons()
        if alert is None:
            self._facts.show_facts([])
            return
        told = explain(alert.problem)
        facts = [
            (self.tr("What happened"), told.cause),
            (self.tr("What to do"), told.remedy),
            (self.tr("Concerns"), alert.subject),
            (self.tr("Time"), formats.exact_moment(alert.since)),
        ]
        if alert.acknowledged is not None:
            facts.append((self.tr("Acknowledged by"), self._model.taken(alert)))
        self._facts.show_facts(facts)

    @Slot()
    def _write_buttons(self) -> None:
        alert: Alert | None = self.table.record()
        state = self._model.state_of(alert.system) if alert is not None else None
        self.remedy_button.show_alert(alert, state)
        self._copy.setEnabled(alert is not None)
        open_ones = self._open_selected()
        apart = why_not(may_decide(state)) if state is not None else ""
        if apart:
            words = self.tr("Takes note of it in this window only. {why}").format(why=apart)
        else:
            words = self.tr("Takes note of it, for every console")
        for part in (self.acknowledge_button, self._acknowledge):
            part.setEnabled(bool(open_ones))
            part.setToolTip(tip(words))

    def _open_selected(self) -> list[Alert]:
        current: Alert | None = self.table.record()
        # The keyboard may have come to a row without selecting it.
        chosen = self.table.records() or ([current] if current is not None else [])
        return [alert for alert in chosen if alert.acknowledged is None]

    @Slot()
    def _copy_details(self) -> None:
        alert: Alert | None = self.table.record()
        if alert is not None:
            told = explain(alert.problem)
            QGuiApplication.clipboard().setText(
                "\n\n".join((told.cause, told.remedy, told.details))
            )

    @Slot()
    def _acknowledge_selected(self) -> None:
        chosen = self._open_selected()
        if chosen:
            self.acknowledge_wanted.emit(chosen)

    def _retranslate(self) -> None:
        self._header.say(self.tr("Alerts"))
        self.table.setAccessibleName(self.tr("Alerts"))
        self._copy.setText(self.tr("Copy Details"))
        self.acknowledge_button.setText(self.tr("Acknowledge"))
        self._acknowledge.setText(self.tr("Acknowledge"))
        self._empty.say(
            self.tr("Nothing needs your attention"),
            self.tr(
                "Failures, failovers and PMs out of reach are listed here until somebody"
                " acknowledges them, on any console."
            ),
        )
        self._model.refresh()
        self._show_rows()

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

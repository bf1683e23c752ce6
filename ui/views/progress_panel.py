"""The runs in progress, with a way to cancel them, and how those ended that are over."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.model.snapshot import Run
from ui.facts import label
from ui.icons import BUTTON_ICON, Icon, button_icon
from ui.models.run_table_model import Column, RunTableModel
from ui.views.bar_delegate import BarDelegate
from ui.views.record_table import RecordTable

_WIDE, _NARROW = 460, 340  # pixels of a column, without and with the history


class ProgressPanel(QWidget):
    """`cancel_wanted` with the run to cancel, of whichever console started it; `explain_wanted`
    with one that failed."""

    cancel_wanted = Signal(object)
    explain_wanted = Signal(object)

    def __init__(
        self, model: RunTableModel, history: QAction, parent: QWidget | None = None
    ) -> None:
        """`history` is the action that shows runs of the last weeks, too."""
        super().__init__(parent)
        self._model = model
        self._title = label("", "heading", self)
        self.table = RecordTable(model, "runs", self)
        self.table.keep_order()
        self.table.let_columns_grow(_WIDE)
        self.table.keep_room_for(2)
        self.table.setColumnHidden(Column.TOOK, True)
        self.table.setItemDelegateForColumn(Column.PROGRESS, BarDelegate(self.table))
        self.history_button = QToolButton(self)
        self.history_button.setCheckable(True)
        self.history_button.setProperty("role", "toggle")
        self.history_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.history_button.toggled.connect(history.setChecked)
        history.toggled.connect(self.history_button.setChecked)
        self.explain_button = QPushButton(self)
        self.cancel_button = QPushButton(self)
        self.cancel_button.setIconSize(BUTTON_ICON)
        self._cancel = QAction(self)
        self._cancel.setShortcut(QKeySequence.StandardKey.Delete)
        # Other tables delete with it.
        self._cancel.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._explain = QAction(self)
        self.table.addActions([self._explain, self._cancel])
        self._cancel.triggered.connect(self._cancel_run)
        self._explain.triggered.connect(self._explain_run)
        self.cancel_button.clicked.connect(self._cancel_run)
        self.explain_button.clicked.connect(self._explain_run)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addStretch(1)
        for button in (self.history_button, self.explain_button, self.cancel_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.table.picked.connect(self._show_run)
        self.table.opened.connect(self._explain_run)
        history.toggled.connect(self._show_history)
        self._show_run(None)
        self._retranslate()

    @Slot(bool)
    def _show_history(self, wanted: bool) -> None:
        self.table.setColumnHidden(Column.TOOK, not wanted)
        self.table.let_columns_grow(_NARROW if wanted else _WIDE)
        self.table.fit_again()
        self._model.show_history(wanted)

    @Slot(object)
    def _show_run(self, run: Run | None) -> None:
        going = run is not None and not run.ended
        failed = run is not None and run.ended and run.problem is not None
        for cancel in (self.cancel_button, self._cancel):
            cancel.setEnabled(going)
        for explain in (self.explain_button, self._explain):
            explain.setEnabled(failed)

    @Slot()
    def _cancel_run(self) -> None:
        run: Run | None = self.table.record()
        if run is not None and not run.ended:
            self.cancel_wanted.emit(run)

    @Slot()
    def _explain_run(self) -> None:
        run: Run | None = self.table.record()
        if run is not None and run.ended and run.problem is not None:
            self.explain_wanted.emit(run)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Progress"))
        self.table.setAccessibleName(self.tr("Progress"))
        self.table.set_placeholder(self.tr("No run has ended in the last two weeks."))
        self.history_button.setText(self.tr("History"))
        self.history_button.setToolTip(self.tr("Runs that ended in the last two weeks, too"))
        self.cancel_button.setText(self.tr("Cancel Run"))
        self.cancel_button.setIcon(button_icon(Icon.CANCEL))
        self._cancel.setText(self.tr("Cancel Run"))
        for part in (self.explain_button, self._explain):
            part.setText(self.tr("Why It Failed…"))

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.cancel_button.setIcon(button_icon(Icon.CANCEL))

"""The runs in progress, with a way to cancel them, and those that ended lately."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.model.snapshot import Run
from ui.facts import label
from ui.icons import BUTTON_ICON, Icon, button_icon
from ui.models.run_table_model import Column, RunTableModel
from ui.views.bar_delegate import BarDelegate
from ui.views.record_table import RecordTable


class ProgressPanel(QWidget):
    """`cancel_wanted` with the run to cancel, of whichever console started it."""

    cancel_wanted = Signal(object)

    def __init__(self, model: RunTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "heading", self)
        self.table = RecordTable(model, "runs", self)
        self.table.keep_order()
        self.table.let_columns_grow(460)
        self.table.keep_room_for(2)
        self.table.setItemDelegateForColumn(Column.PROGRESS, BarDelegate(self.table))
        self.cancel_button = QPushButton(self)
        self.cancel_button.setIconSize(BUTTON_ICON)
        self.cancel_button.clicked.connect(self._cancel)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)  # other tables delete with it
        shortcut.activated.connect(self._cancel)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.table.picked.connect(self._show_run)
        self._show_run(None)
        self._retranslate()

    @Slot(object)
    def _show_run(self, run: Run | None) -> None:
        self.cancel_button.setEnabled(run is not None and not run.ended)

    @Slot()
    def _cancel(self) -> None:
        run: Run | None = self.table.record()
        if run is not None and not run.ended:
            self.cancel_wanted.emit(run)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Progress"))
        self.table.setAccessibleName(self.tr("Progress"))
        self.cancel_button.setText(self.tr("Cancel Run"))
        self.cancel_button.setIcon(button_icon(Icon.CANCEL))

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.cancel_button.setIcon(button_icon(Icon.CANCEL))

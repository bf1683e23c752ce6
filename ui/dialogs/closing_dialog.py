"""Asks whether the window is to be closed while it moves data that nobody else can move."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui import format as formats
from ui.dialogs.form import Form, FormDialog
from ui.facts import label
from ui.icons import Icon


class ClosingDialog(FormDialog):
    """`cancel_wanted` when the transfers are to be cancelled; it is accepted by whoever sees that
    they have ended. `wants_to_close` afterwards."""

    cancel_wanted = Signal()

    def __init__(self, transfers: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wants_to_close = False
        self.setWindowTitle(self.tr("Close Twinpoint?"))
        self.words = label(
            self.tr(
                "Exports and imports in progress that need this workstation: {count}. Closing"
                " cancels them; nothing of them is left behind. All other runs continue on the PMs."
            ).format(count=formats.number(transfers)),
            "",
            self,
        )
        self.words.setWordWrap(True)
        self._form = Form(self, self.tr("Cancel Them and Close"), self.tr("Keep Open"), Icon.CANCEL)
        self.close_button = self._form.action_button
        self.keep_button = self._form.cancel_button
        self._form.lay_out(self.words, width=520)
        self.close_button.clicked.connect(self._cancel)
        self.keep_button.setFocus()

    @Slot()
    def _cancel(self) -> None:
        self.wants_to_close = True
        missing = self.tr("Cancelling; the window closes when it is done.")
        self._form.show_problems([], missing=missing)
        self.cancel_wanted.emit()

    # Overrides of QDialog

    def reject(self) -> None:
        """Once cancelling has begun, it may still stay open afterwards."""
        self.wants_to_close = False
        super().reject()

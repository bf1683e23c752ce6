"""A line for a path, with a button that looks for it on this workstation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class PathBox(QWidget):
    """`filter` is of files, as QFileDialog takes it; "" for a folder. `changed` as it is typed."""

    changed = Signal()

    def __init__(self, title: str, filter_: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._filter = filter_
        self.line = QLineEdit(self)
        self.line.setAccessibleName(title)
        self.button = QPushButton(self.tr("Browse…"), self)
        self.button.setAutoDefault(False)  # Return in the line is for the dialog's own button
        self.button.setAccessibleName(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self.changed)
        self.button.clicked.connect(self._browse)

    def text(self) -> str:
        """As it was typed; "~" stands for the home folder."""
        typed = self.line.text().strip()
        return str(Path(typed).expanduser()) if typed.startswith("~") else typed

    def show_button(self, shown: bool) -> None:
        """There is nothing to browse on a PM."""
        self.button.setVisible(shown)

    @Slot()
    def _browse(self) -> None:
        here = self.text() or str(Path.home())
        dialog = QFileDialog(self, self._title, here, self._filter)
        if not self._filter:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.line.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

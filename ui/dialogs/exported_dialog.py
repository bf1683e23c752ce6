"""Where an exported package is, to read and to copy."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.model.package import Destination, ExportOutcome, Folder, Share, Workstation
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.facts import label
from ui.icons import BUTTON_ICON, Icon, button_icon, pixmap


class ExportedDialog(FormDialog):
    """Not modal: the export took a while, and something else may be going on."""

    def __init__(
        self,
        subject: str,
        destination: Destination,
        done: ExportOutcome,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._path = done.path
        self.setWindowTitle(self.tr("Exported: {vm}").format(vm=subject))
        picture = label(parent=self)
        picture.setPixmap(pixmap(Icon.YES, 32))
        self.copy_button = QPushButton(self.tr("Copy Path"), self)
        self.copy_button.setIcon(button_icon(Icon.COPY))
        self.folder_button = QPushButton(self.tr("Open Folder"), self)
        self.folder_button.setVisible(isinstance(destination, Workstation))
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setDefault(True)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        for button in (self.copy_button, self.folder_button, self.close_button):
            button.setIconSize(BUTTON_ICON)
            button.setAccessibleName(button.text())
            bottom.addWidget(button)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.path = self._row(self.tr("Package"), done.path)
        self.place = self._row(self.tr("Where"), self._place(destination, done.pm))
        self._row(self.tr("Size"), formats.size(done.size))
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addWidget(label(self.tr("The package is whole."), "heading", self))
        words.addLayout(self._grid)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addLayout(top, 1)
        column.addLayout(bottom)
        self.setMinimumWidth(520)
        self.copy_button.clicked.connect(self._copy)
        self.folder_button.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.accept)

    def _row(self, name: str, value: str) -> QLabel:
        words, said = label(name, "muted", self), label(value, "", self)
        said.setWordWrap(True)
        said.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        said.setAccessibleName(f"{name}: {value}")
        row = self._grid.rowCount()
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(said, row, 1)
        return said

    def _place(self, destination: Destination, pm: str) -> str:
        match destination:
            case Workstation():
                return self.tr("On this workstation")
            case Folder():
                return self.tr("On {pm}").format(pm=pm)
            case Share():
                return self.tr("On the network share, written there by {pm}").format(pm=pm)
            case _:
                assert_never(destination)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._path)

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._path).parent)))

"""What happened, what to do, and the details to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.facts import label
from ui.icons import Icon, pixmap
from ui.text import Explanation


class ErrorDialog(QDialog):
    """Everything in it is plain text and can be selected. `help_wanted` with the topic about it."""

    help_wanted = Signal(str)

    def __init__(self, title: str, told: Explanation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._told = told
        self.cause = label(told.cause, "heading", self)
        self.remedy = label(told.remedy, "", self)
        for part in (self.cause, self.remedy):
            part.setWordWrap(True)
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        picture = label(parent=self)
        picture.setPixmap(pixmap(Icon.WARNING, 32))
        self.details_button = QToolButton(self)
        self.details_button.setText(self.tr("Details"))
        self.details_button.setAccessibleName(self.tr("Details"))
        self.details_button.setCheckable(True)
        self.details_button.setAutoRaise(True)
        self.details_button.setArrowType(Qt.ArrowType.RightArrow)
        self.details_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.details = QPlainTextEdit(told.details, self)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("Details"))
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setVisible(False)
        self.details_button.setVisible(bool(told.details))
        self.help_button = QPushButton(self.tr("Help"), self)
        self.help_button.setVisible(bool(told.topic))
        self.copy_button = QPushButton(self.tr("Copy Details"), self)
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setDefault(True)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.cause)
        words.addWidget(self.remedy)
        words.addWidget(self.details_button)
        words.addWidget(self.details, 1)
        words.addStretch(0)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.help_button)
        bottom.addStretch(1)
        bottom.addWidget(self.copy_button)
        bottom.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addLayout(top, 1)
        column.addLayout(bottom)
        self.setMinimumWidth(520)
        self.details_button.toggled.connect(self._show_details)
        self.help_button.clicked.connect(self._help)
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.accept)

    @Slot(bool)
    def _show_details(self, shown: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow
        self.details_button.setArrowType(arrow)
        self.details.setVisible(shown)
        if shown:
            self.resize(self.width(), max(self.height(), 380))

    @property
    def topic(self) -> str:
        """What the help calls the problem; "" if it is none of its."""
        return self._told.topic

    @Slot()
    def _help(self) -> None:
        self.help_wanted.emit(self._told.topic)

    @Slot()
    def _copy(self) -> None:
        parts = (self._told.cause, self._told.remedy, self._told.details)
        QGuiApplication.clipboard().setText("\n\n".join(part for part in parts if part))

"""What a page shows when it has nothing to show: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.facts import label
from ui.icons import Icon, pixmap

_WIDTH = 480


class EmptyState(QWidget):
    """An icon, a heading, a sentence, and perhaps a command to copy, or what can be done: `wanted`
    when it is to be done."""

    wanted = Signal()

    def __init__(self, icon: Icon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = label(parent=self)
        self._title = label("", "title", self)
        self._sentence = label("", "muted", self)
        self._sentence.setWordWrap(True)
        self._sentence.setFixedWidth(_WIDTH)
        self._command = label(parent=self)
        self._command.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._command.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._copy = QPushButton(self)
        self._copy.clicked.connect(self._copy_command)
        self.action_button = QPushButton(self)
        self.action_button.setProperty("primary", "true")
        self.action_button.setAutoDefault(True)
        self.action_button.clicked.connect(self.wanted)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addStretch(1)
        line.addWidget(self._command)
        line.addWidget(self._copy)
        line.addWidget(self.action_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        for part in (self._picture, self._title, self._sentence):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            # Stretches at the sides: an alignment flag would take the height of one line.
            centered = QHBoxLayout()
            centered.addStretch(1)
            centered.addWidget(part)
            centered.addStretch(1)
            column.addLayout(centered)
        column.addLayout(line)
        column.addStretch(3)
        self._draw()
        self.say("", "")

    def say(self, title: str, sentence: str, command: str = "", action: str = "") -> None:
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._command.setText(command)
        self._command.setAccessibleName(self.tr("Command"))
        self._command.setVisible(bool(command))
        self._copy.setText(self.tr("Copy"))
        self._copy.setVisible(bool(command))
        self.action_button.setText(action)
        self.action_button.setAccessibleName(action)
        self.action_button.setVisible(bool(action))
        if action:
            self.action_button.setFocus()

    def command(self) -> str:
        return self._command.text()

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap(self._icon, 48))

    @Slot()
    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self._command.text())

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

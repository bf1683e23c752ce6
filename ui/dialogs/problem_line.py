"""The line of a dialog that says what stands in the way, or what is good to know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.model.problems import Problem
from ui.facts import label
from ui.icons import Icon, pixmap
from ui.text import hindrance


class ProblemLine(QWidget):
    """Takes no room while there is nothing to say. Its words can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = label(parent=self)
        self.words = label(parent=self)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say("")

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """All causes, and what to do about the first."""
        self.say(hindrance(problems))

    def say(self, words: str, picture: Icon = Icon.WARNING) -> None:
        self.words.setText(words)
        self._picture.setPixmap(pixmap(picture, 16))
        self.setVisible(bool(words))

"""Help in one window: the first steps, the keys, and what this program is."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import __version__
from ui.facts import Facts, label
from ui.icons import Icon, pixmap


class HelpDialog(QDialog):
    """`actions` tell their keys themselves, so that the list is never out of date."""

    def __init__(
        self, actions: list[QAction], log_file: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Twinpoint Help"))
        picture = label(parent=self)
        picture.setPixmap(pixmap(Icon.APP, 48))
        name = label("Twinpoint", "title", self)
        version = label(
            self.tr("Version {version}. Apache License 2.0.").format(version=__version__),
            "muted",
            self,
        )
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(version)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(picture)
        top.addLayout(words, 1)
        steps = label(
            self.tr(
                "1. Select a VM in the tree.\n"
                "2. Press Snapshot, check the volumes, and press Create Snapshot.\n"
                "3. The snapshot is kept on both PMs once its icon turns from broken to normal."
            ),
            "",
            self,
        )
        steps.setWordWrap(True)
        keys = Facts(self)
        native = QKeySequence.SequenceFormat.NativeText
        keys.show_facts(
            [
                (action.shortcut().toString(native), _without_key(action.text()))
                for action in actions
                if not action.shortcut().isEmpty()
            ]
        )
        log = label(self.tr("Log of this console: {file}").format(file=log_file), "muted", self)
        log.setWordWrap(True)
        log.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(steps)
        column.addWidget(label(self.tr("Keys"), "heading", self))
        column.addWidget(keys, 1)
        column.addWidget(log)
        column.addLayout(bottom)
        self.resize(560, 640)


def _without_key(text: str) -> str:
    """A menu's words without the mark of its key: "&Find", or "検索(&F)" where the words have
    no Latin letters."""
    return re.sub(r"\(&.\)|&", "", text)

"""The host keys that the PMs show, to be compared once."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.model.keys import OfferedKey, Trust
from app.model.problems import HostKeyChanged
from app.operations.fetch_host_keys import Offered
from ui.facts import label
from ui.icons import Icon, pixmap
from ui.text import explain

_FILES = {"ssh-ed25519": "ed25519", "ssh-rsa": "rsa"}


class HostKeyPage(QWidget):
    """`edited` when the administrator says that the fingerprints were compared."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[Offered, ...] = ()
        self._blocks = [_Block(self) for _ in range(2)]
        self._how = label(
            self.tr(
                "Nothing but these fingerprints tells your PMs from somebody who pretends to be"
                " them. Compare each with what the PM itself says: on its own console (not over"
                " this network), run the command that stands below it."
            ),
            "",
            self,
        )
        self._how.setWordWrap(True)
        self.compared_box = QCheckBox(
            self.tr("I have compared the fingerprints: they are the same"), self
        )
        self.compared_box.setAccessibleName(self.compared_box.text())
        self.compared_box.toggled.connect(self.edited)
        self._where = label("", "muted", self)
        self._where.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._how)
        for block in self._blocks:
            column.addWidget(block)
        column.addWidget(self.compared_box)
        column.addWidget(self._where)
        column.addStretch(1)

    def show_offered(self, offered: tuple[Offered, ...], names: tuple[str, ...]) -> None:
        """What each PM showed, or why it showed nothing. `names` are those of the PMs."""
        self._offered = offered
        self.compared_box.setChecked(False)
        for block, one, name in zip(self._blocks, offered, names, strict=True):
            block.show_one(one, name)
        new = self.unknown()
        self._how.setVisible(bool(new))
        self.compared_box.setVisible(bool(new) and not self.blocked())
        self._where.setVisible(bool(new) and not self.blocked())
        files = sorted({key.file for key in new})
        self._where.setText(
            self.tr("They are then kept in {file}, where ssh finds them too.").format(
                file=self.tr(", ", "between two files").join(files)
            )
        )

    def unknown(self) -> tuple[OfferedKey, ...]:
        """The keys that would be trusted from now on."""
        return tuple(
            one
            for one in self._offered
            if isinstance(one, OfferedKey) and one.trust is Trust.UNKNOWN
        )

    def blocked(self) -> bool:
        """Whether a PM showed no key, or one that must not be trusted."""
        return any(
            not isinstance(one, OfferedKey) or one.trust is Trust.CHANGED for one in self._offered
        )

    def ready(self) -> bool:
        return not self.blocked() and (not self.unknown() or self.compared_box.isChecked())


class _Block(QWidget):
    """One PM."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = label(parent=self)
        self._title = label("", "heading", self)
        self._key = _selectable(self)
        self._words = label("", "", self)
        self._words.setWordWrap(True)
        self._command = _selectable(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._picture, 0, 0)
        for at, part in enumerate((self._title, self._key, self._words, self._command)):
            grid.addWidget(part, at, 1)

    def show_one(self, one: Offered, name: str) -> None:
        self._title.setText(name)
        key = command = ""
        if not isinstance(one, OfferedKey):
            told = explain(one)
            picture, words = Icon.ERROR, f"{told.cause}\n{told.remedy}"
        else:
            key = f"{one.type} {one.fingerprint}"
            picture, words = self._told(one)
            if one.trust is Trust.UNKNOWN:
                file = _FILES.get(one.type, "ecdsa")
                command = f"ssh-keygen -lf /etc/ssh/ssh_host_{file}_key.pub"
        self._picture.setPixmap(pixmap(picture, 16))
        for part, text in ((self._key, key), (self._words, words), (self._command, command)):
            part.setText(text)
            part.setVisible(bool(text))
        self._key.setAccessibleName(
            self.tr("Fingerprint of {name}", "of a host key").format(name=name)
        )
        self._command.setAccessibleName(
            self.tr("Command to compare it on {name}").format(name=name)
        )

    def _told(self, key: OfferedKey) -> tuple[Icon, str]:
        match key.trust:
            case Trust.KNOWN:
                return Icon.YES, self.tr("This key is known and trusted already.")
            case Trust.UNKNOWN:
                return Icon.INFO, self.tr("A key that this workstation does not know yet.")
            case Trust.CHANGED:
                changed = HostKeyChanged(key.pm, key.host, key.fingerprint, key.type)
                told = explain(changed)
                return Icon.ERROR, f"{told.cause}\n{told.remedy}"
            case _:
                assert_never(key.trust)


def _selectable(parent: QWidget) -> QLabel:
    made = label("", "", parent)
    made.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return made

"""A password for each PM that lets no key in yet; used once, and cleared as it is handed over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.model.keys import LocalKey, Secret
from app.model.machine import Side
from app.model.problems import LoginRefused, Problem
from app.operations.let_key_in import LetIn
from app.operations.try_logins import Logins
from ui.facts import label
from ui.icons import Icon, pixmap
from ui.text import explain

_OWN = "~/.ssh/twinpoint_ed25519"


class LoginPage(QWidget):
    """`edited` whenever something was typed or chosen."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refused: tuple[Side, ...] = ()
        self._pictures = (label(parent=self), label(parent=self))
        self._words = (label(parent=self), label(parent=self))
        self.password_boxes = (QLineEdit(self), QLineEdit(self))
        self._names = (label(parent=self), label(parent=self))
        self.same_box = QCheckBox(self.tr("The same password on both PMs"), self)
        self.key_box = QComboBox(self)
        self.line_box = QLineEdit(self)
        self.copy_button = QPushButton(self.tr("Copy"), self)
        self._key_name = label(self.tr("Key to let in"), "", self)
        self._line_name = label(self.tr("Its public half"), "", self)
        self._note = label("", "muted", self)
        self._prepare()
        self._lay_out()
        self.key_box.currentIndexChanged.connect(self._show_line)
        self.same_box.toggled.connect(self._show_boxes)
        self.copy_button.clicked.connect(self._copy)
        for box in self.password_boxes:
            box.textChanged.connect(self.edited)

    def show_logins(self, logins: Logins, names: tuple[str, str]) -> None:
        """`names` are those of the PMs."""
        self._refused = tuple(
            side for side in Side if isinstance(logins.problems[side], LoginRefused)
        )
        for side in Side:
            self._show_pm(side, logins.problems[side], names[side])
        self.same_box.setChecked(True)
        self._offer_keys(logins.keys)
        self._show_boxes()

    def has_password(self) -> bool:
        """Whether every PM that needs one has one."""
        return bool(self._refused) and all(self._text(side) for side in self._refused)

    def take(self) -> LetIn:
        """The wish, with the passwords: nothing is left of them here."""
        texts = {side: self._text(side) for side in self._refused}
        for box in self.password_boxes:
            box.clear()
        key: LocalKey | None = self.key_box.currentData()
        return LetIn({side: Secret(text) for side, text in texts.items()}, key)

    def forget(self) -> None:
        for box in self.password_boxes:
            box.clear()

    def first_box(self) -> QWidget:
        """Where the keyboard goes."""
        return self.password_boxes[self._refused[0]] if self._refused else self.key_box

    def _text(self, side: Side) -> str:
        same = self.same_box.isChecked() and len(self._refused) == 2
        return self.password_boxes[Side.FIRST if same else side].text()

    def _show_pm(self, side: Side, problem: Problem | None, name: str) -> None:
        words, picture = self._words[side], self._pictures[side]
        if problem is None:
            picture.setPixmap(pixmap(Icon.YES, 16))
            words.setText(self.tr("{name}: login works.").format(name=name))
        else:
            told = explain(problem)
            by_password = isinstance(problem, LoginRefused)
            picture.setPixmap(pixmap(Icon.INFO if by_password else Icon.ERROR, 16))
            words.setText(told.cause if by_password else f"{told.cause}\n{told.remedy}")
        self._names[side].setText(self.tr("Password on {name}").format(name=name))
        self.password_boxes[side].setAccessibleName(self._names[side].text())

    def _offer_keys(self, keys: tuple[LocalKey, ...]) -> None:
        self.key_box.blockSignals(True)
        self.key_box.clear()
        for key in keys:
            words = self.tr("{name} (SSH agent)") if key.agent else "{name}"
            self.key_box.addItem(words.format(name=key.where), key)
        if not any(key.path for key in keys):
            self.key_box.addItem(
                self.tr("A new key for Twinpoint ({path})").format(path=_OWN), None
            )
        self.key_box.blockSignals(False)
        self._show_line()

    @Slot()
    def _show_line(self) -> None:
        key: LocalKey | None = self.key_box.currentData()
        self.line_box.setText(key.line if key else "")
        self.line_box.setCursorPosition(0)
        for part in (self.line_box, self.copy_button, self._line_name):
            part.setVisible(key is not None and bool(self._refused))
        made = self.tr(
            "The new key has no passphrase: whoever can read your files on this workstation can"
            " use it."
        )
        once = self.tr(
            "The password goes to a PM once, to add the public key to ~/.ssh/authorized_keys"
            " there. It is not kept."
        )
        by_hand = self.tr(
            "Where a PM takes no passwords, add that line there yourself; then go on without a"
            " password."
        )
        self._note.setText(f"{once}\n{by_hand if key else made}")

    @Slot()
    def _show_boxes(self) -> None:
        both = len(self._refused) == 2
        self.same_box.setVisible(both)
        for side in Side:
            first = side is Side.FIRST or not self.same_box.isChecked()
            shown = side in self._refused and (first or not both)
            self.password_boxes[side].setVisible(shown)
            self._names[side].setVisible(shown)
        if both and self.same_box.isChecked():
            self._names[0].setText(self.tr("Password on both PMs"))
        needed = bool(self._refused)
        for part in (self.key_box, self._key_name, self._note):
            part.setVisible(needed)
        self._show_line()
        self.edited.emit()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.line_box.text())

    def _prepare(self) -> None:
        for words in (*self._words, self._note):
            words.setWordWrap(True)
        for box in self.password_boxes:
            box.setEchoMode(QLineEdit.EchoMode.Password)
            box.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            )
        self.line_box.setReadOnly(True)
        self.line_box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.key_box.setAccessibleName(self._key_name.text())
        self.line_box.setAccessibleName(self._line_name.text())
        self.copy_button.setAccessibleName(self.tr("Copy the public key"))
        self.same_box.setAccessibleName(self.same_box.text())

    def _lay_out(self) -> None:
        told = QGridLayout()
        told.setHorizontalSpacing(8)
        told.setColumnStretch(1, 1)
        for at, (picture, words) in enumerate(zip(self._pictures, self._words, strict=True)):
            told.addWidget(picture, at, 0, Qt.AlignmentFlag.AlignTop)
            told.addWidget(words, at, 1)
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setColumnStretch(1, 1)
        line = QHBoxLayout()
        line.addWidget(self.line_box, 1)
        line.addWidget(self.copy_button)
        rows: tuple[tuple[QLabel, QWidget], ...] = (
            (self._names[0], self.password_boxes[0]),
            (self._names[1], self.password_boxes[1]),
        )
        for at, (name, box) in enumerate(rows):
            name.setBuddy(box)
            form.addWidget(name, at, 0)
            form.addWidget(box, at, 1)
        form.addWidget(self.same_box, 2, 1)
        form.addWidget(self._key_name, 3, 0)
        form.addWidget(self.key_box, 3, 1)
        form.addWidget(self._line_name, 4, 0)
        form.addLayout(line, 4, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(told)
        column.addLayout(form)
        column.addWidget(self._note)
        column.addStretch(1)

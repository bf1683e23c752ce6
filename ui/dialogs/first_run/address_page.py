"""Where the two PMs are, and with which key they are reached."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.machines.ssh_config import parse_address
from app.model.machine import MIB, MOST_LIMIT, MachineAddress, Side, System
from ui.facts import label

LONGEST_NAME = 100  # characters


class AddressPage(QWidget):
    """`edited` whenever something was typed or chosen. With `known` it changes that system: its
    name stays, and its limits can be set."""

    edited = Signal()

    def __init__(
        self, taken: Collection[str], known: System | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._taken = frozenset(taken)
        self._known = known
        self.name_box = QLineEdit(self)
        self.host_boxes = (QLineEdit(self), QLineEdit(self))
        self.user_box = QLineEdit(self)
        self.port_box = QSpinBox(self)
        self.key_box = QComboBox(self)
        self.path_box = QLineEdit(self)
        self.browse_button = QPushButton(self.tr("Browse…"), self)
        self.copy_box = QSpinBox(self)
        self.replicate_box = QSpinBox(self)
        self._grid = QGridLayout()
        self._prepare()
        self._lay_out()
        self._fill(known or System("", (MachineAddress("", "root"), MachineAddress("", "root"))))
        self._connect()
        self._show_path()

    def fault(self) -> tuple[str, QWidget] | None:
        """What is wrong with what was entered, and where; None if nothing is."""
        name = self.name_box.text().strip()
        if not name or not name.isprintable() or len(name) > LONGEST_NAME:
            return self.tr("Give the system a name, of one line."), self.name_box
        if name in self._taken:
            words = self.tr("There is a system named {name} already.").format(name=name)
            return words, self.name_box
        addresses = [self._address(side) for side in Side]
        for side, address in zip(Side, addresses, strict=True):
            if address is None:
                words = self.tr("Enter a host name or an address, such as 192.0.2.10 or pm1.")
                return words, self.host_boxes[side]
        if addresses[0] == addresses[1]:
            return self.tr("A system is two different hosts."), self.host_boxes[1]
        if self._by_file() and not self.path_box.text().strip():
            return self.tr("Choose the file of a private key."), self.path_box
        return None

    def system(self) -> System:
        """What was entered; only where nothing is wrong with it."""
        first, second = self._address(Side.FIRST), self._address(Side.SECOND)
        assert first is not None
        assert second is not None
        name = self.name_box.text().strip()
        return replace(
            self._known or System(name, (first, second)),
            machines=(first, second),
            identity=self.path_box.text().strip() if self._by_file() else None,
            copy_limit=self.copy_box.value() * MIB or None,
            replicate_limit=self.replicate_box.value() * MIB or None,
        )

    def first_box(self) -> QWidget:
        """Where the keyboard goes."""
        return self.host_boxes[0] if self._known else self.name_box

    def use_key(self, path: str | None) -> None:
        """A key that was chosen later."""
        self.key_box.setCurrentIndex(1 if path else 0)
        self.path_box.setText(path or "")

    def _address(self, side: Side) -> MachineAddress | None:
        user, port = self.user_box.text().strip() or None, self.port_box.value() or None
        try:
            found = parse_address(self.host_boxes[side].text().strip())
        except ValueError:
            return None
        return replace(found, user=found.user or user, port=found.port or port)

    def _by_file(self) -> bool:
        return self.key_box.currentIndex() == 1

    def _prepare(self) -> None:
        self.name_box.setMaxLength(LONGEST_NAME)
        self.name_box.setReadOnly(self._known is not None)
        for box, example in zip(self.host_boxes, ("192.0.2.10", "192.0.2.11"), strict=True):
            box.setPlaceholderText(example)
        self.user_box.setPlaceholderText(self.tr("as in the SSH configuration"))
        self.port_box.setRange(0, 65535)
        self.port_box.setSpecialValueText(self.tr("22, or as in the SSH configuration"))
        self.port_box.setMinimumWidth(260)
        self.key_box.addItem(self.tr("SSH agent, and the usual key files"))
        self.key_box.addItem(self.tr("A key file"))
        self.path_box.setPlaceholderText("~/.ssh/id_ed25519")
        for limit in (self.copy_box, self.replicate_box):
            limit.setRange(0, MOST_LIMIT)
            limit.setSuffix(self.tr(" MiB/s"))
            limit.setSpecialValueText(self.tr("no limit"))
            limit.setMinimumWidth(140)

    def _lay_out(self) -> None:
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._row(self.tr("System name"), self.name_box)
        self._row(self.tr("First PM"), self.host_boxes[0])
        self._row(self.tr("Second PM"), self.host_boxes[1])
        self._row(self.tr("User"), self.user_box)
        self._row(self.tr("Port"), self.port_box, wide=False)
        self._row(self.tr("Key"), self.key_box)
        self._file = QWidget(self)
        row = QHBoxLayout(self._file)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path_box, 1)
        row.addWidget(self.browse_button)
        self._grid.addWidget(self._file, self._grid.rowCount(), 1)
        self.path_box.setAccessibleName(self.tr("Key file"))
        self.browse_button.setAccessibleName(self.tr("Browse for a key file"))
        limits = (
            (self.tr("Limit for copying"), self.copy_box),
            (self.tr("Limit for replicating"), self.replicate_box),
        )
        for name, limit in limits:
            if self._known is not None:
                self._row(name, limit, wide=False)
            else:
                limit.hide()
        for number in (self.port_box, self.copy_box, self.replicate_box):
            number.lineEdit().setAccessibleName(number.accessibleName())
        note = label(
            self.tr(
                "The user is root, or one who may use sudo without a password. Both PMs must also"
                " reach each other by SSH."
            ),
            "muted",
            self,
        )
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._grid)
        column.addWidget(note)
        column.addStretch(1)

    def _row(self, name: str, widget: QWidget, *, wide: bool = True) -> None:
        words = label(name, "", self)
        words.setBuddy(widget)
        widget.setAccessibleName(name)
        at = self._grid.rowCount()
        self._grid.addWidget(words, at, 0)
        if wide:
            self._grid.addWidget(widget, at, 1)
        else:
            row = QHBoxLayout()
            row.addWidget(widget)
            row.addStretch(1)
            self._grid.addLayout(row, at, 1)

    def _fill(self, system: System) -> None:
        self.name_box.setText(system.name)
        one_user = len({address.user for address in system.machines}) == 1
        one_port = len({address.port for address in system.machines}) == 1
        for box, address in zip(self.host_boxes, system.machines, strict=True):
            user = f"{address.user}@" if address.user and not one_user else ""
            host = f"[{address.host}]" if ":" in address.host else address.host
            port = f":{address.port}" if address.port and not one_port else ""
            box.setText(f"{user}{host}{port}")
        if one_user:
            self.user_box.setText(system.machines[0].user or "")
        if one_port:
            self.port_box.setValue(system.machines[0].port or 0)
        self.use_key(system.identity)
        self.copy_box.setValue((system.copy_limit or 0) // MIB)
        self.replicate_box.setValue((system.replicate_limit or 0) // MIB)

    def _connect(self) -> None:
        for box in (self.name_box, *self.host_boxes, self.user_box, self.path_box):
            box.textChanged.connect(self.edited)
        for number in (self.port_box, self.copy_box, self.replicate_box):
            number.valueChanged.connect(self.edited)
        self.key_box.currentIndexChanged.connect(self._show_path)
        self.browse_button.clicked.connect(self._browse)

    @Slot()
    def _show_path(self) -> None:
        self._file.setVisible(self._by_file())
        self.edited.emit()

    @Slot()
    def _browse(self) -> None:
        chooser = QFileDialog(self, self.tr("Choose a private key"), self.path_box.text())
        chooser.fileSelected.connect(self.path_box.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

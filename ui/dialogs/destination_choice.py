"""Where an export goes: a folder of a PM, a share with a login, or a folder of this workstation."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.model.package import Destination, Folder, Share, Workstation
from app.rules.package_rules import takes_login
from ui.dialogs.form import Form
from ui.dialogs.path_box import PathBox


class Place(Enum):
    WORKSTATION = "workstation"
    FOLDER = "folder"
    SHARE = "share"


class DestinationChoice(QObject):
    """Rows of a form, of which only those show that apply. `changed` after any of them did. The
    password goes with the dialog, and is kept nowhere."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.place_box = QComboBox(parent)
        self.path_box = PathBox(self.tr("Folder"), parent=parent)
        self.address_box = QLineEdit(parent)
        self.user_box = QLineEdit(parent)
        self.password_box = QLineEdit(parent)
        self.domain_box = QLineEdit(parent)
        self._form: Form | None = None
        for place, words in (
            (Place.WORKSTATION, self.tr("Folder of this workstation")),
            (Place.FOLDER, self.tr("Folder of that PM")),
            (Place.SHARE, self.tr("Network share (SMB or NFS)")),
        ):
            self.place_box.addItem(words, place.value)
        self.address_box.setPlaceholderText(self.tr("//server/share/folder or server:/path"))
        self.password_box.setEchoMode(QLineEdit.EchoMode.Password)
        self.domain_box.setPlaceholderText(self.tr("Optional"))

    def add_rows(self, form: Form) -> None:
        self._form = form
        form.row(self.tr("Destination"), self.place_box)
        form.row(self.tr("Folder"), self.path_box)
        form.row(self.tr("Share"), self.address_box)
        form.row(self.tr("User Name"), self.user_box)
        form.row(self.tr("Password"), self.password_box)
        form.row(self.tr("Domain"), self.domain_box)
        self.place_box.currentIndexChanged.connect(self._changed)
        self.path_box.changed.connect(self.changed)
        for box in (self.address_box, self.user_box, self.password_box, self.domain_box):
            box.textChanged.connect(self._changed)
        self._changed()

    @property
    def place(self) -> Place:
        return Place(self.place_box.currentData())

    def destination(self) -> Destination:
        match self.place:
            case Place.WORKSTATION:
                return Workstation(self.path_box.text())
            case Place.FOLDER:
                return Folder(self.path_box.text())
            case Place.SHARE:
                address = self.address_box.text().strip()
                if not takes_login(address):
                    return Share(address)
                user, domain = self.user_box.text().strip(), self.domain_box.text().strip()
                return Share(address, user, self.password_box.text(), domain)
            case _:
                assert_never(self.place)

    def missing(self) -> str:
        """What has to be filled in yet; "" if nothing."""
        if self.place is Place.SHARE:
            if not self.address_box.text().strip():
                return self.tr("Enter the address of the share.")
            wants = takes_login(self.address_box.text().strip())
            if wants and self.password_box.text() and not self.user_box.text().strip():
                return self.tr("Enter the user name that the password is of.")
            return ""
        return "" if self.path_box.text() else self.tr("Enter the folder to export to.")

    @Slot()
    def _changed(self) -> None:
        form, share = self._form, self.place is Place.SHARE
        if form is None:
            return
        form.show_row(self.path_box, not share)
        self.path_box.show_button(self.place is Place.WORKSTATION)
        form.show_row(self.address_box, share)
        login = takes_login(self.address_box.text().strip())
        for box in (self.user_box, self.password_box, self.domain_box):
            form.show_row(box, share)
            box.setEnabled(login)
        self.changed.emit()

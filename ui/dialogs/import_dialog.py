"""The dialog that imports a VM from an OVA or OVF package: whence, as what, and on which PM."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from app.model.machine import Side
from app.model.package import ImportRequest
from app.model.package_problems import PackageIncomplete
from app.model.problems import Problem
from app.model.state import SystemState
from app.rules.package_rules import import_problems
from ui.dialogs.form import Form, FormDialog
from ui.dialogs.path_box import PathBox
from ui.facts import label
from ui.icons import Icon


class ImportDialog(FormDialog):
    """`requested` with the ImportRequest, as it closes. The PM reads the package later, and refuses
    what is wrong with it before anything is made."""

    requested = Signal(object)

    def __init__(self, state: SystemState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setWindowTitle(self.tr("Import VM"))
        self.place_box = QComboBox(self)
        packages = self.tr("OVA and OVF packages (*.ova *.ovf)")
        self.path_box = PathBox(self.tr("Package"), packages, self)
        self.kind_box = QComboBox(self)
        self.name_box = QLineEdit(self)
        self.pm_box = QComboBox(self)
        self.folder_box = QLineEdit(self)
        self.start_box = QCheckBox(self.tr("Start it when it is imported"), self)
        self._note = label("", "muted", self)
        self._note.setWordWrap(True)
        self._form = Form(self, self.tr("Import"), self.tr("Cancel"), Icon.IMPORT)
        self.import_button = self._form.action_button
        self.problem_words = self._form.problem_line.words
        self._prepare()
        self._lay_out()
        self._connect()
        self._write()
        self.path_box.setFocus()

    def request(self) -> ImportRequest:
        restore = bool(self.kind_box.currentData())
        return ImportRequest(
            path=self.path_box.text(),
            local=bool(self.place_box.currentData()),
            side=Side(self.pm_box.currentData()),
            name="" if restore else self.name_box.text().strip(),
            restore=restore,
            start=self.start_box.isChecked(),
            folder=self.folder_box.text().strip(),
        )

    def problems(self) -> tuple[Problem, ...]:
        return import_problems(self._state, self.request())

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self._state = state
        self._write()

    def _prepare(self) -> None:
        self.place_box.addItem(self.tr("File of this workstation"), True)
        self.place_box.addItem(self.tr("File of that PM"), False)
        self.kind_box.addItem(self.tr("A new VM"), False)
        self.kind_box.addItem(self.tr("The VM it was exported from (restore)"), True)
        for machine in self._state.machines:
            self.pm_box.addItem(machine.name, machine.side.value)
        sides = [machine.side for machine in self._state.machines if machine.takes_part]
        self.pm_box.setCurrentIndex(self.pm_box.findData((sides or list(Side))[0].value))
        self.name_box.setPlaceholderText(self.tr("as in the package"))
        self.folder_box.setPlaceholderText(self.tr("the default folder of libvirt on that PM"))
        self.start_box.setAccessibleName(self.start_box.text())

    def _lay_out(self) -> None:
        form = self._form
        form.row(self.tr("Physical Machine"), self.pm_box)
        form.row(self.tr("Source"), self.place_box)
        form.row(self.tr("Package"), self.path_box)
        form.row(self.tr("Import as"), self.kind_box)
        form.row(self.tr("VM Name"), self.name_box)
        form.row(self.tr("Folder for volumes"), self.folder_box)
        form.line(self.start_box)
        form.lay_out(below=[self._note], width=660)

    def _connect(self) -> None:
        for box in (self.place_box, self.kind_box, self.pm_box):
            box.currentIndexChanged.connect(self._write)
        self.path_box.changed.connect(self._write)
        self.name_box.textChanged.connect(self._write)
        self.folder_box.textChanged.connect(self._write)
        self.import_button.clicked.connect(self._import)

    @Slot()
    def _write(self) -> None:
        request = self.request()
        self.path_box.show_button(request.local)
        self.path_box.line.setPlaceholderText("" if request.local else "/srv/exports/web01.ova")
        self._form.show_row(self.name_box, not request.restore)
        pm = self._state.machine(request.side).name
        if request.restore:
            words = self.tr(
                "The VM keeps its UUID, MAC addresses and name. That is possible with a package"
                " that Twinpoint wrote, and where neither PM has the VM any more. It is defined on"
                " {pm} only."
            )
        else:
            words = self.tr(
                "The new VM gets a UUID and MAC addresses of its own. It is defined on {pm} only."
            )
        self._note.setText(words.format(pm=pm))
        missing = "" if request.path else self.tr("Choose the package: an .ova or .ovf file.")
        self._form.show_problems(self.problems(), missing=missing)

    @Slot()
    def _import(self) -> None:
        request = self.request()
        if self.problems() or not request.path:
            return
        path = Path(request.path)
        # Looked at once: it may be on a slow network.
        if request.local and not (path.is_absolute() and path.is_file()):
            self._form.show_problems([PackageIncomplete("", request.path, path.name)])
            return
        self.accept()
        self.requested.emit(request)

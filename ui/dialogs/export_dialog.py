"""The dialog that exports a snapshot: in which form, where to, and by which PM."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.model.machine import Side
from app.model.package import DiskFormat, ExportRequest, Folder, Packaging, Workstation
from app.model.package_problems import FileExists, FolderMissing
from app.model.problems import Problem
from app.model.snapshot import Snapshot
from app.model.state import SystemState
from app.rules.package_rules import export_problems, exporting_sides, package_path
from app.rules.snapshot_uses import may_export
from app.rules.verdict import Forbidden
from ui import format as formats
from ui.dialogs.destination_choice import DestinationChoice
from ui.dialogs.form import Form, FormDialog
from ui.facts import label
from ui.icons import Icon


class ExportDialog(FormDialog):
    """`requested` with the ExportRequest, as it closes. The rules say what stands in the way; the
    folder of this workstation is looked at when Export is pressed."""

    requested = Signal(object)

    def __init__(
        self, state: SystemState, snapshot: Snapshot, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self.snapshot = snapshot
        self.setWindowTitle(self.tr("Export Snapshot: {name}").format(name=snapshot.name))
        self.package_box = QComboBox(self)
        self.disk_box = QComboBox(self)
        self.volumes_box = QComboBox(self)
        self.pm_box = QComboBox(self)
        self.destination = DestinationChoice(self)
        self.becomes = label("", "", self)
        self.overwrite_box = QCheckBox(self.tr("Overwrite what has this name already"), self)
        self._form = Form(self, self.tr("Export"), self.tr("Cancel"), Icon.EXPORT)
        self.export_button = self._form.action_button
        self.problem_words = self._form.problem_line.words
        self._prepare()
        self._lay_out()
        self._connect()
        self._write()
        self.destination.path_box.setFocus()

    def request(self) -> ExportRequest:
        return ExportRequest(
            snapshot=self.snapshot.id,
            destination=self.destination.destination(),
            packaging=Packaging(self.package_box.currentData()),
            disk=DiskFormat(self.disk_box.currentData()),
            boot_only=bool(self.volumes_box.currentData()),
            overwrite=self.overwrite_box.isChecked(),
            side=Side(self.pm_box.currentData()),
        )

    def problems(self) -> tuple[Problem, ...]:
        request = self.request()
        verdict = may_export(self._state, self.snapshot, request.side)
        found = list(verdict.problems) if isinstance(verdict, Forbidden) else []
        return tuple(dict.fromkeys([*found, *export_problems(self._state, request)]))

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self._state = state
        found = (one for one in state.snapshots if one.id == self.snapshot.id)
        self.snapshot = next(found, self.snapshot)
        self._write()

    def _prepare(self) -> None:
        for packaging, words in (
            (Packaging.OVA, self.tr("OVA: one file")),
            (Packaging.OVF, self.tr("OVF: a folder of files")),
        ):
            self.package_box.addItem(words, packaging.value)
        for disk, words in (
            (DiskFormat.VMDK, self.tr("VMDK (VMware, VirtualBox)")),
            (DiskFormat.VHD, self.tr("VHD (Hyper-V, Azure)")),
            (DiskFormat.QCOW2, self.tr("qcow2 (QEMU, KVM)")),
        ):
            self.disk_box.addItem(words, disk.value)
        volumes = self.snapshot.volumes
        separator = self.tr(", ", "between two volumes")
        boot = separator.join(volume.target for volume in volumes if volume.boot)
        everything = separator.join(volume.target for volume in volumes)
        self.volumes_box.addItem(self.tr("All: {volumes}").format(volumes=everything), False)
        if len(volumes) > 1:
            words = self.tr("Boot volume only: {volumes}").format(volumes=boot)
            self.volumes_box.addItem(words, True)
        for side in exporting_sides(self._state, self.snapshot) or tuple(Side):
            self.pm_box.addItem(self._state.machine(side).name, side.value)
        self.overwrite_box.setAccessibleName(self.overwrite_box.text())
        self.becomes.setWordWrap(True)

    def _lay_out(self) -> None:
        form, snapshot = self._form, self.snapshot
        which = self.tr("{name} of {time} ({vm})").format(
            name=snapshot.name, time=formats.exact_moment(snapshot.created), vm=snapshot.vm_name
        )
        form.row(self.tr("Snapshot"), label(which, "", self))
        form.row(self.tr("Package"), self.package_box)
        form.row(self.tr("Disk Format"), self.disk_box)
        form.row(self.tr("Volumes"), self.volumes_box)
        form.row(self.tr("Exported by"), self.pm_box)
        self.destination.add_rows(form)
        form.row(self.tr("Becomes"), self.becomes, top=True)
        form.line(self.overwrite_box)
        note = label(
            self.tr(
                "So that other systems can run it, the package names SATA (AHCI) disks and E1000"
                " network cards where the VM has virtio; what changes shows among the"
                " alerts. No other run of this VM begins until the export has ended."
            ),
            "muted",
            self,
        )
        note.setWordWrap(True)
        form.lay_out(width=660, below=[note])

    def _connect(self) -> None:
        for box in (self.package_box, self.disk_box, self.volumes_box, self.pm_box):
            box.currentIndexChanged.connect(self._write)
        self.destination.changed.connect(self._write)
        self.overwrite_box.toggled.connect(self._write)
        self.export_button.clicked.connect(self._export)

    @Slot()
    def _write(self) -> None:
        request = self.request()
        path = package_path(self.snapshot, request.packaging, request.destination)
        if path and isinstance(request.destination, Folder) and request.side is not None:
            pm = self._state.machine(request.side).name
            path = self.tr("{path} on {pm}").format(path=path, pm=pm)
        self.becomes.setText(path or formats.DASH)
        self._form.show_problems(self.problems(), missing=self.destination.missing())

    def _here(self, request: ExportRequest) -> tuple[Problem, ...]:
        """What is wrong on this workstation. Looked at once: a folder may be on a slow network."""
        if not isinstance(request.destination, Workstation):
            return ()
        folder = Path(request.destination.path)
        if not folder.is_absolute() or not folder.is_dir():
            return (FolderMissing("", request.destination.path),)
        final = Path(package_path(self.snapshot, request.packaging, request.destination))
        if final.exists() and not request.overwrite:
            return (FileExists("", str(final)),)
        return ()

    @Slot()
    def _export(self) -> None:
        if self.problems() or self.destination.missing():
            return
        request = self.request()
        wrong = self._here(request)
        if wrong:
            self._form.show_problems(wrong)
            return
        self.password_gone()
        self.accept()
        self.requested.emit(request)

    def password_gone(self) -> None:
        self.destination.password_box.clear()

    # Overrides of QDialog

    def reject(self) -> None:
        self.password_gone()
        super().reject()

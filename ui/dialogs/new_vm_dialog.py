"""The dialog that makes a VM of a snapshot: its name, volumes, PM and size, and what to mind."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from app.model.machine import Side
from app.model.problems import Problem
from app.model.snapshot import Snapshot
from app.model.state import SystemState
from app.model.vm_requests import NewVmRequest
from app.rules.snapshot_uses import may_create_vm
from app.rules.verdict import Forbidden
from app.rules.vm_rules import default_side, new_vm_problems
from app.sentences import new_vm_guidance
from ui import format as formats
from ui.dialogs.form import Form, FormDialog
from ui.facts import Facts, label
from ui.icons import Icon
from ui.text import shown

MIB = 1024 * 1024
MOST_MEMORY = 16 * 1024 * 1024  # MiB: what libvirt takes at the most is more than any PM has
MOST_PROCESSORS = 1024
GUIDANCE_LINES = 8


class NewVmDialog(FormDialog):
    """`requested` with the NewVmRequest, as it closes. The rules say what stands in the way."""

    requested = Signal(object)

    def __init__(
        self, state: SystemState, snapshot: Snapshot, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self.snapshot = snapshot
        self.setWindowTitle(self.tr("Create VM from Snapshot: {name}").format(name=snapshot.name))
        self.name_box = QLineEdit(self._free_name(), self)
        self.ticks = {volume.target: self._tick(volume.target) for volume in snapshot.volumes}
        self.pm_box = QComboBox(self)
        self.memory_box = QSpinBox(self)
        self.processors_box = QSpinBox(self)
        self.start_box = QCheckBox(self.tr("Start it when it is made"), self)
        self.guidance = Facts(self)
        self._form = Form(self, self.tr("Create"), self.tr("Cancel"), Icon.CREATE_VM)
        self.create_button = self._form.action_button
        self._prepare()
        self._lay_out()
        self._connect()
        self._write()
        self.name_box.setFocus()
        self.name_box.selectAll()

    def request(self) -> NewVmRequest:
        memory, processors = self.memory_box.value(), self.processors_box.value()
        return NewVmRequest(
            snapshot=self.snapshot.id,
            name=self.name_box.text().strip(),
            side=Side(self.pm_box.currentData()),
            excluded=frozenset(t for t, tick in self.ticks.items() if not tick.isChecked()),
            memory=memory * MIB or None,
            processors=processors or None,
            start=self.start_box.isChecked(),
        )

    def problems(self) -> tuple[Problem, ...]:
        request = self.request()
        verdict = may_create_vm(self._state, self.snapshot, request.side)
        found = list(verdict.problems) if isinstance(verdict, Forbidden) else []
        return tuple(dict.fromkeys([*found, *new_vm_problems(self._state, self.snapshot, request)]))

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self._state = state
        self._write()

    def _free_name(self) -> str:
        """The old VM's name with a number that no VM of the pair has."""
        taken = {vm.name for vm in self._state.vms}
        number = 2
        while (name := f"{self.snapshot.vm_name}-{number}") in taken:
            number += 1
        return name

    def _tick(self, target: str) -> QCheckBox:
        volume = next(one for one in self.snapshot.volumes if one.target == target)
        words = self.tr("{target}   {size}").format(
            target=target, size=formats.size(volume.capacity)
        )
        if volume.boot:
            words = self.tr("{target}   {size}   boot volume (required)").format(
                target=target, size=formats.size(volume.capacity)
            )
        tick = QCheckBox(words, self)
        tick.setChecked(True)
        tick.setEnabled(not volume.boot)
        tick.setAccessibleName(words)
        return tick

    def _prepare(self) -> None:
        for machine in self._state.machines:
            self.pm_box.addItem(machine.name, machine.side.value)
        side = default_side(self._state, self.snapshot)
        self.pm_box.setCurrentIndex(self.pm_box.findData(side.value))
        unchanged = self.tr("as in the snapshot")
        for box, most in ((self.memory_box, MOST_MEMORY), (self.processors_box, MOST_PROCESSORS)):
            box.setRange(0, most)
            box.setSpecialValueText(unchanged)
        self.memory_box.setSuffix(self.tr(" MiB"))
        self.memory_box.setSingleStep(256)
        self.start_box.setAccessibleName(self.start_box.text())
        self.guidance.show_facts(
            [
                (shown(part.subject), "\n".join(shown(point) for point in part.points))
                for part in new_vm_guidance()
            ]
        )
        lines = self.guidance.fontMetrics().lineSpacing() * GUIDANCE_LINES
        self.guidance.setMinimumHeight(lines)
        self.guidance.setProperty("role", "framed")

    def _lay_out(self) -> None:
        form = self._form
        which = self.tr("{name} of {time} ({vm})").format(
            name=self.snapshot.name,
            time=formats.exact_moment(self.snapshot.created),
            vm=self.snapshot.vm_name,
        )
        form.row(self.tr("Snapshot"), label(which, "", self))
        form.row(self.tr("VM Name"), self.name_box)
        for at, tick in enumerate(self.ticks.values()):
            if at == 0:
                words = tick.accessibleName()
                form.row(self.tr("Volumes"), tick)
                tick.setAccessibleName(words)
            else:
                form.line(tick)
        form.row(self.tr("Physical Machine"), self.pm_box)
        form.row(self.tr("Memory"), self.memory_box)
        form.row(self.tr("Processors"), self.processors_box)
        form.line(self.start_box)
        form.row(self.tr("In the guest"), self.guidance, top=True)
        note = label(
            self.tr(
                "The new VM gets a UUID and MAC addresses of its own. Its volumes are made on the"
                " PM from what it holds; the original VM is not touched."
            ),
            "muted",
            self,
        )
        note.setWordWrap(True)
        form.lay_out(note, width=660)

    def _connect(self) -> None:
        self.name_box.textChanged.connect(self._write)
        self.pm_box.currentIndexChanged.connect(self._write)
        for tick in self.ticks.values():
            tick.toggled.connect(self._write)
        self.create_button.clicked.connect(self._create)

    @Slot()
    def _write(self) -> None:
        self._form.show_problems(self.problems())

    @Slot()
    def _create(self) -> None:
        if not self.problems():
            request = self.request()
            self.accept()
            self.requested.emit(request)

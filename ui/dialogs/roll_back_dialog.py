"""The dialog that puts a stopped VM back to a snapshot, and says what becomes of the present."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.model.problems import Problem
from app.model.snapshot import Snapshot
from app.model.state import SystemState
from app.model.vm import Vm
from app.model.vm_requests import RollBackRequest
from app.rules.snapshot_rules import NAME_LIMIT
from app.rules.snapshot_uses import may_roll_back
from app.rules.verdict import Forbidden
from ui import format as formats
from ui.dialogs.form import Form, FormDialog
from ui.facts import Facts
from ui.icons import Icon


class RollBackDialog(FormDialog):
    """`requested` with the RollBackRequest, as it closes."""

    requested = Signal(object)

    def __init__(
        self, state: SystemState, vm: Vm, snapshot: Snapshot, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self.vm = vm
        self.snapshot = snapshot
        self.setWindowTitle(self.tr("Roll Back Virtual Machine: {vm}").format(vm=vm.name))
        self.facts = Facts(self)
        self.safety_box = QCheckBox(
            self.tr("Take a snapshot of the present state first (recommended)"), self
        )
        name = self.tr("{vm} before roll back to {snapshot}")
        self.name_box = QLineEdit(name.format(vm=vm.name, snapshot=snapshot.name), self)
        self._form = Form(self, self.tr("Roll Back"), self.tr("Cancel"), Icon.ROLL_BACK)
        self.roll_back_button = self._form.action_button
        self.problem_words = self._form.problem_line.words
        self._prepare()
        self._form.row(self.tr("Snapshot Name"), self.name_box)
        self._form.lay_out(self.facts, self.safety_box)
        self.safety_box.toggled.connect(self._write)
        self.name_box.textChanged.connect(self._write)
        self.roll_back_button.clicked.connect(self._roll_back)
        self._write()
        self._form.cancel_button.setFocus()

    def request(self) -> RollBackRequest:
        return RollBackRequest(
            vm=self.vm.uuid,
            snapshot=self.snapshot.id,
            safety=self.safety_box.isChecked(),
            safety_name=self.name_box.text().strip(),
        )

    def problems(self) -> tuple[Problem, ...]:
        verdict = may_roll_back(self._state, self.snapshot)
        return verdict.problems if isinstance(verdict, Forbidden) else ()

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self._state = state
        self.vm = state.vm(self.vm.uuid) or self.vm
        self._write()

    def _prepare(self) -> None:
        held = {volume.target for volume in self.snapshot.volumes}
        now = [volume.target for volume in self.vm.volumes]
        separator = self.tr(", ", "between two volumes")
        back = separator.join(target for target in now if target in held)
        stay = separator.join(target for target in now if target not in held)
        self.facts.show_facts(
            [
                (
                    self.tr("Back to"),
                    self.tr("{name} of {time}").format(
                        name=self.snapshot.name, time=formats.exact_moment(self.snapshot.created)
                    ),
                ),
                (self.tr("Volumes put back"), back or formats.DASH),
                (self.tr("Volumes left as they are"), stay or formats.DASH),
                (
                    self.tr("Other snapshots"),
                    self.tr("All are kept, the newer ones too."),
                ),
            ]
        )
        self.facts.fit(7)
        self.facts.setProperty("role", "framed")
        self.name_box.setMaxLength(NAME_LIMIT)
        self.safety_box.setChecked(True)
        self.safety_box.setAccessibleName(self.safety_box.text())

    @Slot()
    def _write(self) -> None:
        safe = self.safety_box.isChecked()
        self.name_box.setEnabled(safe)
        problems = self.problems()
        self._form.show_problems(problems)
        if not problems and not safe:
            self._form.problem_line.say(
                self.tr(
                    "What was written to the volumes since the newest snapshot will be lost for"
                    " good."
                )
            )

    @Slot()
    def _roll_back(self) -> None:
        if not self.problems():
            request = self.request()
            self.accept()
            self.requested.emit(request)

"""The dialog that asks before a guest's power is taken away, and says what is lost."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.model.state import SystemState
from app.model.vm import Vm
from app.rules.power_rules import may_power_off, reading_run
from app.rules.verdict import Forbidden
from ui.dialogs.form import Form
from ui.facts import grow_to_fit, label
from ui.icons import Icon


class PowerOffDialog(QDialog):
    """`requested` with the VM's UUID, as it closes."""

    requested = Signal(str)

    def __init__(self, state: SystemState, vm: Vm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vm = vm
        self.setWindowTitle(self.tr("Power Off Virtual Machine: {vm}").format(vm=vm.name))
        self.words = label(parent=self)
        self.words.setWordWrap(True)
        self._form = Form(self, self.tr("Power Off"), self.tr("Cancel"), Icon.POWER_OFF)
        self.power_off_button = self._form.action_button
        # Return must not do what cannot be taken back.
        self.power_off_button.setDefault(False)
        self.power_off_button.setProperty("primary", "false")
        self._form.cancel_button.setDefault(True)
        self._form.lay_out(self.words)
        self.power_off_button.clicked.connect(self._power_off)
        self.show_state(state)
        self._form.cancel_button.setFocus()

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self.vm = state.vm(self.vm.uuid) or self.vm
        words = [
            self.tr(
                "{vm} on {pm} loses its power at once, as in a power cut. What the guest has not"
                " yet written to its volumes is lost, and its file systems are checked at the"
                " next start. Shut Down does no such harm, if the guest obeys."
            ).format(vm=self.vm.name, pm=state.machine(self.vm.primary).name)
        ]
        if reading_run(state, self.vm) is not None:
            lost = self.tr("The snapshot that is being taken of {vm} fails and is cleared away.")
            words.append(lost.format(vm=self.vm.name))
        self.words.setText("\n\n".join(words))
        verdict = may_power_off(state, self.vm)
        self._form.show_problems(verdict.problems if isinstance(verdict, Forbidden) else ())
        grow_to_fit(self)

    @Slot()
    def _power_off(self) -> None:
        self.accept()
        self.requested.emit(self.vm.uuid)

    # Overrides of QDialog

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        grow_to_fit(self)

"""What can be done with the selected VM's power: actions, whether they are on, and why not."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from app.model.state import SystemState
from app.model.vm import Vm
from app.rules.power_rules import may_power_off, may_shut_down, may_start
from app.rules.verdict import Forbidden, Verdict
from ui.icons import Icon, icon
from ui.text import causes, explain, tip


class VmAction(Enum):
    """In the order in which they are shown."""

    START = "start"
    SHUT_DOWN = "shut-down"
    POWER_OFF = "power-off"


ICONS = {
    VmAction.START: Icon.START,
    VmAction.SHUT_DOWN: Icon.SHUT_DOWN,
    VmAction.POWER_OFF: Icon.POWER_OFF,
}


class VmActions(QObject):
    """`wanted` with the action and the VM's UUID. Nothing is shown before `offer`: whoever calls
    it has connected the signal."""

    wanted = Signal(object, str)
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self._vm: Vm | None = None
        self._reasons: dict[VmAction, str] = {}
        self._actions: dict[VmAction, QAction] = {}
        for each in VmAction:
            action = QAction(self)
            action.setObjectName(each.value)
            action.setVisible(False)
            action.triggered.connect(self._triggered)
            self._actions[each] = action

    def action(self, which: VmAction) -> QAction:
        return self._actions[which]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def offer(self) -> None:
        for action in self._actions.values():
            action.setVisible(True)
        self.changed.emit()

    def show_vm(self, state: SystemState | None, vm: Vm | None) -> None:
        self._state, self._vm = state, vm
        self._write()

    def reason(self, which: VmAction) -> str:
        """Why it is off; "" if it is on."""
        return self._reasons.get(which, "")

    def retranslate(self) -> None:
        words = {
            VmAction.START: self.tr("&Start", "a VM"),
            VmAction.SHUT_DOWN: self.tr("Shut &Down"),
            VmAction.POWER_OFF: self.tr("&Power Off…"),
        }
        for each, action in self._actions.items():
            action.setText(words[each])
            action.setIcon(icon(ICONS[each]))
        self._write()

    def _write(self) -> None:
        self._reasons = {each: self._why(each) for each in VmAction}
        for each, action in self._actions.items():
            why = self._reasons[each]
            action.setEnabled(not why)
            action.setToolTip(tip(why or self._purpose(each)))
        self.changed.emit()

    def _why(self, which: VmAction) -> str:
        state, vm = self._state, self._vm
        if state is None or vm is None:
            return self.tr("Select a VM.")
        verdict: Verdict
        match which:
            case VmAction.START:
                verdict = may_start(state, vm)
            case VmAction.SHUT_DOWN:
                verdict = may_shut_down(state, vm)
            case VmAction.POWER_OFF:
                verdict = may_power_off(state, vm)
            case _:
                assert_never(which)
        if not isinstance(verdict, Forbidden):
            return ""
        return f"{causes(verdict.problems)}\n{explain(verdict.problems[0]).remedy}"

    def _purpose(self, which: VmAction) -> str:
        match which:
            case VmAction.START:
                return self.tr("Start this VM on its primary PM")
            case VmAction.SHUT_DOWN:
                return self.tr("Ask the guest to shut itself down")
            case VmAction.POWER_OFF:
                return self.tr("Take the guest's power away, when nothing else helps")
            case _:
                assert_never(which)

    @Slot()
    def _triggered(self) -> None:
        sender = self.sender()
        for each, action in self._actions.items():
            if action is sender and self._vm is not None and not self._reasons[each]:
                self.wanted.emit(each, self._vm.uuid)

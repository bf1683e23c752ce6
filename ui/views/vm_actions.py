"""What can be done with the selected VM's power: actions, whether they are on, and why not."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from PySide6.QtCore import QObject, Signal

from app.model.state import SystemState
from app.model.vm import Vm
from app.rules.power_rules import may_power_off, may_shut_down, may_start
from app.rules.verdict import Verdict
from ui.icons import Icon
from ui.text import why_not
from ui.views.explained_actions import ExplainedActions


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


class VmActions(ExplainedActions[VmAction]):
    """`wanted` with the action and the VM's UUID. Nothing is shown before `offer`: whoever calls
    it has connected the signal."""

    wanted = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(VmAction, ICONS, parent)
        self._state: SystemState | None = None
        self._vm: Vm | None = None

    def offer(self) -> None:
        for action in self._actions.values():
            action.setVisible(True)
        self.changed.emit()

    def show_vm(self, state: SystemState | None, vm: Vm | None) -> None:
        self._state, self._vm = state, vm
        self._write()

    def retranslate(self) -> None:
        self._name(
            {
                VmAction.START: self.tr("S&tart", "a VM"),
                VmAction.SHUT_DOWN: self.tr("Shut &Down"),
                VmAction.POWER_OFF: self.tr("&Power Off…"),
            }
        )

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
        return why_not(verdict)

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

    def _want(self, which: VmAction) -> None:
        if self._vm is not None:
            self.wanted.emit(which, self._vm.uuid)

"""What can be done with the selected PM: actions, whether they are on, and why not."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from PySide6.QtCore import QObject, Signal

from app.model.machine import Machine, Side
from app.model.state import SystemState
from app.rules.maintenance_rules import may_finalize, may_work_on
from app.rules.verdict import Verdict
from ui.icons import Icon
from ui.text import why_not
from ui.views.explained_actions import ExplainedActions


class PmAction(Enum):
    """In the order in which they are shown."""

    WORK_ON = "work-on"
    FINALIZE = "finalize"


ICONS = {PmAction.WORK_ON: Icon.WORK_ON, PmAction.FINALIZE: Icon.FINALIZE}


class PmActions(ExplainedActions[PmAction]):
    """`wanted` with the action and the Side. Nothing is shown before `offer`: whoever calls it
    has connected the signal."""

    wanted = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(PmAction, ICONS, parent)
        self._state: SystemState | None = None
        self._side: Side | None = None

    def offer(self) -> None:
        for action in self._actions.values():
            action.setVisible(True)
        self.changed.emit()

    def show_machine(self, state: SystemState | None, machine: Machine | None) -> None:
        self._state, self._side = state, machine.side if machine is not None else None
        self._write()

    def retranslate(self) -> None:
        self._name(
            {PmAction.WORK_ON: self.tr("&Work On…"), PmAction.FINALIZE: self.tr("&Finalize")}
        )

    def _why(self, which: PmAction) -> str:
        state, side = self._state, self._side
        if state is None or side is None:
            return self.tr("Select a PM.")
        verdict: Verdict
        match which:
            case PmAction.WORK_ON:
                verdict = may_work_on(state, side)
            case PmAction.FINALIZE:
                verdict = may_finalize(state, side)
            case _:
                assert_never(which)
        return why_not(verdict)

    def _purpose(self, which: PmAction) -> str:
        match which:
            case PmAction.WORK_ON:
                return self.tr("Enter maintenance mode: VMs move to the other PM while they run")
            case PmAction.FINALIZE:
                return self.tr("Leave maintenance mode: the PM takes part in snapshots again")
            case _:
                assert_never(which)

    def _want(self, which: PmAction) -> None:
        if self._side is not None:
            self.wanted.emit(which, self._side)

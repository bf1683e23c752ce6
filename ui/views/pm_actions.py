"""What can be done with the selected PM: actions, whether they are on, and why not."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from app.model.machine import Machine, Side
from app.model.state import SystemState
from app.rules.maintenance_rules import may_finalize, may_work_on
from app.rules.verdict import Forbidden, Verdict
from ui.icons import Icon, icon
from ui.text import causes, explain, tip


class PmAction(Enum):
    """In the order in which they are shown."""

    WORK_ON = "work-on"
    FINALIZE = "finalize"


ICONS = {PmAction.WORK_ON: Icon.WORK_ON, PmAction.FINALIZE: Icon.FINALIZE}


class PmActions(QObject):
    """`wanted` with the action and the Side. Nothing is shown before `offer`: whoever calls it
    has connected the signal."""

    wanted = Signal(object, object)
    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self._side: Side | None = None
        self._reasons: dict[PmAction, str] = {}
        self._actions: dict[PmAction, QAction] = {}
        for each in PmAction:
            action = QAction(self)
            action.setObjectName(each.value)
            action.setVisible(False)
            action.triggered.connect(self._triggered)
            self._actions[each] = action

    def action(self, which: PmAction) -> QAction:
        return self._actions[which]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def offer(self) -> None:
        for action in self._actions.values():
            action.setVisible(True)
        self.changed.emit()

    def show_machine(self, state: SystemState | None, machine: Machine | None) -> None:
        self._state, self._side = state, machine.side if machine is not None else None
        self._write()

    def reason(self, which: PmAction) -> str:
        """Why it is off; "" if it is on."""
        return self._reasons.get(which, "")

    def retranslate(self) -> None:
        words = {PmAction.WORK_ON: self.tr("&Work On…"), PmAction.FINALIZE: self.tr("&Finalize")}
        for each, action in self._actions.items():
            action.setText(words[each])
            action.setIcon(icon(ICONS[each]))
        self._write()

    def _write(self) -> None:
        self._reasons = {each: self._why(each) for each in PmAction}
        for each, action in self._actions.items():
            why = self._reasons[each]
            action.setEnabled(not why)
            action.setToolTip(tip(why or self._purpose(each)))
        self.changed.emit()

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
        if not isinstance(verdict, Forbidden):
            return ""
        return f"{causes(verdict.problems)}\n{explain(verdict.problems[0]).remedy}"

    def _purpose(self, which: PmAction) -> str:
        match which:
            case PmAction.WORK_ON:
                return self.tr("Enter maintenance mode: VMs move to the other PM while they run")
            case PmAction.FINALIZE:
                return self.tr("Leave maintenance mode: the PM takes part in snapshots again")
            case _:
                assert_never(which)

    @Slot()
    def _triggered(self) -> None:
        sender = self.sender()
        for each, action in self._actions.items():
            if action is sender and self._side is not None and not self._reasons[each]:
                self.wanted.emit(each, self._side)

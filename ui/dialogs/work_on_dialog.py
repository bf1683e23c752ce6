"""The dialog that asks before a PM is taken out of service: what moves, and what stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QScrollArea, QVBoxLayout, QWidget

from app.model.machine import Side
from app.model.maintenance import PlannedMove, WorkOnPlan, WorkOnRequest
from app.model.problems import Problem
from app.model.state import SystemState
from app.rules.maintenance_rules import may_work_on, work_on_warnings
from app.rules.verdict import Forbidden
from ui.dialogs.form import Form
from ui.facts import grow_to_fit, label
from ui.icons import Icon
from ui.text import explain_error, hindrance


class WorkOnDialog(QDialog):
    """Opened before the PM has answered what could move: `show_plan` fills it. `requested` with
    the WorkOnRequest, as it closes."""

    requested = Signal(object)

    def __init__(self, state: SystemState, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.side = side
        self._plan: WorkOnPlan | None = None
        self.boxes: dict[str, QCheckBox] = {}
        name = state.machine(side).name
        self.setWindowTitle(self.tr("Work On Physical Machine: {pm}").format(pm=name))
        self.words = label(parent=self)
        self.words.setWordWrap(True)
        self._list = QWidget(self)
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(10, 8, 10, 8)
        self._area = QScrollArea(self)
        self._area.setProperty("role", "framed")
        self._area.setWidget(self._list)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(self.tr("VMs that run there"))
        self._area.hide()
        self.accept_box = QCheckBox(self.tr("Go on all the same"), self)
        self.accept_box.setAccessibleName(self.accept_box.text())
        self.accept_box.hide()
        self.accept_box.toggled.connect(self._write)
        self._form = Form(self, self.tr("Work On"), self.tr("Cancel"), Icon.WORK_ON)
        self.work_on_button = self._form.action_button
        self._form.lay_out(self.words, self._area, self.accept_box)
        self.work_on_button.clicked.connect(self._work_on)
        self._write()

    def request(self) -> WorkOnRequest:
        kept = frozenset(vm for vm, box in self.boxes.items() if not box.isChecked())
        return WorkOnRequest(self.side, kept, self.accept_box.isChecked())

    def problems(self) -> tuple[Problem, ...]:
        verdict = may_work_on(self._state, self.side)
        if isinstance(verdict, Forbidden):
            return verdict.problems
        return () if self.accept_box.isChecked() else self.warnings()

    def warnings(self) -> tuple[Problem, ...]:
        """What has to be accepted, also where it came about since the PM was asked."""
        if self._plan is None:
            return ()
        now = work_on_warnings(self._state, self.side)
        return tuple(dict.fromkeys([*self._plan.warnings, *now]))

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self._state = state
        self._write()

    @Slot(object)
    def show_plan(self, plan: WorkOnPlan) -> None:
        self._plan = plan
        for each in plan.vms:
            self._add(each)
        self._rows.addStretch(1)
        self._area.setVisible(bool(plan.vms))
        lines = min(10, 2 * len(plan.vms) + 1)
        self._area.setMinimumHeight(lines * (self.fontMetrics().lineSpacing() + 8))
        self._write()

    @Slot(object)
    def show_no_plan(self, error: Exception) -> None:
        told = explain_error(error)
        self._form.problem_line.say(f"{told.cause}\n{told.remedy}")
        self.words.setText("")
        grow_to_fit(self)

    def _add(self, each: PlannedMove) -> None:
        if each.moves and not each.by_cluster:
            box = QCheckBox(self.tr("Move {vm} while it runs").format(vm=each.name), self._list)
            box.setChecked(True)
            box.setAccessibleName(box.text())
            self.boxes[each.vm] = box
            self._rows.addWidget(box)
            return
        if each.by_cluster:
            text = self.tr(
                "{vm}: Pacemaker moves it, or stops it here and starts it there, as its resource"
                " allows"
            ).format(vm=each.name)
        else:
            why = hindrance(each.problems)
            text = self.tr("{vm} stays: {why}").format(vm=each.name, why=why)
        words = label(text, "", self._list)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows.addWidget(words)

    @Slot()
    def _write(self) -> None:
        plan, name = self._plan, self._state.machine(self.side).name
        problems = self.problems()
        self.accept_box.setVisible(bool(self.warnings()))
        self._form.show_problems(problems)
        self.work_on_button.setEnabled(plan is not None and not problems)
        if plan is None:
            self.words.setText(
                self.tr("Asking {pm} which VMs can move to the other PM …").format(pm=name)
            )
            return
        words = [
            self.tr(
                "No snapshots can be taken while {pm} is in maintenance mode; snapshots that are"
                " there stay usable."
            ).format(pm=name),
            self.tr("No VM runs there.")
            if not plan.vms
            else self.tr("These VMs run there. Those that stay stop when {pm} does.").format(
                pm=name
            ),
        ]
        if plan.standby:
            words.insert(0, self.tr("{pm} goes into Pacemaker's standby.").format(pm=name))
        self.words.setText("\n".join(words))
        grow_to_fit(self)

    @Slot()
    def _work_on(self) -> None:
        if self._plan is not None and not self.problems():
            request = self.request()
            self.accept()
            self.requested.emit(request)

    # Overrides of QDialog

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        grow_to_fit(self)

"""The dialog for what holds for a whole system: new containers, and when to warn of one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QWidget

from app.model.decision import Setting
from app.model.state import SystemState
from app.rules.preferences import decided, knows, may_decide, percent
from app.rules.verdict import Forbidden
from ui import format as formats
from ui.dialogs.form import Form, FormDialog
from ui.facts import label

_SETTINGS = (Setting.CONTAINER_PERCENT, Setting.WARNING_PERCENT)


class PreferencesDialog(FormDialog):
    """Both PMs keep them, and every console sees them.

    `requested` with a dict of what was changed, by Setting, as it closes.
    """

    requested = Signal(object)

    def __init__(self, state: SystemState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setWindowTitle(self.tr("Preferences of {system}").format(system=state.system.name))
        self.boxes = {setting: QSpinBox(self) for setting in _SETTINGS}
        self._whose: dict[Setting, QLabel] = {
            setting: label("", "muted", self) for setting in _SETTINGS
        }
        self._form = Form(self, self.tr("Save"), self.tr("Cancel"))
        self.problem_words = self._form.problem_line.words
        self.save_button = self._form.action_button
        self._prepare()
        self._lay_out()
        for box in self.boxes.values():
            box.valueChanged.connect(self._write)
        self.save_button.clicked.connect(self._save)
        self._write()
        self.boxes[Setting.CONTAINER_PERCENT].setFocus()

    def changed(self) -> dict[Setting, int]:
        return {
            setting: box.value()
            for setting, box in self.boxes.items()
            if box.value() != percent(self._state, setting)
        }

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened; what was typed stays."""
        untouched = [setting for setting in _SETTINGS if setting not in self.changed()]
        self._state = state
        for setting in untouched:
            self.boxes[setting].setValue(percent(state, setting))
        self._write()

    def _prepare(self) -> None:
        names = (self.tr("Capacity of a new container"), self.tr("Warning level"))
        for (setting, box), name in zip(self.boxes.items(), names, strict=True):
            box.setRange(setting.least, setting.most)
            box.setSingleStep(10 if setting is Setting.CONTAINER_PERCENT else 5)
            box.setSuffix(self.tr(" %"))
            box.setAccessibleName(name)
            box.lineEdit().setAccessibleName(name)
            box.setValue(percent(self._state, setting))
            box.setMinimumWidth(110)

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(4)
        form.setColumnStretch(2, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        rows = (
            (
                Setting.CONTAINER_PERCENT,
                self.tr("Capacity of a new container"),
                self.tr("of its volume's size"),
                self.tr("Containers that are there already stay as they are; expand them."),
            ),
            (
                Setting.WARNING_PERCENT,
                self.tr("Warning level"),
                self.tr("of a container's capacity"),
                self.tr("A container that is fuller shows among the alerts."),
            ),
        )
        for at, (setting, name, unit, note) in enumerate(rows):
            words = label(name)
            words.setBuddy(self.boxes[setting])
            form.addWidget(words, 3 * at, 0, middle)
            form.addWidget(self.boxes[setting], 3 * at, 1)
            form.addWidget(label(unit), 3 * at, 2, middle)
            form.addWidget(label(note, "muted", self), 3 * at + 1, 1, 1, 2)
            form.addWidget(self._whose[setting], 3 * at + 2, 1, 1, 2)
            form.setRowMinimumHeight(3 * at + 2, words.fontMetrics().height() + 14)
        heading = label(self.tr("Volume Containers"), "heading", self)
        self._form.lay_out(heading, form, width=640)

    @Slot()
    def _write(self) -> None:
        for setting, words in self._whose.items():
            decision = decided(self._state, setting)
            words.setText(
                self.tr("Default; nobody has changed it.")
                if decision is None
                else self.tr("Set by {name}, {time}").format(
                    name=decision.by, time=formats.moment(decision.since)
                )
            )
        verdict = may_decide(self._state)
        problems = verdict.problems if isinstance(verdict, Forbidden) else ()
        self._form.show_problems(problems, known=self._unsettled())
        self.save_button.setEnabled(not problems and bool(self.changed()))

    def _unsettled(self) -> str:
        away = [
            machine.name
            for machine in self._state.machines
            if not machine.takes_part
            or any(not knows(machine, decided(self._state, each), each) for each in _SETTINGS)
        ]
        if not away:
            return ""
        return self.tr(
            "{pm} does not know this yet, and learns of it from the other PM when they meet."
        ).format(pm=self.tr(", ", "between two names").join(away))

    @Slot()
    def _save(self) -> None:
        wish = self.changed()
        if wish and self.save_button.isEnabled():
            self.accept()
            self.requested.emit(wish)

"""The dialog that takes a snapshot of a VM: what to capture, its name, what to expect."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.model.problems import Problem, Refusal
from app.model.snapshot import Forecast, SnapshotRequest
from app.model.state import SystemState
from app.model.vm import Vm
from app.rules.snapshot_rules import (
    NAME_LIMIT,
    expected_consistency,
    may_snapshot,
    request_problems,
)
from app.rules.verdict import Forbidden
from ui.dialogs.volume_choice import VolumeChoice
from ui.facts import label
from ui.icons import BUTTON_ICON, Icon, button_icon, pixmap
from ui.text import Explanation, causes, consistency_words, explain, explain_error, tip

_REST = 300  # milliseconds without a tick before a new estimate is asked for


class SnapshotDialog(QDialog):
    """Opens at once and fills in as the estimate arrives. It decides nothing: the rules and the
    PM's forecast say what stands in the way, and it shows that.

    `forecast_wanted` with the targets ticked; answer with show_forecast() or show_no_forecast().
    `requested` with the SnapshotRequest, as it closes.
    """

    forecast_wanted = Signal(object)
    requested = Signal(object)

    def __init__(self, state: SystemState, vm: Vm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vm = vm
        self._state = state
        self._forecast: Forecast | None = None
        self._no_forecast: Explanation | None = None
        self.setWindowTitle(self.tr("Snapshot Virtual Machine: {vm}").format(vm=vm.name))
        self.volumes = VolumeChoice(vm, self)
        self.name_box = QLineEdit(vm.name[:NAME_LIMIT], self)
        self.description_box = QPlainTextEdit(self)
        self.consistency = label("", "", self)
        self.require_box = QCheckBox(self.tr("Refuse if it can't be application-consistent"), self)
        self.advanced_button = QToolButton(self)
        self.hold_box = QCheckBox(self.tr("Hold the freeze until replicated (at most 8 s)"), self)
        self._problem_picture = label(parent=self)
        self.problem_words = label(parent=self)
        self.create_button = QPushButton(self.tr("Create Snapshot"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._prepare()
        self._lay_out()
        self._connect()
        self.volumes.show_estimating()
        self._write()
        self.name_box.setFocus()
        self.name_box.selectAll()

    def start(self) -> None:
        """Shows the dialog over its parent's window only, and asks for the first estimate."""
        self.open()
        self.forecast_wanted.emit(self.volumes.chosen())

    def request(self) -> SnapshotRequest:
        return SnapshotRequest(
            vm=self.vm.uuid,
            name=self.name_box.text().strip(),
            description=self.description_box.toPlainText().strip(),
            excluded=self.volumes.excluded(),
            require_application=self.require_box.isChecked(),
            hold_freeze=self.hold_box.isChecked(),
        )

    def show_forecast(self, forecast: Forecast) -> None:
        self._forecast, self._no_forecast = forecast, None
        self.volumes.show_forecast(forecast)
        self._write()

    def show_no_forecast(self, error: Exception) -> None:
        """The estimate failed; the snapshot itself may still be tried."""
        self._forecast, self._no_forecast = None, explain_error(error)
        self.volumes.show_forecast(None)
        self._write()

    def has_forecast(self) -> bool:
        return self._forecast is not None

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self._state = state
        self.vm = state.vm(self.vm.uuid) or self.vm
        self._write()

    def problems(self) -> tuple[Problem, ...]:
        """What stands in the way of Create Snapshot now, most important first."""
        found: list[Problem] = []
        verdict = may_snapshot(self._state, self.vm)
        if isinstance(verdict, Forbidden):
            found += verdict.problems
        found += request_problems(self.vm, self.request())
        if self._forecast is not None:
            found += [one for one in self._forecast.problems if isinstance(one, get_args(Refusal))]
        return tuple(dict.fromkeys(found))

    def _prepare(self) -> None:
        self.name_box.setMaxLength(NAME_LIMIT)
        self.name_box.setAccessibleName(self.tr("Snapshot Name"))
        self.description_box.setAccessibleName(self.tr("Description"))
        self.description_box.setTabChangesFocus(True)
        lines = self.description_box.fontMetrics().lineSpacing() * 2 + 18
        self.description_box.setFixedHeight(lines)
        self.description_box.setPlaceholderText(self.tr("Optional"))
        self.consistency.setWordWrap(True)
        self.problem_words.setWordWrap(True)
        self.advanced_button.setText(self.tr("Advanced"))
        self.advanced_button.setAccessibleName(self.tr("Advanced"))
        self.advanced_button.setCheckable(True)
        self.advanced_button.setAutoRaise(True)
        self.advanced_button.setArrowType(Qt.ArrowType.RightArrow)
        self.advanced_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.hold_box.setToolTip(
            tip(
                self.tr(
                    "The guest writes nothing until both PMs hold the snapshot. After 8 seconds it"
                    " is thawed in any case, and replication goes on."
                )
            )
        )
        self.hold_box.setVisible(False)
        for box in (self.require_box, self.hold_box):
            box.setAccessibleName(box.text())
        self.create_button.setProperty("primary", "true")
        self.create_button.setDefault(True)
        self.create_button.setIconSize(BUTTON_ICON)
        self.create_button.setAccessibleName(self.create_button.text())

    def _lay_out(self) -> None:
        list_area = QScrollArea(self)
        list_area.setWidget(self.volumes)
        list_area.setWidgetResizable(True)
        list_area.setProperty("role", "framed")
        list_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        list_area.setMinimumHeight(min(260, self.volumes.sizeHint().height() + 4))
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        name, description = label(self.tr("Snapshot Name")), label(self.tr("Description"))
        name.setBuddy(self.name_box)
        description.setBuddy(self.description_box)
        form.addWidget(name, 0, 0)
        form.addWidget(self.name_box, 0, 1)
        form.addWidget(description, 1, 0, top)
        form.addWidget(self.description_box, 1, 1)
        form.addWidget(label(self.tr("Consistency")), 2, 0, top)
        form.addWidget(self.consistency, 2, 1)
        form.addWidget(self.require_box, 3, 1)
        form.addWidget(self.advanced_button, 4, 0, top)
        form.addWidget(self.hold_box, 4, 1)
        problem = QHBoxLayout()
        problem.setSpacing(8)
        problem.addWidget(self._problem_picture, 0, top)
        problem.addWidget(self.problem_words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Volumes to Capture"), "heading", self))
        column.addWidget(list_area, 1)
        column.addLayout(form)
        column.addLayout(problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.create_button)
        column.addLayout(buttons)
        self.setMinimumWidth(620)

    def _connect(self) -> None:
        self.volumes.changed.connect(self._ticked)
        self.name_box.textChanged.connect(self._write)
        self.description_box.textChanged.connect(self._write)
        self.require_box.toggled.connect(self._write)
        self.advanced_button.toggled.connect(self._show_advanced)
        self.create_button.clicked.connect(self._create)
        self.cancel_button.clicked.connect(self.reject)
        self._timer.timeout.connect(self._ask_again)

    @Slot()
    def _write(self) -> None:
        if self._forecast is not None:
            expected = self._forecast.consistency, self._forecast.reason
        else:
            expected = expected_consistency(self.vm)
        self.consistency.setText(consistency_words(*expected))
        problems = self.problems()
        words, picture = "", Icon.WARNING
        if problems:
            words = f"{causes(problems)}\n{explain(problems[0]).remedy}"
        elif self._no_forecast is not None:
            picture = Icon.INFO
            words = self.tr("The size could not be estimated. {cause}").format(
                cause=self._no_forecast.cause
            )
        elif self._forecast is not None and self._forecast.problems:
            picture = Icon.INFO
            words = causes(self._forecast.problems)
        self.problem_words.setText(words)
        self.problem_words.setVisible(bool(words))
        self._problem_picture.setPixmap(pixmap(picture, 16))
        self._problem_picture.setVisible(bool(words))
        self.create_button.setEnabled(not problems)
        self.create_button.setIcon(button_icon(Icon.CAMERA if problems else Icon.CAMERA_ON_ACCENT))
        self.create_button.setToolTip(tip(causes(problems)) if problems else "")

    @Slot()
    def _ticked(self) -> None:
        # The old estimate's refusals may not hold for the new choice.
        self._forecast = None
        self.volumes.show_estimating()
        self._write()
        self._timer.start()

    @Slot()
    def _ask_again(self) -> None:
        self.forecast_wanted.emit(self.volumes.chosen())

    @Slot(bool)
    def _show_advanced(self, shown: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow
        self.advanced_button.setArrowType(arrow)
        self.hold_box.setVisible(shown)

    @Slot()
    def _create(self) -> None:
        if not self.problems():
            request = self.request()
            self.accept()
            self.requested.emit(request)

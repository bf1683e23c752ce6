"""The dialog that takes a snapshot of a VM: what to capture, its name, what to expect."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import get_args

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)

from app.model.decision import Setting
from app.model.problems import Problem, Refusal
from app.model.snapshot import Forecast, SnapshotRequest
from app.model.state import SystemState
from app.model.vm import Vm
from app.rules.preferences import percent
from app.rules.snapshot_rules import (
    NAME_LIMIT,
    expected_consistency,
    may_snapshot,
    request_problems,
)
from app.rules.verdict import Forbidden
from app.sentences import snapshot_advice
from ui import format as formats
from ui.container_parts import PartsLegend
from ui.dialogs.form import Form, FormDialog
from ui.dialogs.volume_choice import VolumeChoice
from ui.facts import Facts, grow_to_fit, label
from ui.icons import Icon
from ui.snapshot_choices import SnapshotChoices
from ui.text import Explanation, causes, consistency_words, explain_error, shown, tip

QWIDGETSIZE_MAX = 16_777_215  # Qt's; PySide has no name for it
_REST = 300  # milliseconds without a tick before a new estimate is asked for
# The least of each, with which the dialog still fits on a screen of 720 pixels.
_LIST_HEIGHT = 104  # pixels
_ADVICE_LINES = 5
_MORE_LINES = 7  # of advice, where the screen has room


class SnapshotDialog(FormDialog):
    """Opens at once, with what was ticked for this VM the last time, and fills in as the estimate
    arrives. It decides nothing: the rules and the PM's forecast say what stands in the way, and it
    shows that.

    `forecast_wanted` with the targets ticked; answer with show_forecast() or show_no_forecast().
    `requested` with the SnapshotRequest, as it closes.
    """

    forecast_wanted = Signal(object)
    requested = Signal(object)

    def __init__(
        self,
        state: SystemState,
        vm: Vm,
        last_time: SnapshotChoices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.vm = vm
        self._state = state
        self._forecast: Forecast | None = None
        self._no_forecast: Explanation | None = None
        self.setWindowTitle(self.tr("Snapshot Virtual Machine: {vm}").format(vm=vm.name))
        left_out = last_time.left_out(vm)
        self.volumes = VolumeChoice(vm, percent(state, Setting.WARNING_PERCENT), left_out, self)
        self._list = QScrollArea(self)
        self.total = label("", "muted", self)
        self.remembered = label("", "muted", self)
        self.name_box = QLineEdit(vm.name[:NAME_LIMIT], self)
        self.description_box = QPlainTextEdit(self)
        self.consistency = label("", "", self)
        self.require_box = QCheckBox(self.tr("Refuse if it can't be application-consistent"), self)
        self.advanced_button = QToolButton(self)
        self.hold_box = QCheckBox(self.tr("Hold the freeze until replicated (at most 8 s)"), self)
        self.advice_button = QToolButton(self)
        self.advice = Facts(self)
        self._form = Form(self, self.tr("Create Snapshot"), self.tr("Cancel"), Icon.CAMERA)
        self.problem_words = self._form.problem_line.words
        self.create_button = self._form.action_button
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._prepare()
        self._lay_out()
        self._connect()
        self._recall(last_time, left_out)
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
        self.volumes.show_vm(self.vm)
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
        self.description_box.setTabChangesFocus(True)
        lines = self.description_box.fontMetrics().lineSpacing() * 2 + 18
        self.description_box.setFixedHeight(lines)
        self.description_box.setPlaceholderText(self.tr("Optional"))
        self.consistency.setWordWrap(True)
        self.remembered.setWordWrap(True)
        for button, words in (
            (self.advanced_button, self.tr("Advanced")),
            (self.advice_button, self.tr("Advice for databases and Windows guests")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setArrowType(Qt.ArrowType.RightArrow)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.advice.setProperty("role", "framed")
        self.advice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.advice.setAccessibleName(self.advice_button.text())
        self.advice.setMinimumHeight(self.advice.fontMetrics().lineSpacing() * _ADVICE_LINES)
        self.advice.setVisible(False)
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

    def _lay_out(self) -> None:
        self._list.setWidget(self.volumes)
        self._list.setWidgetResizable(True)
        self._list.setProperty("role", "framed")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self._list.verticalScrollBar().sizeHint().width()
        self._list.setMinimumWidth(self.volumes.minimumSizeHint().width() + bar + 4)
        self._list.setMinimumHeight(min(_LIST_HEIGHT, self.volumes.sizeHint().height() + 4))
        form = self._form
        form.row(self.tr("Snapshot Name"), self.name_box)
        form.row(self.tr("Description"), self.description_box, top=True)
        form.row(self.tr("Consistency"), self.consistency, top=True)
        form.line(self.require_box)
        more = QHBoxLayout()
        more.setSpacing(16)
        more.addWidget(self.advanced_button)
        more.addWidget(self.advice_button)
        more.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Volumes to Capture"), "heading", self))
        head.addStretch(1)
        head.addWidget(self.total)
        form.lay_out(
            head,
            self._list,
            PartsLegend(self, adding=True),
            self.remembered,
            below=[more, self.hold_box, self.advice],
            width=760,
        )

    def _connect(self) -> None:
        self.volumes.changed.connect(self._ticked)
        self.name_box.textChanged.connect(self._write)
        self.description_box.textChanged.connect(self._write)
        self.require_box.toggled.connect(self._write)
        self.advanced_button.toggled.connect(self._show_advanced)
        self.advice_button.toggled.connect(self._show_advice)
        self.create_button.clicked.connect(self._create)
        self._timer.timeout.connect(self._ask_again)

    def _recall(self, last_time: SnapshotChoices, left_out: AbstractSet[str]) -> None:
        self.require_box.setChecked(last_time.require_application)
        self.hold_box.setChecked(last_time.hold_freeze)
        self.advanced_button.setChecked(last_time.hold_freeze)
        separator = self.tr(", ", "between two volumes")
        words = self.tr("Left out as the last time: {volumes}")
        self.remembered.setText(words.format(volumes=separator.join(sorted(left_out))))
        self.remembered.setVisible(bool(left_out))

    @Slot()
    def _write(self) -> None:
        if self._forecast is not None:
            expected = self._forecast.consistency, self._forecast.reason
        else:
            expected = expected_consistency(self.vm)
        self.consistency.setText(consistency_words(*expected))
        self.advice.show_facts(
            [
                (shown(part.subject), "\n".join(f"• {shown(point)}" for point in part.points))
                for part in snapshot_advice(expected[1])
            ]
        )
        total = self.volumes.total()
        words = self.tr("≈ {size} altogether on each PM", "estimated size")
        self.total.setText("" if total is None else words.format(size=formats.size(total)))
        known = ""
        if self._no_forecast is not None:
            known = self.tr("The size could not be estimated. {cause}").format(
                cause=self._no_forecast.cause
            )
        elif self._forecast is not None:
            known = causes(self._forecast.problems)
        self._form.show_problems(self.problems(), known=known)

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
    def _show_advanced(self, wanted: bool) -> None:
        self.advanced_button.setArrowType(_arrow(wanted))
        self.hold_box.setVisible(wanted)
        grow_to_fit(self)

    @Slot(bool)
    def _show_advice(self, wanted: bool) -> None:
        self.advice_button.setArrowType(_arrow(wanted))
        self.advice.setVisible(wanted)
        # What room there is goes to the advice, and to the list without it.
        most = self.volumes.sizeHint().height() + 4 if wanted else QWIDGETSIZE_MAX
        self._list.setMaximumHeight(most)
        grow_to_fit(self, more=self.fontMetrics().lineSpacing() * _MORE_LINES if wanted else 0)

    @Slot()
    def _create(self) -> None:
        if not self.problems():
            request = self.request()
            self.accept()
            self.requested.emit(request)


def _arrow(opened: bool) -> Qt.ArrowType:
    return Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow

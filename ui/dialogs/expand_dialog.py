"""The dialog that makes a volume container larger: what both PMs have room for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.model.machine import Side
from app.model.problems import Problem
from app.model.state import SystemState
from app.model.volume import Expansion
from app.rules.container_rules import (
    RoomFor,
    VolumeContainer,
    containers,
    largest,
    may_expand,
    room_for,
)
from app.rules.verdict import Forbidden
from ui import format as formats
from ui.container_parts import PartsBar, PartsLegend, parts_of
from ui.facts import grow_to_fit, label
from ui.icons import Icon, pixmap
from ui.text import causes, explain, tip

_GIB = 1024**3


class ExpandDialog(QDialog):
    """It decides nothing: the rules say what fits, and the PMs are asked once more.

    `requested` with the Expansion, as it closes.
    """

    requested = Signal(object)

    def __init__(
        self, state: SystemState, one: VolumeContainer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._one = one
        target, vm = one.volume.target, one.vm.name
        self.setWindowTitle(
            self.tr("Expand Volume Container: {target} of {vm}").format(target=target, vm=vm)
        )
        self.box = QDoubleSpinBox(self)
        self._most = label("", "muted", self)
        self._bars = [(label(parent=self), PartsBar(self), label(parent=self)) for _ in Side]
        self._rooms = [label("", "muted", self) for _ in Side]
        self._picture = label(parent=self)
        self.problem_words = label(parent=self)
        self.problem_words.setWordWrap(True)
        self.expand_button = QPushButton(self.tr("Expand"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self._prepare()
        self._lay_out()
        self.box.valueChanged.connect(self._write)
        self.expand_button.clicked.connect(self._expand)
        self.cancel_button.clicked.connect(self.reject)
        self._write()
        self.box.setFocus()
        self.box.selectAll()

    def capacity(self) -> int:
        """Bytes. What is not changed is not rounded either."""
        if abs(self.box.value() - round(self._one.capacity / _GIB, 2)) < 0.001:
            return self._one.capacity
        return round(self.box.value() * _GIB)

    def problems(self) -> tuple[Problem, ...]:
        verdict = may_expand(self._state, self._one.vm, self._one.volume.target, self.capacity())
        return verdict.problems if isinstance(verdict, Forbidden) else ()

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self._state = state
        key = (self._one.vm.uuid, self._one.volume.target)
        for one in containers(state):
            if (one.vm.uuid, one.volume.target) == key:
                self._one = one
        self._write()

    def _prepare(self) -> None:
        now = self._one.capacity
        self.box.setDecimals(2)
        self.box.setRange(0.01, 1024.0 * 1024)
        self.box.setSingleStep(1.0 if now >= 4 * _GIB else 0.25)
        self.box.setSuffix(self.tr(" GiB"))
        self.box.setAccessibleName(self.tr("New capacity"))
        self.box.lineEdit().setAccessibleName(self.tr("New capacity"))
        self.box.setMinimumWidth(150)
        most = largest(self._state, self._one.vm, self._one.volume.target)
        wanted = min(max(now, most), now + max(_GIB // 4, self._one.volume.capacity or 0))
        self.box.setValue(round(wanted / _GIB - 0.005, 2) if wanted > now else now / _GIB)
        self.expand_button.setProperty("primary", "true")
        self.expand_button.setDefault(True)

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setColumnStretch(1, 1)
        now = label(formats.size(self._one.capacity), "", self)
        wish = label(self.tr("New capacity"))
        wish.setBuddy(self.box)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.box)
        line.addWidget(self._most)
        line.addStretch(1)
        form.addWidget(label(self.tr("Capacity now")), 0, 0)
        form.addWidget(now, 0, 1)
        form.addWidget(wish, 1, 0)
        form.addLayout(line, 1, 1)
        room = QGridLayout()
        room.setHorizontalSpacing(12)
        room.setVerticalSpacing(2)
        room.setColumnStretch(1, 1)
        for at, ((pm, bar, full), words) in enumerate(zip(self._bars, self._rooms, strict=True)):
            room.addWidget(pm, 2 * at, 0)
            room.addWidget(bar, 2 * at, 1)
            room.addWidget(full, 2 * at, 2)
            room.addWidget(words, 2 * at + 1, 1, 1, 2)
            room.setRowMinimumHeight(2 * at + 1, words.fontMetrics().height() + 10)
        told = label(
            self.tr(
                "It grows on both PMs and cannot shrink again. Nothing is written ahead: the room"
                " is taken as snapshots come."
            ),
            "muted",
            self,
        )
        told.setWordWrap(True)
        problem = QHBoxLayout()
        problem.setSpacing(8)
        problem.addWidget(self._picture, 0, top)
        problem.addWidget(self.problem_words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.expand_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(label(self.tr("Afterwards"), "heading", self))
        column.addLayout(room)
        column.addWidget(PartsLegend(self))
        column.addWidget(told)
        column.addLayout(problem)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(700)

    @Slot()
    def _write(self) -> None:
        one, capacity = self._one, self.capacity()
        most = largest(self._state, one.vm, one.volume.target)
        self._most.setText(
            self.tr("at most {size} fit on both PMs").format(
                size=formats.size(max(most, one.capacity))
            )
        )
        rooms = room_for(self._state, one.vm, one.volume.target, capacity)
        for side in Side:
            self._write_side(side, rooms[side], capacity)
        problems = self.problems()
        words, picture = "", Icon.WARNING
        if problems:
            words = f"{causes(problems)}\n{explain(problems[0]).remedy}"
        elif any(room is not None and room.overbooked for room in rooms):
            picture = Icon.INFO
            words = self.tr(
                "All containers together may then take more than the disk has. Twinpoint refuses a"
                " snapshot before the disk is full."
            )
        self.problem_words.setText(words)
        self.problem_words.setVisible(bool(words))
        self._picture.setPixmap(pixmap(picture, 16))
        self._picture.setVisible(bool(words))
        self.expand_button.setEnabled(not problems and self._changes(capacity))
        self.expand_button.setToolTip(tip(causes(problems)) if problems else "")
        grow_to_fit(self)

    def _changes(self, capacity: int) -> bool:
        return any(place.container.capacity < capacity for place in self._one.places)

    def _write_side(self, side: Side, room: RoomFor | None, capacity: int) -> None:
        pm, bar, full = self._bars[side]
        machine = self._state.machine(side)
        place = next((p for p in self._one.places if p.machine.side is side), None)
        pm.setText(machine.name)
        bar.setVisible(place is not None)
        if place is not None:
            share = formats.percent(place.container.used / max(1, capacity))
            full.setText(
                self.tr("{share} of {capacity}").format(
                    share=share, capacity=formats.size(capacity)
                )
            )
            words = self.tr("Container on {pm} afterwards: {share} full").format(
                pm=machine.name, share=share
            )
            bar.show_parts(parts_of(place.container, self._one.level, capacity), words)
        self._rooms[side].setText(
            self.tr("The disk of this PM was not seen.")
            if room is None
            else self.tr(
                "{free} of its disk can be used; this container may take {needed} more, all others"
                " {others}"
            ).format(
                free=formats.size(room.free),
                needed=formats.size(room.needed),
                others=formats.size(room.others),
            )
        )

    @Slot()
    def _expand(self) -> None:
        if self.expand_button.isEnabled():
            wish = Expansion(self._one.vm.uuid, self._one.volume.target, self.capacity())
            self.accept()
            self.requested.emit(wish)

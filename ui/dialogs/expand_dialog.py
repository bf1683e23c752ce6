"""The dialog that makes a volume container larger: what both PMs have room for."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QWidget

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
from ui.dialogs.form import Form, FormDialog
from ui.facts import label
from ui.icons import Icon

_GIB = 1024**3


class ExpandDialog(FormDialog):
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
        self._form = Form(self, self.tr("Expand"), self.tr("Cancel"), Icon.EXPAND)
        self.problem_words = self._form.problem_line.words
        self.expand_button = self._form.action_button
        self._prepare()
        self._lay_out()
        self.box.valueChanged.connect(self._write)
        self.expand_button.clicked.connect(self._expand)
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

    def _lay_out(self) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.box)
        row.addWidget(self._most)
        row.addStretch(1)
        line.setFocusProxy(self.box)
        now = label(formats.size(self._one.capacity), "", self)
        self._form.row(self.tr("Capacity now"), now)
        self._form.row(self.tr("New capacity"), line)
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
        heading = label(self.tr("Afterwards"), "heading", self)
        self._form.lay_out(below=[heading, room, PartsLegend(self), told], width=700)

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
        problems, known = self.problems(), ""
        if any(room is not None and room.overbooked for room in rooms):
            known = self.tr(
                "All containers together may then take more than the disk has. Twinpoint refuses a"
                " snapshot before the disk is full."
            )
        self._form.show_problems(problems, known=known)
        self.expand_button.setEnabled(not problems and self._changes(capacity))

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

"""The list of volumes in the snapshot dialog: ticks, sizes, estimates, containers."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from app.model.snapshot import Forecast, Method, VolumeForecast
from app.model.vm import Vm
from app.model.volume import Container, Volume
from app.rules.container_forecast import after_snapshot, fuller, share_after
from app.rules.snapshot_rules import default_excluded
from app.sentences import obstacle_text
from ui import format as formats
from ui.container_parts import PartsBar, parts_of
from ui.facts import label
from ui.icons import Icon, pixmap
from ui.text import shown, tip

_BAR = 84  # pixels of a bar at the least


class _Gauge(QWidget):
    """One bar, its figure, and a warning where too little is left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = PartsBar(self)
        self.bar.setMinimumWidth(_BAR)
        self.figure = label(parent=self)
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.figure.setMinimumWidth(self.figure.fontMetrics().horizontalAdvance("100 %"))
        self.warning = label(parent=self)
        self.warning.setFixedWidth(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.bar, 1)
        row.addWidget(self.figure)
        row.addWidget(self.warning)


@dataclass(frozen=True, slots=True)
class _Row:
    volume: Volume
    tick: QCheckBox
    changed: QLabel
    now: _Gauge
    after: _Gauge


class VolumeChoice(QWidget):
    """Every volume ticked, but for those in `excluded`; the boot volume ticked and locked; what
    cannot be captured unticked and locked, with the reason. `level` is the percentage at which a
    container counts as filling up. `changed` after a tick."""

    changed = Signal()

    def __init__(
        self,
        vm: Vm,
        level: int,
        excluded: AbstractSet[str] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._vm = vm
        self._level = level
        self._forecast: dict[str, VolumeForecast] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        for column, share in ((0, 3), (3, 2), (4, 2)):
            grid.setColumnStretch(column, share)
        left = Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, (alignment, words) in enumerate(
            (
                (left, self.tr("Volume")),
                (right, self.tr("Size")),
                (right, self.tr("Changed")),
                (left, self.tr("Container Now")),
                (left, self.tr("Container Afterwards")),
            )
        ):
            grid.addWidget(label(words, "muted", self), 0, column, alignment)
        # Two grid rows each: the second for the reason why it cannot be captured.
        left_out = {*default_excluded(vm), *excluded}
        self._rows = [
            self._row(grid, at * 2 + 1, one, ticked=one.boot or one.target not in left_out)
            for at, one in enumerate(vm.volumes)
        ]
        grid.setRowStretch(2 * len(self._rows) + 1, 1)

    def excluded(self) -> frozenset[str]:
        return frozenset(row.volume.target for row in self._rows if not row.tick.isChecked())

    def chosen(self) -> tuple[str, ...]:
        return tuple(row.volume.target for row in self._rows if row.tick.isChecked())

    def tick(self, target: str) -> QCheckBox:
        """The tick box of a volume."""
        return next(row.tick for row in self._rows if row.volume.target == target)

    def show_vm(self, vm: Vm) -> None:
        """Its containers as seen since."""
        if vm != self._vm:
            self._vm = vm
            self._show_rooms()

    def show_estimating(self) -> None:
        for row in self._rows:
            ticked = row.tick.isChecked()
            row.changed.setText(self.tr("estimating …") if ticked else formats.DASH)
        self._forecast = {}
        self._show_rooms()

    def show_forecast(self, forecast: Forecast | None) -> None:
        """None: no estimate could be had."""
        found = {one.target: one for one in forecast.volumes} if forecast else {}
        chosen = self.chosen()
        self._forecast = {target: one for target, one in found.items() if target in chosen}
        for row in self._rows:
            one = self._forecast.get(row.volume.target)
            row.changed.setText(formats.DASH if one is None else self._estimate(one))
            compared = one is not None and one.method is Method.COMPARE
            row.changed.setToolTip(tip(self._compared()) if compared else "")
        self._show_rooms()

    def _estimate(self, one: VolumeForecast) -> str:
        if one.method is Method.COMPARE:
            words = self.tr("≤ {size}", "size at most")
        else:
            words = self.tr("≈ {size}", "estimated size")
        return words.format(size=formats.size(one.size))

    def _compared(self) -> str:
        return self.tr(
            "What changed is found by comparing everything: this is the most that it can be. If it"
            " turns out to be more than the container has left, the snapshot fails and nothing of"
            " it is kept."
        )

    def total(self) -> int | None:
        """What the estimates add up to, in bytes; None while there is none."""
        if not self._forecast:
            return None
        return sum(one.size for one in self._forecast.values())

    def _row(self, grid: QGridLayout, at: int, volume: Volume, *, ticked: bool) -> _Row:
        tick = QCheckBox(self._name(volume), self)
        tick.setChecked(ticked)
        tick.setEnabled(not volume.boot and volume.obstacle is None)
        tick.setAccessibleName(tick.text())
        tick.setToolTip(tip(volume.source))
        tick.toggled.connect(self._ticked)
        size = formats.DASH if volume.capacity is None else formats.size(volume.capacity)
        changed = label(self.tr("estimating …"), "", self)
        changed.setMinimumWidth(changed.sizeHint().width())  # the bars stay where they are
        changed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(tick, at, 0)
        grid.addWidget(label(size, "", self), at, 1, right)
        row = _Row(volume, tick, changed, _Gauge(self), _Gauge(self))
        for column, part in ((2, changed), (3, row.now), (4, row.after)):
            grid.addWidget(part, at, column)
        if volume.obstacle is not None:
            reason = self.tr("Cannot be captured: {reason}.").format(
                reason=shown(obstacle_text(volume.obstacle))
            )
            tick.setAccessibleDescription(reason)
            grid.addWidget(label(reason, "muted", self), at + 1, 0, 1, 5)
        return row

    def _name(self, volume: Volume) -> str:
        if volume.boot:
            return self.tr("{target}   boot volume (required)").format(target=volume.target)
        return volume.target

    def _show_rooms(self) -> None:
        for row in self._rows:
            target, size = row.volume.target, row.volume.capacity or 0
            now, one = fuller(self._vm, target), self._forecast.get(target)
            words = self.tr("Container of {target} now: {share}")
            self._show_room(row.now, now, words, target)
            words = self.tr("Container of {target} afterwards: {share}")
            if one is not None:
                self._show_room(row.after, after_snapshot(now, size, one), words, target)
            else:  # a volume that is left out leaves its container as it is
                self._show_room(row.after, None if row.tick.isChecked() else now, words, target)

    def _show_room(self, gauge: _Gauge, room: Container | None, words: str, target: str) -> None:
        gauge.bar.setVisible(room is not None)
        if room is None:
            gauge.figure.setText(formats.DASH)
            gauge.warning.clear()
            gauge.setToolTip("")
            return
        share = share_after(room)
        figure = formats.percent(share)
        told = words.format(target=target, share=figure)
        filling = share * 100 > self._level
        if filling:
            level = formats.percent(self._level / 100)
            told += "\n" + self.tr("Fuller than the warning level ({level})").format(level=level)
            gauge.warning.setPixmap(pixmap(Icon.WARNING, 16))
        else:
            gauge.warning.clear()
        gauge.figure.setText(figure)
        gauge.bar.show_parts(parts_of(room, self._level), told)
        gauge.setToolTip(tip(told))

    @Slot()
    def _ticked(self) -> None:
        self.changed.emit()

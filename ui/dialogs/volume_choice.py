"""The list of volumes in the snapshot dialog: ticks, sizes, estimates, containers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from app.model.snapshot import Forecast, VolumeForecast
from app.model.vm import Vm
from app.model.volume import Volume
from app.rules.snapshot_rules import default_excluded
from app.sentences import obstacle_text
from ui import format as formats
from ui.dialogs.container_bar import ContainerBar
from ui.facts import label
from ui.models.volume_table_model import fuller
from ui.text import shown, tip


@dataclass(frozen=True, slots=True)
class _Row:
    volume: Volume
    tick: QCheckBox
    changed: QLabel
    bar: ContainerBar
    after: QLabel


class VolumeChoice(QWidget):
    """Every volume ticked; the boot volume ticked and locked; what cannot be captured unticked
    and locked, with the reason. `changed` after a tick."""

    changed = Signal()

    def __init__(self, vm: Vm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(3, 2)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        headings = (
            (self.tr("Volume"), Qt.AlignmentFlag.AlignLeft, 1),
            (self.tr("Size"), right, 1),
            (self.tr("Changed"), right, 1),
            (self.tr("Container Afterwards"), Qt.AlignmentFlag.AlignLeft, 2),
        )
        for column, (words, alignment, span) in enumerate(headings):
            grid.addWidget(label(words, "muted", self), 0, column, 1, span, alignment)
        # Two grid rows each: the second for the reason why it cannot be captured.
        self._rows = [self._row(grid, at * 2 + 1, one) for at, one in enumerate(vm.volumes)]
        grid.setRowStretch(2 * len(self._rows) + 1, 1)

    def excluded(self) -> frozenset[str]:
        return frozenset(row.volume.target for row in self._rows if not row.tick.isChecked())

    def chosen(self) -> tuple[str, ...]:
        return tuple(row.volume.target for row in self._rows if row.tick.isChecked())

    def tick(self, target: str) -> QCheckBox:
        """The tick box of a volume."""
        return next(row.tick for row in self._rows if row.volume.target == target)

    def show_estimating(self) -> None:
        for row in self._rows:
            ticked = row.tick.isChecked()
            row.changed.setText(self.tr("estimating …") if ticked else formats.DASH)
            self._show_room(row, None)

    def show_forecast(self, forecast: Forecast | None) -> None:
        """None: no estimate could be had."""
        found = {one.target: one for one in forecast.volumes} if forecast else {}
        for row in self._rows:
            one = found.get(row.volume.target) if row.tick.isChecked() else None
            if one is None:
                row.changed.setText(formats.DASH)
            else:
                row.changed.setText(
                    self.tr("≈ {size}", "estimated size").format(size=formats.size(one.size))
                )
            self._show_room(row, one)

    def _row(self, grid: QGridLayout, at: int, volume: Volume) -> _Row:
        tick = QCheckBox(self._name(volume), self)
        tick.setChecked(volume.target not in default_excluded(self._vm))
        tick.setEnabled(not volume.boot and volume.obstacle is None)
        tick.setAccessibleName(tick.text())
        tick.setToolTip(tip(volume.source))
        tick.toggled.connect(self._ticked)
        size = formats.DASH if volume.capacity is None else formats.size(volume.capacity)
        row = _Row(volume, tick, label(parent=self), ContainerBar(self), label(parent=self))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        row.after.setMinimumWidth(row.after.fontMetrics().horizontalAdvance("100 %"))
        grid.addWidget(tick, at, 0)
        grid.addWidget(label(size, "", self), at, 1, right)
        grid.addWidget(row.changed, at, 2, right)
        grid.addWidget(row.bar, at, 3)
        grid.addWidget(row.after, at, 4, right)
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

    def _show_room(self, row: _Row, one: VolumeForecast | None) -> None:
        used, capacity = _room_now(self._vm, row.volume.target)
        added = 0
        if one is not None:
            used, capacity, added = one.container_used, one.container_capacity, one.size
        row.bar.setVisible(capacity > 0)
        if capacity <= 0:
            row.after.setText(formats.DASH)
            return
        row.bar.show_shares(used / capacity, added / capacity)
        now, after = formats.percent(used / capacity), formats.percent((used + added) / capacity)
        row.after.setText(after)
        row.bar.setAccessibleName(
            self.tr("Container of {target}: {now} now, {after} afterwards").format(
                target=row.volume.target, now=now, after=after
            )
        )
        row.bar.setToolTip(tip(row.bar.accessibleName()))

    @Slot()
    def _ticked(self) -> None:
        self.changed.emit()


def _room_now(vm: Vm, target: str) -> tuple[int, int]:
    """Used and capacity in bytes, as last seen; zeros if there is no container yet."""
    container = fuller(vm, target)
    return (container.used, container.capacity) if container else (0, 0)

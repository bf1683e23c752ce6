"""Which snapshots are shown, and in which order: by VM, by state, parents with their children."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from app.model.snapshot import Snapshot, SnapshotState
from ui import format as formats
from ui.facts import label
from ui.icons import Icon, icon
from ui.text import tip


class StateFilter(Enum):
    ALL = "all"
    NORMAL = "normal"
    BROKEN = "broken"
    IN_PROGRESS = "in-progress"


class SnapshotFilter(QWidget):
    """`changed` when other snapshots are wanted; `family_wanted` with whether parents and
    children are to stand together."""

    changed = Signal()
    family_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vms: list[tuple[str, str]] = []
        self._vm_words = label("", "muted", self)
        self.vm_box = QComboBox(self)
        self._state_words = label("", "muted", self)
        self.state_box = QComboBox(self)
        self.family_button = QToolButton(self)
        self.family_button.setCheckable(True)
        self.family_button.setProperty("role", "toggle")
        self.family_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._count = label("", "muted", self)
        self._vm_words.setBuddy(self.vm_box)
        self._state_words.setBuddy(self.state_box)
        self.vm_box.addItem("", "")
        for each in StateFilter:
            self.state_box.addItem("", each.value)
        self.state_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        # Measured anew with every one of a hundred names, it would take a second.
        self.vm_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.vm_box.setMinimumContentsLength(16)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._vm_words)
        row.addWidget(self.vm_box)
        row.addSpacing(8)
        row.addWidget(self._state_words)
        row.addWidget(self.state_box)
        row.addSpacing(8)
        row.addWidget(self.family_button)
        row.addStretch(1)
        row.addWidget(self._count)
        self.vm_box.currentIndexChanged.connect(self._changed)
        self.state_box.currentIndexChanged.connect(self._changed)
        self.family_button.clicked.connect(self.family_wanted)
        self._retranslate()

    def show_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        """The VMs to choose from: those that have snapshots. A chosen one stays chosen."""
        vms = sorted(
            {one.vm: one.vm_name for one in snapshots}.items(), key=lambda vm: (vm[1], vm[0])
        )
        if vms == self._vms:
            return
        self._vms = vms
        wanted = self.vm_box.currentData()
        with QSignalBlocker(self.vm_box):
            while self.vm_box.count() > 1 + len(vms):
                self.vm_box.removeItem(self.vm_box.count() - 1)
            new = vms[self.vm_box.count() - 1 :]
            self.vm_box.addItems([name for _, name in new])
            for at, (uuid, name) in enumerate(vms, 1):
                if self.vm_box.itemData(at) != uuid or self.vm_box.itemText(at) != name:
                    self.vm_box.setItemText(at, name)
                    self.vm_box.setItemData(at, uuid)
            self.vm_box.setCurrentIndex(max(0, self.vm_box.findData(wanted)))

    def wanted(self, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
        vm = self.vm_box.currentData()
        found = [one for one in snapshots if not vm or one.vm == vm]
        match StateFilter(self.state_box.currentData()):
            case StateFilter.ALL:
                return found
            case StateFilter.NORMAL:
                return [one for one in found if one.state is SnapshotState.NORMAL]
            case StateFilter.BROKEN:
                return [one for one in found if one.state is SnapshotState.BROKEN]
            case StateFilter.IN_PROGRESS:
                return [one for one in found if one.run is not None and not one.run.ended]

    def show_count(self, shown: int, of: int) -> None:
        words = self.tr("{shown} of {count} shown").format(
            shown=formats.number(shown), count=formats.number(of)
        )
        self._count.setText(words if shown != of else "")

    def show_family(self, family: bool) -> None:
        """Whether the table is in that order now, whoever wished for it."""
        self.family_button.setChecked(family)

    @Slot()
    def _changed(self) -> None:
        self.changed.emit()

    def _retranslate(self) -> None:
        self._vm_words.setText(self.tr("VM"))
        self._state_words.setText(self.tr("State"))
        self.vm_box.setItemText(0, self.tr("All"))
        words = (self.tr("All"), self.tr("Normal"), self.tr("Broken"), self.tr("In progress"))
        for at, each in enumerate(words):
            self.state_box.setItemText(at, each)
        self.vm_box.setAccessibleName(self.tr("Show the snapshots of this VM"))
        self.state_box.setAccessibleName(self.tr("Show the snapshots in this state"))
        self.family_button.setText(self.tr("Parents and Children"))
        self.family_button.setAccessibleName(self.tr("Parents and Children"))
        self.family_button.setToolTip(
            tip(
                self.tr(
                    "Order the snapshots of each VM so that every one stands above the one that it"
                    " follows, with lines between them; otherwise by time"
                )
            )
        )
        self._draw()

    def _draw(self) -> None:
        self.family_button.setIcon(icon(Icon.FAMILY))

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw()

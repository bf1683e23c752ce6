"""Buttons of the VM's panel for what can be made of its newest snapshot."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.model.snapshot import Snapshot
from app.model.state import SystemState
from app.model.vm import Vm
from app.rules.snapshot_uses import may_create_vm, may_export, newest_normal
from ui import format as formats
from ui.icons import BUTTON_ICON, button_icon, icon
from ui.text import tip, why_not
from ui.views.snapshot_actions import ICONS, SnapshotAction


class VmUses(QWidget):
    """Hidden until somebody acts on them. `create_vm_wanted` and `export_wanted` with the id of the
    VM's newest snapshot that is normal."""

    create_vm_wanted = Signal(str)
    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self.create_button = QPushButton(self)
        self.export_button = QPushButton(self)
        self._actions = {
            button: QAction(self) for button in (self.create_button, self.export_button)
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.create_button, self.export_button):
            button.setIconSize(BUTTON_ICON)
            row.addWidget(button)
            self._actions[button].triggered.connect(button.click)
            self._actions[button].setVisible(False)
        self.create_button.clicked.connect(self._want_vm)
        self.export_button.clicked.connect(self._want_export)
        self.hide()

    def offer(self) -> None:
        """Shows them: whoever calls this acts on their signals."""
        self.show()
        for action in self._actions.values():
            action.setVisible(True)

    def actions_(self) -> list[QAction]:
        """The same for a menu; they tell why they are off, as the buttons do."""
        return list(self._actions.values())

    def show_vm(self, state: SystemState | None, vm: Vm | None) -> None:
        self._snapshot = newest_normal(state, vm.uuid) if state and vm else None
        if state is None or vm is None:
            self._allow(self.create_button, self.tr("Select a VM."))
            self._allow(self.export_button, self.tr("Select a VM."))
        elif self._snapshot is None:
            why = self.tr("No snapshot of this VM is normal on both PMs yet.")
            self._allow(self.create_button, why)
            self._allow(self.export_button, why)
        else:
            self._allow(self.create_button, why_not(may_create_vm(state, self._snapshot)))
            self._allow(self.export_button, why_not(may_export(state, self._snapshot)))

    def retranslate(self) -> None:
        self.create_button.setText(self.tr("Create from Snapshot…"))
        self.export_button.setText(self.tr("Export…"))
        for button in (self.create_button, self.export_button):
            button.setAccessibleName(button.text())
            self._actions[button].setText(button.text())
        self.redraw()

    def redraw(self) -> None:
        self.create_button.setIcon(button_icon(ICONS[SnapshotAction.CREATE_VM]))
        self.export_button.setIcon(button_icon(ICONS[SnapshotAction.EXPORT]))
        self._actions[self.create_button].setIcon(icon(ICONS[SnapshotAction.CREATE_VM]))
        self._actions[self.export_button].setIcon(icon(ICONS[SnapshotAction.EXPORT]))

    def _allow(self, button: QPushButton, why: str) -> None:
        button.setEnabled(not why)
        button.setAccessibleDescription(why)
        words = why
        if not why and self._snapshot is not None:
            words = self.tr("Of the newest normal snapshot: {name} of {time}").format(
                name=self._snapshot.name, time=formats.moment(self._snapshot.created)
            )
        button.setToolTip(tip(words))
        self._actions[button].setEnabled(not why)
        self._actions[button].setToolTip(tip(words))

    @Slot()
    def _want_vm(self) -> None:
        if self._snapshot is not None:
            self.create_vm_wanted.emit(self._snapshot.id)

    @Slot()
    def _want_export(self) -> None:
        if self._snapshot is not None:
            self.export_wanted.emit(self._snapshot.id)

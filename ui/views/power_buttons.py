"""The buttons of the VM's panel that start and stop it, and the line that waits for its guest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from app.operations.events import GuestWaited
from app.sentences import event_text
from ui.facts import label
from ui.icons import BUTTON_ICON, Icon, button_icon, pixmap
from ui.text import capitalized
from ui.views.vm_actions import VmAction, VmActions


class PowerButtons(QWidget):
    """Start, and Shut Down with Power Off in its menu; as the actions are."""

    def __init__(self, actions: VmActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.start_button = QPushButton(self)
        self.start_button.setIconSize(BUTTON_ICON)
        self.start_button.clicked.connect(actions.action(VmAction.START).trigger)
        self.stop_button = QToolButton(self)
        self.stop_button.setProperty("role", "push")
        self.stop_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.stop_button.clicked.connect(actions.action(VmAction.SHUT_DOWN).trigger)
        menu = QMenu(self.stop_button)
        menu.setToolTipsVisible(True)
        menu.addActions([actions.action(each) for each in (VmAction.SHUT_DOWN, VmAction.POWER_OFF)])
        self.stop_button.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.start_button)
        row.addWidget(self.stop_button)
        actions.changed.connect(self._write)
        self._retranslate()

    @Slot()
    def _write(self) -> None:
        start, down = (self._actions.action(each) for each in (VmAction.START, VmAction.SHUT_DOWN))
        off = self._actions.action(VmAction.POWER_OFF)
        self.setVisible(start.isVisible())
        self.start_button.setEnabled(start.isEnabled())
        self.start_button.setToolTip(start.toolTip())
        self.start_button.setAccessibleDescription(self._actions.reason(VmAction.START))
        # Its menu must open while a guest that does not obey can only be powered off.
        self.stop_button.setEnabled(down.isEnabled() or off.isEnabled())
        self.stop_button.setToolTip(down.toolTip())
        self.stop_button.setAccessibleDescription(self._actions.reason(VmAction.SHUT_DOWN))

    def _retranslate(self) -> None:
        self.start_button.setText(self.tr("Start", "a VM"))
        self.stop_button.setText(self.tr("Shut Down"))
        self.start_button.setAccessibleName(self.start_button.text())
        self.stop_button.setAccessibleName(self.stop_button.text())
        self._actions.retranslate()
        self._draw()
        self._write()

    def _draw(self) -> None:
        self.start_button.setIcon(button_icon(Icon.START))

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw()
            self._actions.retranslate()


class WaitingLine(QWidget):
    """How long the guest of the VM shown has been waited for; takes no room otherwise.

    `given_up` with the VM's UUID when it shall be waited for no longer."""

    given_up = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waits: dict[str, GuestWaited] = {}
        self._vm = ""
        self._picture = label(parent=self)
        self.words = label(parent=self)
        self.stop_button = QPushButton(self)
        self.stop_button.clicked.connect(self._give_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(self.words)
        row.addWidget(self.stop_button)
        row.addStretch(1)
        self._retranslate()

    def show_vm(self, uuid: str) -> None:
        self._vm = uuid
        self._write()

    def wait(self, uuid: str, event: GuestWaited) -> None:
        self._waits[uuid] = event
        self._write()

    def end(self, uuid: str) -> None:
        self._waits.pop(uuid, None)
        self._write()

    def _write(self) -> None:
        event = self._waits.get(self._vm)
        self.words.setText(capitalized(event_text(event)) if event else "")
        self.setVisible(event is not None)

    @Slot()
    def _give_up(self) -> None:
        self.given_up.emit(self._vm)

    def _retranslate(self) -> None:
        self.stop_button.setText(self.tr("Stop Waiting"))
        self.stop_button.setAccessibleName(self.stop_button.text())
        self.stop_button.setToolTip(
            self.tr("The guest goes on as it likes: it may still shut down")
        )
        self._picture.setPixmap(pixmap(Icon.VM_MOVING, 16))
        self._write()

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._retranslate()

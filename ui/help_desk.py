"""Opens the help about what has the keyboard (F1), or about what is clicked (Shift+F1)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWhatsThis, QWidget
from shiboken6 import isValid

from app import paths
from ui.dialogs.error_dialog import ErrorDialog
from ui.dialogs.help_dialog import HelpDialog
from ui.help_context import topic_at, topic_for
from ui.main_window import MainWindow


class HelpDesk(QObject):
    """Lives as long as the window. The keys of the window's menu do not reach a dialog that is
    modal, so every dialog gets its own when it first has the keyboard."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._dialog: HelpDialog | None = None
        window.actions_.help.triggered.connect(self.explain)
        window.actions_.what_is_this.triggered.connect(self.ask)
        app.focusChanged.connect(self._focus_moved)

    @Slot()
    def explain(self) -> None:
        """What has the keyboard."""
        widget = self._app.focusWidget() or self._app.activeWindow() or self._window
        self.open(topic_for(widget))

    @Slot()
    def ask(self) -> None:
        """What is clicked next; Escape leaves it."""
        QWhatsThis.enterWhatsThisMode()
        # Only for so long: every event of the program passes through it.
        self._app.installEventFilter(self)

    @Slot(str)
    def open(self, topic: str) -> None:
        """Shows a topic, in a window that is not blocked by the dialog that is open."""
        above = self._app.activeModalWidget() or self._window
        dialog = self.dialog
        if dialog is None or dialog.parent() is not above:
            if dialog is not None:
                dialog.close()
                dialog.deleteLater()
            dialog = HelpDialog(self._window.actions_.all(), str(paths.log_file()), above)
            self._dialog = dialog
        dialog.show_topic(topic)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    @property
    def dialog(self) -> HelpDialog | None:
        """What was opened last, if the dialog above it has not taken it along."""
        return self._dialog if self._dialog is not None and isValid(self._dialog) else None

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        dialog = now.window() if now is not None else None
        if not isinstance(dialog, QDialog) or isinstance(dialog, HelpDialog):
            return
        if dialog.findChild(QShortcut, "help") is not None:
            return
        for name, key, slot in (
            ("help", QKeySequence(QKeySequence.StandardKey.HelpContents), self.explain),
            ("what-is-this", QKeySequence(QKeySequence.StandardKey.WhatsThis), self.ask),
        ):
            shortcut = QShortcut(key, dialog)
            shortcut.setObjectName(name)
            shortcut.activated.connect(slot)
        if isinstance(dialog, ErrorDialog):
            dialog.help_wanted.connect(self.open)

    # Overrides of QObject

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not QWhatsThis.inWhatsThisMode():
            self._app.removeEventFilter(self)
            return False
        if event.type() == QEvent.Type.QueryWhatsThis:
            event.accept()  # the pointer says that there is an explanation
            return True
        if not isinstance(watched, QWidget) or not isinstance(event, QMouseEvent):
            return False
        if event.type() != QEvent.Type.MouseButtonPress:
            return False
        QWhatsThis.leaveWhatsThisMode()
        self._app.removeEventFilter(self)
        self.open(topic_at(watched, event.position().toPoint()))
        return True

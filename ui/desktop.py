"""The desktop's notification area: an icon with a menu, and a message for every new alert."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.rules.alerts import Alert
from ui import format as formats
from ui.icons import Icon, icon
from ui.main_window import MainWindow
from ui.text import explain, tip
from ui.views.pages import Page
from ui.window_memory import WindowMemory

_QUIET = 600.0  # seconds in which a state that comes and goes is told of once
_LINES = 3  # causes in one message


class Desktop(QObject):
    """Switched by an action of the View menu, and on until somebody switches it off; nothing where
    the desktop has no such area. `told` with the title and the text of every message."""

    told = Signal(str, str)

    def __init__(
        self,
        window: MainWindow,
        memory: WindowMemory,
        available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._told: dict[tuple[str, ...], float] = {}
        self._switch = window.actions_.desktop
        self.menu = QMenu(window)
        self._show = self.menu.addAction("")
        self._alerts = self.menu.addAction("")
        self.menu.addSeparator()
        self._quit = self.menu.addAction("")
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self._available = available()
        self._switch.setEnabled(self._available)
        self._switch.setChecked(self._available and memory.word("desktop", "on") == "on")
        self._switch.toggled.connect(self._switched)
        self._show.triggered.connect(self._show_window)
        self._alerts.triggered.connect(self._show_alerts)
        self._quit.triggered.connect(window.close)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self._show_alerts)
        window.alert_model.appeared.connect(self._tell)
        window.alert_model.changed.connect(self._write)
        window.closed.connect(self.icon.hide)
        window.installEventFilter(self)
        self._write()
        self.icon.setVisible(self._switch.isChecked())

    @Slot(bool)
    def _switched(self, on: bool) -> None:
        self._memory.set_word("desktop", "on" if on else "off")
        self.icon.setVisible(on)

    @Slot()
    def _write(self) -> None:
        count = len(self._window.alert_model.alerts)
        self._show.setText(self.tr("&Show Twinpoint"))
        self._alerts.setText(self.tr("&Alerts ({count})").format(count=formats.number(count)))
        self._quit.setText(self.tr("&Quit"))
        self.icon.setIcon(icon(Icon.WARNING if count else Icon.APP))
        self.icon.setToolTip(
            self.tr("Twinpoint: alerts ({count})").format(count=formats.number(count))
            if count
            else self.tr("Twinpoint: nothing needs your attention")
        )
        self._switch.setToolTip(
            tip("" if self._available else self.tr("This desktop has no notification area."))
        )

    @Slot(object)
    def _tell(self, alerts: Sequence[Alert]) -> None:
        """Never twice of the same event; of a state that comes and goes, now and then."""
        if not self._switch.isChecked():
            return
        now = time.monotonic()
        fresh = [alert for alert in alerts if self._is_news(alert, now)]
        self._told.update({alert.key: now for alert in fresh})
        if not fresh:
            return
        if len(fresh) == 1:
            title = self.tr("{system}: {subject}", "an alert's").format(
                system=fresh[0].system, subject=fresh[0].subject
            )
        else:
            title = self.tr("{count} new alerts").format(count=formats.number(len(fresh)))
        text = "\n".join(_plain(explain(alert.problem).cause) for alert in fresh[:_LINES])
        self.told.emit(_plain(title), text)
        self.icon.showMessage(_plain(title), text, icon(Icon.WARNING))

    def _is_news(self, alert: Alert, now: float) -> bool:
        before = self._told.get(alert.key)
        return before is None or (not alert.lasting and now - before > _QUIET)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._show_window()

    @Slot()
    def _show_window(self) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    @Slot()
    def _show_alerts(self) -> None:
        self._window.show_page(Page.ALERTS)
        self._show_window()

    # Overrides of QObject

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._write()
        return super().eventFilter(watched, event)


def _plain(text: str) -> str:
    """Some desktops take what looks like markup for markup, and names are data."""
    return text.replace("<", "‹").replace(">", "›")

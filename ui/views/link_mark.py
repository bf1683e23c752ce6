"""One PM in the status line: what it is, and how the link to it is; an icon and a word for both."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.model.machine import Machine
from app.rules.links import LinkState, link_state
from app.sentences import machine_state_text
from ui import format as formats
from ui.facts import label
from ui.icons import Icon, pixmap
from ui.models.machine_table_model import state_icon
from ui.text import explain, shown, tip

_ICONS = {
    LinkState.CONNECTED: Icon.LINK_UP,
    LinkState.CONNECTING: Icon.LINK_CONNECTING,
    LinkState.LOST: Icon.LINK_LOST,
}


class LinkMark(QObject):
    """Four labels of `parent`, which lays them out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = label(parent=parent)
        self._name = label(parent=parent)
        self._link_picture = label(parent=parent)
        self._link = label(parent=parent)
        self.parts = (self._picture, self._name, self._link_picture, self._link)

    def show_machine(self, machine: Machine) -> None:
        link = link_state(machine)
        state = shown(machine_state_text(machine.state))
        self._picture.setPixmap(pixmap(state_icon(machine.state), 16))
        self._name.setText(
            # While it is being connected to, nobody knows what it is.
            machine.name
            if link is LinkState.CONNECTING
            else self.tr("{pm} {state}", "PM and its state").format(pm=machine.name, state=state)
        )
        self._link_picture.setPixmap(pixmap(_ICONS[link], 16))
        self._link.setText(self._words(machine, link))
        told = self._told(machine, link)
        for part in self.parts:
            part.setToolTip(tip(told))
        self._link.setAccessibleDescription(told)

    def words(self) -> str:
        return f"{self._name.text()} {self._link.text()}"

    def _words(self, machine: Machine, link: LinkState) -> str:
        match link:
            case LinkState.CONNECTED:
                return self.tr("connected")
            case LinkState.CONNECTING:
                return self.tr("connecting")
            case LinkState.LOST if machine.last_seen is not None:
                return self.tr("no link since {time}").format(
                    time=formats.lately(machine.last_seen)
                )
            case LinkState.LOST:
                return self.tr("no link")

    def _told(self, machine: Machine, link: LinkState) -> str:
        where = self.tr("The link from this console to {address}").format(address=machine.address)
        if link is not LinkState.LOST or machine.problem is None:
            return where
        told = explain(machine.problem)
        again = self.tr("It is tried again by itself.")
        return "\n".join((where, told.cause, told.remedy, again))

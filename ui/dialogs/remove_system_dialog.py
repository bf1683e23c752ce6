"""The dialog that takes a system out of this console, and says what stays on its PMs."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QWidget

from app.model.machine import System
from app.model.state import SystemState
from ui import format as formats
from ui.dialogs.form import Form
from ui.facts import Facts, label
from ui.icons import Icon


class RemoveSystemDialog(QDialog):
    """`requested` with the system's name, as it closes."""

    requested = Signal(str)

    def __init__(self, state: SystemState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.system = state.system
        self.setWindowTitle(self.tr("Remove System: {system}").format(system=state.system.name))
        form = Form(self, self.tr("Remove System"), self.tr("Cancel"), Icon.SYSTEM)
        self.remove_button = form.action_button
        self.remove_button.setIcon(QIcon())
        self.cancel_button = form.cancel_button
        told = label(
            self.tr(
                "This console forgets the system. Nothing on its PMs is touched, and other consoles"
                " see it as before. To have it here again, add it again."
            ),
            "",
            self,
        )
        told.setWordWrap(True)
        self.facts = Facts(self)
        self.facts.show_facts(self._facts(state.system, state))
        self.facts.setProperty("role", "framed")
        self.facts.setMinimumHeight(self.facts.fontMetrics().lineSpacing() * 11)
        form.lay_out(told, self.facts, width=660)
        self.remove_button.clicked.connect(self._remove)
        self.cancel_button.setFocus()

    def _facts(self, system: System, state: SystemState) -> list[tuple[str, str]]:
        first, second = state.machines
        running = sum(1 for run in state.runs if not run.ended)
        facts = [
            (
                self.tr("Stays on the PMs"),
                self.tr("{count} snapshots, in {root} on {first} and {second}").format(
                    count=formats.number(len(state.snapshots)),
                    root=system.container_root,
                    first=first.name,
                    second=second.name,
                )
                + "\n"
                + self.tr(
                    "The program there, and the replication key: a line in authorized_keys that"
                    " ends in twinpoint-replication:{root}"
                ).format(root=system.container_root)
                + "\n"
                + self.tr("Your own public key, in authorized_keys"),
            ),
            (
                self.tr("Stays here"),
                self.tr("Your key, and the host keys of both PMs in known_hosts"),
            ),
            (
                self.tr("To free the room"),
                self.tr("Delete the snapshots first, on the Snapshots page."),
            ),
        ]
        if running:
            words = self.tr("{count} in progress; they go on to their end on the PMs")
            facts.insert(1, (self.tr("Runs"), words.format(count=formats.number(running))))
        return facts

    @Slot()
    def _remove(self) -> None:
        self.accept()
        self.requested.emit(self.system.name)

"""Actions for what is selected: whether they are on, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from ui.icons import Icon, icon
from ui.text import tip

Which = TypeVar("Which", bound=Enum)


class ExplainedActions(QObject, Generic[Which]):
    """One for each member of an Enum, in its order. None is shown before somebody says that it
    does what they stand for. `changed` after every look at what is on."""

    changed = Signal()

    def __init__(self, kinds: type[Which], icons: Mapping[Which, Icon], parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons
        self._reasons: dict[Which, str] = {}
        self._actions: dict[Which, QAction] = {}
        for each in kinds:
            action = QAction(self)
            action.setObjectName(each.value)
            action.setVisible(False)
            action.triggered.connect(self._triggered)
            self._actions[each] = action

    def action(self, which: Which) -> QAction:
        return self._actions[which]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def reason(self, which: Which) -> str:
        """Why it is off; "" if it is on."""
        return self._reasons.get(which, "")

    def _name(self, words: Mapping[Which, str]) -> None:
        for each, action in self._actions.items():
            action.setText(words[each])
            action.setIcon(icon(self._icons[each]))
        self._write()

    def _write(self) -> None:
        self._reasons = {each: self._why(each) for each in self._actions}
        for each, action in self._actions.items():
            why = self._reasons[each]
            action.setEnabled(not why)
            action.setToolTip(tip(why or self._purpose(each)))
        self.changed.emit()

    @Slot()
    def _triggered(self) -> None:
        sender = self.sender()
        for each, action in self._actions.items():
            if action is sender and self._reasons.get(each) == "":
                self._want(each)

    # What each kind says for itself

    def _why(self, which: Which) -> str:
        """Why it is off, if only because nothing is selected; "" if it is on."""
        raise NotImplementedError

    def _purpose(self, which: Which) -> str:
        raise NotImplementedError

    def _want(self, which: Which) -> None:
        """Tells that it was chosen."""
        raise NotImplementedError

"""What can be done with the selected snapshots: actions, whether they are on, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from app.model.snapshot import Snapshot
from app.model.state import SystemState
from app.rules.deletion_rules import may_delete
from app.rules.snapshot_uses import may_create_vm, may_export, may_roll_back
from app.rules.verdict import Verdict
from ui.icons import Icon
from ui.text import why_not
from ui.views.explained_actions import ExplainedActions


class SnapshotAction(Enum):
    """In the order in which they are shown."""

    CREATE_VM = "create-vm"
    EXPORT = "export"
    ROLL_BACK = "roll-back"
    DELETE = "delete"


ICONS = {
    SnapshotAction.CREATE_VM: Icon.CREATE_VM,
    SnapshotAction.EXPORT: Icon.EXPORT,
    SnapshotAction.ROLL_BACK: Icon.ROLL_BACK,
    SnapshotAction.DELETE: Icon.DELETE,
}


class SnapshotActions(ExplainedActions[SnapshotAction]):
    """Nothing is offered until somebody says that it does it: no button is there for show.

    Signals: `delete_wanted` with a list of ids, the others with one id; `offered` after offer().
    """

    delete_wanted = Signal(object)
    create_vm_wanted = Signal(str)
    export_wanted = Signal(str)
    roll_back_wanted = Signal(str)
    offered = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(SnapshotAction, ICONS, parent)
        self._state: SystemState | None = None
        self._chosen: tuple[Snapshot, ...] = ()
        self._offered: frozenset[SnapshotAction] = frozenset()

    def all_of_them(self) -> list[QAction]:
        """Also those that are not offered, and so not visible."""
        return super().all()

    def all(self) -> list[QAction]:
        """Those offered, in their order."""
        return [action for each, action in self._actions.items() if each in self._offered]

    def offer(self, actions: AbstractSet[SnapshotAction]) -> None:
        """Shows these: their signals are connected to somebody who acts on them."""
        self._offered = frozenset(actions)
        for each, action in self._actions.items():
            action.setVisible(each in self._offered)
        self.offered.emit()
        self._write()

    def show_chosen(self, state: SystemState | None, snapshots: Sequence[Snapshot]) -> None:
        self._state, self._chosen = state, tuple(snapshots)
        self._write()

    def retranslate(self) -> None:
        self._name(
            {
                SnapshotAction.CREATE_VM: self.tr("Create &VM from Snapshot…"),
                SnapshotAction.EXPORT: self.tr("&Export…"),
                SnapshotAction.ROLL_BACK: self.tr("&Roll Back…"),
                SnapshotAction.DELETE: self.tr("&Delete…"),
            }
        )

    def _why(self, which: SnapshotAction) -> str:
        state, chosen = self._state, self._chosen
        if state is None or not chosen:
            return self.tr("Select a snapshot.")
        if which is not SnapshotAction.DELETE and len(chosen) > 1:
            return self.tr("Select one snapshot only.")
        verdict: Verdict
        match which:
            case SnapshotAction.DELETE:
                verdict = may_delete(state, chosen)
            case SnapshotAction.CREATE_VM:
                verdict = may_create_vm(state, chosen[0])
            case SnapshotAction.EXPORT:
                verdict = may_export(state, chosen[0])
            case SnapshotAction.ROLL_BACK:
                verdict = may_roll_back(state, chosen[0])
            case _:
                assert_never(which)
        return why_not(verdict)

    def _purpose(self, which: SnapshotAction) -> str:
        match which:
            case SnapshotAction.CREATE_VM:
                return self.tr("Make a new VM of what this snapshot holds")
            case SnapshotAction.EXPORT:
                return self.tr("Write this snapshot as a package that other systems can import")
            case SnapshotAction.ROLL_BACK:
                return self.tr("Put the VM back to this snapshot")
            case SnapshotAction.DELETE:
                return self.tr("Delete the selected snapshots on both PMs; all others stay usable")
            case _:
                assert_never(which)

    def _want(self, which: SnapshotAction) -> None:
        match which:
            case SnapshotAction.DELETE:
                self.delete_wanted.emit([snapshot.id for snapshot in self._chosen])
            case SnapshotAction.CREATE_VM:
                self.create_vm_wanted.emit(self._chosen[0].id)
            case SnapshotAction.EXPORT:
                self.export_wanted.emit(self._chosen[0].id)
            case SnapshotAction.ROLL_BACK:
                self.roll_back_wanted.emit(self._chosen[0].id)
            case _:
                assert_never(which)

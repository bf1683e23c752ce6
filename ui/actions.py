"""Every action of the window: its words, key and icon, and the menus they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from app.model.state import SystemState
from app.model.vm import Vm
from app.rules.package_rules import may_import
from app.rules.preferences import may_decide, snapshots_disabled
from app.rules.snapshot_rules import may_snapshot
from app.rules.verdict import Allowed, Forbidden, Verdict
from ui.icons import Icon, icon
from ui.text import causes, tip
from ui.theme import ThemeChoice
from ui.translation import Language


class Actions(QObject):
    """Made once; the window connects `triggered` and says what is enabled."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        standard = QKeySequence.StandardKey
        self.refresh = self._action(QKeySequence(standard.Refresh))
        self.add_system = self._action(QKeySequence("Ctrl+Shift+N"))
        self.edit_system = self._action(QKeySequence())
        self.remove_system = self._action(QKeySequence())
        self.quit = self._action(QKeySequence("Ctrl+Q"))
        self.allow = self._action(QKeySequence())
        self.preferences = self._action(QKeySequence(standard.Preferences))
        self._disabled = False
        self.snapshot = self._action(QKeySequence("Ctrl+N"))
        self.import_vm = self._action(QKeySequence("Ctrl+I"))
        self.find = self._action(QKeySequence(standard.Find))
        self.cancel = self._action(QKeySequence("Ctrl+Shift+X"))
        self.machines = self._action(QKeySequence("Ctrl+1"))
        self.vms = self._action(QKeySequence("Ctrl+2"))
        self.snapshots = self._action(QKeySequence("Ctrl+3"))
        self.containers = self._action(QKeySequence("Ctrl+4"))
        self.alerts = self._action(QKeySequence("Ctrl+5"))
        self.tree = self._action(QKeySequence("Ctrl+0"))
        self.progress = self._action(QKeySequence("Ctrl+J"))
        self.progress.setCheckable(True)
        self.history = self._action(QKeySequence("Ctrl+H"))
        self.history.setCheckable(True)
        self.desktop = self._action(QKeySequence())
        self.desktop.setCheckable(True)
        self.help = self._action(QKeySequence(standard.HelpContents))
        self.what_is_this = self._action(QKeySequence(standard.WhatsThis))
        self.diagnostics = self._action(QKeySequence())
        self.languages = {choice: self._action(QKeySequence()) for choice in Language}
        self.themes = {choice: self._action(QKeySequence()) for choice in ThemeChoice}
        for group in (self.languages, self.themes):
            exclusive = QActionGroup(self)
            for choice, action in group.items():
                action.setCheckable(True)
                action.setData(choice.value)
                exclusive.addAction(action)
        self._menus: list[QMenu] = []

    def all(self) -> list[QAction]:
        """In the order of the menus."""
        return [
            self.add_system,
            self.refresh,
            self.quit,
            self.snapshot,
            self.import_vm,
            self.cancel,
            self.tree,
            self.machines,
            self.vms,
            self.snapshots,
            self.containers,
            self.alerts,
            self.progress,
            self.history,
            self.find,
            self.help,
            self.what_is_this,
        ]

    def fill(self, bar: QMenuBar) -> None:
        """Builds the menus."""
        system, vm, snapshot, view, about = (QMenu(bar) for _ in range(5))
        language, theme = QMenu(view), QMenu(view)
        system.addActions([self.add_system, self.edit_system, self.remove_system])
        system.addSeparator()
        system.addActions([self.refresh])
        system.addSeparator()
        system.addActions([self.allow, self.preferences])
        system.setToolTipsVisible(True)
        system.addSeparator()
        system.addActions([self.quit])
        vm.addActions([self.snapshot, self.import_vm])
        vm.setToolTipsVisible(True)
        self._vm_menu = vm
        snapshot.addActions([self.cancel])
        snapshot.setToolTipsVisible(True)
        self._snapshot_menu = snapshot
        view.addActions([self.tree, self.machines, self.vms, self.snapshots])
        view.addActions([self.containers, self.alerts])
        view.addSeparator()
        view.addActions([self.progress, self.history, self.find])
        view.addSeparator()
        view.addActions([self.desktop])
        view.setToolTipsVisible(True)
        view.addMenu(language)
        view.addMenu(theme)
        language.addActions(list(self.languages.values()))
        theme.addActions(list(self.themes.values()))
        about.addActions([self.help, self.what_is_this])
        about.addSeparator()
        about.addActions([self.diagnostics])
        for menu in (system, vm, snapshot, view, about):
            bar.addMenu(menu)
        self._menus = [system, vm, snapshot, view, about, language, theme]
        self.retranslate()

    def retranslate(self) -> None:
        self.refresh.setText(self.tr("&Refresh"))
        self.add_system.setText(self.tr("&Add System…"))
        self.edit_system.setText(self.tr("&Edit System…"))
        self.remove_system.setText(self.tr("Re&move System…"))
        self.quit.setText(self.tr("&Quit"))
        self.preferences.setText(self.tr("&Preferences…"))
        self._write_allow()
        self.snapshot.setText(self.tr("&Snapshot…"))
        self.import_vm.setText(self.tr("&Import VM…"))
        self.find.setText(self.tr("&Find"))
        self.cancel.setText(self.tr("&Cancel Run"))
        self.machines.setText(self.tr("&Physical Machines"))
        self.vms.setText(self.tr("&Virtual Machines"))
        self.snapshots.setText(self.tr("&Snapshots"))
        self.containers.setText(self.tr("Volume &Containers"))
        self.alerts.setText(self.tr("&Alerts"))
        self.tree.setText(self.tr("&Tree"))
        self.progress.setText(self.tr("Pr&ogress"))
        self.history.setText(self.tr("Histor&y of Runs"))
        self.desktop.setText(self.tr("&Notifications on the Desktop"))
        self.help.setText(self.tr("&Twinpoint Help"))
        self.what_is_this.setText(self.tr("&What Is This?"))
        self.diagnostics.setText(self.tr("&Save Diagnostics…"))
        # A language is named in itself, so that whoever picked the wrong one finds back.
        self.languages[Language.ENGLISH].setText("&English")
        self.languages[Language.JAPANESE].setText("日本語(&J)")
        self.themes[ThemeChoice.LIGHT].setText(self.tr("&Light"))
        self.themes[ThemeChoice.DARK].setText(self.tr("&Dark"))
        self.themes[ThemeChoice.CONTRAST].setText(self.tr("High &Contrast"))
        self.themes[ThemeChoice.SYSTEM].setText(self.tr("As the Deskto&p"))
        titles = (
            self.tr("&System"),
            self.tr("V&M"),
            self.tr("S&napshot"),
            self.tr("&View"),
            self.tr("&Help"),
            self.tr("&Language"),
            self.tr("T&heme"),
        )
        for menu, title in zip(self._menus, titles, strict=False):
            menu.setTitle(title)
        self.redraw()

    def add_to_snapshot_menu(self, actions: Sequence[QAction]) -> None:
        """What can be done with the selected snapshots; an action that is not offered is hidden."""
        self._snapshot_menu.addSeparator()
        self._snapshot_menu.addActions(actions)

    def add_to_vm_menu(self, actions: Sequence[QAction]) -> None:
        """What can be done with the selected VM."""
        self._vm_menu.addSeparator()
        self._vm_menu.addActions(actions)

    def show_state(self, state: SystemState | None, vm: Vm | None) -> None:
        """What can be done now, with the VM selected."""
        may = may_snapshot(state, vm) if state and vm else Forbidden(())
        self.snapshot.setEnabled(isinstance(may, Allowed))
        self.snapshot.setToolTip(tip(causes(may.problems) if isinstance(may, Forbidden) else ""))
        # The action does the opposite of what holds now.
        self._disabled = state is not None and snapshots_disabled(state) is not None
        self._write_allow()
        _permit(self.allow, may_decide(state) if state else Forbidden(()))
        _permit(self.import_vm, may_import(state) if state else Forbidden(()))
        for action in (self.preferences, self.edit_system, self.remove_system):
            action.setEnabled(state is not None)
        self.cancel.setEnabled(bool(state and any(not run.ended for run in state.runs)))

    def _write_allow(self) -> None:
        self.allow.setData(self._disabled)
        self.allow.setText(
            self.tr("E&nable Snapshots") if self._disabled else self.tr("&Disable Snapshots")
        )

    def redraw(self) -> None:
        self.refresh.setIcon(icon(Icon.REFRESH))
        self.snapshot.setIcon(icon(Icon.CAMERA))
        self.import_vm.setIcon(icon(Icon.IMPORT))
        self.cancel.setIcon(icon(Icon.CANCEL))
        self.find.setIcon(icon(Icon.SEARCH))
        self.machines.setIcon(icon(Icon.MACHINES))
        self.vms.setIcon(icon(Icon.VMS))
        self.snapshots.setIcon(icon(Icon.SNAPSHOTS))
        self.containers.setIcon(icon(Icon.CONTAINERS))
        self.alerts.setIcon(icon(Icon.ALERTS))

    def _action(self, keys: QKeySequence) -> QAction:
        made = QAction(self)
        made.setShortcut(keys)
        return made


def _permit(action: QAction, verdict: Verdict) -> None:
    """On if it is allowed; its tool tip says why not."""
    action.setEnabled(isinstance(verdict, Allowed))
    why = causes(verdict.problems) if isinstance(verdict, Forbidden) else ""
    action.setToolTip(tip(why))

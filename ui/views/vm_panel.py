"""The bottom panel of the Virtual Machines page: one VM, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from app.model.machine import Side
from app.model.snapshot import CopyState
from app.model.state import SystemState
from app.model.vm import Ability, Agent, AgentAbilities, Firmware, Vm
from app.rules.snapshot_rules import expected_consistency, may_snapshot
from app.rules.snapshot_uses import half_kept
from app.rules.verdict import Forbidden
from app.sentences import ability_text, agent_text, firmware_text, vm_state_text
from ui import format as formats
from ui.facts import Facts, label
from ui.icons import BUTTON_ICON, Icon, pixmap, primary_icon
from ui.models import volume_table_model as volume_table
from ui.models.vm_table_model import state_icon
from ui.text import capitalized, causes, consistency_words, explain, shown, tip
from ui.views.bar_delegate import BarDelegate
from ui.views.power_buttons import PowerButtons, WaitingLine
from ui.views.record_table import RecordTable
from ui.views.vm_actions import VmActions
from ui.views.vm_snapshots import VmSnapshots
from ui.views.vm_uses import VmUses


class VmPanel(QWidget):
    """Asks the rules what is allowed; says why not, visibly and as a tool tip.

    `snapshot_wanted` with the VM's UUID.
    """

    snapshot_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self._vm: Vm | None = None
        self._abilities: dict[str, AgentAbilities] = {}
        self._picture = label(parent=self)
        self._name = label("", "heading", self)
        self._words = label("", "muted", self)
        self.snapshot_button = QPushButton(self)
        self.snapshot_button.setProperty("primary", "true")
        self.snapshot_button.setIconSize(BUTTON_ICON)
        self.snapshot_button.clicked.connect(self._want_snapshot)
        self.power = VmActions(self)
        self._power_buttons = PowerButtons(self.power, self)
        self.waiting = WaitingLine(self)
        self.uses = VmUses(self)
        self._why_picture = label(parent=self)
        self.why = label("", "", self)
        self.why.setWordWrap(True)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = Facts(self)
        self._volume_model = volume_table.VolumeTableModel(self)
        self.volumes = RecordTable(self._volume_model, "volumes", self)
        self.volumes.sortByColumn(volume_table.Column.VOLUME, Qt.SortOrder.AscendingOrder)
        bars = BarDelegate(self.volumes)
        self.volumes.setItemDelegateForColumn(volume_table.Column.CONTAINER, bars)
        self.snapshots = VmSnapshots(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for page in (self._facts, self.volumes, self.snapshots):
            self.tabs.addTab(page, "")
        self._lay_out()
        self._retranslate()

    def show_vm(self, state: SystemState | None, vm: Vm | None) -> None:
        self._state, self._vm = state, vm
        self._volume_model.show_vm(vm)
        self.snapshots.show_vm(state, vm)
        self.uses.show_vm(state, vm)
        self._write()

    def show_abilities(self, uuid: str, abilities: AgentAbilities | None) -> None:
        """What the guest agent of a VM said that it can do; None: it is not known."""
        if abilities is None:
            self._abilities.pop(uuid, None)
        else:
            self._abilities[uuid] = abilities
        self._write()

    def show_volumes(self) -> None:
        self.tabs.setCurrentWidget(self.volumes)

    def refresh(self) -> None:
        self._volume_model.refresh()
        self.snapshots.refresh()
        self.uses.show_vm(self._state, self._vm)
        self._write()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._picture)
        head.addWidget(self._name)
        head.addWidget(self._words)
        head.addStretch(1)
        head.addWidget(self.snapshot_button)
        head.addWidget(self.uses)
        head.addWidget(self._power_buttons)
        reason = QHBoxLayout()
        reason.setSpacing(8)
        reason.addWidget(self._why_picture, 0, Qt.AlignmentFlag.AlignTop)
        reason.addWidget(self.why, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(reason)
        column.addWidget(self.waiting)
        column.addWidget(self.tabs, 1)

    def _write(self) -> None:
        state, vm = self._state, self._vm
        self.power.show_vm(state, vm)
        self.waiting.show_vm(vm.uuid if vm is not None else "")
        if state is None or vm is None:
            self._name.setText(self.tr("No VM is selected"))
            self._words.setText("")
            self._facts.show_facts([])
            self._picture.clear()
            self._allow((), self.tr("Select a VM to take a snapshot of it."))
            return
        self._picture.setPixmap(pixmap(state_icon(vm.state), 20))
        self._name.setText(vm.name)
        self._words.setText(
            self.tr("{state} on {pm}").format(
                state=capitalized(vm_state_text(vm.state)), pm=state.machine(vm.primary).name
            )
        )
        verdict = may_snapshot(state, vm)
        if isinstance(verdict, Forbidden):
            first = explain(verdict.problems[0])
            self._allow(verdict.problems, f"{causes(verdict.problems)}\n{first.remedy}")
        else:
            self._allow((), "")
        self._facts.show_facts(self._facts_of(state, vm))

    def _allow(self, problems: tuple[object, ...], why: str) -> None:
        """Turns the button on if there is no reason against it."""
        allowed = not why
        self.snapshot_button.setEnabled(allowed)
        self.snapshot_button.setToolTip(
            tip(why) if why else tip(self.tr("Take a snapshot of this VM now"))
        )
        self.snapshot_button.setAccessibleDescription(why)
        if self.why.text() != why:
            self.why.setText(why)
        shown = bool(problems) and bool(why)
        self.why.setVisible(shown)
        self._why_picture.setVisible(shown)

    def _facts_of(self, state: SystemState, vm: Vm) -> list[tuple[str, str]]:
        consistency, reason = expected_consistency(vm)
        facts = [
            (self.tr("State"), capitalized(vm_state_text(vm.state))),
            (self.tr("Primary PM"), state.machine(vm.primary).name),
            (self.tr("Secondary PM"), state.machine(vm.secondary).name),
            (self.tr("Redundancy"), self._protected(state, vm)),
        ]
        if vm.firmware is Firmware.BIOS:
            facts.append(
                (self.tr("A snapshot now would be"), consistency_words(consistency, reason))
            )
        facts += [
            (self.tr("Guest agent"), self._agent(vm)),
            (
                self.tr("Processors and memory"),
                self.tr("{count} vCPU, {memory}").format(
                    count=formats.number(vm.processors), memory=formats.size(vm.memory)
                ),
            ),
            # Not through capitalized(): these are names.
            (self.tr("Firmware"), capitalized(firmware_text(vm.firmware))),
            (self.tr("UUID"), vm.uuid),
        ]
        if vm.stale:
            note = self.tr("As it was last known; it may have changed since.")
            facts.insert(0, (self.tr("Note"), note))
        return facts

    def _agent(self, vm: Vm) -> str:
        state = capitalized(agent_text(vm.agent))
        told = self._abilities.get(vm.uuid) if vm.agent is Agent.CONNECTED else None
        if told is None:
            return state
        separator = self.tr(", ", "between two abilities")
        can = separator.join(shown(ability_text(one)) for one in told.abilities)
        cannot = separator.join(
            shown(ability_text(one)) for one in Ability if one not in told.abilities
        )
        words = self.tr("{state} (version {version}). It can: {can}.").format(
            state=state, version=told.version, can=can or formats.DASH
        )
        return (
            words
            if not cannot
            else f"{words}\n" + self.tr("It cannot: {cannot}.").format(cannot=cannot)
        )

    def _protected(self, state: SystemState, vm: Vm) -> str:
        if vm.last_protected is None:
            words = self.tr("No snapshot is normal on both PMs yet")
        else:
            words = self.tr("Last snapshot normal on both PMs, {ago} ({time})").format(
                ago=formats.ago(vm.last_protected), time=formats.exact_moment(vm.last_protected)
            )
        newer = half_kept(state, vm)
        if newer is None:
            return words
        side = next(side for side in Side if newer.copies[side] is CopyState.WHOLE)
        if newer.copies[side.other] is CopyState.UNSEEN:
            told = self.tr("A newer one ({ago}) is whole on {pm}; {peer} cannot be seen now.")
        else:
            told = self.tr("A newer one ({ago}) is whole on {pm} only, not yet on {peer}.")
        names = {"pm": state.machine(side).name, "peer": state.machine(side.other).name}
        return f"{words}\n" + told.format(ago=formats.ago(newer.created), **names)

    @Slot()
    def _want_snapshot(self) -> None:
        if self._vm is not None:
            self.snapshot_wanted.emit(self._vm.uuid)

    def _retranslate(self) -> None:
        self.snapshot_button.setText(self.tr("Snapshot"))
        self.snapshot_button.setAccessibleName(self.tr("Snapshot"))
        self.uses.retranslate()
        for at, words in enumerate((self.tr("Summary"), self.tr("Volumes"), self.tr("Snapshots"))):
            self.tabs.setTabText(at, words)
        for page, words in (
            (self.volumes, self.tr("Volumes of the VM")),
            (self.snapshots, self.tr("Snapshots of the VM")),
        ):
            page.setAccessibleName(words)
        self.snapshots.set_placeholder(self.tr("No snapshot of this VM yet"))
        self.tabs.setAccessibleName(self.tr("Views of the VM"))
        self.tabs.tabBar().setAccessibleName(self.tr("Views of the VM"))
        self._draw()
        self.refresh()

    def _draw(self) -> None:
        self._why_picture.setPixmap(pixmap(Icon.INFO, 16))
        self.snapshot_button.setIcon(primary_icon(Icon.CAMERA))
        self.uses.redraw()

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw()
            self._write()

"""What is asked of VMs as they run, started as operations: start, shut down, power off."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QWidget

from app.model.vm import Agent, AgentAbilities
from app.operations.events import Event, GuestWaited
from ui.dialog_jobs import DialogJobs
from ui.dialogs.power_off_dialog import PowerOffDialog
from ui.jobs.job_runner import JobRunner
from ui.main_window import MainWindow
from ui.models.tree_items import Kind, TreeItem
from ui.operations import Operations
from ui.views.menu import menu_of
from ui.views.vm_actions import VmAction

AGENT_AGAIN = 300.0  # seconds after which an agent is asked anew


class MachineJobs(DialogJobs):
    """Only the waiting for a guest is told here."""

    def __init__(self, window: MainWindow, runner: JobRunner, operations: Operations) -> None:
        super().__init__(window, runner, operations)
        self._panel = window.vms_page.panel
        self._panel.power.wanted.connect(self._wanted)
        self._panel.power.offer()
        self._panel.waiting.given_up.connect(self._give_up)
        window.actions_.add_to_vm_menu(self._panel.power.all())
        table = window.vms_page.table
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_table_menu)
        window.tree.menu_wanted.connect(self._open_tree_menu)
        self._asked: dict[str, float] = {}
        window.vms_page.vm_picked.connect(self._ask_agent)

    @Slot(object, str)
    def _wanted(self, action: VmAction, uuid: str) -> None:
        state = self._window.state
        vm = state.vm(uuid) if state is not None else None
        if state is None or vm is None:
            return
        match action:
            case VmAction.START:
                self._start(self._operations.start_vm(state.system, uuid), _key(uuid))
            case VmAction.SHUT_DOWN:
                operation = self._operations.shut_down(state.system, uuid)
                thread = self._prepare(operation, _key(uuid))
                if thread is not None:
                    thread.failed.connect(self._show_error)
                    follower = _Waiting(self, uuid)
                    thread.reported.connect(follower.reported)
                    thread.ended.connect(follower.ended)
                    self._runner.start(thread)
            case VmAction.POWER_OFF if self._dialog is None:
                made = PowerOffDialog(state, vm, self._window)
                made.requested.connect(self._power_off)
                self._open(made, made.show_state)

    @Slot(str)
    def _power_off(self, uuid: str) -> None:
        state = self._window.state
        if state is not None:
            operation = self._operations.power_off(state.system, uuid)
            self._start(operation, f"power off {uuid}")

    @Slot(str)
    def _give_up(self, uuid: str) -> None:
        self._runner.cancel(_key(uuid))

    def show_waiting(self, uuid: str, event: GuestWaited | None) -> None:
        if event is None:
            self._panel.waiting.end(uuid)
        else:
            self._panel.waiting.wait(uuid, event)

    # The guest agent

    @Slot(str)
    def _ask_agent(self, uuid: str) -> None:
        """What it can do does not change often, and every look at the VM comes by here."""
        state = self._window.state
        vm = state.vm(uuid) if state is not None else None
        if state is None or vm is None or not state.machine(vm.primary).may_change:
            return
        if vm.agent is not Agent.CONNECTED or vm.stale:
            self._asked.pop(uuid, None)
            return
        if state.run_of(uuid) is not None:
            return
        now = time.monotonic()
        if now - self._asked.get(uuid, -AGENT_AGAIN) < AGENT_AGAIN:
            return
        self._asked[uuid] = now
        thread = self._prepare(self._operations.ask_agent(state.system, vm), f"agent {uuid}")
        if thread is None:
            return
        answer = _Agent(self, uuid)
        thread.succeeded.connect(answer.told)
        thread.ended.connect(answer.deleteLater)
        self._runner.start(thread)

    def show_abilities(self, uuid: str, abilities: AgentAbilities | None) -> None:
        self._panel.show_abilities(uuid, abilities)

    # Menus

    def vm_menu(self, parent: QWidget) -> QMenu:
        """What can be done with the selected VM; it tells why an action is off."""
        taken = [self._window.actions_.snapshot, *self._panel.uses.actions_()]
        copied = self._window.vms_page.table.actions()
        return menu_of(parent, [taken, self._panel.power.all(), copied])

    @Slot(QPoint)
    def _open_table_menu(self, at: QPoint) -> None:
        table = self._window.vms_page.table
        if table.indexAt(at).isValid():
            self.vm_menu(table).popup(table.viewport().mapToGlobal(at))

    @Slot(object, QPoint)
    def _open_tree_menu(self, item: TreeItem, at: QPoint) -> None:
        if item.kind in (Kind.VM, Kind.VOLUME):
            self.vm_menu(self._window.tree).popup(at)


class _Agent(QObject):
    """Takes what one VM's agent said. One that cannot be asked is told of in the VM's facts."""

    def __init__(self, jobs: MachineJobs, uuid: str) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._uuid = uuid

    @Slot(object)
    def told(self, abilities: AgentAbilities | None) -> None:
        self._jobs.show_abilities(self._uuid, abilities)


class _Waiting(QObject):
    """Tells how long the guest of one VM has been waited for."""

    def __init__(self, jobs: MachineJobs, uuid: str) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._uuid = uuid

    @Slot(object)
    def reported(self, event: Event) -> None:
        if isinstance(event, GuestWaited):
            self._jobs.show_waiting(self._uuid, event)

    @Slot()
    def ended(self) -> None:
        self._jobs.show_waiting(self._uuid, None)
        self.deleteLater()


def _key(uuid: str) -> str:
    return f"power {uuid}"

"""What the tree shows of the systems: a plain structure that the model takes over row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from app.model.machine import Machine, MachineState
from app.model.state import SystemState
from app.model.vm import Vm
from app.rules.container_rules import filling
from app.rules.preferences import snapshots_disabled
from app.sentences import machine_state_text, vm_state_text
from ui import format as formats
from ui.icons import Icon
from ui.models import machine_table_model, vm_table_model
from ui.text import causes, shown

# lupdate finds calls of this name.
translate = QCoreApplication.translate


class Kind(Enum):
    SYSTEM = "system"
    MACHINES = "machines"
    MACHINE = "machine"
    VMS = "vms"
    VM = "vm"
    VOLUME = "volume"
    SNAPSHOTS = "snapshots"
    CONTAINERS = "containers"
    ALERTS = "alerts"


Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreeItem:
    """One row. `key` begins with the system's name; `note` stands muted at the right. `stale`:
    it is not of now."""

    key: Key
    kind: Kind
    label: str
    note: str = ""
    icon: Icon = Icon.SYSTEM
    tip: str = ""
    stale: bool = False

    @property
    def system(self) -> str:
        return self.key[0]

    @property
    def id(self) -> str:
        """UUID of the VM, or the place of the PM, that the row stands for."""
        return self.key[2] if len(self.key) > 2 else ""


@dataclass(frozen=True, slots=True)
class Branch:
    item: TreeItem
    children: tuple[Branch, ...] = ()


def branches(states: Sequence[SystemState], alerts: dict[str, int]) -> tuple[Branch, ...]:
    """The whole tree. `alerts`: how many each system has."""
    return tuple(_system(state, alerts.get(state.system.name, 0)) for state in states)


class Branches:
    """The same, and the same branch as the last time of what has not changed since."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[SystemState, int, Branch]] = {}

    def of(self, states: Sequence[SystemState], alerts: dict[str, int]) -> list[Branch]:
        made = {}
        for state in states:
            name = state.system.name
            count, before = alerts.get(name, 0), self._last.get(name)
            if before is None or before[0] is not state:
                made[name] = state, count, _system(state, count)
            elif before[1] != count:
                made[name] = state, count, _with_alerts(before[2], count)
            else:
                made[name] = before
        self._last = made
        return [branch for _, _, branch in made.values()]

    def forget(self) -> None:
        """Words or icons have changed."""
        self._last = {}


def _system(state: SystemState, alerts: int) -> Branch:
    name = state.system.name
    machines = Branch(
        TreeItem(
            (name, "machines"),
            Kind.MACHINES,
            translate("VmTree", "Physical Machines"),
            icon=Icon.MACHINES,
        ),
        tuple(_machine(name, machine) for machine in state.machines),
    )
    vms = Branch(
        TreeItem(
            (name, "vms"),
            Kind.VMS,
            translate("VmTree", "Virtual Machines"),
            formats.number(len(state.vms)) if state.vms else "",
            Icon.VMS,
        ),
        tuple(_vm(name, vm) for vm in state.vms),
    )
    count = formats.number(len(state.snapshots))
    disabled = snapshots_disabled(state) is not None
    snapshots = Branch(
        TreeItem(
            (name, "snapshots"),
            Kind.SNAPSHOTS,
            translate("VmTree", "Snapshots"),
            translate("VmTree", "{count}, disabled").format(count=count) if disabled else count,
            Icon.SNAPSHOTS_OFF if disabled else Icon.SNAPSHOTS,
        )
    )
    full = len(list(filling(state)))
    containers = Branch(
        TreeItem(
            (name, "containers"),
            Kind.CONTAINERS,
            translate("VmTree", "Volume Containers"),
            translate("VmTree", "{count} filling up").format(count=formats.number(full))
            if full
            else "",
            Icon.WARNING if full else Icon.CONTAINERS,
        )
    )
    top = TreeItem((name,), Kind.SYSTEM, name, icon=Icon.SYSTEM, stale=state.stale)
    return Branch(top, (machines, vms, snapshots, containers, _alerts(name, alerts)))


def _with_alerts(system: Branch, alerts: int) -> Branch:
    """Another number of alerts, and nothing else."""
    (name,) = system.item.key
    return Branch(system.item, (*system.children[:-1], _alerts(name, alerts)))


def _alerts(system: str, alerts: int) -> Branch:
    return Branch(
        TreeItem(
            (system, "alerts"),
            Kind.ALERTS,
            translate("VmTree", "Alerts"),
            formats.number(alerts),
            Icon.WARNING if alerts else Icon.ALERTS,
        )
    )


def last_known() -> str:
    return translate("VmTree", "As it was last known; it may have changed since")


def _machine(system: str, machine: Machine) -> Branch:
    words = shown(machine_state_text(machine.state))
    away = machine.state is MachineState.UNREACHABLE
    note = words
    if away and machine.last_seen is not None:
        note = translate("VmTree", "last seen {time}").format(
            time=formats.lately(machine.last_seen)
        )
    problems = ((machine.problem,) if machine.problem else ()) + machine.obstacles
    return Branch(
        TreeItem(
            (system, "machines", str(int(machine.side))),
            Kind.MACHINE,
            machine.name,
            note,
            machine_table_model.state_icon(machine.state),
            causes(problems) if problems else f"{machine.name}: {words}",
            not machine.current,
        )
    )


def _vm(system: str, vm: Vm) -> Branch:
    words = shown(vm_state_text(vm.state))
    volumes = tuple(
        Branch(
            TreeItem(
                (system, "vms", vm.uuid, volume.target),
                Kind.VOLUME,
                volume.target,
                translate("VmTree", "boot") if volume.boot else "",
                Icon.VOLUME_BOOT if volume.boot else Icon.VOLUME,
                volume.source,
                vm.stale,
            )
        )
        for volume in vm.volumes
    )
    item = TreeItem(
        (system, "vms", vm.uuid),
        Kind.VM,
        vm.name,
        words,
        vm_table_model.state_icon(vm.state),
        f"{vm.name}: {words}" + (f"\n{last_known()}" if vm.stale else ""),
        vm.stale,
    )
    return Branch(item, volumes)

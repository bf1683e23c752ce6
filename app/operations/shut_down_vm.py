"""Asks a guest to shut down and waits, for a while, until it did; or takes its power away."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.errors import Failed
from app.machines.pair import MachineLink, Pair
from app.model.power_problems import GuestDidNotObey
from app.model.vm import VmState
from app.operations.events import GuestWaited
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.operations.start_vm import check_there, find, insist
from app.rules.power_rules import may_power_off, may_shut_down
from app.rules.system_view import system_state

PATIENCE = 120  # seconds
LOOK = 1.0  # seconds between two looks


@dataclass(frozen=True, slots=True)
class ShutDownVm:
    """Nothing more than asking: a guest that does not obey goes on running, and cancelling only
    ends the waiting. `patience` is seconds."""

    pair: Pair
    vm: str  # uuid
    patience: int = PATIENCE

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Returns once the VM is stopped. Raises Refused, Unreachable, Cancelled, or Failed
        (GuestDidNotObey)."""
        state = system_state(self.pair.system, look_at_both(self.pair))
        vm = find(state, self.vm)
        insist(may_shut_down(state, vm))
        link = self.pair.machine(vm.primary)
        check_there(link, vm, "shut-down")
        cancel.check()
        link.hypervisor.shut_down(vm.uuid)
        began = time.monotonic()
        while not _is_off(link, vm.uuid):
            waited = time.monotonic() - began
            if waited >= self.patience:
                raise Failed(GuestDidNotObey(vm.name, link.name, self.patience))
            report(GuestWaited(vm.name, link.name, int(waited), self.patience))
            cancel.wait(LOOK)


@dataclass(frozen=True, slots=True)
class PowerOffVm:
    """What the guest has not written to its volumes is lost, and a snapshot in progress fails."""

    pair: Pair
    vm: str  # uuid

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Raises Refused, Unreachable or Cancelled."""
        state = system_state(self.pair.system, look_at_both(self.pair))
        vm = find(state, self.vm)
        insist(may_power_off(state, vm))
        link = self.pair.machine(vm.primary)
        check_there(link, vm, "power-off")
        cancel.check()
        link.hypervisor.power_off(vm.uuid)


def _is_off(link: MachineLink, uuid: str) -> bool:
    """A VM that is defined nowhere is gone once it stops."""
    found = next((one for one in link.hypervisor.domains() if one.uuid == uuid), None)
    return found is None or found.state in (VmState.STOPPED, VmState.CRASHED)

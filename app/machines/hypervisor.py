"""The one door to a PM's libvirt; libvirt_hypervisor.py and virsh_hypervisor.py are behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.model.vm import Domain


class Hypervisor(Protocol):
    """libvirt of one PM. Any thread may call any method; every call is bounded in time and raises
    Unreachable (MachineNotRunning if the PM answers but its libvirt does not) or Refused
    (LibvirtNotAllowed, NoSuchVm). What was lost is opened anew by the next call."""

    def domains(self) -> tuple[Domain, ...]:
        """Every domain the PM defines or runs, sorted by name."""
        ...

    def definition(self, uuid: str) -> str:
        """A domain's XML as it is now."""
        ...

    def start(self, uuid: str) -> None: ...

    def shut_down(self, uuid: str) -> None:
        """Asks the guest to shut itself down; returns at once."""
        ...

    def power_off(self, uuid: str) -> None:
        """Takes the guest's power away."""
        ...

    def on_change(self, changed: Callable[[], None] | None) -> None:
        """Has `changed` called, on a thread of the hypervisor, whenever something may be
        different: a domain's state, its agent, its definition, or the connection. An
        implementation without events never calls it: look again now and then as well."""
        ...

    def close(self) -> None: ...

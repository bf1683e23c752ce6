"""The links to both PMs of a system: made when first used, shared by all, made anew when lost."""

from __future__ import annotations

import importlib.util
import logging
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from app.errors import Failed, Refused, Unreachable
from app.machines.hypervisor import Hypervisor
from app.machines.pair import Endpoint
from app.machines.pm_job import PmJobs
from app.machines.ssh import SshLink
from app.machines.ssh_command import SshCommand
from app.machines.ssh_config import BadConfig, route_to
from app.machines.virsh_hypervisor import VirshHypervisor, not_allowed
from app.machines.zipapp import build
from app.model.machine import MachineAddress, Side, System
from app.model.power_problems import MoveFailed, MoveNeedsLibvirt
from app.model.problems import LibvirtNotAllowed, MachineUnreachable
from app.model.vm import Domain

log = logging.getLogger(__name__)

T = TypeVar("T")


class PairLink:
    """Both PMs of a system (implements pair.Pair). Any thread may use it."""

    def __init__(self, system: System) -> None:
        self.system = system
        self._command: SshCommand | None = None
        self._lock = threading.Lock()
        self._machines = tuple(
            Machine(address, system, self._libvirt_uri) for address in system.machines
        )

    def machine(self, side: Side) -> Machine:
        return self._machines[side]

    def migrate(
        self,
        uuid: str,
        name: str,
        source: Side,
        tell: Callable[[int, int], None],
        stopped: Callable[[], bool],
    ) -> None:
        """See pair.Pair."""
        here, there = self.machine(source), self.machine(source.other)
        if not _has_libvirt():
            raise Refused(MoveNeedsLibvirt(name, here.name))
        from app.machines.migration import MigrationFailed, migrate

        addresses = self.system.machines
        uris = (
            self._libvirt_uri(addresses[source]),
            self._libvirt_uri(addresses[source.other]),
        )
        host = self.system.replication_hosts[source.other] or there.endpoint().host
        try:
            migrate(uris, host, uuid, tell, stopped)
        except MigrationFailed as error:
            said = str(error)
            if not_allowed(said):
                raise Refused(MoveNeedsLibvirt(name, here.name, said), details=said) from error
            raise Failed(MoveFailed(name, here.name, there.name, said), details=said) from error

    def close(self) -> None:
        """Ends every link; takes a few seconds at most."""
        for machine in self._machines:
            machine.close()
        with self._lock:
            if self._command is not None:
                self._command.close()
                self._command = None

    def _libvirt_uri(self, address: MachineAddress) -> str:
        with self._lock:
            if self._command is None:
                self._command = SshCommand(self.system)
            return self._command.uri(address)


def connect(system: System) -> PairLink:
    """The pair of a system; nothing is opened yet."""
    return PairLink(system)


class Machine:
    """One PM (implements pair.MachineLink)."""

    def __init__(
        self, address: MachineAddress, system: System, uri: Callable[[MachineAddress], str]
    ) -> None:
        self._system = system
        self.ssh = SshLink(address, system)
        self.jobs = PmJobs(self.ssh, system.container_root, build())
        self.hypervisor: Hypervisor = EitherHypervisor(self.ssh, lambda: uri(address))

    @property
    def name(self) -> str:
        return self.ssh.name

    def known_as(self, name: str) -> None:
        """Problems carry the PM's own name from here on."""
        self.ssh.name = name

    def endpoint(self) -> Endpoint:
        """Raises Unreachable if the SSH configuration cannot be used."""
        try:
            route = route_to(self.ssh.address, self._system)
        except BadConfig as error:
            raise Unreachable(MachineUnreachable(self.name, str(error))) from error
        keys = tuple(str(key) for key in route.trusted_keys())
        return Endpoint(route.host, route.port, route.user, keys)

    def close(self) -> None:
        self.hypervisor.close()
        self.ssh.close()


class EitherHypervisor:
    """libvirt-python where it can be had and lets us in; the PM's virsh otherwise."""

    def __init__(self, ssh: SshLink, uri: Callable[[], str]) -> None:
        self._ssh = ssh
        self._lock = threading.Lock()
        self._changed: Callable[[], None] | None = None
        self._virsh = VirshHypervisor(ssh)
        self._libvirt = _libvirt(ssh, uri)

    def domains(self) -> tuple[Domain, ...]:
        return self._with(lambda hypervisor: hypervisor.domains())

    def definition(self, uuid: str) -> str:
        return self._with(lambda hypervisor: hypervisor.definition(uuid))

    def start(self, uuid: str) -> None:
        self._with(lambda hypervisor: hypervisor.start(uuid))

    def shut_down(self, uuid: str) -> None:
        self._with(lambda hypervisor: hypervisor.shut_down(uuid))

    def power_off(self, uuid: str) -> None:
        self._with(lambda hypervisor: hypervisor.power_off(uuid))

    def on_change(self, changed: Callable[[], None] | None) -> None:
        libvirt = self._libvirt
        if libvirt is not None:
            libvirt.on_change(changed)

    def close(self) -> None:
        libvirt = self._libvirt
        if libvirt is not None:
            libvirt.close()

    def _with(self, work: Callable[[Hypervisor], T]) -> T:
        libvirt = self._libvirt
        if libvirt is None:
            return work(self._virsh)
        try:
            return work(libvirt)
        except Refused as error:
            if not isinstance(error.problems[0], LibvirtNotAllowed):
                raise
            # libvirt over ssh knows no sudo. Whether sudo helps, virsh will tell.
            answer = work(self._virsh)
            log.info("%s: libvirt lets %s in by sudo only", self._ssh.name, self._ssh.user)
            with self._lock:
                self._libvirt = None
            libvirt.close()
            return answer


def _has_libvirt() -> bool:
    """libvirt-python has no Windows form, and is left out of some builds."""
    return sys.platform != "win32" and importlib.util.find_spec("libvirt") is not None


def _libvirt(ssh: SshLink, uri: Callable[[], str]) -> Hypervisor | None:
    if not _has_libvirt():
        return None
    from app.machines.libvirt_hypervisor import LibvirtHypervisor

    return LibvirtHypervisor(uri, lambda: ssh.name, ssh.user)

"""libvirt of a PM through libvirt-python over qemu+ssh (or any other libvirt URI)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, TypeVar

import libvirt

from app.errors import Refused, TwinpointError, Unreachable
from app.machines.bounded import Bounded, TookTooLong, at_once
from app.machines.domain_state import vm_state
from app.machines.domain_xml import BadXml, Circumstances, parse
from app.machines.libvirt_events import run_events
from app.machines.virsh_hypervisor import not_allowed
from app.model.problems import LibvirtNotAllowed, MachineNotRunning, NoSuchVm, Unexplained
from app.model.vm import Domain

log = logging.getLogger(__name__)

T = TypeVar("T")

TIMEOUT = 30.0  # seconds, for one call; opening is bounded by ssh's ConnectTimeout as well
KEEPALIVE_SECONDS, KEEPALIVE_COUNT = 5, 5
# What changes a list of VMs. Backup jobs and balloons have events of their own, left alone.
_EVENTS = (
    libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
    libvirt.VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE,
    libvirt.VIR_DOMAIN_EVENT_ID_IO_ERROR,
    libvirt.VIR_DOMAIN_EVENT_ID_DEVICE_ADDED,
    libvirt.VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED,
)


@dataclass(frozen=True, slots=True)
class _Stats:
    """What libvirt tells of all domains in one answer: state and reason, bytes by target."""

    state: tuple[int, int] | None = None
    capacities: Mapping[str, int] = field(default_factory=dict)


class LibvirtHypervisor:
    """Hypervisor over one libvirt connection. libvirt's calls run on a thread of their own, so
    that one that hangs is left behind; `name` and `user` are for problems."""

    def __init__(self, uri: Callable[[], str], name: Callable[[], str], user: str = "") -> None:
        self._uri = uri
        self._name = name
        self._user = user
        self._lock = threading.Lock()
        self._connection: Any = None
        self._events: list[int] = []  # what is registered with it
        self._changed: Callable[[], None] | None = None
        self._calls = Bounded("libvirt")

    def domains(self) -> tuple[Domain, ...]:
        found = self._call(self._domains)
        return tuple(sorted(found, key=lambda domain: domain.name))

    def definition(self, uuid: str) -> str:
        return self._call(lambda connection: str(_lookup(connection, uuid).XMLDesc(0)), uuid)

    def start(self, uuid: str) -> None:
        self._call(lambda connection: _lookup(connection, uuid).create(), uuid)

    def shut_down(self, uuid: str) -> None:
        self._call(lambda connection: _lookup(connection, uuid).shutdown(), uuid)

    def power_off(self, uuid: str) -> None:
        self._call(lambda connection: _lookup(connection, uuid).destroy(), uuid)

    def on_change(self, changed: Callable[[], None] | None) -> None:
        self._changed = changed

    def close(self) -> None:
        self._changed = None
        with self._lock:
            connection, self._connection = self._connection, None
        if connection is not None:
            try:
                self._calls.run(lambda: _close(connection, self._events), 5.0)
            except (TookTooLong, libvirt.libvirtError) as error:
                log.info("%s: libvirt: %s", self._name(), error)
        self._calls.end()

    def _call(self, work: Callable[[Any], T], uuid: str = "") -> T:
        """The one place where libvirt's errors become ours."""
        try:
            return self._calls.run(lambda: work(self._open()), TIMEOUT)
        except TookTooLong as error:
            with self._lock:
                self._connection = None  # whoever still hangs in it keeps it
            raise Unreachable(MachineNotRunning(self._name(), "libvirt does not answer")) from error
        except libvirt.libvirtError as error:
            raise self._translated(error, uuid) from error
        except BadXml as error:
            raise Unreachable(Unexplained(self._name(), str(error))) from error

    def _open(self) -> Any:
        """The connection, opened if there is none that lives. On the calls' thread only."""
        with self._lock:
            connection = self._connection
        if connection is not None and connection.isAlive():
            return connection
        if connection is not None:
            # Forgotten before the next is opened, which may fail: what is closed is never asked
            # again whether it lives, for that is an error as well.
            with self._lock:
                self._connection, events, self._events = None, self._events, []
            _close(connection, events)
        run_events()
        connection = libvirt.open(self._uri())
        try:
            connection.setKeepAlive(KEEPALIVE_SECONDS, KEEPALIVE_COUNT)
            connection.registerCloseCallback(self._lost, None)
        except libvirt.libvirtError as error:
            # test:/// has no connection to keep alive, nor one to lose.
            log.debug("%s: %s", self._name(), error)
        registered = at_once(lambda event: self._register(connection, event), _EVENTS)
        with self._lock:
            self._connection = connection
            self._events = [event for event in registered if event is not None]
        return connection

    def _register(self, connection: Any, event: int) -> int | None:
        try:
            number: int = connection.domainEventRegisterAny(None, event, self._event, None)
        except libvirt.libvirtError as error:
            log.debug("%s: event %s: %s", self._name(), event, error)
            return None
        return number

    def _domains(self, connection: Any) -> list[Domain]:
        """A handful of round trips for any number of VMs: links are slow."""
        domains = connection.listAllDomains()
        if not domains:
            return []
        # A VM whose monitor is busy with a job is skipped in these, not waited for.
        stats = _stats(connection)
        flag = libvirt.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT
        with_snapshots = {domain.UUIDString() for domain in connection.listAllDomains(flag)}
        found = at_once(lambda domain: _domain(domain, stats, with_snapshots), domains)
        return [domain for domain in found if domain is not None]

    def _event(self, _connection: Any, _domain: Any, *_rest: Any) -> None:
        self._tell()

    def _lost(self, _connection: Any, reason: int, _data: Any) -> None:
        log.info("%s: libvirt connection closed (%s)", self._name(), reason)
        self._tell()

    def _is_open(self) -> bool:
        with self._lock:
            connection = self._connection
        return connection is not None and bool(connection.isAlive())

    def _tell(self) -> None:
        changed = self._changed
        if changed is not None:
            changed()

    def _translated(self, error: Any, uuid: str) -> TwinpointError:
        name, said, code = self._name(), str(error), error.get_error_code()
        if code == libvirt.VIR_ERR_NO_DOMAIN:
            return Refused(NoSuchVm(uuid))
        denied = (libvirt.VIR_ERR_AUTH_FAILED, libvirt.VIR_ERR_ACCESS_DENIED)
        if code in (*denied, libvirt.VIR_ERR_AUTH_UNAVAILABLE) or not_allowed(said):
            return Refused(LibvirtNotAllowed(name, self._user, said), details=said)
        # A connection that broke, or could not be made, is noticed as one of these.
        broken = (
            libvirt.VIR_ERR_SYSTEM_ERROR,
            libvirt.VIR_ERR_RPC,
            libvirt.VIR_ERR_NO_CONNECT,
            libvirt.VIR_ERR_INVALID_CONN,
        )
        # An internal error may be anything: only one that leaves no connection counts.
        if code in broken or (code == libvirt.VIR_ERR_INTERNAL_ERROR and not self._is_open()):
            return Unreachable(MachineNotRunning(name, said), details=said)
        return Refused(Unexplained(name, said), details=said)


def _lookup(connection: Any, uuid: str) -> Any:
    return connection.lookupByUUIDString(uuid)


def _close(connection: Any, events: Iterable[int]) -> None:
    """Its callbacks hold a connection, and with it its ssh, until they are taken back."""
    for event in events:
        try:
            connection.domainEventDeregisterAny(event)
        except libvirt.libvirtError as error:
            log.debug("event callback: %s", error)
    try:
        connection.unregisterCloseCallback()
    except libvirt.libvirtError as error:
        log.debug("close callback: %s", error)
    connection.close()


def _domain(domain: Any, stats: Mapping[str, _Stats], with_snapshots: Set[str]) -> Domain | None:
    """None if it went away meanwhile."""
    uuid = domain.UUIDString()
    try:
        told = stats.get(uuid, _Stats())
        state, cleanly = vm_state(*(told.state or domain.state()))
        snapshots = domain.snapshotNum() if uuid in with_snapshots else 0
        return parse(
            domain.XMLDesc(0), Circumstances(state, cleanly, snapshots, dict(told.capacities))
        )
    except libvirt.libvirtError as error:
        if error.get_error_code() != libvirt.VIR_ERR_NO_DOMAIN:
            raise
        return None


def _stats(connection: Any) -> dict[str, _Stats]:
    """By UUID; empty where the driver does not tell (test:///)."""
    found: dict[str, _Stats] = {}
    try:
        rows = connection.getAllDomainStats(
            libvirt.VIR_DOMAIN_STATS_STATE | libvirt.VIR_DOMAIN_STATS_BLOCK,
            libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT,
        )
    except libvirt.libvirtError as error:
        if error.get_error_code() != libvirt.VIR_ERR_NO_SUPPORT:
            raise
        return found
    for domain, values in rows:
        targets: dict[str, int] = {}
        for number in range(values.get("block.count", 0)):
            name, capacity = (values.get(f"block.{number}.{key}") for key in ("name", "capacity"))
            if isinstance(name, str) and isinstance(capacity, int):
                # A backing file is listed under its disk's name, after the disk itself.
                targets.setdefault(name, capacity)
        state, reason = values.get("state.state"), values.get("state.reason")
        known = isinstance(state, int) and isinstance(reason, int)
        found[domain.UUIDString()] = _Stats((state, reason) if known else None, targets)
    return found

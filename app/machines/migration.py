"""Moves a running VM from one PM to the other: libvirt's live migration, driven by the console.

The two libvirts never talk to each other, for the PMs have no rights on one another; the guest's
memory goes straight from QEMU to QEMU. https://libvirt.org/migration.html, "managed direct".
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

import libvirt

from app.machines.libvirt_events import run_events

log = logging.getLogger(__name__)
LOOK = 0.5  # seconds between two looks at how far it is
KEEPALIVE_SECONDS, KEEPALIVE_COUNT = 5, 5
# PERSIST_DEST: the other PM may not define it yet. AUTO_CONVERGE: a guest that writes faster than
# the network carries is slowed down until it fits. UNSAFE: libvirt takes every file system that
# it does not know by name for local; whether both PMs see the volumes was tried (move-check), and
# QEMU 4.0 and newer drop their caches (libvirt, qemuMigrationSrcIsSafe).
FLAGS = (
    libvirt.VIR_MIGRATE_LIVE
    | libvirt.VIR_MIGRATE_PERSIST_DEST
    | libvirt.VIR_MIGRATE_AUTO_CONVERGE
    | libvirt.VIR_MIGRATE_UNSAFE
)


class MigrationFailed(Exception):
    """It goes on running where it was; says why in libvirt's words. `stopped`: as was asked."""

    def __init__(self, said: str, *, stopped: bool = False) -> None:
        super().__init__(said)
        self.stopped = stopped


def migrate(
    uris: tuple[str, str],
    host: str,
    uuid: str,
    tell: Callable[[int, int], None],
    stopped: Callable[[], bool],
) -> None:
    """From the first PM to the second, which the first one reaches at `host`. `tell` is given
    bytes of memory done and in all; `stopped` is asked often. Connections of its own: those that
    watch must not wait. Raises MigrationFailed."""
    run_events()
    connections: list[Any] = []
    try:
        for uri in uris:
            connection = libvirt.open(uri)
            connections.append(connection)
            connection.setKeepAlive(KEEPALIVE_SECONDS, KEEPALIVE_COUNT)
        domain = connections[0].lookupByUUIDString(uuid)
        _Migration(domain, connections[1], host).run(tell, stopped)
    except libvirt.libvirtError as error:
        raise MigrationFailed(str(error)) from error
    finally:
        for connection in connections:
            try:
                connection.close()
            except libvirt.libvirtError as error:
                log.debug("close: %s", error)


class _Migration:
    """libvirt's call returns only when all is over, so it has a thread of its own."""

    def __init__(self, domain: Any, target: Any, host: str) -> None:
        self._domain = domain
        self._target = target
        self._uri = f"tcp://[{host}]" if ":" in host else f"tcp://{host}"
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._work, name="migration", daemon=True)

    def run(self, tell: Callable[[int, int], None], stopped: Callable[[], bool]) -> None:
        self._thread.start()
        asked = False
        while self._thread.is_alive():
            self._thread.join(LOOK)
            try:
                if stopped() and self._thread.is_alive():
                    asked = True
                    self._domain.abortJob()
                elif self._thread.is_alive():
                    self._tell(tell)
            except libvirt.libvirtError as error:
                log.debug("migration: %s", error)  # it has just begun, or just ended
        if self._error is not None:
            raise MigrationFailed(str(self._error), stopped=asked) from self._error

    def _work(self) -> None:
        try:
            wishes = {libvirt.VIR_MIGRATE_PARAM_URI: self._uri}
            self._domain.migrate3(self._target, wishes, FLAGS)
        except libvirt.libvirtError as error:
            self._error = error

    def _tell(self, tell: Callable[[int, int], None]) -> None:
        stats = self._domain.jobStats()
        total, done = stats.get("memory_total"), stats.get("memory_processed")
        if isinstance(total, int) and isinstance(done, int) and total > 0:
            tell(min(done, total), total)

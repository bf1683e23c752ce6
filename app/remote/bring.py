"""Keeps at it until the other PM has everything: the connection to it, lost and found again."""

from __future__ import annotations

import threading
import time
from typing import Any, Callable

from app.remote import deletions, deliver
from app.remote.host import host_name
from app.remote.job_files import Events, JobFiles
from app.remote.peer import Peer, PeerAway
from app.remote.problems import Problem, Refused
from app.remote.qemu_job import GONE
from app.remote.records import Manifest
from app.remote.settle import settle
from app.remote.store import Store

RETRY_SECONDS = (0.5, 1.0, 2.0, 5.0)  # between tries; then the last one again and again
PING_SECONDS = 10.0  # the peer's session ends, and its lock falls, after 40 s without a word


class Partner:
    """The other PM during one run: connected beside other work, pinged, reconnected."""

    def __init__(self, store: Store, files: JobFiles, vm: str, holder: dict[str, Any]) -> None:
        self._store = store
        self._files = files
        self._vm = vm
        self._holder = holder
        self._peer: Peer | None = None
        self._locked = False
        self._pinged = time.monotonic()
        self._thread: threading.Thread | None = None
        self.why = ""
        self.name = str((store.system().get("peer") or {}).get("name", ""))

    def connect_beside(self) -> None:
        """Begins to connect; `peer` waits for it. The login costs more than all local checks."""
        self._thread = threading.Thread(target=self._connect, name="peer", daemon=True)
        self._thread.start()

    def _connect(self) -> None:
        try:
            self._peer = Peer(self._store)
        except (PeerAway, Refused, OSError) as error:
            self.why = str(error)

    def peer(self) -> Peer:
        """Raises PeerAway."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        elif self._peer is None:
            self._connect()
        if self._peer is None:
            raise PeerAway(self.why)
        return self._peer

    def lock(self, vm_name: str) -> Peer:
        """The peer, with the VM's lock held there, and both of one mind about what was decided for
        the system. Raises PeerAway; Refused if the lock is taken."""
        peer = self.peer()
        if not self._locked:
            told = deletions.telling(self._store, self._vm)
            answer = peer.ask(
                "lock", vm=self._vm, vm_name=vm_name, holder=self._holder, deletions=told
            )
            self._locked = True
            try:
                deletions.hear(self._store, self._vm, answer.get("deletions", []))
            except (ValueError, KeyError, TypeError) as error:
                raise PeerAway(f"deletions: {error}") from error
            deletions.settled(self._store, self._vm, told, answer.get("left"))
            deletions.take_up(self._store, self._vm)
            settle(self._store, peer)
        return peer

    def runs_vm(self) -> str:
        """The other PM's name if the VM runs there; "" if not, or if it cannot be asked now."""
        try:
            now = self.peer().ask("state", vm=self._vm).get("state")
        except (PeerAway, Refused):
            return ""
        return self.name if isinstance(now, str) and now not in ("", *GONE) else ""

    def has(self, snapshot: str) -> bool:
        """Whether the other PM is known to hold a snapshot whole."""
        try:
            whole = self.peer().ask("have", vm=self._vm).get("whole")
        except (PeerAway, Refused):
            return False
        return isinstance(whole, dict) and snapshot in whole

    def discard(self, vm_name: str, snapshot: str) -> None:
        """Has the rest of a failed run removed there. A PM that is away asks us about it as soon
        as it is back."""
        for _ in range(2):  # the session may have ended meanwhile; a new one does not
            try:
                self.lock(vm_name).ask("discard", vm=self._vm, snapshot=snapshot)
                return
            except PeerAway as error:
                self.lost(str(error))
            except Refused:
                return

    def check(self) -> None:
        """To be called often: raises Cancelled when asked to stop, keeps the session alive."""
        self._files.check_cancelled()
        if self._peer is not None and time.monotonic() - self._pinged > PING_SECONDS:
            self._pinged = time.monotonic()
            try:
                self._peer.ask("hello", who=False, timeout=8)
            except PeerAway as error:
                self.lost(str(error))

    def lost(self, why: str) -> None:
        self.why = why
        self.close()

    def close(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._peer is not None:
            self._peer.close()
        self._peer = None
        self._locked = False


def bring(
    store: Store,
    partner: Partner,
    events: Events,
    vm: str,
    vm_name: str,
    limit: int | None,
    *,
    asked: bool = False,
) -> None:
    """Until the other PM holds every snapshot of the VM that is whole here. Raises Cancelled.

    `asked`: somebody asked for it and waits; a refusal of the other PM then ends it (Refused),
    where otherwise it is tried again until what stands in the way is gone."""
    tries = 0
    told = False
    while True:
        try:
            peer = partner.lock(vm_name)
            for manifest in deliver.missing(store, peer, vm):
                if told:
                    events.waiting(None)
                    told = False
                _send(store, peer, manifest, events, partner.check, limit)
            break
        except PeerAway as error:
            partner.lost(str(error))
            problem = Problem(
                "replication-waits", pm=host_name(), peer=partner.name, detail=str(error)[-300:]
            )
        except Refused as error:
            partner.lost(str(error))
            if asked:
                raise
            problem = error
        events.waiting(problem)
        told = True
        pause(partner.check, RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)])
        tries += 1
    if told:
        events.waiting(None)


def _send(
    store: Store,
    peer: Peer,
    manifest: Manifest,
    events: Events,
    check: Callable[[], None],
    limit: int | None,
) -> None:
    deliver.send(
        store,
        peer,
        manifest,
        limit=limit,
        step=events.step,
        progress=events.bytes,
        check=check,
    )


def pause(check: Callable[[], None], seconds: float) -> None:
    """Waits, calling `check` all the while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        check()
        time.sleep(0.2)

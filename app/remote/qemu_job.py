"""The backup job inside QEMU that writes a running VM's snapshot: followed, judged, ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from app.remote import images
from app.remote.capacity import FLOOR
from app.remote.domain import DomainFacts
from app.remote.patience import WITHOUT_LIBVIRT, patiently
from app.remote.problems import Failed
from app.remote.qemu_process import qemu_of
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.virsh import BACKUP, JOB_COMPLETED, job_info, resume_paused, state, virsh

POLL = 0.1
# libvirt 9.0, killed while QEMU begins or ends a job, keeps it for ever without any disk in it.
WITHOUT_DISKS = 20.0  # seconds
SHUTDOWN_SECONDS = 5.0  # how long a shutdown is waited for before it counts as one
CLOSE_SECONDS = 600.0  # QEMU flushes what it wrote, to a disk that may be busy
NO_JOB = ("no active", "not have an active", "not found")
GONE = ("shut off", "crashed", "undefined")
Progress = Callable[[int, int], None]


class BackupJob:
    """One push-mode job of one VM, into `files` by target. `begun` before the command that begins
    it."""

    def __init__(
        self,
        store: Store,
        facts: DomainFacts,
        files: Mapping[str, Path],
        here: str,
        check: Callable[[], None],
        limit: int | None,
    ) -> None:
        self._store = store
        self._vm = facts.uuid
        self._name = facts.name
        self._files = files
        self._here = here
        self._check_cancelled = check
        self._limit = limit
        self._begun = False
        self._qemu = qemu_of(facts.uuid)

    def begun(self) -> None:
        self._begun = True

    def left(self) -> bool:
        """Whether the VM's QEMU is gone, though the VM may have been started again: a new QEMU
        knows nothing of what the one before had still to write."""
        return self._qemu is None or not self._qemu.lives()

    def check_vm(self) -> None:
        """Failed if the VM stopped running here; without libvirt, which may be away."""
        if self.left():
            raise self.failover()

    def limit_speed(self) -> None:
        """There is no way to set a limit before the job runs."""
        if self._limit:
            for target in self._files:
                speed = str(max(1, self._limit // len(self._files) // (1024 * 1024)))
                try:
                    virsh("blockjob", self._vm, target, "--bandwidth", speed)
                except ToolFailed as error:
                    # A small volume is done before the limit comes.
                    if not any(word in error.output for word in NO_JOB):
                        raise

    def wait(self, progress: Progress) -> None:
        """Until QEMU has written all; Failed if it could not, or the VM left this PM."""
        away_since: float | None = None
        known = time.monotonic()  # when the job last had something to copy, or might have had
        while True:
            self._check_cancelled()
            try:
                self._check_state(virsh("domstate", self._vm, "--reason"))
                info = job_info(self._vm)
                away_since = None
            except ToolFailed as error:
                away_since = self._bear(error, away_since)
                known = time.monotonic()
                time.sleep(0.5)
                continue
            if not info:
                break
            done, total = int(info.get("disk_processed", 0)), int(info.get("disk_total", 0))
            if total:
                known = time.monotonic()
            elif time.monotonic() - known > WITHOUT_DISKS:
                detail = "libvirt lost the job's disks when it was restarted"
                raise self.abort() or Failed("copy-failed", vm=self._name, detail=detail)
            progress(done, total)
            self._end_at_floor()
            time.sleep(POLL)
        self._judge()

    def _bear(self, error: ToolFailed, since: float | None) -> float:
        """libvirtd may be restarted in mid-job: the job is QEMU's and goes on."""
        if any(word in error.output for word in ("failed to get domain", "Domain not found")):
            raise self.failover() from error
        if "monitor" in error.output and state(self._vm)[0] == "in shutdown":
            # libvirt 9.0 shows a VM that shut down in mid-job so for a minute after QEMU is gone.
            raise self.failover() from error
        since = since or time.monotonic()
        if time.monotonic() - since > WITHOUT_LIBVIRT:
            raise Failed("copy-failed", vm=self._name, detail=error.output[-500:]) from error
        return since

    def _check_state(self, text: str) -> None:
        words = text.strip()
        if words.startswith(GONE):
            raise self.failover()
        if words.startswith("paused") and "I/O error" in words:
            raise self._free_paused_guest()

    def _free_paused_guest(self) -> Failed:
        """A write of the job had no room and QEMU stopped the guest: job away, guest on."""
        return self.abort() or Failed("guest-paused", vm=self._name, resumed=True)

    def check_floor(self) -> None:
        _, free = self._store.free()
        if free < FLOOR:
            raise Failed("room-ran-out", pm=self._here, path=str(self._store.root), free=free)

    def _judge(self) -> None:
        """How the job ended. An outcome that nobody knows any more counts as failed."""
        done = patiently(lambda: job_info(self._vm, completed=True), self._check_cancelled)
        if done.get("Job type") == JOB_COMPLETED and done.get("operation") == BACKUP:
            self._begun = False
            self._await_written()
            return
        deadline = time.monotonic() + SHUTDOWN_SECONDS
        now, reason = state(self._vm)
        while now == "in shutdown" and time.monotonic() < deadline:
            time.sleep(POLL)
            now, reason = state(self._vm)
        if now == "in shutdown":
            raise self.failover()
        self._check_state(f"{now} ({reason})")
        self.check_vm()
        detail = done.get("errmsg") or "libvirt no longer knows how the job ended"
        if "No space left" in detail:
            raise Failed(
                "room-ran-out",
                pm=self._here,
                path=str(self._store.root),
                free=self._store.free()[1],
            )
        raise Failed("copy-failed", vm=self._name, detail=detail[-500:])

    def _await_written(self) -> None:
        """QEMU writes an image's tables when it closes the image, and libvirt has it closed after
        it has called the job completed: until then the file may look sound and hold nothing."""
        deadline = time.monotonic() + CLOSE_SECONDS
        for file in self._files.values():
            while not images.written(file):
                self._check_cancelled()
                self.check_vm()
                if time.monotonic() > deadline:
                    detail = f"QEMU does not close {file.name}"
                    raise Failed("copy-failed", vm=self._name, detail=detail)
                time.sleep(POLL)
        self.check_vm()

    def _end_at_floor(self) -> None:
        """At once, not when all else is tidied: without room QEMU stops the guest at its next
        write."""
        try:
            self.check_floor()
        except Failed as full:
            raise self.abort() or full from None

    def abort(self) -> Failed | None:
        """Ends our job in QEMU, if it still runs, waits until it is gone, and lets a guest go on
        that it paused: then what has to be said of that."""
        if not self._begun:
            return None
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                info = job_info(self._vm)
                if info.get("operation") != BACKUP:
                    break
                virsh("domjobabort", self._vm)
            except ToolFailed as error:
                if "failed to get domain" in error.output or "not running" in error.output:
                    break
            time.sleep(0.2)
        self._begun = False
        resumed = resume_paused(self._vm)
        if resumed is None:
            return None
        return Failed("guest-paused", vm=self._name, resumed=resumed)

    def failover(self) -> Failed:
        """That the VM is no longer running here."""
        return Failed("failover", vm=self._name, pm=self._here)

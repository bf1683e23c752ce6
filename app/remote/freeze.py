"""The frozen point of a run: guard armed, guest frozen, point fixed, guest thawed, label earned."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from app.remote import journal
from app.remote.critical import HOLD_SECONDS, AgentState, Held, Window
from app.remote.domain import DomainFacts
from app.remote.guard import SECONDS as GUARD_SECONDS
from app.remote.job_files import Events, JobFiles
from app.remote.locks import Lock
from app.remote.problems import Failed, Problem
from app.remote.spawn import spawn
from app.remote.store import Store, write_durably

GUARD_START_SECONDS = 5.0


class FrozenPoint:
    """One freeze of one VM. `thaw` may be called at any time, and must be in the end."""

    def __init__(
        self,
        store: Store,
        files: JobFiles,
        events: Events,
        noted: Callable[[str], None],
        facts: DomainFacts,
        *,
        required: bool,
    ) -> None:
        self._store = store
        self._files = files
        self._events = events
        self._noted = noted
        self._name = facts.name
        self._required = required
        self._hold: threading.Timer | None = None
        self._window = Window(facts.uuid, facts.name, (files.folder / "thawed").exists)

    @property
    def held(self) -> bool:
        """Whether the guest is being held for the replication; `finish` then gives the label."""
        return self._hold is not None

    def fix(self, begin: Sequence[str], agent: AgentState, *, hold: bool) -> Held | None:
        """Freezes, runs the virsh command that fixes the point, thaws. None with `hold`: the
        thaw, and the label, come with `finish`, or by themselves after HOLD_SECONDS."""
        self._arm()
        self._files.check_cancelled()
        self._noted(journal.FREEZING)
        self._events.step("freeze")
        frozen = self._window.freeze()
        if not frozen and self._required:
            self.thaw()
            detail = self._window.verdict(agent).detail
            raise Failed("freeze-failed", vm=self._name, detail=detail)
        self._events.step("snapshot")
        self._window.begin(*begin)
        if frozen and hold:
            self._hold = threading.Timer(HOLD_SECONDS, self._release)
            self._hold.start()
            return None
        self._events.step("thaw")
        return self.finish(agent)

    def finish(self, agent: AgentState) -> Held:
        """Thaws and says what was earned."""
        self.thaw()
        self._hold = None
        held = self._window.verdict(agent)
        if held.frozen_ms is not None and held.filesystems:
            self._events.say("frozen", ms=held.frozen_ms, filesystems=held.filesystems)
        if held.application:
            return held
        if self._required:
            raise Failed("freeze-failed", vm=self._name, detail=held.detail or held.reason)
        fields = {"vm": self._name, "reason": held.reason, "detail": held.detail[-300:]}
        self._events.warn(Problem("crash-consistent-only", **fields))
        return held

    def thaw(self) -> None:
        """Thaws if that was not done yet. Failed("guest-paused") if a full disk had stopped the
        guest, and with it our job, in the meantime."""
        if self._window.closed:
            return
        if self._hold is not None:
            self._hold.cancel()
        self._release()
        try:
            self._noted(journal.THAWED)
        finally:
            self._window.close()
        if self._window.resumed is not None:
            raise Failed("guest-paused", vm=self._name, resumed=self._window.resumed)

    def _release(self) -> None:
        """Thaws and calls the guard off; also from the timer that bounds a held freeze."""
        self._window.thaw()
        (self._files.folder / "armed").unlink(missing_ok=True)

    def _arm(self) -> None:
        """The guard lives already, or is started again if it has died; from here on it thaws when
        its time comes. Without one nothing is frozen."""
        guard = Lock(self._files.folder / "guard")
        if not _comes_to_life(guard, GUARD_START_SECONDS):
            spawn(self._store, "guard", self._files.job)
            if not _comes_to_life(guard, GUARD_START_SECONDS):
                raise Failed("freeze-failed", vm=self._name, detail="the guard did not start")
        write_durably(self._files.folder / "armed", str(time.monotonic() + GUARD_SECONDS))


def _comes_to_life(guard: Lock, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not guard.held():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True

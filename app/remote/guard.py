"""The dead-man: a process beside the job that thaws the guest when the job is late or dead, and
clears up after a job that died."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import Callable

from app.remote.critical import reset_agent_time, thaw_until_free
from app.remote.job_files import JobFiles
from app.remote.store import write_durably
from app.remote.virsh import let_go_on

SECONDS = 18.0  # from arming; leaves room below the promised 30 s for a busy agent to get free
TRY_FOR = 3600.0
DISK_SECONDS = 2.0  # how long a guest may wait for a disk that hangs


def watch_over(files: JobFiles, vm: str, clear_up: Callable[[bool | None], None]) -> None:
    """Runs until the job has ended. `armed` holds the deadline the job set (seconds of
    CLOCK_MONOTONIC, which all processes of a PM share; a wrong wall clock does no harm).
    `clear_up` is told whether a guest that an I/O error had stopped runs again; None if it was
    not stopped."""
    armed = files.folder / "armed"
    served = None
    resumed: bool | None = None

    def unpause() -> None:
        nonlocal resumed
        if not files.alive.held() and (now := let_go_on(vm, f"/vms/{vm}/snapshots/")) is not None:
            resumed = now

    while True:
        living = files.alive.held()
        try:
            deadline = float(armed.read_text())
        except (FileNotFoundError, ValueError):
            deadline = None
        due = deadline is not None and (not living or time.monotonic() >= deadline)
        if due and deadline != served:
            served = deadline
            # Said before it is done, that the job earns no label in the meantime; but the guest is
            # freed where it cannot be said. Then the job's own thaw finds nothing frozen, which
            # earns none either.
            _beside(lambda: write_durably(files.folder / "thawed", ""))
            thaw_until_free(vm, TRY_FOR, unpause)
            reset_agent_time(vm)
            _beside(lambda: armed.unlink(missing_ok=True))
        if not living:
            clear_up(resumed)
            return
        time.sleep(0.3)


def _beside(change: Callable[[], None]) -> None:
    """Changes a file without waiting long for the container's disk, which may be full or hang."""

    def try_it() -> None:
        with contextlib.suppress(OSError):
            change()

    thread = threading.Thread(target=try_it, daemon=True)
    thread.start()
    thread.join(DISK_SECONDS)

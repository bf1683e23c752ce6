"""The dead-man: a process beside the job that thaws the guest when the job is late or dead, and
clears up after a job that died."""

from __future__ import annotations

import time
from typing import Callable

from app.remote.critical import reset_agent_time, thaw_until_free
from app.remote.job_files import JobFiles
from app.remote.store import write_durably

SECONDS = 18.0  # from arming; leaves room below the promised 30 s for a busy agent to get free
TRY_FOR = 3600.0


def watch_over(files: JobFiles, vm: str, clear_up: Callable[[], None]) -> None:
    """Runs until the job has ended. `armed` holds the deadline the job set (seconds of
    CLOCK_MONOTONIC, which all processes of a PM share; a wrong wall clock does no harm)."""
    armed = files.folder / "armed"
    while True:
        living = files.alive.held()
        try:
            deadline = float(armed.read_text())
        except (FileNotFoundError, ValueError):
            deadline = None
        if deadline is not None and (not living or time.monotonic() >= deadline):
            # Said before it is done: the job must not earn a label in the meantime.
            write_durably(files.folder / "thawed", "")
            thaw_until_free(vm, TRY_FOR)
            reset_agent_time(vm)
            armed.unlink(missing_ok=True)
        if not living:
            clear_up()
            return
        time.sleep(0.3)

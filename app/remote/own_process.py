"""A process of its own, that outlives who started it: a run, or the guard beside it."""

from __future__ import annotations

import time
from typing import Callable

from app.remote import records
from app.remote.create_vm import create_vm
from app.remote.delete import delete
from app.remote.export import export
from app.remote.guard import watch_over
from app.remote.import_vm import import_vm
from app.remote.job_files import JobFiles
from app.remote.locks import Lock, Taken
from app.remote.resume import resume
from app.remote.roll_back import roll_back
from app.remote.run import SnapshotRun
from app.remote.store import Store
from app.remote.vm_job import carry_out
from app.remote.watch import tidy

# What a job's process does, by the kind of its request.
JOBS: dict[str, Callable[[Store, JobFiles], None]] = {
    "snapshot": lambda store, files: SnapshotRun(store, files).run(),
    "replicate": resume,
    "create-vm": lambda store, files: carry_out(store, files, create_vm),
    "merge": delete,
    "export": export,
    "import": import_vm,
    "roll-back": lambda store, files: carry_out(store, files, roll_back),
}


def own_process(store: Store, verb: str, job: str) -> int:
    """Is the run of a job ("run-job"), or its guard. Exit status."""
    if not records.ID.fullmatch(job):
        return 2
    files = JobFiles(store.jobs() / job)
    lock = files.alive if verb == "run-job" else Lock(files.folder / "guard")
    try:
        lock.take()
    except Taken:
        return 1
    try:
        if verb == "guard":
            _await_job(files)
            watch_over(files, str(files.request()["vm"]), lambda: _clear_up(store, files))
        else:
            JOBS[str(files.request()["kind"])](store, files)
    finally:
        lock.release()
    return 0


def _await_job(files: JobFiles) -> None:
    """The job and its guard are started together; a job that never came has nothing to guard."""
    deadline = time.monotonic() + 30
    while not files.alive.held() and not files.progress() and time.monotonic() < deadline:
        time.sleep(0.05)


def _clear_up(store: Store, files: JobFiles) -> None:
    """After a job that died: away with its rest, or on with its replication."""
    if not files.progress().get("ended"):
        tidy(store, first=False)

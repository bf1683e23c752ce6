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
from app.remote.problems import Problem
from app.remote.resume import resume
from app.remote.roll_back import roll_back
from app.remote.run import SnapshotRun
from app.remote.store import Store
from app.remote.sweep import END_OF, note_end
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
            vm = str(files.request()["vm"])
            watch_over(files, vm, lambda resumed: _clear_up(store, files, resumed))
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


def _clear_up(store: Store, files: JobFiles, resumed: bool | None) -> None:
    """After a job that died: away with its rest, or on with its replication. `resumed`: whether
    its guest, which a full disk had stopped, runs again; None if it was not stopped."""
    progress = files.progress()
    if not progress.get("ended"):
        tidy(store, first=False)
    if resumed is not None:
        base = {name: progress.get(name, "") for name in END_OF}
        note_end(store, base, Problem("guest-paused", vm=str(base["vm_name"]), resumed=resumed))

"""The program on the PM: one verb a call, or one process of a run."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from app.remote import records
from app.remote.guard import watch_over
from app.remote.host import host_name
from app.remote.job_files import JobFiles
from app.remote.locks import Lock, Taken
from app.remote.problems import Failed, Problem
from app.remote.resume import resume
from app.remote.run import SnapshotRun
from app.remote.serve import serve
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.verbs import VERBS, say
from app.remote.watch import tidy

LONGEST_REQUEST = 1024 * 1024


def main() -> int:
    parser = argparse.ArgumentParser(prog="twinpoint")
    parser.add_argument("--root", required=True, type=Path)
    parser.add_argument("verb")
    parser.add_argument("argument", nargs="?")
    arguments = parser.parse_args()
    os.umask(0o077)
    store = Store(arguments.root)
    if arguments.verb == "serve":
        return serve(store, arguments.argument or "")
    if arguments.verb in ("run-job", "guard"):
        return _own_process(store, arguments.verb, arguments.argument or "")
    try:
        request = _request()
        return VERBS[arguments.verb](store, request)
    except (BrokenPipeError, KeyboardInterrupt):
        return 1
    except Problem as known:
        say({"kind": "problems", "problems": [known.wire()], "details": known.details})
        return 4 if isinstance(known, Failed) else 3
    except ToolFailed as error:
        detail = str(error)[-500:]
        problem = Problem("pm-not-running", pm=host_name(), detail=detail)
        say({"kind": "problems", "problems": [problem.wire()], "details": error.output[-4000:]})
        return 3
    except (KeyError, TypeError, ValueError, OSError) as error:
        traceback.print_exc()
        problem = Problem("unexplained", pm=host_name(), detail=f"{error!r}"[:500])
        details = traceback.format_exc()[-4000:]
        say({"kind": "problems", "problems": [problem.wire()], "details": details})
        return 4


def _request() -> dict[str, Any]:
    """One line of JSON; the stream stays open behind it, and its end means that nobody listens."""
    line = sys.stdin.buffer.readline(LONGEST_REQUEST)
    value = json.loads(line or b"{}")
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _own_process(store: Store, verb: str, job: str) -> int:
    """A process of its own, that outlives who started it: the run, or the guard beside it."""
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
        elif files.request().get("kind") == "replicate":
            resume(store, files)
        else:
            SnapshotRun(store, files).run()
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
        tidy(store)


if __name__ == "__main__":
    sys.exit(main())

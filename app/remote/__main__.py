"""The verbs of the program on the PM; docs/pm-program.md is their contract."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
import uuid
from pathlib import Path
from typing import Any, Callable

from app.remote import records
from app.remote.checks import check_vm
from app.remote.domain import look_at
from app.remote.forecast import forecast
from app.remote.guard import watch_over
from app.remote.health import Facts, expand
from app.remote.host import host_name, obstacles
from app.remote.job_files import JobFiles
from app.remote.link import link, set_up, try_link
from app.remote.locks import Lock, Taken
from app.remote.problems import Failed, Problem, Refused
from app.remote.resume import resume
from app.remote.run import SnapshotRun
from app.remote.scrub import scrub
from app.remote.serve import busy, serve
from app.remote.spawn import first_word, spawn
from app.remote.store import Store, make_folder
from app.remote.tools import ToolFailed
from app.remote.verify import verify
from app.remote.watch import tidy, watch

LONGEST_REQUEST = 1024 * 1024
ALIVE = 5.0
FLAGS = ("snapshots_disabled", "maintenance")


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
        _say({"kind": "problems", "problems": [known.wire()], "details": known.details})
        return 4 if isinstance(known, Failed) else 3
    except ToolFailed as error:
        detail = str(error)[-500:]
        problem = Problem("pm-not-running", pm=host_name(), detail=detail)
        _say({"kind": "problems", "problems": [problem.wire()], "details": error.output[-4000:]})
        return 3
    except (KeyError, TypeError, ValueError, OSError) as error:
        traceback.print_exc()
        problem = Problem("unexplained", pm=host_name(), detail=f"{error!r}"[:500])
        details = traceback.format_exc()[-4000:]
        _say({"kind": "problems", "problems": [problem.wire()], "details": details})
        return 4


def _request() -> dict[str, Any]:
    """One line of JSON; the stream stays open behind it, and its end means that nobody listens."""
    line = sys.stdin.buffer.readline(LONGEST_REQUEST)
    value = json.loads(line or b"{}")
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _facts(store: Store, request: dict[str, Any]) -> int:
    _say(Facts(store).collect())
    return 0


def _watch(store: Store, request: dict[str, Any]) -> int:
    watch(store)
    return 0


def _forecast(store: Store, request: dict[str, Any]) -> int:
    _say(forecast(store, _id(request, "vm"), [str(t) for t in request.get("targets", [])]))
    return 0


def _start(store: Store, request: dict[str, Any]) -> int:
    """Starts a run and its guard; answers once the run is announced on both PMs, or refused."""
    lacking = obstacles()
    if lacking:
        _say({"kind": "problems", "problems": lacking, "details": ""})
        return 3
    if not (store.root / "keys" / "replication").exists():
        raise Refused("pair-not-linked", pm=host_name(), peer="", detail="")
    store.prepare()
    job, snapshot = str(uuid.uuid4()), str(uuid.uuid4())
    kept = {
        "kind": "snapshot",
        "vm": _id(request, "vm"),
        "snapshot": snapshot,
        "vm_name": str(request.get("vm_name", ""))[:1000],
        "name": str(request["name"])[:1000],
        "description": str(request.get("description", ""))[:8000],
        "excluded": [str(target) for target in request.get("excluded", [])],
        "require_application": bool(request.get("require_application")),
        "hold_freeze": bool(request.get("hold_freeze")),
        "by": str(request.get("by", ""))[:200],
        "copy_limit": _limit(request, "copy_limit"),
        "replicate_limit": _limit(request, "replicate_limit"),
    }
    files = JobFiles.new(store.jobs(), job, kept)
    spawn(store, "run-job", job)
    spawn(store, "guard", job)
    _say({"kind": "started", **first_word(files)})
    return 0


def _follow(store: Store, request: dict[str, Any]) -> int:
    """Events from an offset on, until the run has ended or died."""
    files = JobFiles(store.jobs() / _id(request, "job"))
    offset = int(request.get("offset", 0))
    said = time.monotonic()
    died = False
    while True:
        living = files.alive.held()
        try:
            with open(files.folder / "events", "rb") as file:
                file.seek(offset)
                chunk = file.read()
        except FileNotFoundError:
            chunk = b""
        for line in chunk[: chunk.rfind(b"\n") + 1].splitlines(keepends=True):
            offset += len(line)
            value = json.loads(line)
            _say({**value, "offset": offset})
            said = time.monotonic()
            if value.get("event") == "ended":
                return 0
        if died:
            problem = Problem("job-lost", pm=host_name(), vm="")
            _say(
                {
                    "kind": "event",
                    "event": "ended",
                    "outcome": "failed",
                    "details": "",
                    "offset": offset,
                    **problem.wire(),
                }
            )
            return 0
        died = not living  # one more look at the file: it may have ended in between
        if time.monotonic() - said > ALIVE:
            said = time.monotonic()
            _say({"kind": "alive"})
        time.sleep(0.05)


def _cancel(store: Store, request: dict[str, Any]) -> int:
    files = JobFiles(store.jobs() / _id(request, "job"))
    if files.alive.held():
        files.ask_to_stop(str(request.get("by", ""))[:200])
    _say({"kind": "cancelling"})
    return 0


def _repair(store: Store, request: dict[str, Any]) -> int:
    store.prepare()
    _say({"kind": "repaired", "done": tidy(store)})
    return 0


def _verify(store: Store, request: dict[str, Any]) -> int:
    """Reads a snapshot again; the answer lists what is wrong with it here."""
    vm, snapshot = _id(request, "vm"), _id(request, "snapshot")
    found = verify(store, vm, snapshot, _progress())
    _say({"kind": "verified", "problems": [problem.wire() for problem in found]})
    return 0


def _resend(store: Store, request: dict[str, Any]) -> int:
    """Brings a snapshot that is sound here to the other PM again, which found its own damaged."""
    vm, snapshot = _id(request, "vm"), _id(request, "snapshot")
    found = verify(store, vm, snapshot, _progress())
    if found:
        raise Refused(found[0].code, **found[0].fields)
    job = str(uuid.uuid4())
    JobFiles.new(store.jobs(), job, {"kind": "replicate", "vm": vm, "snapshot": snapshot})
    spawn(store, "run-job", job)
    _say({"kind": "started", "job": job, "snapshot": snapshot})
    return 0


def _scrub(store: Store, request: dict[str, Any]) -> int:
    """Compares the newest snapshot of a running VM with the VM itself."""
    vm = _id(request, "vm")
    facts = look_at(vm)
    check_vm(facts)
    if not facts.running:
        raise Refused("vm-state", vm=facts.name, state=facts.state.replace(" ", "-"))
    make_folder(store.vm(vm))
    lock = store.vm_lock(vm)
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        lock.take({"activity": "scrub", "owner": str(request.get("by", ""))[:200], "since": since})
    except Taken as error:
        raise busy(facts.name, error) from error
    try:
        found = scrub(store, facts, str(uuid.uuid4()), _progress(), lambda: None)
    finally:
        lock.release()
    _say({"kind": "verified", "problems": [problem.wire() for problem in found]})
    return 0


def _progress() -> Callable[[int, int], None]:
    """Says how far a long verb is, four times a second."""
    said = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > 0.25:
            said = time.monotonic()
            _say({"kind": "progress", "done": done, "total": total})

    return progress


def _setup(store: Store, request: dict[str, Any]) -> int:
    _say(set_up(store, str(request["system"])[:200]))
    return 0


def _link(store: Store, request: dict[str, Any]) -> int:
    _say(link(store, request))
    return 0


def _try_link(store: Store, request: dict[str, Any]) -> int:
    _say(try_link(store))
    return 0


def _flag(store: Store, request: dict[str, Any]) -> int:
    flag = request["flag"]
    if flag not in FLAGS:
        raise ValueError("no such flag")
    now = time.time()
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    value = {"by": str(request.get("by", ""))[:200], "since": now, "since_text": text}
    store.prepare()
    store.set_system(**{flag: value if request["on"] else None})
    _say({"kind": "done"})
    return 0


def _expand(store: Store, request: dict[str, Any]) -> int:
    target = str(request["target"])
    if not records.TARGET.fullmatch(target):
        raise ValueError("no such volume")
    expand(store, _id(request, "vm"), target, int(request["capacity"]))
    _say({"kind": "done"})
    return 0


VERBS: dict[str, Callable[[Store, dict[str, Any]], int]] = {
    "facts": _facts,
    "watch": _watch,
    "forecast": _forecast,
    "start": _start,
    "follow": _follow,
    "cancel": _cancel,
    "repair": _repair,
    "verify": _verify,
    "resend": _resend,
    "scrub": _scrub,
    "setup": _setup,
    "link": _link,
    "try-link": _try_link,
    "flag": _flag,
    "expand": _expand,
}


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


def _limit(request: dict[str, Any], name: str) -> int | None:
    value = request.get(name)
    return value if type(value) is int and value > 0 else None


def _id(request: dict[str, Any], name: str) -> str:
    value = request[name]
    if not isinstance(value, str) or not records.ID.fullmatch(value):
        raise ValueError(f"{name}: not an id")
    return value


if __name__ == "__main__":
    sys.exit(main())

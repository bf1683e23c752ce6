"""What a console can ask of a job on this PM: that one begins, what it says, that it stops."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

from app.remote import records
from app.remote.host import host_name, obstacles, tools
from app.remote.job_files import JobFiles, event_of
from app.remote.lines import say
from app.remote.problems import Refused
from app.remote.requests import a_limit, an_id
from app.remote.spawn import first_word, spawn
from app.remote.store import Store

ALIVE = 5.0


def _start(store: Store, request: dict[str, Any]) -> int:
    """Starts a run and its guard; answers once the run is announced on both PMs, or refused."""
    lacking = obstacles()
    if lacking:
        say({"kind": "problems", "problems": lacking, "details": ""})
        return 3
    if not (store.root / "keys" / "replication").exists():
        raise Refused("pair-not-linked", pm=host_name(), peer="", detail="")
    name, description = str(request["name"]), str(request.get("description", ""))
    if not records.is_name(name):
        raise Refused("bad-name", what="name", limit=records.NAME_LIMIT)
    if not records.is_description(description):
        raise Refused("bad-name", what="description", limit=records.DESCRIPTION_LIMIT)
    store.prepare()
    job, snapshot = str(uuid.uuid4()), str(uuid.uuid4())
    kept = {
        "kind": "snapshot",
        "vm": an_id(request, "vm"),
        "snapshot": snapshot,
        "vm_name": str(request.get("vm_name", ""))[:1000],
        "name": name,
        "description": description,
        "excluded": [str(target) for target in request.get("excluded", [])],
        "require_application": bool(request.get("require_application")),
        "hold_freeze": bool(request.get("hold_freeze")),
        "by": str(request.get("by", ""))[:200],
        "copy_limit": a_limit(request, "copy_limit"),
        "replicate_limit": a_limit(request, "replicate_limit"),
        "tools": tools(),
    }
    files = JobFiles.new(store.jobs(), job, kept)
    spawn(store, "run-job", job)
    spawn(store, "guard", job)
    say({"kind": "started", **first_word(files)})
    return 0


def _follow(store: Store, request: dict[str, Any]) -> int:
    """Events from an offset on, until the run has ended or died."""
    files = JobFiles(store.jobs() / an_id(request, "job"))
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
            value = event_of(line)
            if not value:
                continue
            say({**value, "offset": offset})
            said = time.monotonic()
            if value.get("event") == "ended":
                return 0
        if died:
            say({"kind": "event", "event": "ended", "offset": offset, **_outcome(files)})
            return 0
        died = not living  # one more look at the file: it may have ended in between
        if time.monotonic() - said > ALIVE:
            said = time.monotonic()
            say({"kind": "alive"})
        time.sleep(0.05)


def _outcome(files: JobFiles) -> dict[str, Any]:
    """How a run ended that says nothing more: as it noted itself, or it was lost."""
    files.standing.settle()
    progress = files.end_of_dead()
    failed = "cancelled" if progress.get("cancelled") else "failed"
    outcome = failed if progress.get("code") else "complete"
    result = files.standing.result() if outcome == "complete" else None
    return {
        "outcome": outcome,
        "details": "",
        "code": progress.get("code"),
        "fields": progress.get("fields", {}),
        **({} if result is None else {"result": result}),
    }


def _cancel(store: Store, request: dict[str, Any]) -> int:
    files = JobFiles(store.jobs() / an_id(request, "job"))
    if files.alive.held():
        files.ask_to_stop(str(request.get("by", ""))[:200])
    say({"kind": "cancelling"})
    return 0


RUN_VERBS: dict[str, Callable[[Store, dict[str, Any]], int]] = {
    "start": _start,
    "follow": _follow,
    "cancel": _cancel,
}

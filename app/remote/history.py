"""The runs that ended lately, kept when their folders go: every console sees how they ended."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any

from app.remote.lines import json_object
from app.remote.locks import Lock, Taken
from app.remote.records import ID
from app.remote.store import write_durably

log = logging.getLogger(__name__)

KEPT = 40  # runs
AGE = 14 * 86_400.0  # seconds after which one is told of no more
LONGEST_LINE = 4000  # characters
NAMES = (
    "activity", "snapshot", "vm", "vm_name", "step", "owner", "started", "ended_at", "cancelled",
    "code", "fields",
)  # fmt: skip


def history(root: Path) -> list[dict[str, Any]]:
    """How runs ended whose folders are gone, the newest last."""
    since = time.time() - AGE
    return [{**run, "ended": True} for run in _kept(root) if run["ended_at"] > since]


def keep(root: Path, run: dict[str, Any]) -> bool:
    """Notes how a run ended; False if that must be tried again later. What cannot be written for
    want of room is worth no room: it is not told."""
    lock = Lock(root / "lock")
    try:
        lock.take()
    except Taken:
        return False
    try:
        before = [kept for kept in _kept(root) if kept["job"] != run["job"]]
        lines = [_line(each) for each in [*before, run][-KEPT:]]
        write_durably(root / "history", "".join(f"{line}\n" for line in lines))
    except OSError as error:
        log.warning("how %s ended is not kept: %s", run["job"], error)
    finally:
        lock.release()
    return True


def _line(run: dict[str, Any]) -> str:
    kept = {"job": run["job"], **{name: run[name] for name in NAMES if name in run}}
    line = json.dumps(kept, sort_keys=True)
    return line if len(line) <= LONGEST_LINE else json.dumps({**kept, "fields": {}}, sort_keys=True)


def _kept(root: Path) -> list[dict[str, Any]]:
    try:
        lines = (root / "history").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        try:
            run = json_object(line)
        except ValueError:
            continue  # a disk that lost a part of it
        ended, job = run.get("ended_at"), run.get("job")
        if isinstance(ended, (int, float)) and isinstance(job, str) and ID.fullmatch(job):
            found.append(run)
    return found

"""Starts processes that outlive the SSH session they were started from."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from app.remote.host import host_name
from app.remote.job_files import JobFiles, event_of
from app.remote.problems import Failed, Refused
from app.remote.store import Store
from app.remote.tools import ENVIRONMENT

FIRST_WORD_SECONDS = 90.0  # check and announce: a login, locks on both PMs, a look at the images


def spawn(store: Store, verb: str, job: str) -> None:
    """Runs `verb` of this program for a job, away from us.

    Where systemd runs, as a unit of its own: logind may end everything a login left behind
    (KillUserProcesses). Elsewhere a session of its own does.
    """
    argv = [sys.executable, "-IS", _program(), "--root", str(store.root), verb, job]
    if Path("/run/systemd/system").is_dir():
        unit = f"twinpoint-{verb}-{job}"
        scope = ["systemd-run", "--quiet", "--collect", f"--unit={unit}", "--", *argv]
        try:
            subprocess.run(scope, check=True, capture_output=True, timeout=20, env=ENVIRONMENT)
            return
        except (OSError, subprocess.SubprocessError):
            # No rights to, or an old systemd: the plain way still survives the session.
            pass
    subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        env=ENVIRONMENT,
    )


def await_life(files: JobFiles) -> None:
    """Until a new job lives or has said something: before that, it looks like a dead one."""
    deadline = time.monotonic() + FIRST_WORD_SECONDS
    while not files.alive.held() and not _events(files):
        if time.monotonic() > deadline:
            raise Failed("job-lost", pm=host_name(), vm="")
        time.sleep(0.02)


def first_word(files: JobFiles) -> dict[str, Any]:
    """Waits until a new job is accepted. Raises the Refused (or Failed) that it ended with."""
    deadline = time.monotonic() + FIRST_WORD_SECONDS
    came = False
    while time.monotonic() < deadline:
        living = files.alive.held()
        for line in _events(files):
            event = event_of(line)
            if event.get("event") == "accepted":
                return {"job": event["job"], "snapshot": event["snapshot"]}
            if event.get("event") == "ended":
                details = str(event.get("details", ""))
                raise Refused(str(event["code"]), details=details, **event["fields"])
        if came and not living:
            raise Failed("job-lost", pm=host_name(), vm="")
        came = came or living
        time.sleep(0.02)
    files.ask_to_stop("")
    raise Failed("job-lost", pm=host_name(), vm="")


def _events(files: JobFiles) -> list[bytes]:
    try:
        text = (files.folder / "events").read_bytes()
    except FileNotFoundError:
        return []
    return text[: text.rfind(b"\n") + 1].splitlines()


def _program() -> str:
    """The zipapp we run from."""
    return os.path.abspath(sys.argv[0])

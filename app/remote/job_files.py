"""One run on disk: its request, its events, whether it lives, and how it is asked to stop.

jobs/<job>/alive        held (flock) by the job's process: held means living
jobs/<job>/request.json
jobs/<job>/events       JSON lines, read by `follow` from any offset
jobs/<job>/progress.json  what the list of runs shows
jobs/<job>/cancel       exists once somebody asked it to stop; holds who
jobs/<job>/guard        held (flock) by the guard's process
jobs/<job>/armed        exists while the guest may be frozen: thaw if the job is late or dead
jobs/<job>/thawed       exists once the guard thawed
jobs/<job>/stands       see `standing`
"""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from app.remote import history, records
from app.remote.host import host_name
from app.remote.lines import json_object
from app.remote.locks import Lock
from app.remote.problems import Cancelled, Problem
from app.remote.standing import Standing, room_or_silence
from app.remote.store import make_folder, read_json, write_durably

KEPT_SECONDS = 600.0  # how long an ended run stays listed
TICK = 0.2  # seconds between two notes of progress


class JobFiles:
    """The folder of one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.job = folder.name
        self.alive = Lock(folder / "alive")
        self.outside = folder.parent.parent / "outside" / f"{folder.name}.json"  # see `Outside`
        self.standing = Standing(folder, self.outside)

    @classmethod
    def new(cls, jobs: Path, job: str, request: dict[str, Any]) -> JobFiles:
        make_folder(jobs / job)
        files = cls(jobs / job)
        write_durably(files.folder / "request.json", json.dumps(request))
        return files

    def request(self) -> dict[str, Any]:
        return read_json(self.folder / "request.json")

    def progress(self) -> dict[str, Any]:
        return read_json(self.folder / "progress.json")

    def ask_to_stop(self, by: str) -> None:
        write_durably(self.folder / "cancel", by)

    def end_of_dead(self) -> dict[str, Any]:
        """The progress of a job that lives no more, with how it ended: as it noted itself, well if
        what it made stands, or lost. Not ended as long as that is not settled."""
        progress = self.progress()
        if not progress.get("ended") and not self.standing.open():
            how: dict[str, Any] = {"code": None, "fields": {}}
            if self.standing.result() is None:
                fields = {"pm": host_name(), "vm": progress.get("vm_name", "")}
                how = {"code": "job-lost", "fields": fields}
            progress.update(ended=True, waiting=False, **how)
        return progress

    def check_cancelled(self) -> None:
        """Raises Cancelled if somebody asked the run to stop."""
        try:
            by = (self.folder / "cancel").read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        raise Cancelled(by)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Events:
    """Writes a run's events and progress. Not for several threads at once."""

    def __init__(self, files: JobFiles, base: dict[str, Any]) -> None:
        self._files = files
        self._began = time.monotonic()
        self._file = open(files.folder / "events", "ab", buffering=0)  # noqa: SIM115 - lives as long as the run
        self._progress: dict[str, Any] = {
            "activity": "snapshot",
            "holds": True,
            **base,
            "step": "check",
            "done": 0,
            "total": 0,
            "rate": 0.0,
            "ended": False,
            "cancelled": False,
            "waiting": False,
            "code": None,
            "fields": {},
        }
        self._noted = 0.0
        self._torn = False  # whether the last line was cut short: the disk is full
        self._step_began = self._began
        self._samples: list[tuple[float, int]] = []
        self.durations: dict[str, float] = {}

    def step(self, step: str) -> None:
        self._end_step()
        self._progress.update(step=step, done=0, total=0, rate=0.0)
        self._samples = []
        self._write(event="step", step=step, at=round(time.monotonic() - self._began, 4))
        self._note(force=True)

    def bytes(self, done: int, total: int) -> None:
        """Progress of the step; kept and sent at most five times a second."""
        now = time.monotonic()
        self._samples = [sample for sample in self._samples if now - sample[0] < 3] + [(now, done)]
        first = self._samples[0]
        rate = (done - first[1]) / (now - first[0]) if now > first[0] else 0.0
        self._progress.update(done=done, total=max(done, total), rate=max(0.0, rate))
        if now - self._noted >= TICK or done >= total:
            self._write(
                event="bytes",
                step=self._progress["step"],
                done=done,
                total=max(done, total),
                rate=rate,
            )
            self._note()

    def say(self, event: str, **values: Any) -> None:
        self._write(event=event, **values)

    def warn(self, problem: Problem) -> None:
        self._write(event="warning", **problem.wire())

    def holds(self, holds: bool) -> None:
        """Whether the run keeps others from working on the VM."""
        self._progress.update(holds=holds)
        self._note(force=True)

    def waiting(self, problem: Problem | None) -> None:
        """Whole on the primary, the other PM is away (None: it is back)."""
        self._progress.update(waiting=problem is not None)
        self._progress.update(problem.wire() if problem else {"code": None, "fields": {}})
        if problem is not None:
            self._write(event="waiting", **problem.wire())
        self._note(force=True)

    def ended(
        self,
        outcome: str,
        problem: Problem | None = None,
        result: dict[str, Any] | None = None,
    ) -> None:
        """`result` is what a console is told of a job that ended well."""
        self._end_step()
        wire = problem.wire() if problem else {"code": None, "fields": {}}
        details = problem.details if problem else ""
        self._progress.update(ended=True, cancelled=outcome == "cancelled", waiting=False, **wire)
        self._progress["ended_at"] = time.time()
        self._note(force=True)
        more = {} if result is None else {"result": result}
        self._write(event="ended", outcome=outcome, details=details[-4000:], **wire, **more)
        self._file.close()

    def _end_step(self) -> None:
        now = time.monotonic()
        step = str(self._progress["step"])
        self.durations[step] = self.durations.get(step, 0.0) + now - self._step_began
        self._step_began = now

    def _write(self, **values: Any) -> None:
        line = (json.dumps({"kind": "event", **values}) + "\n").encode()
        if self._torn:
            line = b"\n" + line
        self._torn = True
        with room_or_silence():
            while line:  # a disk that is nearly full takes a part of it
                line = line[self._file.write(line) :]
            self._torn = False

    def _note(self, *, force: bool = False) -> None:
        now = time.monotonic()
        if not force and now - self._noted < TICK:
            return
        self._noted = now
        temporary = self._files.folder / ".progress"
        with room_or_silence():
            temporary.write_text(json.dumps(self._progress), encoding="utf-8")
            os.rename(temporary, self._files.folder / "progress.json")


def event_of(line: bytes) -> dict[str, Any]:
    """One line of a run's events; {} for one that a full disk cut short."""
    try:
        return json_object(line)
    except ValueError:
        return {}


def all_jobs(jobs: Path) -> list[JobFiles]:
    try:
        names = [entry.name for entry in os.scandir(jobs) if records.ID.fullmatch(entry.name)]
    except FileNotFoundError:
        return []
    return [JobFiles(jobs / name) for name in sorted(names)]


def runs(jobs: Path) -> list[dict[str, Any]]:
    """The list of runs as consoles see it; old ended ones are removed on the way, and only how they
    ended is kept."""
    found = []
    for files in all_jobs(jobs):
        progress = files.progress()
        living = files.alive.held()
        if not progress:  # just being started, or died before its first word
            if not living and _age(files.folder) > KEPT_SECONDS:
                files.remove()
            continue
        if progress.get("ended"):
            if time.time() - float(progress.get("ended_at", 0)) > KEPT_SECONDS and not living:
                _drop(files, progress)
                continue
        elif not living:
            progress = files.end_of_dead()
            age = _age(files.folder / "progress.json")
            if progress.get("ended") and age > KEPT_SECONDS:
                _drop(files, {**progress, "ended_at": time.time() - min(age, history.AGE)})
                continue
        found.append({**progress, "job": files.job})
    return found


def _drop(files: JobFiles, progress: dict[str, Any]) -> None:
    if history.keep(files.folder.parent.parent, {**progress, "job": files.job}):
        files.remove()


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")

"""How runs ended, kept when their folders go; on a full disk, and with two consoles looking."""

from __future__ import annotations

import json
import os
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from app.remote import history as room
from app.remote.history import AGE, KEPT, history, keep
from app.remote.job_files import KEPT_SECONDS, Events, JobFiles, runs
from app.remote.locks import Lock
from app.remote.problems import Problem
from app.remote.store import Store
from tests.app.made import JOB, VM


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "root")
    made.prepare()
    return made


def run(job: str = JOB, ended_at: float | None = None, **more: Any) -> dict[str, Any]:
    at = time.time() if ended_at is None else ended_at
    return {"job": job, "vm": VM, "vm_name": "web01", "ended_at": at, "fields": {}, **more}


def job(store: Store, problem: Problem | None = None) -> JobFiles:
    files = JobFiles.new(store.jobs(), str(uuid.uuid4()), {"kind": "snapshot"})
    base = {"snapshot": "", "vm": VM, "vm_name": "web01", "owner": "akiko", "started": 1.0}
    events = Events(files, base)
    events.step("replicate")
    events.ended("failed" if problem else "complete", problem)
    return files


def test_a_run_is_listed_then_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    files = job(store, Problem("failover", vm="web01", pm="pm1", now_on="pm2"))
    assert [each["job"] for each in runs(store.jobs())] == [files.job]
    assert history(store.root) == []
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + KEPT_SECONDS + 60)
    assert runs(store.jobs()) == []
    assert not files.folder.exists()
    (kept,) = history(store.root)
    assert (kept["job"], kept["code"], kept["ended"]) == (files.job, "failover", True)
    assert kept["fields"] == {"vm": "web01", "pm": "pm1", "now_on": "pm2"}
    assert abs(kept["ended_at"] - now) < 5
    assert "rate" not in kept


def test_a_run_that_died_is_kept_as_lost(store: Store) -> None:
    files = job(store)
    (files.folder / "progress.json").write_text(json.dumps({"vm": VM, "ended": False}))
    old = time.time() - KEPT_SECONDS - 60
    os.utime(files.folder / "progress.json", (old, old))
    assert runs(store.jobs()) == []
    (kept,) = history(store.root)
    assert kept["code"] == "job-lost"
    assert abs(kept["ended_at"] - old) < 5


def test_a_job_that_died_once_what_it_made_was_in_place_has_ended_well(
    store: Store, tmp_path: Path
) -> None:
    files = job(store)
    (files.folder / "progress.json").write_text(
        json.dumps({"vm": VM, "ended": False, "code": None})
    )
    made, place = tmp_path / "made", tmp_path / "web01.ova"
    made.write_text("a package")
    place.write_text("another one, to be replaced")
    files.standing.will({"path": str(place)}, made, place)
    os.rename(made, place)
    assert not runs(store.jobs())[0]["ended"]
    files.standing.settle()
    place.unlink()  # as seen once its share is no longer mounted
    files.standing.settle()
    (run,) = runs(store.jobs())
    assert (run["ended"], run["code"]) == (True, None)
    assert files.standing.result() == {"path": str(place)}


def test_a_job_that_died_before_what_it_made_was_in_place_is_lost(
    store: Store, tmp_path: Path
) -> None:
    files = job(store)
    (files.folder / "progress.json").write_text(
        json.dumps({"vm": VM, "ended": False, "code": None})
    )
    made, place = tmp_path / "made", tmp_path / "web01.ova"
    made.write_text("a package")
    place.write_text("another one, to be replaced")
    files.standing.will({"path": str(place)}, made, place)
    files.standing.settle()
    os.rename(made, place)  # another job's, that got the same number from the file system
    files.standing.settle()
    assert runs(store.jobs())[0]["code"] == "job-lost"


def test_two_that_look_keep_it_once(store: Store) -> None:
    assert keep(store.root, run())
    assert keep(store.root, run())
    assert [each["job"] for each in history(store.root)] == [JOB]


def test_whoever_changes_the_pm_is_not_waited_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = job(store)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + KEPT_SECONDS + 60)
    lock = Lock(store.root / "lock")
    lock.take()
    assert runs(store.jobs()) == []
    assert files.folder.exists()
    lock.release()
    assert runs(store.jobs()) == []
    assert not files.folder.exists()
    assert [each["job"] for each in history(store.root)] == [files.job]


def test_only_the_last_ones_and_only_for_a_while(store: Store) -> None:
    for number in range(KEPT + 5):
        keep(store.root, run(str(uuid.UUID(int=number))))
    found = history(store.root)
    assert len(found) == KEPT
    assert found[-1]["job"] == str(uuid.UUID(int=KEPT + 4))
    keep(store.root, run(ended_at=time.time() - AGE - 1))
    assert JOB not in {each["job"] for each in history(store.root)}


def test_what_cannot_be_read_harms_only_itself(store: Store) -> None:
    keep(store.root, run())
    path = store.root / "history"
    path.write_text(
        path.read_text() + '{"job": 7, "ended_at": 1}\n[]\n{"job": "\udcff', errors="replace"
    )
    assert [each["job"] for each in history(store.root)] == [JOB]


def test_a_long_story_is_told_short(store: Store) -> None:
    keep(store.root, run(code="copy-failed", fields={"detail": "x" * 10_000}))
    (kept,) = history(store.root)
    assert (kept["code"], kept["fields"]) == ("copy-failed", {})
    assert len(json.dumps(kept)) < room.LONGEST_LINE


def test_a_full_disk_ends_no_listing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    files = job(store)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + KEPT_SECONDS + 60)

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, "write_durably", full)
    assert runs(store.jobs()) == []
    assert not files.folder.exists()

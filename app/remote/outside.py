"""What a job makes outside its own records, noted before it is made, so that a killed job's rest
is found: files in a folder that is not ours, a mounted share, a domain in libvirt."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.remote import records, share
from app.remote.job_files import JobFiles, all_jobs
from app.remote.store import Store, make_folder, read_json, write_durably
from app.remote.tools import ToolFailed
from app.remote.virsh import state, virsh

log = logging.getLogger(__name__)
# Each act of a note is what takes one thing away again, with its words:
REMOVE = "remove"  # path: a file, or a folder with all in it
REMOVE_EMPTY = "remove-empty"  # path: a file, if nothing is in it
PUT_BACK = "put-back"  # path it was moved to, path it had
UNDEFINE = "undefine"  # UUID of a domain
FORGET = "forget"  # UUID of a VM of which nothing but its lock is kept
# Those of paths, for a share: its address, then each path below its mount point.
ON_SHARE = "-on-share"


class Outside:
    """The note of one job. Used by the job while it lives, by a sweep afterwards."""

    def __init__(self, store: Store, job: str) -> None:
        self._store = store
        self.job = job
        self._path = JobFiles(store.jobs() / job).outside
        self._acts = _acts(read_json(self._path))

    def add(self, act: str, *words: str) -> None:
        """To be called before the thing is made."""
        self._keep([*self._acts, [act, *words]])

    def drop(self, *acts: Sequence[str], stands: bool = False) -> None:
        """What these would take away is not ours, or is to stay; all at once. `stands`: with it
        what the job makes is in place for good."""
        gone = [list(act) for act in acts]
        self._keep([each for each in self._acts if each not in gone], stands)

    def undo(self) -> list[str]:
        """Takes everything away, last made first; lines that say what. What cannot be reached now
        stays noted."""
        done: list[str] = []
        left: list[list[str]] = []
        for act in reversed(self._acts):
            try:
                if _undo(self._store, self.job, act):
                    done.append(f"{act[0]}: {' '.join(act[1:])}")
            except (OSError, ToolFailed) as error:
                done.append(f"{act[0]}: {' '.join(act[1:])}: not yet: {error}"[:500])
                left.insert(0, act)
        if left != self._acts or not left:
            self._keep(left)
        return done

    def undo_on_share(self, address: str, mount: Path) -> None:
        """As `undo`, for what was left on a share that is mounted here again by another job."""
        for act in reversed(self._acts):
            if act[0].endswith(ON_SHARE) and act[1] == address:
                try:
                    _undo_on_share(self._store, self.job, act, mount)
                except OSError as error:  # as of another user's: no reason for this job to fail
                    log.warning("not yet: %s: %s", " ".join(act), error)
                else:
                    self.drop(act)

    def _keep(self, acts: list[list[str]], stands: bool = False) -> None:
        if acts or stands:
            make_folder(self._path.parent)
            write_durably(self._path, json.dumps({"acts": acts, "stands": stands}))
        else:
            self._path.unlink(missing_ok=True)
        self._acts = acts  # not before: what is still noted can still be undone


def sweep_outside(store: Store) -> list[str]:
    """Takes away what dead jobs left; lines that say what was done."""
    done: list[str] = []
    cleared: set[str] = set()
    # Only what a living job has written brings a job here: one that is just being started is none.
    unsettled = (files.job for files in all_jobs(store.jobs()) if files.standing.open())
    for job in sorted({*noted_jobs(store), *unsettled}):
        files = JobFiles(store.jobs() / job)
        if files.alive.held():
            continue
        try:
            files.standing.settle()
            done += Outside(store, job).undo()
        except OSError as error:  # the other jobs' rest, and whatever else is swept, is not kept up
            done.append(f"{job}: not yet: {error}"[:500])
        cleared.add(job)
    for half in (store.root / "outside").glob(".*"):  # a note that was being written
        if not JobFiles(store.jobs() / half.name[1:37]).alive.held():
            half.unlink(missing_ok=True)

    def at_work(job: str) -> bool:
        """Also if it died only just now: what it left on the share is still to be cleared."""
        files = JobFiles(store.jobs() / job)
        return files.alive.held() or (job not in cleared and files.outside.exists())

    share.sweep(store.root, at_work)
    return done


def noted_jobs(store: Store) -> list[str]:
    names = [path.stem for path in sorted((store.root / "outside").glob("*.json"))]
    return [name for name in names if records.ID.fullmatch(name)]


def _undo(store: Store, job: str, act: list[str]) -> bool:
    """Whether there was anything to do. Raises OSError, ToolFailed if it cannot be done now."""
    kind, words = act[0], act[1:]
    if kind == REMOVE:
        return _remove(Path(words[0]))
    if kind.endswith(ON_SHARE):
        mount = share.mount_point(store.root, job)
        if not os.path.ismount(mount):
            raise OSError("the share is not mounted")
        return _undo_on_share(store, job, act, mount)
    if kind == REMOVE_EMPTY:
        path = Path(words[0])
        return path.is_file() and path.stat().st_size == 0 and _remove(path)
    if kind == PUT_BACK:
        return _put_back(Path(words[0]), Path(words[1]))
    if kind == UNDEFINE:
        return _undefine(words[0])
    if kind == FORGET:
        return store.forget(words[0])
    raise OSError(f"not known: {kind}")


def _undo_on_share(store: Store, job: str, act: list[str], mount: Path) -> bool:
    kind, paths = act[0][: -len(ON_SHARE)], act[2:]
    return _undo(store, job, [kind, *(str(mount / path) for path in paths)])


def _remove(path: Path) -> bool:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
        return True
    existed = os.path.lexists(path)
    path.unlink(missing_ok=True)
    return existed


def _put_back(moved: Path, original: Path) -> bool:
    if not os.path.lexists(moved):
        return False
    if os.path.lexists(original):  # what was to replace it is there
        return _remove(moved)
    os.rename(moved, original)
    return True


def _undefine(vm: str) -> bool:
    now = state(vm)[0]
    if now == "undefined":
        return False
    if now != "shut off":
        virsh("destroy", vm, timeout=60)
    virsh("undefine", vm)
    return True


def _acts(note: dict[str, Any]) -> list[list[str]]:
    acts = note.get("acts", [])
    return [[str(word) for word in act] for act in acts if isinstance(act, list) and act]

"""Removes versions of this program from the PM that no console has brought for a long time."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from pathlib import Path

from app.remote.store import Store

OLD = 7 * 24 * 3600.0  # seconds; who still wants such a version brings it again
# The program, what it was unpacked to, and what killed shippers and unpackers left.
NAME = re.compile(r"(twinpoint-[0-9a-f]{16}\.pyz)(\.d(\.\d+)?)?|\.new-\w+")


def drop_old_programs(store: Store) -> list[str]:
    """Names of the files and folders removed. What a process runs from, and what the replication
    key starts, stays."""
    folder = store.root / "bin"
    kept = {os.path.basename(os.path.realpath(path)) for path in _in_use(folder)}
    removed = []
    # The zip file goes before its folder: nobody can start from it any more then.
    for name in sorted(os.listdir(folder)) if folder.is_dir() else ():
        found = NAME.fullmatch(name)
        if found is not None and (found[1] or name) not in kept and _remove(folder / name):
            removed.append(name)
    return removed


def _in_use(folder: Path) -> list[str]:
    """Paths in the folder that stand in a command line, that of this process among them."""
    used = [str(folder / "twinpoint.pyz"), sys.argv[0]]
    for process in os.listdir("/proc"):
        if process.isdecimal():
            try:
                words = Path("/proc", process, "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue  # it has ended
            used += [os.fsdecode(word) for word in words if word.startswith(os.fsencode(folder))]
    return used


def _remove(path: Path) -> bool:
    try:
        if time.time() - os.lstat(path).st_mtime < OLD:
            return False
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    except FileNotFoundError:
        return False  # another visit was faster
    return True

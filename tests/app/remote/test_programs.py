"""Old versions of the program on a PM go, unless somebody runs from them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.remote.programs import OLD, drop_old_programs
from app.remote.store import Store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a PM runs Linux")
OLDEST, USED, LINKED, FRESH = (f"twinpoint-{digit * 16}.pyz" for digit in "0123")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in (OLDEST, USED, LINKED, FRESH):
        (folder / name).touch()
        (folder / f"{name}.d").mkdir()
        (folder / f"{name}.d" / "module.py").touch()
    for name in (".new-Ab3dEf_h", "notes.txt"):
        (folder / name).touch()
    (folder / f"{OLDEST}.d.4711").mkdir()
    before = time.time() - OLD - 60
    for path in folder.iterdir():
        if not path.name.startswith(FRESH):
            os.utime(path, (before, before))
    (folder / "twinpoint.pyz").symlink_to(LINKED)
    return Store(tmp_path)


def test_what_nobody_runs_goes(store: Store) -> None:
    folder = store.root / "bin"
    argv = [sys.executable, "-c", "print(flush=True); input()", str(folder / USED)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as user:
        assert user.stdout is not None
        user.stdout.readline()  # what a process is called is not there before it runs
        removed = drop_old_programs(store)
        user.communicate(b"\n")
    assert removed == [".new-Ab3dEf_h", OLDEST, f"{OLDEST}.d", f"{OLDEST}.d.4711"]
    left = {path.name for path in folder.iterdir()}
    kept = {name for each in (USED, LINKED, FRESH) for name in (each, f"{each}.d")}
    assert left == {*kept, "twinpoint.pyz", "notes.txt"}
    assert drop_old_programs(store) == [USED, f"{USED}.d"]
    assert drop_old_programs(store) == []


def test_a_pm_without_programs(tmp_path: Path) -> None:
    assert drop_old_programs(Store(tmp_path)) == []

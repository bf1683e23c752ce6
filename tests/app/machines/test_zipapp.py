"""The program for the PMs is the same file for the same source, and runs."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from app.machines.zipapp import OLD_PYTHON, build
from app.paths import remote_sources


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    copy = tmp_path / "remote"
    shutil.copytree(remote_sources(), copy)
    for file in copy.glob("*.py"):
        os.utime(file, (1, 1))
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert build(copy).data == build().data


def test_name_and_hash_are_those_of_the_bytes() -> None:
    program = build()
    assert program.sha256 == hashlib.sha256(program.data).hexdigest()
    assert program.name == f"twinpoint-{program.sha256[:16]}.pyz"


def test_nothing_but_the_program_is_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(build().data)) as archive:
        names = archive.namelist()
    assert names == sorted(names)
    assert {"__main__.py", "app/__init__.py", "app/remote/__main__.py"} <= set(names)
    assert all(name.startswith("app/remote/") for name in names[1:] if name != "app/__init__.py")


def test_it_runs_on_its_own(tmp_path: Path) -> None:
    file = tmp_path / "program.pyz"
    file.write_bytes(build().data)
    done = subprocess.run(
        [sys.executable, "-I", str(file), "--help"], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0
    assert "--root" in done.stdout


def test_too_old_a_python_says_its_version(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(build().data)) as archive:
        main = archive.read("__main__.py").decode().replace("(3, 9)", "(9, 9)")
    done = subprocess.run([sys.executable, "-c", main], capture_output=True, text=True)
    assert done.returncode == OLD_PYTHON
    assert done.stderr.startswith("3.")

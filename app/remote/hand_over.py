"""Files that go from this PM to a workstation, or come from one, over SSH in pieces: a cut link
costs nothing but what was under way.

The job owns the folder and waits; verbs of the console read and write there.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from app.remote.capacity import FLOOR
from app.remote.host import host_name
from app.remote.job_files import JobFiles
from app.remote.package_names import is_plain
from app.remote.problems import Failed, Refused
from app.remote.store import Store, make_folder, read_json, write_durably

CHUNK = 256 * 1024
NOBODY = 600.0  # seconds without a byte after which a job stops waiting for its console
TURN = 0.2


def folder(store: Store, job: str) -> Path:
    return store.root / "hand-over" / job


def prepare(store: Store, job: str) -> Path:
    path = folder(store, job)
    make_folder(path.parent)
    path.mkdir(0o700)
    return path


def await_console(files: JobFiles, word: str, check: Callable[[], None]) -> dict[str, Any]:
    """Until the console said `word` (`tell`); what came with it. Raises Failed if nobody comes."""
    path = files.folder / word
    while not path.exists():
        check()
        if time.time() - _heard(files) > NOBODY:
            detail = f"the workstation was silent for {NOBODY:.0f} s"
            raise Failed("transfer-stopped", pm=host_name(), detail=detail)
        time.sleep(TURN)
    return read_json(path)


def tell(files: JobFiles, word: str, values: dict[str, Any]) -> None:
    write_durably(files.folder / word, json.dumps(values))


def send(store: Store, files: JobFiles, name: str, offset: int) -> None:
    """Writes a line that says how many bytes follow, then these, at the job's own speed."""
    limit = files.request().get("copy_limit")
    handle = _open(store, files, name, os.O_RDONLY)
    with os.fdopen(handle, "rb", buffering=0) as file:
        left = max(0, os.fstat(handle).st_size - offset)
        file.seek(offset)
        out = sys.stdout.buffer
        out.write(json.dumps({"kind": "bytes", "size": left}).encode() + b"\n")
        began, sent = time.monotonic(), 0
        while left:
            data = file.read(min(CHUNK, left))
            if not data:
                raise OSError(f"{name} became shorter")
            out.write(data)
            left -= len(data)
            sent += len(data)
            _hear(files)
            if isinstance(limit, int) and limit > 0:
                time.sleep(max(0.0, sent / limit - (time.monotonic() - began)))
        out.flush()


def held(store: Store, files: JobFiles, name: str) -> int:
    """Bytes of a file that are here already."""
    try:
        handle = _open(store, files, name, os.O_RDONLY)
    except FileNotFoundError:
        return 0
    try:
        return os.fstat(handle).st_size
    finally:
        os.close(handle)


def receive(store: Store, files: JobFiles, name: str, offset: int, size: int) -> int:
    """Takes the rest of standard input into a file from `offset` on, `size` bytes in all; how many
    it has then. Raises Refused where there is no room."""
    free = store.free()[1]
    if size - offset + FLOOR > free:
        needed = size - offset + FLOOR
        raise Refused(
            "too-little-room", pm=host_name(), path=str(store.root), needed=needed, free=free
        )
    source = cast("io.BufferedReader", sys.stdin.buffer)
    handle = _open(store, files, name, os.O_WRONLY | os.O_CREAT)
    with os.fdopen(handle, "wb", buffering=0) as file:
        file.truncate(min(offset, os.fstat(handle).st_size))
        file.seek(0, os.SEEK_END)
        while file.tell() < size:
            data = source.read1(min(CHUNK, size - file.tell()))
            if not data:
                break
            file.write(data)
            _hear(files)
        return file.tell()


def want(files: JobFiles, names: list[str]) -> None:
    """Which files a console may write; before it is asked for them."""
    tell(files, "wanted", {"names": names})
    _hear(files)


def _open(store: Store, files: JobFiles, name: str, flags: int) -> int:
    """A file of the job's folder, with links not followed. Raises ValueError for another one."""
    if not is_plain(name) or name.startswith("."):
        raise ValueError("no such file")
    if flags & os.O_CREAT and name not in read_json(files.folder / "wanted").get("names", []):
        raise ValueError("nobody wants this file")
    if not files.alive.held():
        raise ValueError("the job has ended")
    return os.open(folder(store, files.job) / name, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def _hear(files: JobFiles) -> None:
    (files.folder / "heard").touch()


def _heard(files: JobFiles) -> float:
    try:
        return (files.folder / "heard").stat().st_mtime
    except FileNotFoundError:
        _hear(files)
        return time.time()

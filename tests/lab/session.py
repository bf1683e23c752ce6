"""A lab for more than one command: nobody else's meanwhile, and nothing of a killed one's."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.lab.lab import Lab
from tests.lab.state import LabError

_held: dict[Path, IO[str]] = {}


@contextmanager
def session(lab: Lab) -> Iterator[None]:
    """Holds the lab, up or not; within itself, in one process, it does nothing.

    One that was killed left its marks: runs that go on, a PM without libvirt, a guest that is
    paused. The lab is taken down then, before somebody takes them for those of a test. Raises
    LabError if another process holds it.
    """
    path = lab.settings.dir / "session"
    if path in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LabError(
                f"other tests use the pair in {lab.settings.dir}; TWINPOINT_LAB_DIR and "
                "TWINPOINT_LAB_NET make another one"
            ) from None
        file.seek(0)
        if file.read():
            print("tests that were killed used this pair: it is made anew", flush=True)
            lab.down()
        file.write("in use\n")
        file.flush()
        _held[path] = file
        try:
            yield
        finally:
            del _held[path]
            file.truncate(0)

"""libvirt's event loop ends before the program does."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("libvirt")

# C's exit handlers run after Python's end; this one lasts until standard input is closed.
PROGRAM = """
import ctypes, libvirt, threading
from app.machines.libvirt_events import run_events

libc = ctypes.CDLL(None)
libc["__cxa_atexit"](libc.getchar, None, None)
run_events()
libvirt.open("test:///default").close()
came = threading.Event()
libvirt.virEventAddTimeout(500, lambda *_: came.set(), None)
came.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs glibc's way to register exit handlers")
def test_no_event_comes_after_the_end_of_python() -> None:
    with subprocess.Popen(["sleep", "2"], stdout=subprocess.PIPE) as slow:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            stdin=slow.stdout,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (0, "")

"""The heaps of a program whose threads allocate."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# glibc tells of each of its heaps on standard error.
PROGRAM = """
import ctypes, sys, threading
if sys.argv[1] == "few":
    from ui.allocator import keep_little
    keep_little()
barrier = threading.Barrier(8)
def work():
    barrier.wait()
    kept = [bytes(2000) for _ in range(2000)]
    barrier.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has heaps for threads")
def test_threads_share_one_heap() -> None:
    def heaps(how: str) -> int:
        argv = [sys.executable, "-B", "-c", PROGRAM, how]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        return done.stderr.count("Arena ")

    assert heaps("few") == 1
    assert heaps("as ever") > 1

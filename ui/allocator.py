"""How much of the memory that Python has freed the C library keeps for later."""

from __future__ import annotations

import ctypes
import sys

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def keep_little() -> None:
    """Called before there are threads. glibc (mallopt(3)) gives many threads a heap each and keeps
    there what they free: with ten systems that was as much again as all that is known of them. No
    two threads of Python allocate at once, so one heap is as fast. Elsewhere nothing is done."""
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # not every C library is glibc
        if set_option is not None:
            set_option(_ARENA_MAX, 1)

"""libvirt's event loop: one thread for the whole program, ended before Python is."""

from __future__ import annotations

import atexit
import logging
import threading

import libvirt

log = logging.getLogger(__name__)

_lock = threading.Lock()
_started = False
_ending = threading.Event()
END_TIMEOUT = 5.0  # seconds


def run_events() -> None:
    """Starts the loop once. Must come before the first connection is opened: a connection opened
    without a loop has neither events nor keepalive."""
    global _started
    with _lock:
        if _started:
            return
        libvirt.registerErrorHandler(_say_nothing, None)
        libvirt.virEventRegisterDefaultImpl()
        # Without a timeout of its own the loop could sleep for ever on an empty set of handles.
        timer = libvirt.virEventAddTimeout(1000, _say_nothing, None)
        thread = threading.Thread(target=_run, name="libvirt events", daemon=True)
        thread.start()
        # Left to itself, it would call into a Python that is gone: a crash at the very end.
        atexit.register(_end, timer, thread)
        _started = True


def _end(timer: int, thread: threading.Thread) -> None:
    _ending.set()
    libvirt.virEventUpdateTimeout(timer, 0)  # wakes the loop
    thread.join(END_TIMEOUT)


def _run() -> None:
    while not _ending.is_set():
        try:
            libvirt.virEventRunDefaultImpl()
        except libvirt.libvirtError as error:
            log.warning("libvirt events: %s", error)


def _say_nothing(*_: object) -> None:
    """libvirt would print its errors on standard error; they arrive as exceptions anyway."""

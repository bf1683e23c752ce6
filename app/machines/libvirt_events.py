"""libvirt's event loop: one daemon thread for the whole program."""

from __future__ import annotations

import logging
import threading

import libvirt

log = logging.getLogger(__name__)

_lock = threading.Lock()
_started = False


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
        libvirt.virEventAddTimeout(1000, _say_nothing, None)
        threading.Thread(target=_run, name="libvirt events", daemon=True).start()
        _started = True


def _run() -> None:
    while True:
        try:
            libvirt.virEventRunDefaultImpl()
        except libvirt.libvirtError as error:
            log.warning("libvirt events: %s", error)


def _say_nothing(*_: object) -> None:
    """libvirt would print its errors on standard error; they arrive as exceptions anyway."""

"""A libvirt that is away for a moment, as it is whenever its package is updated: its VMs, and the
jobs inside their QEMUs, go on meanwhile."""

from __future__ import annotations

import time
from typing import Callable, TypeVar

from app.remote.tools import ToolFailed
from app.remote.virsh import virsh

WITHOUT_LIBVIRT = 45.0  # seconds a restarting libvirtd may be away
POLL = 0.5
Answer = TypeVar("Answer")


def await_libvirt(check: Callable[[], None] = lambda: None) -> None:
    """Until libvirt answers, or WITHOUT_LIBVIRT is over; `check` may end it by raising."""
    deadline = time.monotonic() + WITHOUT_LIBVIRT
    while True:
        try:
            virsh("version")
            return
        except ToolFailed:
            if time.monotonic() > deadline:
                return
        check()
        time.sleep(POLL)


def patiently(ask: Callable[[], Answer], check: Callable[[], None]) -> Answer:
    """What `ask`, a mere question, is answered; asked again if libvirt was away. ToolFailed if it
    fails while libvirt is there, or stays away."""
    try:
        return ask()
    except ToolFailed:
        await_libvirt(check)
        return ask()

"""Freeze, begin, thaw: the moment in which a guest stands still.

Rules, each paid for by somebody: a guard that thaws is armed, as a process of its own, before the
freeze; every freeze is followed by a thaw, whether it succeeded, failed or timed out; a label is
given only if the thaw proves that the guest was held until the point was fixed.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from dataclasses import dataclass
from typing import Callable

from app.remote.problems import Failed, Refused
from app.remote.tools import ToolFailed
from app.remote.virsh import (
    AGENT_SECONDS,
    BLOCK_FOR_EVER,
    VirshShell,
    let_go_on,
    state,
    virsh,
)

log = logging.getLogger(__name__)
HOLD_SECONDS = 8.0  # a Windows guest's VSS gives up at 10 s
# File systems whose kernel drivers cannot freeze (no freeze_fs); the agent skips them.
NEVER_FROZEN = frozenset(
    [
        "vfat",
        "msdos",
        "exfat",
        "iso9660",
        "udf",
        "squashfs",
        "cramfs",
        "romfs",
        "tmpfs",
        "overlay",
        "fuse",
        "fuseblk",
        "9p",
        "nfs",
        "nfs4",
        "cifs",
        "virtiofs",
    ]
)


@dataclass(frozen=True)
class AgentState:
    """What the guest agent said before anything was done: `answers`, and how many distinct file
    systems a freeze has to reach (None if the agent cannot tell)."""

    answers: bool
    filesystems: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class Held:
    """How it went. `application` is earned, never assumed; `reason` is a ConsistencyReason."""

    application: bool
    reason: str
    frozen_ms: float | None
    filesystems: int
    detail: str = ""


def ask_agent(vm: str, name: str) -> AgentState:
    """Asks before the freeze: a frozen agent answers nothing else. Raises
    Refused("vm-frozen-by-other")."""
    set_agent_time(vm, 5)
    try:
        text = virsh("domfsinfo", vm, timeout=15)
    except ToolFailed as error:
        if "frozen" in error.output:
            raise Refused("vm-frozen-by-other", vm=name) from error
        if "not supported" in error.output or "not found" in error.output:
            return AgentState(True, None, error.output)  # an old agent: it answers, that is all
        return AgentState(False, None, error.output)
    finally:
        reset_agent_time(vm)
    return AgentState(True, _count_filesystems(text))


def set_agent_time(vm: str, seconds: int) -> None:
    """Bounds every agent call of this VM; the setting is shared by all clients and sticky."""
    virsh("guest-agent-timeout", vm, "--timeout", str(seconds))


def reset_agent_time(vm: str) -> None:
    try:
        virsh("guest-agent-timeout", vm, "--timeout", BLOCK_FOR_EVER)
    except ToolFailed:
        return  # the VM is gone, and the setting with it


def _count_filesystems(text: str) -> int:
    """Distinct devices in virsh's table (Mountpoint, Name, Type, Target) that can be frozen."""
    devices = set()
    for line in text.splitlines():
        fields = line.split()
        if len(fields) < 3 or fields[0] == "Mountpoint" or set(line.strip()) == {"-"}:
            continue
        # A mount point may hold spaces; name and type are read from behind, where an empty
        # target makes three columns of four.
        kinds = [field for field in fields[1:] if field in NEVER_FROZEN]
        if not kinds:
            devices.add(fields[1])
    return len(devices)


class Window:
    """The frozen window of one VM. Use: open, freeze, (begin), thaw, verdict; thaw may be called
    from a timer's thread as well, only the first call acts."""

    def __init__(self, vm: str, name: str, guard_thawed: Callable[[], bool]) -> None:
        self._vm = vm
        self._name = name
        self._guard_thawed = guard_thawed
        # Not -q: it would swallow how many file systems were frozen and thawed.
        self._shell = VirshShell()
        self._lock = threading.Lock()
        self._frozen = 0
        self._thawed: int | None = None
        self._freeze_began = 0.0
        self._point = 0.0
        self._ended = 0.0
        self._fault = ""
        self.closed = False
        self.resumed: bool | None = None  # whether a guest that a full disk stopped runs again
        # Opens the connection now, so that the frozen guest does not wait for it.
        self._shell.ask("guest-agent-timeout", vm, "--timeout", str(AGENT_SECONDS))

    def freeze(self) -> bool:
        """Whether the guest is frozen. A freeze that failed or timed out has been undone."""
        self._freeze_began = time.monotonic()
        try:
            text = self._shell.ask("domfsfreeze", self._vm, timeout=AGENT_SECONDS + 8)
        except ToolFailed as error:
            self._fault = error.output
            if "frozen state" in error.output:
                # Somebody froze it in the moment since we asked: not ours to thaw.
                self._thawed = 0
                raise Refused("vm-frozen-by-other", vm=self._name) from error
            self.thaw()
            return False
        self._frozen = _number(text)
        if self._frozen == 0:
            self.thaw()
            return False
        return True

    def begin(self, *arguments: str, timeout: float = 60) -> None:
        """Fixes the point. Raises ToolFailed."""
        self._shell.ask(*arguments, timeout=timeout)
        self._point = time.monotonic()

    def thaw(self) -> None:
        """Thaws, trying again until the guest is free; the guard does the same beside us."""
        with self._lock:
            if self._thawed is not None:
                return
            deadline = time.monotonic() + 120
            while True:
                try:
                    text = self._thaw_once()
                    break
                except ToolFailed as error:
                    if no_guest(self._vm):
                        text = ""
                        break
                    # A guest that our job's write has paused answers no thaw.
                    resumed = let_go_on(self._vm, f"/vms/{self._vm}/snapshots/")
                    self.resumed = self.resumed if resumed is None else resumed
                    if time.monotonic() > deadline:
                        raise Failed("still-frozen", vm=self._name, detail=error.output) from error
                    time.sleep(0.2)
            self._ended = time.monotonic()
            self._thawed = _number(text)

    def _thaw_once(self) -> str:
        if self._fault == "":
            try:
                return self._shell.ask("domfsthaw", self._vm, timeout=AGENT_SECONDS + 8)
            except ToolFailed as error:
                self._fault = error.output  # from now on with a new virsh each time
                raise
        return virsh("domfsthaw", self._vm, timeout=AGENT_SECONDS + 8, quiet=False)

    @property
    def milliseconds(self) -> float | None:
        if not self._ended:
            return None
        return round((self._ended - self._freeze_began) * 1000, 1)

    def verdict(self, agent: AgentState) -> Held:
        """What was earned. Call after the thaw."""
        count = self._frozen
        if count == 0:
            return Held(False, "freeze-failed", self.milliseconds, 0, self._fault)
        if self._guard_thawed() or self._thawed != count or not self._point:
            return Held(False, "not-held", self.milliseconds, count, self._fault)
        if agent.filesystems is not None and count < agent.filesystems:
            detail = f"{count} of {agent.filesystems}"
            return Held(False, "partly-frozen", self.milliseconds, count, detail)
        return Held(True, "frozen", self.milliseconds, count)

    def close(self) -> None:
        self.closed = True
        try:
            self._shell.ask("guest-agent-timeout", self._vm, "--timeout", BLOCK_FOR_EVER, timeout=5)
        except ToolFailed:
            reset_agent_time(self._vm)
        finally:
            self._shell.close()


def thaw_until_free(vm: str, seconds: float, unpause: Callable[[], object] = lambda: None) -> bool:
    """For the guard and for recovery: thaws again and again; whether the guest is free now.
    `unpause` is called in between: the agent of a paused guest answers nobody."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            virsh("domfsthaw", vm, timeout=AGENT_SECONDS + 8, quiet=False)
            return True
        except ToolFailed as error:
            log.info("thaw of %s: %s", vm, error)
            if no_guest(vm):
                return True
            if time.monotonic() > deadline:
                return False
            unpause()
            time.sleep(0.25)


def no_guest(vm: str) -> bool:
    """Whether the VM is off: then nothing is frozen. (Paused is not off: libvirt says "not
    running" of a paused VM as well, and its guest is as frozen as before.)"""
    try:
        return state(vm)[0] in ("shut off", "crashed", "undefined")
    except ToolFailed:
        return False


def _number(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found.group()) if found else 0

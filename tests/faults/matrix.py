"""The cells: every fault in every step of a run, for every kind of VM; and which mean nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# A step, and what says that a run has come to it: an event, the n-th of its kind, or a state in
# the VM's journal.
STEPS: dict[str, dict[str, Any]] = {
    "check": {"event": "step", "step": "check"},
    "announce": {"event": "step", "step": "announce"},
    "accepted": {"event": "accepted"},
    "prepared": {"journal": "prepared"},
    "freeze": {"event": "step", "step": "freeze"},
    "begin": {"event": "step", "step": "snapshot"},
    "thaw": {"event": "step", "step": "thaw"},
    "thawed": {"journal": "thawed"},
    "copying": {"event": "step", "step": "snapshot", "count": 2},
    "replicate": {"event": "step", "step": "replicate"},
    "verify": {"event": "step", "step": "verify"},
    "both": {"journal": "committed-both"},
    "waiting": {"event": "waiting"},
    "undone": {"journal": "undone"},
}
# The newest state in the journal on the VM's primary PM when a run has come to a step; "" before
# the first one.
STATES = {
    "check": "",
    "announce": "announced",
    "accepted": "announced",
    "prepared": "prepared",
    "freeze": "freezing",
    "begin": "freezing",
    "thaw": "freezing",
    "thawed": "thawed",
    "copying": "begun",
    "replicate": "committed-primary",
    "verify": "committed-primary",
    "both": "committed-both",
    "waiting": "committed-primary",
    "undone": "undone",
}
# Steps that a run is through in some milliseconds.
SHORT = ("accepted", "prepared", "thawed", "both", "undone")
VMS = {"web01": "running", "off01": "stopped", "raw01": "running, a raw volume"}
FROZEN = ("freeze", "begin", "thaw", "thawed")
AFTER_THAW = ("thawed", "copying", "replicate", "verify", "both", "waiting", "undone")


@dataclass(frozen=True)
class Fault:
    """What befalls a run. `survives`: a run that both PMs had accepted is to be completed all the
    same. `by`: who puts things right: nobody but the run and its guard ("itself"), or the next
    console that looks ("look"). `console`: the run is started by a real console, whose fault it
    is. `watched`: the promise holds only while a console is connected. `instant`: it strikes at
    once, from inside the PM, so that it hits the shortest of steps."""

    name: str
    text: str
    survives: bool = False
    by: str = "itself"
    console: str = ""
    watched: bool = False
    needs_guest: bool = False
    instant: bool = False


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("console", "the console killed", survives=True, console="process"),
        Fault("worker", "the operation's link closed under it", survives=True, console="worker"),
        Fault("job", "the run's process killed", instant=True),
        Fault("guard", "the guard killed", survives=True, instant=True),
        Fault(
            "job-and-guard",
            "the run's process and its guard killed",
            by="look",
            watched=True,
            instant=True,
        ),
        Fault("job-hung", "the run's process stopped for 24 s", survives=True, instant=True),
        Fault(
            "disk-hung",
            "the primary PM's container hangs for 24 s",
            survives=True,
            instant=True,
        ),
        Fault("full-and-job", "the container full, then the run's process killed", by="look"),
        Fault("libvirtd-hung", "libvirtd stopped for 8 s", survives=True),
        Fault("libvirtd", "libvirtd killed and started again", instant=True),
        Fault("qemu", "QEMU killed", needs_guest=True, instant=True),
        Fault(
            "qemu-again",
            "QEMU killed and the VM started again before the run looks",
            needs_guest=True,
            instant=True,
        ),
        Fault("agent-dead", "the guest agent ended", survives=True, needs_guest=True),
        Fault("agent-hung", "the guest agent stopped where it is", survives=True, needs_guest=True),
        Fault("freeze-slow", "the freeze takes 14 s", survives=True, needs_guest=True),
        Fault("rsync-here", "rsync killed on the primary PM", survives=True),
        Fault("rsync-there", "rsync killed on the other PM", survives=True),
        Fault("session", "the login on the other PM killed", survives=True),
        Fault(
            "sshd",
            "sshd and all its logins killed on both PMs, started again",
            survives=True,
            console="process",
        ),
        Fault("crash-primary", "the primary PM's power cut", by="look"),
        Fault("crash-peer", "the other PM's power cut", survives=True),
        Fault("cut-console", "both PMs cut off from the console", survives=True, console="process"),
        Fault("cut-pair", "the PMs cut off from each other", survives=True),
        Fault("full-primary", "the primary PM's container full", by="look"),
        Fault("full-peer", "the other PM's container full", survives=True),
        Fault("second", "a second console starts a run and repairs both PMs", survives=True),
        Fault("clock-back", "the primary PM's clock two hours back", survives=True),
        Fault("clock-on", "the primary PM's clock two hours on", survives=True),
    )
}

# At least one cell of each fault, where it hurts most: what every test run does.
FIXED = {
    "console": [("freeze", "web01")],
    "worker": [("replicate", "web01")],
    "disk-hung": [("begin", "web01")],
    "sshd": [("copying", "web01"), ("replicate", "off01")],
    "job": [
        ("prepared", "web01"),
        ("freeze", "web01"),
        ("begin", "web01"),
        ("copying", "off01"),
        ("replicate", "raw01"),
    ],
    "guard": [("freeze", "web01")],
    "job-and-guard": [("begin", "web01")],
    "job-hung": [("begin", "web01")],
    "full-and-job": [("begin", "web01")],
    "libvirtd-hung": [("copying", "web01")],
    "libvirtd": [("prepared", "web01"), ("begin", "web01"), ("copying", "web01")],
    "qemu": [("thaw", "web01")],
    "qemu-again": [("thawed", "web01")],
    "agent-dead": [("freeze", "web01")],
    "agent-hung": [("begin", "web01")],
    "freeze-slow": [("freeze", "web01")],
    "rsync-here": [("replicate", "web01")],
    "rsync-there": [("replicate", "off01")],
    "session": [("copying", "web01")],
    "crash-primary": [("freeze", "web01"), ("replicate", "web01")],
    "crash-peer": [("verify", "web01")],
    "cut-console": [("thaw", "web01")],
    "cut-pair": [("replicate", "raw01")],
    "full-primary": [("begin", "web01")],
    "full-peer": [("replicate", "web01")],
    "second": [("freeze", "web01")],
    "clock-back": [("thaw", "web01")],
    "clock-on": [("announce", "web01")],
}


@dataclass(frozen=True)
class Cell:
    """One fault in one step of a run of one VM."""

    fault: str
    step: str
    vm: str

    def __str__(self) -> str:
        return f"{self.fault}-{self.step}-{self.vm}"

    @property
    def fixed(self) -> bool:
        return (self.step, self.vm) in FIXED.get(self.fault, ())


def why_not(cell: Cell) -> str:
    """Why a cell means nothing; "" if it does."""
    fault, step = FAULTS[cell.fault], cell.step
    if VMS[cell.vm] == "stopped":
        if fault.needs_guest:
            return "a stopped VM has no guest"
        if step in (*FROZEN, "prepared"):
            return "a stopped VM is not frozen"
    if cell.fault.startswith("rsync") and step != "replicate":
        return "rsync runs in replicate only"
    if step in SHORT and not fault.instant:
        return "over in milliseconds: this fault would hit the step behind it"
    if cell.fault == "freeze-slow" and step != "freeze":
        return "a slow hook shows in the freeze only"
    if cell.fault.startswith("agent") and step in AFTER_THAW:
        return "the agent is asked nothing after the thaw"
    if step == "waiting" and cell.fault in ("session", "sshd", "cut-pair"):
        return "that is what a run waits for"
    return ""


def every() -> Iterator[Cell]:
    for fault in FAULTS:
        for step in STEPS:
            for vm in VMS:
                yield Cell(fault, step, vm)


def cells() -> list[Cell]:
    """Those that mean something."""
    return [cell for cell in every() if not why_not(cell)]


def chosen(pattern: str) -> list[Cell]:
    """Cells by a comma-separated list of parts of their names, as in "job-,qemu-thaw"; "" is
    all, "fixed" the fixed set."""
    if pattern == "fixed":
        return [cell for cell in cells() if cell.fixed]
    parts = [part for part in pattern.split(",") if part]
    return [cell for cell in cells() if not parts or any(part in str(cell) for part in parts)]

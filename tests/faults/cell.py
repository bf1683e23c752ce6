"""One cell, from whole ground to the verdict: a run, a fault at a step, and what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app.errors import TwinpointError
from app.machines.connect import PairLink
from app.model.machine import System
from app.model.snapshot import SnapshotRequest
from app.operations.create_snapshot import CreateSnapshot
from app.operations.events import LinkLost
from app.operations.operation import Cancelled, CancelToken
from app.remote.guard import SECONDS as GUARD_SECONDS
from app.settings import Settings, save
from tests.faults.arena import (
    CLOCK,
    CLOCK_HOOK,
    CLOCK_TEXT,
    LONGEST,
    Arena,
    Inside,
    Pulse,
    system_of,
    until,
)
from tests.faults.matrix import FAULTS, STEPS, VMS, Cell
from tests.lab.state import LabError
from tests.pair.world import ROOT, SIDES

MIB = 1024 * 1024
REPOSITORY = Path(__file__).parents[2]
ITSELF, LOOK, REPAIR = 90.0, 90.0, 30.0  # seconds for each way of coming to rest
KEPT = 3  # snapshots of earlier cells that a cell may find
LIBVIRTD = "(^|/)libvirtd( |$)"
SSHD = "^(sshd: |/usr/sbin/sshd)"
LASTING = {
    "libvirtd": 1.5,
    "libvirtd-hung": 8,
    "job-hung": 24,
    "disk-hung": 24,
    "full-and-job": 10,
    "sshd": 5,
}
ORDER = ("itself", "look", "repair", "never")
# Where a replication must last, for the fault to come in its middle.
SLOW_LINK = ("begin", "replicate", "verify", "both", "waiting", "undone")


@dataclass
class Result:
    """What came of a cell. `by`: what it took to come to rest; `state`: the newest one in the
    journal when the fault struck; `frozen`: the longest time in which the guest did not write;
    `notes`: what is no violation and yet to be known."""

    cell: str
    fault: str
    step: str
    vm: str
    began: float
    hit: bool = False
    landed: str = ""
    state: str = ""
    outcome: str = ""
    by: str = ""
    frozen: float = 0.0
    rest: float = 0.0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def run_cell(arena: Arena, cell: Cell, delay: float = 0.0) -> Result:
    """Never raises for what the product did; the ground is whole again when it returns. `delay`
    is how many seconds after the step began the fault comes."""
    result = Result(str(cell), cell.fault, cell.step, cell.vm, round(time.time(), 1))
    began = time.monotonic()
    try:
        with ExitStack() as stack:
            scene = Scene(arena, cell, result, stack, delay)
            try:
                scene.play()
            finally:
                arena.heal()
    except (LabError, TwinpointError, AssertionError, OSError, ValueError) as error:
        result.violations.append(f"the cell broke off: {type(error).__name__}: {error}"[:600])
    if result.violations:
        raze(arena, cell.vm)
    result.seconds = round(time.monotonic() - began, 1)
    return result


def raze(arena: Arena, vm: str) -> None:
    """Whatever a violation left is taken away by force: the next cell begins on whole ground."""
    arena.heal()
    for pm in SIDES:
        script = (
            'for p in /proc/[0-9]*; do if tr "\\0" " " <$p/cmdline 2>/dev/null | '
            'grep -Eq "twinpoint[-.0-9a-f]*\\.pyz .*(run-job|guard|serve)|^rsync "; '
            "then kill -9 ${p#/proc/}; fi; done; true"
        )
        arena.shell(pm, script)
    if VMS.get(vm) != "stopped":
        arena.lab.guest(vm).destroy()
    arena.revive(vm, VMS.get(vm) != "stopped")
    arena.forget(vm)


class Scene:
    """One run with what befalls it."""

    def __init__(
        self, arena: Arena, cell: Cell, result: Result, stack: ExitStack, delay: float
    ) -> None:
        self.arena = arena
        self.cell = cell
        self.vm = cell.vm
        self.fault = FAULTS[cell.fault]
        self.result = result
        self.stack = stack
        self.delay = delay
        self.running = VMS[cell.vm] != "stopped"
        self.primary = arena.lab.guest(cell.vm).home.name
        self.peer = arena.peer(self.primary)
        self.pulse: Pulse | None = None
        self.hand: Inside | None = None
        self.control = ""
        self.cause: Callable[[], object] = lambda: None  # ends what the fault is done to
        self.job = ""
        self.due: list[str] = []  # snapshots that have to be there in the end

    def play(self) -> None:
        self.prepare()
        before = self.held()
        hit = self.strike()
        self.hold()
        self.heal()
        self.recover()
        self.judge(before, hit)
        if not self.result.violations:
            self.go_on()

    # Before

    def prepare(self) -> None:
        """Whole ground, at least one snapshot to start from, something new to bring."""
        arena = self.arena
        arena.heal()
        for vm, kind in VMS.items():
            if arena.lab.guest(vm).pm is not None or vm == self.vm:
                arena.revive(vm, kind != "stopped")
        if arena.unrest(self.vm):
            arena.repair()
            until(lambda: not arena.unrest(self.vm), 60)
        held = self.held()
        if len(held) >= KEPT or arena.unrest(self.vm) or self.cell.step == "copying":
            arena.forget(self.vm)
            held = set()
        if not held and self.cell.step != "copying":
            arena.take(self.vm, pm=self.primary)
        arena.add_data(self.vm)
        if self.running:
            self.control = arena.control_path(self.vm)
            self.pulse = self.stack.enter_context(arena.pulse(self.vm))
        if self.fault.watched:
            self.stack.enter_context(arena.watched())
        if self.fault.name == "freeze-slow":
            arena.lab.guest(self.vm).control("freeze-slow 14")
        if self.fault.name.startswith("clock"):
            where = arena.lab.pm(self.primary)
            where.run(["mkdir", "-p", str(Path(CLOCK_HOOK).parent)])
            where.run(["sh", "-c", 'cat >"$0"', CLOCK_HOOK], input=CLOCK_TEXT)
        acts: dict[str, dict[str, Any]] = {
            "rsync-there": {"kill": ["^rsync --server"]},
            "session": {"kill": [" serve session"], "above": True},
        }
        act = acts.get(self.fault.name)
        if act is not None:
            self.hand = self.open(self.peer, {"do": "hand", "act": act})
        if self.fault.name == "full-and-job":
            act = {"kill": ["run-job {job}"]}
            self.hand = self.open(self.primary, {"do": "hand", "act": act})

    def held(self) -> set[str]:
        """Snapshots that are whole on both PMs."""
        looks = list(self.arena.look(self.vm).values())
        whole = [{n for n, text in seen["snapshots"].items() if text} for seen in looks]
        return set.intersection(*whole) if len(whole) == 2 else set()

    def open(self, pm: str, order: dict[str, Any]) -> Inside:
        values = {"root": ROOT, "vm": self.arena.uuid(self.vm), "seconds": 90}
        inside = Inside(self.arena.lab.pm(pm), {**values, **order})
        self.stack.callback(inside.close)
        return inside

    # The run and its fault

    def strike(self) -> dict[str, Any]:
        """Starts a run, waits for the step, causes the fault; what the trap said."""
        old = self.arena.jobs(self.primary)
        step = self.cell.step
        at = dict(STEPS[step])
        if not self.running and step == "copying":
            at["count"] = 1
        order: dict[str, Any] = {"do": "trap", "old": old, "at": at, "delay": self.delay}
        order["act"] = self.act_inside()
        if step in ("waiting", "undone"):
            first = self.open(
                self.primary, {**order, "at": STEPS["replicate"], "act": {}, "delay": 0}
            )
            self.start()
            if not (hit := first.answer())["hit"]:
                return self.note(hit)
            trap = self.open(self.primary, order)
            if step == "waiting":
                self.part()
            else:
                _close(self.arena.program(self.primary, "cancel", {"job": hit["job"]}), 10)
        else:
            trap = self.open(self.primary, order)
            self.start()
        hit = trap.answer()
        if hit["hit"]:
            self.act_outside(hit["job"])
        return self.note(hit)

    def note(self, hit: dict[str, Any]) -> dict[str, Any]:
        self.result.hit = bool(hit["hit"])
        self.job = str(hit["job"])
        self.result.landed = str(hit.get("landed", ""))
        self.result.state = str(hit.get("state", ""))
        if hit.get("done"):
            self.result.notes.append("; ".join(hit["done"])[:200])
        if not hit["hit"]:
            self.result.notes.append(f"missed: {hit['missed']}"[:400])
        return hit

    def part(self) -> None:
        """Parts the PMs, and lets both sides know at once."""
        self.arena.lab.pm(self.peer).cut(self.primary)
        for pm in (self.peer, self.primary):
            act = {"kill": [" serve session"], "above": True} if pm == self.peer else {
                "kill": ["^ssh .*HostKeyAlias=twin"]}  # fmt: skip
            self.open(pm, {"do": "hand", "act": act}).go()

    def start(self) -> None:
        limits: dict[str, int] = {}
        if self.cell.step in SLOW_LINK:
            limits["replicate_limit"] = 3 * MIB
        if not self.running:
            limits["copy_limit"] = 4 * MIB
        if self.fault.console == "process":
            self.cause = self.start_console(system_of(self.arena.lab, **limits))
        elif self.fault.console == "worker":
            self.cause = self.start_worker(system_of(self.arena.lab, **limits))
        else:
            # A guest is frozen for a tenth of a second. Held until replicated, it is hit frozen.
            self.ask_start(hold_freeze=self.cell.step == "begin", **limits)

    def ask_start(self, **limits: int) -> subprocess.Popen[bytes]:
        request = {
            "vm": self.arena.uuid(self.vm),
            "vm_name": self.vm,
            "name": "fault",
            "by": "test",
        }
        process = self.arena.program(self.primary, "start", {**request, **limits})
        self.stack.callback(_close, process)
        return process

    def start_console(self, system: System) -> Callable[[], None]:
        folder = self.stack.enter_context(tempfile.TemporaryDirectory(prefix="twinpoint-console-"))
        console = open_console(system, Path(folder), self.vm)
        self.stack.callback(_close, console)
        return console.kill

    def start_worker(self, system: System) -> Callable[[], None]:
        link = PairLink(system)
        wish = CreateSnapshot(link, SnapshotRequest(self.arena.uuid(self.vm), "fault"))

        def report(event: object) -> None:
            if isinstance(event, LinkLost):  # a follower tries for ever; this one dies
                raise ConnectionAbortedError

        def work() -> None:
            try:
                wish.run(report, CancelToken())
            except (TwinpointError, Cancelled, OSError) as error:
                self.result.notes.append(f"the worker ended with {type(error).__name__}")

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        self.stack.callback(worker.join, 60)
        self.stack.callback(link.close)
        return link.close

    def act_inside(self) -> dict[str, Any]:
        """What the trap does itself, at once, in the primary PM."""
        say = {"control": self.control}
        vm = self.arena.uuid(self.vm)
        qemu = f"qemu-system.* -uuid {vm}"
        acts: dict[str, dict[str, Any]] = {
            "job": {"kill": ["run-job {job}"]},
            "guard": {"kill": ["guard {job}"]},
            "job-and-guard": {"kill": ["(run-job|guard) {job}"]},
            "job-hung": {"kill": ["run-job {job}"], "signal": "SIGSTOP"},
            "libvirtd": {"kill": [LIBVIRTD]},
            "libvirtd-hung": {"kill": [LIBVIRTD], "signal": "SIGSTOP"},
            "qemu": {"kill": [qemu]},
            "qemu-again": {
                "unseen": "run-job {job}",
                "idle": vm,
                "kill": [qemu],
                "start": vm,
            },
            "agent-dead": {**say, "line": "agent off"},
            "agent-hung": {**say, "line": "agent hang"},
            "rsync-here": {"kill": ["^rsync .*--inplace"]},
            "disk-hung": {"hang": ROOT},
            "clock-back": {"write": CLOCK, "text": "-7200"},
            "clock-on": {"write": CLOCK, "text": "7200"},
        }
        return acts.get(self.fault.name, {})

    def act_outside(self, job: str) -> None:
        """What is done from the host, or by a hand in the other PM."""
        lab, name = self.arena.lab, self.fault.name
        if name == "sshd":
            for where in SIDES:
                done = self.open(where, {"do": "hand", "act": {"kill": [SSHD]}}).go()["done"]
                self.result.notes.append("; ".join(done)[:200])
        elif self.fault.console and name != "cut-console":
            self.cause()
        elif self.hand is not None:
            if name == "full-and-job":
                lab.pm(self.primary).fill()
            done = self.hand.go(job)["done"]
            self.result.notes.append("; ".join(done)[:200] or "nothing to kill")
        elif name == "crash-primary":
            self.still(self.vm)
            lab.pm(self.primary).crash()
        elif name == "crash-peer":
            lab.pm(self.peer).crash()
        elif name == "cut-console":
            for pm in lab.pms():
                pm.cut("console")
        elif name == "cut-pair":
            lab.pm(self.peer).cut(self.primary)
        elif name.startswith("full"):
            lab.pm(self.primary if name == "full-primary" else self.peer).fill()
        elif name == "second":
            self.second_console()
        if name in ("qemu", "qemu-again"):
            self.still(self.vm)

    def still(self, vm: str) -> None:
        if self.pulse is not None and vm == self.vm:
            self.pulse.expect(False)

    def second_console(self) -> None:
        """Another console wants the same VM, and tidies both PMs, in the middle of the run."""
        other = self.ask_start()
        repairs = [self.arena.program(pm, "repair", {}) for pm in SIDES]
        for process in (other, *repairs):
            self.stack.callback(_close, process)
        answer = _last(other)
        if answer.get("kind") == "started":
            # The first had come to its end within the seconds that a second waits for the lock.
            self.due.append(str(answer["snapshot"]))
        elif answer.get("kind") != "problems" or answer["problems"][0]["code"] != "vm-busy":
            self.result.violations.append(f"a second run was not refused: {answer}"[:300])
        for process in repairs:
            if _last(process).get("kind") != "repaired":
                self.result.violations.append("a repair beside the run failed")

    def hold(self) -> None:
        """How long it lasts: until the run has noticed, or a while."""
        if self.fault.name in ("cut-pair", "cut-console", "full-primary", "full-peer"):
            until(self.noticed, 20)
        elif self.fault.name.startswith("agent"):
            until(self.noticed, 4)
        elif self.fault.name in LASTING:
            until(lambda: False, LASTING[self.fault.name])
        elif self.fault.name == "freeze-slow":
            until(self.noticed, 40)

    def noticed(self) -> bool:
        events = self.arena.events(self.primary, self.job)
        return any(event.get("event") in ("ended", "waiting") for event in events)

    def heal(self) -> None:
        """The fault is over. What it did to runs is not touched."""
        arena, guest = self.arena, self.arena.lab.guest(self.vm)
        if self.fault.name in ("libvirtd-hung", "job-hung"):
            act = {**self.act_inside(), "signal": "SIGCONT"}
            self.open(self.primary, {"do": "hand", "act": act}).go(self.job)
        arena.mend_pms()
        if self.fault.name.startswith("clock"):
            arena.lab.pm(self.primary).run(["rm", "-f", CLOCK])
        if self.fault.name.startswith("agent"):
            guest.control("agent on")
        if self.fault.name == "freeze-slow":
            guest.control("freeze-slow 0")
        if self.fault.name in ("qemu", "qemu-again", "crash-primary") and self.running:
            until(lambda: guest.pm is None or self.fault.name == "qemu-again", 20)
            arena.revive(self.vm, True)
            assert self.pulse is not None
            self.pulse.expect(True)

    # After

    def recover(self) -> None:
        """Waits for rest: by itself, by a console that looks, by a repair; notes which it took."""
        arena, began = self.arena, time.monotonic()

        def rest() -> bool:
            return not arena.unrest(self.vm)

        until(lambda: rest() or not arena.living(self.vm), ITSELF)
        by = "itself"
        if not rest():
            self.result.notes.append(f"not by itself: {'; '.join(arena.unrest(self.vm))}"[:500])
            by = "look"
            with arena.watched():
                if not until(rest, LOOK):
                    by = "repair"
                    arena.repair()
                    if not until(rest, REPAIR):
                        by = "never"
        self.result.by = by
        self.result.rest = round(time.monotonic() - began, 1)
        if by == "never":
            self.result.violations.append(f"left: {'; '.join(arena.unrest(self.vm))}"[:900])
        elif ORDER.index(by) > ORDER.index(self.fault.by):
            self.result.violations.append(f"came to rest only by a {by}, not by {self.fault.by}")

    def judge(self, before: set[str], hit: dict[str, Any]) -> None:
        """The promises, as seen from outside."""
        arena, found = self.arena, self.result.violations
        ended = [e for e in arena.events(self.primary, self.job) if e.get("event") == "ended"]
        self.result.outcome = "/".join(
            str(ended[-1][key]) for key in ("outcome", "code") if ended and ended[-1][key]
        )
        waits = [e for e in arena.events(self.primary, self.job) if e.get("event") == "waiting"]
        self.result.notes += [json.dumps(e["fields"], ensure_ascii=False)[:300] for e in waits[:2]]
        if ended and ended[-1]["code"]:
            self.result.notes.append(json.dumps(ended[-1]["fields"], ensure_ascii=False)[:400])
        held = self.held()
        if before - held:
            found.append(f"snapshots lost: {sorted(before - held)}")
        snapshot = str(hit.get("snapshot", ""))
        due = hit.get("committed") or (hit.get("accepted") and self.fault.survives)
        due = due and not hit.get("cancelled")
        for other in self.due:
            if other not in held:
                found.append(f"the second run's {other} was to be completed")
        if due and snapshot not in held:
            found.append(f"the run was to be completed: {self.result.outcome or 'no end said'}")
        looks = arena.look(self.vm)
        crumbs = [f"{pm}: {path}" for pm, seen in looks.items() for path in seen["crumbs"]]
        if crumbs:
            self.result.notes.append(f"{len(crumbs)} empty folders of dead runs in /tmp")
            for pm in looks:
                arena.shell(pm, "rm -rf /tmp/twinpoint-*")
        if self.running:
            self.judge_guest()
        found += arena.leftovers(self.vm)
        if snapshot in held:
            label = arena.manifest(arena.run_of(self.vm, snapshot), self.primary).consistency
            # A container that hangs holds up the guest's writes as well, frozen or not.
            late = self.result.frozen >= GUARD_SECONDS and self.fault.name != "disk-hung"
            if label == "application" and (late or self.guard_thawed()):
                found.append("labelled application, though the guard had to thaw")
            self.judge_copies(snapshot)

    def guard_thawed(self) -> bool:
        script = f"test -e {ROOT}/jobs/$1/thawed && echo yes; true"
        return bool(self.arena.shell(self.primary, script, self.job).strip())

    def judge_guest(self) -> None:
        assert self.pulse is not None
        guest, found = self.arena.lab.guest(self.vm), self.result.violations
        self.result.frozen = round(self.pulse.longest, 1)
        if self.pulse.longest > LONGEST:
            found.append(f"the guest stood still for {self.pulse.longest:.1f} s")
        if guest.pm is None or guest.state(guest.pm) != "running":
            found.append(f"the guest is {guest.state(guest.home)}")
            return
        if not until(lambda: guest.agent_answers() and guest.freeze_status() == "thawed", 15):
            found.append("the guest is frozen")
        if not until(lambda: self.pulse is not None and self.pulse.pause < 2, 15):
            found.append("the guest's writer does not go on")

    def judge_copies(self, snapshot: str) -> None:
        manifest = self.arena.held(self.primary, self.vm)[snapshot]
        assert manifest is not None
        application = manifest.consistency == "application"
        found = self.arena.wrong_copies(self.vm, snapshot, application=application)
        self.result.violations += found

    def go_on(self) -> None:
        """The next snapshot works, and is right."""
        try:
            run = self.arena.start(self.vm, pm=self.primary).follow()
        except TwinpointError as error:
            self.result.violations.append(f"the next snapshot was refused: {error.problems}"[:500])
            return
        if run.outcome != "complete":
            self.result.violations.append(f"the next snapshot: {run.events[-1]}"[:600])
            return
        if not self.arena.normal(run):
            self.result.violations.append("the next snapshot is not the same on both PMs")
            return
        if self.running and run.label[0] != "application":
            self.result.violations.append(f"the next snapshot is {run.label}")
        self.judge_copies(run.snapshot)


def open_console(system: System, folder: Path, vm: str, *more: str) -> subprocess.Popen[bytes]:
    """A real console that takes a snapshot, with a profile of its own."""
    save(folder / "twinpoint" / "systems.json", Settings((system,)))
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "app", "snapshot", "create", vm, "--system", system.name, *more],
        cwd=REPOSITORY, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _close(process: subprocess.Popen[bytes], grace: float = 0.0) -> None:
    if grace:
        process.wait(grace)
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _last(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The last line that a verb said."""
    out, _ = process.communicate(timeout=120)
    lines = out.splitlines()
    return json.loads(lines[-1]) if lines else {}

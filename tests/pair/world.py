"""The real pair as a test sees it: take a snapshot, look at what each PM holds, restore a copy."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.errors import TwinpointError
from app.machines.connect import PairLink
from app.machines.zipapp import build
from app.model.machine import Side
from app.remote.records import BadRecord, Manifest, manifest_from_json
from tests.lab import Lab
from tests.lab.guest import Guest
from tests.lab.state import LabError

ROOT = "/var/lib/twinpoint"
SIDES = {"pm1": Side.FIRST, "pm2": Side.SECOND}
# Runs in a PM: a signal to the process whose last two arguments are the given ones, once a file is
# there (at once if none is named).
SIGNAL = """
import os, signal, sys
name, verb, job, once = sys.argv[1:]
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        words = open(f"/proc/{pid}/cmdline").read().split(chr(0))[:-1]
    except OSError:
        continue
    if int(pid) != os.getpid() and words[-2:] == [verb, job]:
        while once and os.path.exists(f"/proc/{pid}") and not os.path.lexists(once):
            pass
        try:
            os.kill(int(pid), signal.Signals["SIG" + name])
        except ProcessLookupError:
            continue
        print(pid)
"""


@dataclass
class Run:
    """One run that was started, with the events seen so far."""

    world: World
    side: Side
    job: str
    snapshot: str
    vm: str
    events: list[Mapping[str, Any]] = field(default_factory=list)

    def follow(self, until: Callable[[Mapping[str, Any]], bool] | None = None) -> Run:
        """Reads events until one fits (None: until the end)."""
        offset = self.events[-1]["offset"] if self.events else 0
        jobs = self.world.pair.machine(self.side).jobs
        with jobs.stream("follow", {"job": self.job, "offset": offset}) as lines:
            for line in lines:
                if line.get("kind") != "event":
                    continue
                self.events.append(line)
                if until is not None and until(line):
                    return self
        return self

    def until_step(self, step: str) -> Run:
        return self.follow(lambda event: event.get("step") == step)

    def cancel(self) -> None:
        self.world.pair.machine(self.side).jobs.ask("cancel", {"job": self.job, "by": "test"})

    def of(self, event: str) -> list[Mapping[str, Any]]:
        return [line for line in self.events if line.get("event") == event]

    @property
    def outcome(self) -> str:
        ended = self.of("ended")
        return str(ended[-1]["outcome"]) if ended else ""

    @property
    def code(self) -> str | None:
        ended = self.of("ended")
        return ended[-1]["code"] if ended else None

    @property
    def steps(self) -> list[str]:
        return [str(event["step"]) for event in self.of("step")]

    @property
    def label(self) -> tuple[str, str]:
        known = self.of("consistency")[-1]
        return str(known["consistency"]), str(known["reason"])


class World:
    """The pair, the links of a console to it, and the shell of each PM for what is checked."""

    def __init__(self, lab: Lab, pair: PairLink) -> None:
        self.lab = lab
        self.pair = pair

    def uuid(self, vm: str) -> str:
        return self.lab.guest(vm).spec.uuid

    def home(self, vm: str) -> str:
        guest = self.lab.guest(vm)
        return (guest.pm or guest.home).name

    # Acts

    def start(self, vm: str, /, pm: str | None = None, **options: Any) -> Run:
        """Starts a run on the VM's primary PM. Raises Refused."""
        side = SIDES[pm or self.home(vm)]
        request = {"vm": self.uuid(vm), "vm_name": vm, "name": vm, "by": "test", **options}
        answer = self.pair.machine(side).jobs.ask("start", request, timeout=120)
        return Run(self, side, str(answer["job"]), str(answer["snapshot"]), vm)

    def take(self, vm: str, /, **options: Any) -> Run:
        """A whole run; it must end well."""
        run = self.start(vm, **options).follow()
        assert run.outcome == "complete", run.events[-3:]
        return run

    def refusal(self, vm: str, /, **options: Any) -> Any:
        """The first problem a start is refused with."""
        try:
            run = self.start(vm, **options)
        except TwinpointError as error:
            return error.problems[0]
        run.follow()
        raise AssertionError(f"{vm} was not refused: {run.events[-1]}")

    def flag(self, pm: str, flag: str, on: bool) -> None:
        jobs = self.pair.machine(SIDES[pm]).jobs
        if flag == "snapshots_disabled":
            jobs.ask("decide", {"values": {"snapshots": not on}, "by": "test"})
        else:
            jobs.ask("flag", {"flag": flag, "on": on, "by": "test"})

    def repair(self) -> None:
        for side in Side:
            print(self.pair.machine(side).jobs.ask("repair", {}, timeout=120)["done"])

    # Looks

    def shell(self, pm: str, script: str, *arguments: str, check: bool = True) -> str:
        """Runs a shell script in a PM; its arguments are $1 …"""
        done = self.lab.pm(pm).run(["sh", "-c", script, "sh", *arguments], check=check)
        return done.stdout

    def held(self, pm: str, vm: str) -> dict[str, Manifest | None]:
        """What a PM's disk holds of a VM's snapshots: manifests, None where there is none. One
        that cannot be read is left out."""
        script = (
            f'cd {ROOT}/vms/$1/snapshots 2>/dev/null || exit 0; for s in *; do [ -d "$s" ] || '
            'continue; echo "@@ $s"; cat "$s/manifest.json" 2>/dev/null; done; true'
        )
        found: dict[str, Manifest | None] = {}
        for part in self.shell(pm, script, self.uuid(vm)).split("@@ ")[1:]:
            name, _, text = part.partition("\n")
            with contextlib.suppress(BadRecord):
                found[name.strip()] = manifest_from_json(text) if text.strip() else None
        return found

    def normal(self, run: Run) -> bool:
        """Whether both PMs hold the same whole snapshot."""
        one, two = (self.held(pm, run.vm).get(run.snapshot) for pm in SIDES)
        return one is not None and one == two

    def chain_end(self, snapshot: str, vm: str, target: str) -> str:
        """Path in a PM of a snapshot's file of one volume; its parents hang below it."""
        return f"{ROOT}/vms/{self.uuid(vm)}/snapshots/{snapshot}/{target}.qcow2"

    def check_records(self, pm: str, run: Run, *, same_end: bool) -> tuple[int, ...]:
        """Restores the data volumes on a PM and judges them; the last records' numbers."""
        targets = sorted(t for t in self.volumes(run) if t != "vda")
        paths = [self.chain_end(run.snapshot, run.vm, target) for target in targets]
        verdict = self.lab.check_copies(self.lab.pm(pm), paths, same_end=same_end)
        assert verdict.ok, (pm, verdict.problems)
        return verdict.last

    def volumes(self, run: Run) -> set[str]:
        manifest = self.held("pm1", run.vm).get(run.snapshot)
        manifest = manifest or self.held("pm2", run.vm).get(run.snapshot)
        assert manifest is not None
        return {volume.target for volume in manifest.volumes}

    def manifest(self, run: Run, pm: str = "pm1") -> Manifest:
        manifest = self.held(pm, run.vm)[run.snapshot]
        assert manifest is not None
        return manifest

    def paused_reference(self, vm: str, targets: Sequence[str]) -> dict[str, str]:
        """Raw copies of a VM's volumes, made while it is paused; their paths in either PM."""
        pm = self.lab.guest(vm).pm
        assert pm is not None
        paths = {target: f"/srv/volumes/reference-{target}.raw" for target in targets}
        pm.run(["virsh", "-q", "suspend", self.uuid(vm)])
        try:
            for target, path in paths.items():
                live = self.live_path(vm, target)
                pm.run(["qemu-img", "convert", "-U", "-O", "raw", live, path], timeout=120)
        finally:
            pm.run(["virsh", "-q", "resume", self.uuid(vm)])
        return paths

    def differs(
        self, pm: str, snapshot: str, vm: str, target: str, reference: str | None = None
    ) -> str:
        """Compares a snapshot's volume, bit for bit, with a raw reference or with the live
        volume of a stopped VM; "" if they are equal."""
        kind = "raw" if reference else self.live_format(vm, target)
        done = self.lab.pm(pm).run(
            ["qemu-img", "compare", "-U", "-f", "qcow2", "-F", kind,
             self.chain_end(snapshot, vm, target), reference or self.live_path(vm, target)],
            check=False, timeout=300,
        )  # fmt: skip
        return "" if "Images are identical" in done.stdout else done.stdout + done.stderr

    def live_path(self, vm: str, target: str) -> str:
        path = self.lab.disk_path(vm, target)
        return f"/srv/volumes/{path.relative_to(self.lab.settings.volumes)}"

    def live_format(self, vm: str, target: str) -> str:
        return "raw" if self.lab.disk_path(vm, target).suffix == ".raw" else "qcow2"

    def checkpoints(self, vm: str) -> list[str]:
        pm = self.lab.guest(vm).pm
        if pm is None:
            return []
        return pm.run(["virsh", "-q", "checkpoint-list", self.uuid(vm), "--name"]).stdout.split()

    def leftovers(self, vm: str) -> list[str]:
        """Everything of unfinished runs that is still there, on both PMs and in QEMU."""
        found = []
        known: set[str] = set()
        for pm in SIDES:
            if not self.lab.pm(pm).is_up():
                continue
            held = self.held(pm, vm)
            known |= {s for s, manifest in held.items() if manifest is not None}
            found += [f"{pm}: unfinished {s}" for s, manifest in held.items() if manifest is None]
            script = (
                f'cd {ROOT}/vms/$1 2>/dev/null || exit 0; find . -name "*~*"; '
                "[ ! -d incoming ] || find incoming -mindepth 1"
            )
            found += [f"{pm}: {line}" for line in self.shell(pm, script, self.uuid(vm)).split()]
        for name in self.checkpoints(vm):
            if name.removeprefix("twinpoint-") not in known:
                found.append(f"checkpoint {name}")
        guest = self.lab.guest(vm)
        if guest.pm is not None:
            info = guest.pm.run(["virsh", "-q", "domjobinfo", self.uuid(vm)]).stdout
            if "None" not in info:
                found.append(f"job in QEMU: {info}")
        return found

    def wait_clean(self, vm: str, seconds: float = 30) -> None:
        """Waits until nothing of unfinished runs is left; fails with what is."""
        wait_until(lambda: not self.leftovers(vm), seconds, lambda: str(self.leftovers(vm)))

    # Arranges

    def forget(self, vm: str) -> None:
        """Removes all snapshots of a VM and its checkpoints: a fresh start for a test."""
        # libvirt on a PM that the VM has left still knows the checkpoints of that time.
        script = (
            'for c in $(virsh -q checkpoint-list "$1" --name); do virsh -q checkpoint-delete "$1" '
            '"$c" || virsh -q checkpoint-delete "$1" "$c" --metadata; done; '
            f'rm -rf "{ROOT}/vms/$1"; touch {ROOT}/changed; '
            'left=$(virsh -q checkpoint-list "$1" --name); '
            '[ -z "$left" ] || { echo "$left"; exit 1; }'
        )
        for pm in SIDES:
            if self.lab.pm(pm).is_up():
                self.shell(pm, script, self.uuid(vm))

    def signal_job(
        self, run: Run, signal: str, verb: str = "run-job", *, once: str = "", ended: bool = False
    ) -> None:
        """Signals a process of a run on its PM, by its own number: KILL, STOP, CONT; the moment a
        file is there, if `once` names one. `ended`: it may have ended by now."""
        pm = next(name for name, side in SIDES.items() if side is run.side)
        argv = ["python3", "-c", SIGNAL, signal, verb, run.job, once]
        assert self.lab.pm(pm).run(argv).stdout.split() or ended, f"no {verb} of {run.job}"

    def kill_job(self, run: Run, verb: str = "run-job") -> None:
        """SIGKILLs a process of a run on its PM, by its own number."""
        self.signal_job(run, "KILL", verb)

    @contextmanager
    def slow_link(self, bytes_per_second: int) -> Iterator[dict[str, int]]:
        """Options for a start whose replication is slow enough to be caught in the middle."""
        yield {"replicate_limit": bytes_per_second}

    def frozen_watch(self, vm: str) -> FrozenWatch:
        return FrozenWatch(self.lab.guest(vm))


class FrozenWatch:
    """Watches from the outside how long a guest stands still: its records stop while it does."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.longest = 0.0

    def __enter__(self) -> FrozenWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        since: float | None = None
        while not self._stop.wait(0.3):
            now = time.monotonic()
            try:
                status = self._guest.freeze_status()
            except LabError:  # an agent that is busy, or away, ends no pause
                continue
            if status == "frozen":
                since = since or now
                self.longest = max(self.longest, now - since)
            else:
                since = None


def wait_until(
    done: Callable[[], bool], seconds: float, why: Callable[[], str] = lambda: ""
) -> None:
    """Polls until `done`; AssertionError after so many seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not within {seconds} s: {why()}"
        threading.Event().wait(0.2)


def ship_program(lab: Lab, names: Sequence[str] = ("pm1", "pm2")) -> None:
    """Puts the program on the PMs without SSH, for tests that have none."""
    program = build()
    for name in names:
        script = (
            f"mkdir -p {ROOT}/bin && cat > {ROOT}/bin/{program.name} && "
            f"ln -sfn {program.name} {ROOT}/bin/twinpoint.pyz"
        )
        lab.pm(name).run(["sh", "-c", script], input=program.data)


def fresh_id() -> str:
    return str(uuid.uuid4())


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

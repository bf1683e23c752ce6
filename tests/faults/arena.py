"""The pair as a place to break things on: what is looked at from outside while and after."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from app.machines.connect import PairLink
from app.model.machine import MachineAddress, System
from app.operations.operation import CancelToken
from app.operations.set_up_pair import SetUpPair
from tests.lab import Lab
from tests.lab.guest import Guest
from tests.lab.machine import PM
from tests.lab.session import session
from tests.lab.state import LabError
from tests.pair.world import ROOT, SIDES, Run, World, wait_until

INSIDE = Path(__file__).with_name("inside.py").read_text(encoding="utf-8")
PROGRAM = f"{ROOT}/bin/twinpoint.pyz"
CLOCK = "/run/clock-offset"
CLOCK_HOOK = "/root/.local/lib/python3.11/site-packages/usercustomize.py"
# What Python programs of this PM take for the time of day. The kernel's clock is the machine's
# own and stays: it is shared by all PMs and everything else.
CLOCK_TEXT = f"""
import time
real = time.time
def shifted():
    try:
        with open("{CLOCK}") as file:
            return real() + float(file.read() or 0)
    except OSError:
        return real()
time.time = shifted
"""
LONGEST = 30.0  # seconds a guest may stand still: the promise


class Pulse:
    """Whether a guest's writer writes, seen from the host by the file of its volume: it needs
    neither libvirt, nor the agent, nor the network. Its longest pause is kept."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stop = threading.Event()
        self._expected = threading.Event()
        self._expected.set()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.longest = 0.0
        self.since = time.monotonic()

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def expect(self, expected: bool) -> None:
        """From now on no beat is missed, or each is, as while the VM is off."""
        self.since = time.monotonic()
        if expected:
            self._expected.set()
        else:
            self._expected.clear()

    @property
    def pause(self) -> float:
        return time.monotonic() - self.since

    def _look(self) -> None:
        stamp = 0
        while not self._stop.wait(0.05):
            now, found = time.monotonic(), self._file.stat().st_mtime_ns
            if found != stamp or not self._expected.is_set():
                stamp, self.since = found, now
            else:
                self.longest = max(self.longest, now - self.since)


class Watcher:
    """A `watch` held open on a PM, as a connected console does; made anew when it ends."""

    def __init__(self, pm: PM) -> None:
        self._pm = pm
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        process = self._process
        if process is not None:
            process.kill()
        self._thread.join()

    def _keep(self) -> None:
        while not self._stop.wait(0.3):
            if not self._pm.is_up():
                continue
            try:
                process = self._pm.popen(["python3", PROGRAM, "--root", ROOT, "watch"])
            except LabError:
                continue  # it went down in this moment
            self._process = process
            with process:
                assert process.stdin is not None
                assert process.stdout is not None
                try:
                    process.stdin.write(b"{}\n")
                    process.stdin.flush()
                    while not self._stop.is_set() and process.stdout.readline():
                        continue
                except BrokenPipeError:
                    continue
                finally:
                    process.kill()


class Inside:
    """A script of inside.py that runs in a PM and talks."""

    def __init__(self, pm: PM, order: dict[str, Any]) -> None:
        self.process = pm.popen(["python3", "-c", INSIDE, json.dumps(order)])
        ready = self.answer()
        assert ready.get("ready"), ready

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            assert self.process.stderr is not None
            raise LabError(f"no answer from inside: {self.process.stderr.read().decode()[-800:]}")
        value: dict[str, Any] = json.loads(line)
        return value

    def go(self, text: str = "") -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{text}\n".encode())
        self.process.stdin.flush()
        return self.answer()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()


class Arena(World):
    """The world of the other tests of the pair, and what can be broken in it."""

    def peer(self, pm: str) -> str:
        return next(name for name in SIDES if name != pm)

    def inside(self, pm: str, do: str, vm: str, **values: Any) -> dict[str, Any]:
        order = {"do": do, "root": ROOT, "vm": self.uuid(vm), **values}
        argv = ["python3", "-c", INSIDE, json.dumps(order)]
        answer: dict[str, Any] = json.loads(self.lab.pm(pm).run(argv, timeout=300).stdout)
        return answer

    def look(self, vm: str) -> dict[str, dict[str, Any]]:
        """Both PMs' answers, of those that run."""
        return {pm: self.inside(pm, "look", vm) for pm in SIDES if self.lab.pm(pm).is_up()}

    def program(self, pm: str, verb: str, request: dict[str, Any]) -> subprocess.Popen[bytes]:
        """A verb of the program on a PM, without the network and whoever might be on it."""
        process = self.lab.pm(pm).popen(["python3", PROGRAM, "--root", ROOT, verb])
        assert process.stdin is not None
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        return process

    def pulse(self, vm: str) -> Pulse:
        return Pulse(self.lab.disk_path(vm, "vdb"))

    def control_path(self, vm: str) -> str:
        """The socket of a guest's control port, which serves when libvirt does not."""
        guest = self.lab.guest(vm)
        pm = guest.pm or guest.home
        xml = pm.run(["virsh", "-q", "dumpxml", self.uuid(vm)]).stdout
        before = xml.split("name='twinpoint.control'")[0]
        return before.rsplit("path='", 1)[1].split("'")[0]

    def jobs(self, pm: str) -> list[str]:
        return self.shell(pm, f"ls {ROOT}/jobs 2>/dev/null; true").split()

    def events(self, pm: str, job: str) -> list[dict[str, Any]]:
        script = f"cat {ROOT}/jobs/$1/events 2>/dev/null; true"
        lines = self.shell(pm, script, job).splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    def run_of(self, vm: str, snapshot: str) -> Run:
        return Run(self, SIDES[self.home(vm)], "", snapshot, vm)

    # Faults that are states, and their ends

    def start_sshd(self, pm: str) -> None:
        where = self.lab.pm(pm)
        listens = ["sh", "-c", "ss -Hltn sport = :22 | grep -q ."]
        if where.run(listens, check=False).returncode == 0:
            return
        where.run(["/usr/sbin/sshd"])
        wait_until(lambda: where.run(listens, check=False).returncode == 0, 30)

    def start_libvirtd(self, pm: str) -> None:
        where = self.lab.pm(pm)
        if where.run(["virsh", "-q", "version"], check=False).returncode == 0:
            return
        where.run(["sh", "-c", "rm -f /run/libvirtd.pid; exec libvirtd -d"])
        ready = ["virsh", "-q", "version"]
        wait_until(lambda: where.run(ready, check=False).returncode == 0, 30)

    def revive(self, vm: str, running: bool) -> None:
        """A VM that was running runs again, its agent answers."""
        guest = self.lab.guest(vm)
        if not running:
            guest.destroy()
            return
        where = guest.pm
        if where is None:
            guest.start()
        elif guest.state(where) == "paused":
            where.run(["virsh", "-q", "resume", self.uuid(vm)])
        guest.wait_up()

    def heal(self) -> None:
        """Whatever a fault left broken is whole, but what the runs left is not touched."""
        self.mend_pms()
        for pm in self.lab.pms():
            pm.run(["rm", "-f", CLOCK, CLOCK_HOOK])

    def mend_pms(self) -> None:
        for pm in self.lab.pms():
            if pm.is_up():  # or boot() would take a PM without libvirt or sshd for a dead one
                pm.run(["fsfreeze", "-u", ROOT], check=False)
                self.start_libvirtd(pm.name)
                self.start_sshd(pm.name)
            pm.boot()
            pm.heal()
            pm.unfill()

    def add_data(self, vm: str, mib: int = 6) -> None:
        """Something new in the VM, so that a step lasts."""
        guest = self.lab.guest(vm)
        if guest.pm is None:
            path, kind = self.live_path(vm, "vdb"), self.live_format(vm, "vdb")
            script = (
                'f=$(mktemp); head -c "$3" /dev/urandom >$f; '
                'qemu-io -f "$2" -c "write -s $f 100M $3" "$1"; rm -f $f'
            )
            guest.home.run(["sh", "-c", script, "sh", path, kind, str(mib << 20)])
            return
        folder = "/data2" if vm == "web01" else "/data1"
        guest.control(f"exec dd if=/dev/urandom of={folder}/change bs=1M count={mib} && sync", 60)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """As long as a console is connected to both PMs."""
        with ExitStack() as stack:
            for pm in self.lab.pms():
                stack.callback(Watcher(pm).close)
            yield

    # What must hold

    def unrest(self, vm: str) -> list[str]:
        """What is still going on, or left, of runs of a VM; [] when all is at rest."""
        found: list[str] = []
        looks = self.look(vm)
        for pm, seen in looks.items():
            found += [f"{pm}: {text} lives" for text in seen["living"]]
            found += [f"{pm}: {path}" for path in seen["strays"]]
            found += [f"{pm}: process {line}" for line in seen["processes"]]
            if seen["lock"]:
                found.append(f"{pm}: the VM is locked")
            found += [
                f"{pm}: unfinished {name}"
                for name, text in seen["snapshots"].items()
                if text is None
            ]
            if seen["job"] and "None" not in seen["job"]:
                found.append(f"{pm}: QEMU: {seen['job']}")
            if seen["domain"].startswith("paused"):
                found.append(f"{pm}: {seen['domain']}")
        known = {name for seen in looks.values() for name in seen["snapshots"]}
        for pm, seen in looks.items():
            for name in seen["checkpoints"]:
                if name.startswith("twinpoint-") and name.removeprefix("twinpoint-") not in known:
                    found.append(f"{pm}: checkpoint {name}")
        if len(looks) == 2:
            one, two = (seen["snapshots"] for seen in looks.values())
            for name in sorted({*one, *two}):
                if one.get(name) != two.get(name):
                    found.append(f"{name} is not the same on both PMs")
        else:
            found.append("a PM is down")
        return found

    def living(self, vm: str) -> bool:
        """Whether any process may still put things right without a console."""
        return any(
            seen["living"] or seen["lock"] or seen["processes"] for seen in self.look(vm).values()
        )

    def wrong_copies(self, vm: str, snapshot: str, *, application: bool) -> list[str]:
        """Every snapshot read on both PMs, and this one restored on each."""
        found: list[str] = []
        for pm in SIDES:
            found += [f"{pm}: {text}" for text in self.inside(pm, "read", vm)["wrong"]]
            found += self._wrong_restore(pm, vm, snapshot, application)
        return found

    def _wrong_restore(self, pm: str, vm: str, snapshot: str, application: bool) -> list[str]:
        run = self.run_of(vm, snapshot)
        if self.lab.guest(vm).pm is None:
            differs = {t: self.differs(pm, snapshot, vm, t) for t in sorted(self.volumes(run))}
            return [f"{pm}: {target} differs: {text}" for target, text in differs.items() if text]
        targets = sorted(target for target in self.volumes(run) if target != "vda")
        paths = [self.chain_end(snapshot, vm, target) for target in targets]
        try:
            verdict = self.lab.check_copies(self.lab.pm(pm), paths, same_end=application)
        except LabError as error:
            return [f"{pm}: {error}"]
        return [f"{pm}: {text}" for text in verdict.problems]


def until(done: Callable[[], bool], seconds: float, every: float = 0.3) -> bool:
    """Polls; whether it came to pass."""
    deadline = time.monotonic() + seconds
    wait = threading.Event()
    while not done():
        if time.monotonic() > deadline:
            return False
        wait.wait(every)
    return True


def system_of(
    lab: Lab, copy_limit: int | None = None, replicate_limit: int | None = None
) -> System:
    one, two = (MachineAddress(pm.address, "root") for pm in lab.pms())
    return System(
        name="lab",
        machines=(one, two),
        identity=str(lab.client_identity),
        known_hosts=str(lab.known_hosts),
        copy_limit=copy_limit,
        replicate_limit=replicate_limit,
    )


@contextmanager
def open_arena() -> Iterator[Arena]:
    """The pair up and linked; at the end the VMs run that ran before."""
    lab = Lab()
    with session(lab):
        lab.up(_chosen())
        before = [guest.name for guest in lab.guests() if guest.pm is not None]
        pair = PairLink(system_of(lab))
        SetUpPair(pair).run(lambda event: None, CancelToken())
        arena = Arena(lab, pair)
        try:
            arena.heal()
            yield arena
        finally:
            arena.heal()
            pair.close()
            for guest in lab.guests():
                if guest.name in before and guest.pm is None:
                    guest.start()
            for name in before:
                lab.guest(name).wait_up()


def _chosen() -> list[str]:
    return [vm for vm in os.environ.get("TWINPOINT_FAULTS_VMS", "web01,raw01").split(",") if vm]


__all__ = ["Arena", "Guest", "Inside", "Pulse", "Watcher", "open_arena", "system_of", "until"]

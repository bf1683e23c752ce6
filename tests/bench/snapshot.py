"""Twinpoint measured against libvirt alone and against virtnbdbackup, on the real pair, in one run.

    python -m tests.bench.snapshot [--rounds 3] [--windows 7]

Needs root, and the packages of packages.txt. What is measured, and what it leaves behind, is said
at the end of the output.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import libvirt

from app.errors import TwinpointError
from app.machines.connect import PairLink
from app.machines.libvirt_events import run_events
from app.machines.ssh_command import SshCommand
from app.model.machine import MachineAddress, System
from app.model.snapshot import SnapshotOutcome, SnapshotRequest, SnapshotState, Step
from app.operations.create_snapshot import CreateSnapshot
from app.operations.events import Event, StepStarted
from app.operations.operation import CancelToken
from app.operations.set_up_pair import SetUpPair
from app.sentences import plain, problem_text
from tests.lab import Lab, LabError

VM = "web01"
ROOT = "/var/lib/twinpoint"
SCRATCH = f"{ROOT}/bench"
KEY = "/root/.twinpoint-bench-key"
WRITTEN = 16  # MiB between a full copy and its increment
TARGETS = ("vda", "vdb", "vdc")
PREFIX = "bench-"
FLAGS = libvirt.VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds until whole on the primary PM, and until on both."""

    primary: float
    both: float
    steps: tuple[tuple[str, float], ...] = ()  # Twinpoint's: what the run on the PM was at, when


class Bench:
    """The pair, and everything that the measured ways need beforehand."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.guest = lab.guest(VM)
        self.uuid = self.guest.spec.uuid
        self.here, self.there = lab.pms()
        if self.guest.pm is not self.here:
            raise LabError(f"{VM} must run on {self.here.name} for this")
        self.system = System(
            name="lab",
            machines=(
                MachineAddress(self.here.address, "root"),
                MachineAddress(self.there.address, "root"),
            ),
            identity=str(lab.client_identity),
            known_hosts=str(lab.known_hosts),
        )
        self.pair = PairLink(self.system)
        SetUpPair(self.pair).run(lambda event: None, CancelToken())

    # Twinpoint

    def twinpoint(self) -> tuple[Took, SnapshotOutcome]:
        """One snapshot, as a console takes it."""
        began = time.monotonic()
        whole: list[float] = []
        steps: list[tuple[str, float]] = []

        def report(event: Event) -> None:
            if isinstance(event, StepStarted):
                steps.append((event.step.value, event.at))
            # A run says that it replicates once the snapshot is whole on the primary.
            if isinstance(event, StepStarted) and event.step is Step.REPLICATE:
                whole.append(time.monotonic() - began)

        request = SnapshotRequest(self.uuid, "bench", require_application=True)
        outcome = CreateSnapshot(self.pair, request).run(report, CancelToken())
        both = time.monotonic() - began
        if outcome is None or outcome.state is not SnapshotState.NORMAL or not whole:
            raise LabError("the snapshot did not become normal")
        return Took(whole[0], both, tuple(steps[1:])), outcome

    # libvirt alone

    def checkpoints(self) -> list[str]:
        text = self.here.run(["virsh", "-q", "checkpoint-list", self.uuid, "--name"]).stdout
        return text.split()

    def delete_checkpoints(self, prefix: str) -> None:
        for name in reversed(self.checkpoints()):
            if name.startswith(prefix):
                self.here.run(["virsh", "-q", "checkpoint-delete", self.uuid, name])

    @contextlib.contextmanager
    def prepared(self, number: int) -> Iterator[tuple[str, str]]:
        """The two documents of an increment on Twinpoint's last checkpoint, its empty target files
        made; afterwards the job has ended, and checkpoint and files are gone."""
        base = [name for name in self.checkpoints() if name.startswith("twinpoint-")][-1]
        folder = f"{SCRATCH}/{number}"
        self.here.run(["mkdir", "-p", "-m", "711", folder])
        for target in TARGETS:
            size = "256M" if target == "vda" else "512M"
            image = f"{folder}/{target}.qcow2"
            self.here.run(["qemu-img", "create", "-q", "-f", "qcow2", image, size])
        disks = "".join(
            f"<disk name='{target}' backup='yes' type='file' backupmode='incremental'"
            f" incremental='{base}'><driver type='qcow2'/>"
            f"<target file='{folder}/{target}.qcow2'/></disk>"
            for target in TARGETS
        )
        backup = f"<domainbackup mode='push'><disks>{disks}</disks></domainbackup>"
        marked = "".join(f"<disk name='{target}' checkpoint='bitmap'/>" for target in TARGETS)
        name = f"{PREFIX}{number}"
        checkpoint = (
            f"<domaincheckpoint><name>{name}</name><disks>{marked}</disks></domaincheckpoint>"
        )
        try:
            yield backup, checkpoint
            self.wait_for_job()
        finally:
            self.delete_checkpoints(PREFIX)
            self.here.run(["rm", "-rf", folder])

    def wait_for_job(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            text = self.here.run(["virsh", "domjobinfo", self.uuid]).stdout
            if re.search(r"Job type:\s+None", text):
                return
            time.sleep(0.1)
        raise LabError("the backup job did not end")

    def window_of_libvirt(self, number: int, domain: libvirt.virDomain) -> float:
        """Milliseconds of fsFreeze, backupBegin, fsThaw over a connection that stands."""
        with self.prepared(number) as (backup, checkpoint):
            began = time.monotonic()
            domain.fsFreeze()
            try:
                domain.backupBegin(backup, checkpoint, FLAGS)
            finally:
                domain.fsThaw()
            return (time.monotonic() - began) * 1000

    def window_of_virsh(self, number: int) -> float:
        """Milliseconds of the same three by one virsh on the PM, by its own clock (-t)."""
        with self.prepared(number) as (backup, checkpoint):
            files = {f"{SCRATCH}/backup.xml": backup, f"{SCRATCH}/checkpoint.xml": checkpoint}
            for path, text in files.items():
                self.here.run(["tee", path], input=text)
            begin = f"backup-begin {self.uuid} {' --checkpointxml '.join(files)} --reuse-external"
            commands = f"domfsfreeze {self.uuid}; {begin}; domfsthaw {self.uuid}"
            text = self.here.run(["virsh", "-t", commands]).stdout
            times = re.findall(r"\(Time: ([\d.]+) ms\)", text)
            if len(times) != 3:
                raise LabError(f"virsh said something else than three times: {text!r}")
            return sum(map(float, times))

    # virtnbdbackup and rsync

    def virtnbdbackup(self, level: str) -> Took:
        folder = f"{SCRATCH}/virtnbdbackup"
        began = time.monotonic()
        self.here.run(["virtnbdbackup", "-d", VM, "-l", level, "-o", folder], timeout=300)
        primary = time.monotonic() - began
        ssh = f"ssh -i {KEY} -o UserKnownHostsFile={KEY}.hosts -o BatchMode=yes"
        destination = f"root@{self.there.address}:{folder}/"
        self.here.run(["rsync", "-a", "-W", "-e", ssh, f"{folder}/", destination], timeout=300)
        return Took(primary, time.monotonic() - began)

    # Between measurements

    def write(self) -> None:
        """Puts new random data into one file of the guest, the same file each time."""
        command = f"dd if=/dev/urandom of=/data1/bench bs=1048576 count={WRITTEN} conv=fsync"
        self.guest.control(f"exec {command}", timeout=120)
        self.guest.control("exec sync", timeout=60)

    def clear(self) -> None:
        """As if nothing had ever been taken of this VM."""
        self.delete_checkpoints("")
        for pm in (self.here, self.there):
            pm.run(["rm", "-rf", f"{SCRATCH}/virtnbdbackup", f"{ROOT}/vms/{self.uuid}"])
            pm.run(["mkdir", "-p", "-m", "711", SCRATCH])

    @contextlib.contextmanager
    def everything_put_back(self) -> Iterator[None]:
        """Moves aside what the PMs keep of the VM, and afterwards puts it back."""
        aside = f"{ROOT}/bench-aside"
        own, kept = f"{ROOT}/vms/{self.uuid}", f"{aside}/{self.uuid}"
        for pm in (self.here, self.there):
            pm.run(["mkdir", "-p", "-m", "700", aside])
            pm.run(["sh", "-c", 'test ! -e "$1" || test -e "$2" || mv "$1" "$2"', "sh", own, kept])
            pm.run(["mkdir", "-p", "-m", "711", SCRATCH])
        self.here.run(["tee", KEY], input=self.lab.client_identity.read_text())
        self.here.run(["tee", f"{KEY}.hosts"], input=self.lab.known_hosts.read_text())
        self.here.run(["chmod", "600", KEY])
        try:
            yield
        finally:
            self.guest.control("exec rm -f /data1/bench", timeout=60)
            self.delete_checkpoints("")
            self.here.run(["rm", "-f", KEY, f"{KEY}.hosts"])
            for pm in (self.here, self.there):
                pm.run(["rm", "-rf", SCRATCH, own])
                pm.run(["sh", "-c", 'test ! -e "$2" || mv "$2" "$1"', "sh", own, kept])
                pm.run(["rmdir", aside])
                pm.run(["touch", f"{ROOT}/changed"])
            self.pair.close()


def windows(bench: Bench, count: int) -> dict[str, list[float]]:
    """Milliseconds frozen, in turns, so that the machine's moods strike all alike."""
    found: dict[str, list[float]] = {"Twinpoint": [], "libvirt-python": [], "virsh": []}
    bench.twinpoint()
    ssh = SshCommand(bench.system)
    run_events()
    connection = libvirt.open(ssh.uri(bench.system.machines[0]))
    try:
        domain = connection.lookupByUUIDString(bench.uuid)
        for number in range(count):
            outcome = bench.twinpoint()[1]
            assert outcome.frozen_ms is not None
            found["Twinpoint"].append(outcome.frozen_ms)
            found["libvirt-python"].append(bench.window_of_libvirt(2 * number, domain))
            found["virsh"].append(bench.window_of_virsh(2 * number + 1))
    finally:
        connection.close()
        ssh.close()
    return found


def copies(bench: Bench, rounds: int) -> dict[str, list[Took]]:
    ways: dict[str, Callable[[str], Took]] = {
        "Twinpoint": lambda level: bench.twinpoint()[0],
        "virtnbdbackup + rsync": bench.virtnbdbackup,
    }
    found: dict[str, list[Took]] = {}
    for number in range(rounds):
        for name, way in ways.items():
            bench.clear()
            bench.write()
            for level in ("full", "inc"):
                print(f"  round {number + 1}: {name}, {level}", flush=True)
                found.setdefault(f"{name} {level}", []).append(way(level))
                bench.write()
    return found


def tell(frozen: dict[str, list[float]], taken: dict[str, list[Took]]) -> None:
    print("\nThe frozen window of an increment, milliseconds")
    ours = median(frozen["Twinpoint"])
    for name, values in frozen.items():
        ratio = median(values) / ours
        every = " ".join(f"{value:.0f}" for value in values)
        print(f"  {name:<24} median {median(values):6.0f}   {ratio:5.2f} x   ({every})")
    for level, what in (("full", "everything"), ("inc", f"an increment of {WRITTEN} MiB")):
        print(f"\n{what}, seconds until whole on the primary PM and until on both, medians")
        rows = {name: each for name, each in taken.items() if name.endswith(level)}
        first = next(iter(rows.values()))
        for name, took in rows.items():
            primary, both = median(v.primary for v in took), median(v.both for v in took)
            ratios = (
                primary / median(v.primary for v in first),
                both / median(v.both for v in first),
            )
            print(
                f"  {name[: -len(level)]:<24} {primary:6.2f}  {both:6.2f}"
                f"   {ratios[0]:5.2f} x {ratios[1]:5.2f} x"
                f"   ({' '.join(f'{v.primary:.2f}/{v.both:.2f}' for v in took)})"
            )
        tell_steps(first)
    print(
        "\nTwinpoint's figures hold everything from the administrator's wish on, in a console that"
        "\nis logged in to both PMs, as an open window is: the look at both PMs, the check, the"
        "\nannouncement, the hashes, and the other PM reading back and flushing all that arrived."
        "\nvirtnbdbackup's hold its own run on the PM and rsync with its login, which compares and"
        "\nflushes nothing afterwards."
        "\nThe windows of libvirt-python and virsh are the three bare calls over a connection that"
        "\nstands, everything prepared, with nobody to thaw should they die. Ratios: to Twinpoint."
        "\nWhat the PMs kept of the VM is put back; its checkpoints are gone, so that the next"
        "\nsnapshot compares every volume with its parent once."
    )


def tell_steps(took: list[Took]) -> None:
    """Where Twinpoint's time went, in seconds, of the run that was in the middle."""
    middle = sorted(took, key=lambda each: each.both)[len(took) // 2]
    starts = [at for _, at in middle.steps]
    lasted = [later - at for at, later in zip(starts, starts[1:], strict=False)]
    names = [name for name, _ in middle.steps]
    parts = [f"{name} {seconds:.2f}" for name, seconds in zip(names, lasted, strict=False)]
    outside = middle.both - (starts[-1] if starts else 0)
    print(f"    of {middle.both:.2f}: {', '.join(parts)}; outside of the run {outside:.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.snapshot")
    parser.add_argument("--rounds", type=int, default=3, help="of full copy and increment")
    parser.add_argument("--windows", type=int, default=7, help="frozen windows of each way")
    asked = parser.parse_args()
    if shutil.which("virtnbdbackup") is None:
        print("virtnbdbackup is missing: see tests/bench/packages.txt", file=sys.stderr)
        return 1
    try:
        lab = Lab()
        lab.up([VM])
        bench = Bench(lab)
        with bench.everything_put_back():
            print(f"Frozen windows, {asked.windows} of each")
            frozen = windows(bench, asked.windows)
            print(f"Copies, {asked.rounds} rounds")
            taken = copies(bench, asked.rounds)
    except TwinpointError as error:
        print(f"bench: {plain(problem_text(error.problems[0]).cause)}", file=sys.stderr)
        return 1
    except (LabError, libvirt.libvirtError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    tell(frozen, taken)
    return 0


if __name__ == "__main__":
    sys.exit(main())

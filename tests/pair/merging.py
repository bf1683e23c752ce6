"""A container root with made-up chains and real files, and a merge in a process that can be killed
at any point of it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.remote import deletions, images
from app.remote.chains import sound_chains
from app.remote.job_files import JobFiles
from app.remote.layout import as_it_lies, file_faults
from app.remote.qcow2_header import check_header
from app.remote.records import Manifest, VolumeRecord, backing_name
from app.remote.store import Store
from tests.app.made import VM, manifest
from tests.pair.world import wait_until

KIB = 1024
CAPACITY = 6 * 1024 * KIB + 17 * KIB  # the last cluster is a part of one
# Ends its own process, as SIGKILL would, at the n-th thing that it does to files (0: never).
JOB = """
import os, sys
sys.path.insert(0, sys.argv[4])
from pathlib import Path
from app.remote.delete import delete
from app.remote.job_files import JobFiles
from app.remote.store import Store
store, job, left = Store(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
WATCHED = ("os.rename", "os.remove", "os.rmdir", "subprocess.Popen")
def at(event, arguments):
    global left
    if event in WATCHED and "/jobs/" not in str(arguments[0]):
        left -= 1
        if left == 0:
            os._exit(9)
if left:
    sys.addaudithook(at)
files = JobFiles(store.jobs() / job)
files.alive.take()
delete(store, files)
"""


@dataclass
class Chains:
    """Snapshots of one VM under a root of their own; `holds` is the reference of each volume."""

    root: Path
    seed: int
    holds: dict[tuple[str, str], Path] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.store = Store(self.root / "container")
        self.store.prepare()
        (self.root / "references").mkdir(exist_ok=True)

    def take(self, targets: Collection[str], parents: dict[str, str], capacity: int) -> str:
        """One more snapshot; `parents` is what each volume's file builds on, by target."""
        snapshot = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        folder = self.store.folder(VM, snapshot)
        folder.mkdir(parents=True)
        volumes = []
        for target in sorted(targets):
            volumes.append(self._volume(snapshot, target, parents.get(target), capacity))
        made = replace(
            manifest(), snapshot=snapshot, created=float(len(self.ids) + 1), volumes=tuple(volumes)
        )
        self.store.commit(made)
        self.ids.append(snapshot)
        return snapshot

    def _volume(
        self, snapshot: str, target: str, parent: str | None, capacity: int
    ) -> VolumeRecord:
        path = self.store.folder(VM, snapshot) / f"{target}.qcow2"
        images.create(path, capacity, backing_name(parent, target) if parent else None)
        acts = []
        for _ in range(self.chance.randint(3, 9)):
            # Whole clusters, as QEMU's backup job writes them.
            at = self.chance.randrange(0, capacity // (64 * KIB)) * 64
            size = min(self.chance.choice((64, 128, 512, 1024)), capacity // KIB - at)
            kind = self.chance.choice(("write", "write", "write", "zero", "discard"))
            words = {
                "write": f"write -P {self.chance.randint(1, 255)}",
                "zero": "write -z",
                "discard": "write -z -u",
            }[kind]
            acts += ["-c", f"{words} {at}k {size}k"]
        call("qemu-io", "-f", "qcow2", *acts, str(path))
        reference = self.root / "references" / f"{snapshot}-{target}.raw"
        call("qemu-img", "convert", "-f", "qcow2", "-O", "raw", str(path), str(reference))
        self.holds[snapshot, target] = reference
        above = self.store.manifest(VM, parent) if parent else None
        known = above.volumes if above is not None else ()
        identity = next((each.sha256 for each in known if each.target == target), None)
        return VolumeRecord(
            target=target,
            file=path.name,
            size=path.stat().st_size,
            sha256=images.sha256(path),
            capacity=capacity,
            method="increment" if parent else "full",
            boot=target == "vda",
            source=f"/v/{target}",
            source_format="qcow2",
            parent=parent,
            parent_sha256=identity,
        )

    def copy(self, root: Path) -> Chains:
        """The same once more, to be ruined; the references are shared."""
        shutil.copytree(self.store.root, root / "container", symlinks=True)
        return Chains(root, self.seed, self.holds, list(self.ids))

    def begin(
        self, gone: Collection[str], dies_at: int = 0, largest: int | None = None
    ) -> subprocess.Popen[bytes]:
        """A process with a job that deletes these (none: what is left to do). `largest`: bytes that
        a file may have, as if the disk were full behind them."""
        request: dict[str, object] = {"kind": "merge", "vm": VM, "vm_name": "web01", "by": "test"}
        if gone:
            request["snapshots"] = sorted(gone)
        job = str(uuid.uuid4())
        JobFiles.new(self.store.jobs(), job, request)
        tree = str(Path(__file__).parents[2])
        argv = [sys.executable, "-B", "-c", JOB, str(self.store.root), job, str(dies_at), tree]
        if largest is not None:
            argv = ["prlimit", f"--fsize={largest}", *argv]
        return subprocess.Popen(argv, start_new_session=True)

    def merge(self, gone: Collection[str], dies_at: int = 0, largest: int | None = None) -> bool:
        """Runs such a job until nothing is left for it to do here. Whether it lived that long."""
        process = self.begin(gone, dies_at, largest)
        job = max(self.store.jobs().iterdir(), key=lambda path: path.stat().st_mtime_ns).name
        progress = JobFiles(self.store.jobs() / job).progress
        try:
            # There is no other PM: what is left when all is merged is to wait for it.
            wait_until(
                lambda: process.poll() is not None or progress().get("waiting") is True,
                60,
                lambda: str(progress()),
            )
            return process.poll() in (None, 0)
        finally:
            process.kill()
            process.wait()

    def kill(self, process: subprocess.Popen[bytes], after: float) -> None:
        """SIGKILL to the job and to the program it has started, after so many seconds."""
        deadline = time.monotonic() + after
        wait_until(lambda: process.poll() is not None or time.monotonic() > deadline, after + 5)
        if process.poll() is None:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            tools = children.read_text().split()
            process.kill()
            for tool in tools:
                call("kill", "-9", tool, check=False)
        process.wait()

    def staying(self) -> list[str]:
        deleted = self.store.deleted(VM)
        return [each for each in self.ids if each not in deleted]

    def check(self, *, merged: bool) -> None:
        """What stays reads as it was taken, is listed whole, and builds a sound chain."""
        staying = self.staying()
        assert [each.snapshot for each in self.store.manifests(VM)] == staying
        assert [each.snapshot for each in sound_chains(self.store, VM)] == staying
        for snapshot in staying:
            known = self.store.manifest(VM, snapshot)
            assert known is not None
            folder = self.store.folder(VM, snapshot)
            assert file_faults(folder, known) == []
            for volume in known.volumes:
                done = call(
                    "qemu-img", "compare", "-f", "qcow2", "-F", "raw",
                    str(folder / volume.file), str(self.holds[snapshot, volume.target]),
                    check=False,
                )  # fmt: skip
                assert "Images are identical" in done, (self.seed, snapshot, volume.target, done)
            if merged:
                self._check_laid_out(folder, known)
        if merged:
            assert set(self.store.snapshots(VM)) == set(staying)
            assert deletions.to_merge(self.store, VM) == []
            assert not list(self.store.vm(VM).rglob("*~*"))

    def _check_laid_out(self, folder: Path, known: Manifest) -> None:
        for volume in as_it_lies(folder, known).volumes:
            path = folder / volume.file
            assert volume.sha256 == images.sha256(path)
            assert volume.parent is None or volume.parent in self.store.snapshots(VM)
            backing = backing_name(volume.parent, volume.target) if volume.parent else None
            check_header(path, backing, volume.capacity)
            images.check_image(path)


def call(*argv: str, check: bool = True) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(argv, check=False, capture_output=True, text=True, env=environment)
    if check and done.returncode:
        raise AssertionError(f"{argv}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def straight(root: Path, seed: int, count: int) -> Chains:
    """A chain of one volume, which grows and shrinks on the way."""
    chains = Chains(root, seed)
    before: str | None = None
    for number in range(count):
        capacity = CAPACITY + chains.chance.choice((0, 0, 1024 * KIB)) * (number > 0)
        before = chains.take(["vda"], {"vda": before} if before else {}, capacity)
    return chains


def branching(root: Path, seed: int) -> Chains:
    """Two volumes; one of them is left out once, and two snapshots build on one."""
    chains = Chains(root, seed)
    one = chains.take(["vda", "vdb"], {}, CAPACITY)
    two = chains.take(["vda", "vdb"], {"vda": one, "vdb": one}, CAPACITY)
    three = chains.take(["vda"], {"vda": two}, CAPACITY)
    chains.take(["vda", "vdb"], {"vda": two, "vdb": two}, CAPACITY)
    chains.take(["vda", "vdb"], {"vda": three, "vdb": two}, CAPACITY)
    return chains

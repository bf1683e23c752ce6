"""Snapshots to delete, each with what it held, and how those that stay are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.model.snapshot import DeletionOutcome
from app.operations.delete_snapshots import DeleteSnapshots
from app.operations.events import Event
from app.operations.operation import CancelToken
from tests.pair.world import ROOT, SIDES, Run, World, wait_until

# Runs in a PM: hashes of what volumes read like, through all the files they stand on.
READ = """
import hashlib, os, subprocess, sys, tempfile
for path in sys.argv[1:]:
    with tempfile.TemporaryDirectory(dir="/srv/volumes") as folder:
        raw = os.path.join(folder, "raw")
        subprocess.run(["qemu-img", "convert", "-U", "-f", "qcow2", "-O", "raw", path, raw], check=True)
        with open(raw, "rb") as file:
            print(hashlib.file_digest(file, "sha256").hexdigest())
"""


@dataclass
class Kept:
    """Snapshots of one VM, oldest first, and the hash of each volume as it was taken."""

    world: World
    vm: str
    runs: list[Run] = field(default_factory=list)
    content: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, pm: str | None = None, **options: object) -> Run:
        run = self.world.take(self.vm, **({"pm": pm} if pm else {}), **options)
        self.runs.append(run)
        self._read(run, "pm1", self.content)
        return run

    def _read(self, run: Run, pm: str, into: dict[tuple[str, str], str]) -> None:
        targets = sorted(self.world.volumes(run))
        paths = [self.world.chain_end(run.snapshot, self.vm, target) for target in targets]
        argv = ["python3", "-c", READ, *paths]
        hashes = self.world.lab.pm(pm).run(argv, timeout=300).stdout.split()
        into.update(
            {(run.snapshot, target): each for target, each in zip(targets, hashes, strict=True)}
        )

    def delete(self, *runs: Run, wait: bool = True) -> tuple[DeletionOutcome, ...]:
        events: list[Event] = []
        ids = tuple(run.snapshot for run in runs)
        outcomes = DeleteSnapshots(self.world.pair, ids, wait=wait).run(
            events.append, CancelToken()
        )
        self.gone(runs)
        return outcomes

    def gone(self, runs: Iterable[Run]) -> None:
        self.runs = [run for run in self.runs if run not in list(runs)]

    def check(self, pms: Iterable[str] = tuple(SIDES)) -> None:
        """Every snapshot that stays reads bit for bit as it was taken, on these PMs."""
        for pm in pms:
            for run in self.runs:
                found: dict[tuple[str, str], str] = {}
                self._read(run, pm, found)
                for key, each in found.items():
                    assert each == self.content[key], (pm, key)

    def ids(self) -> set[str]:
        return {run.snapshot for run in self.runs}

    def folders(self, pm: str) -> set[str]:
        return set(self.world.held(pm, self.vm))

    def wait_settled(self, seconds: float = 60) -> None:
        """Until both PMs hold exactly what stays, and no note of a deletion is left."""

        def left() -> str:
            script = f'ls {ROOT}/vms/$1/deleted 2>/dev/null; find {ROOT}/vms/$1 -name "*~*"; true'
            uuid = self.world.uuid(self.vm)
            return "".join(
                f"{pm}: {self.folders(pm) ^ self.ids()} {self.world.shell(pm, script, uuid)}"
                for pm in SIDES
                if self.folders(pm) != self.ids() or self.world.shell(pm, script, uuid).strip()
            )

        wait_until(lambda: not left(), seconds, left)

    def disk_bytes(self, pm: str) -> int:
        script = f"du -sk {ROOT}/vms/$1/snapshots"
        return int(self.world.shell(pm, script, self.world.uuid(self.vm)).split()[0]) * 1024

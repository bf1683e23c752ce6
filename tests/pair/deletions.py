"""Snapshots to delete, each with what it held, and how those that stay are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.model.snapshot import DeletionOutcome
from app.operations.delete_snapshots import DeleteSnapshots
from app.operations.events import Event
from app.operations.operation import CancelToken
from tests.pair.world import ROOT, SIDES, Run, World, wait_until

REFERENCES = "/srv/volumes/references"  # either PM sees it
# Runs in a PM: compares what volumes read like, through all they stand on, with their references.
COMPARE = """
import subprocess, sys
for path, reference in zip(sys.argv[1::2], sys.argv[2::2]):
    argv = ["qemu-img", "compare", "-U", "-f", "qcow2", "-F", "qcow2", path, reference]
    done = subprocess.run(argv, capture_output=True, text=True)
    if "Images are identical" not in done.stdout:
        print(path, done.stdout, done.stderr)
"""


@dataclass
class Kept:
    """Snapshots of one VM, oldest first, with a copy of each volume as it was taken."""

    world: World
    vm: str
    runs: list[Run] = field(default_factory=list)
    _known: dict[str, list[str]] = field(default_factory=dict)

    def take(self, pm: str | None = None, **options: object) -> Run:
        return self.adopt(self.world.take(self.vm, **({"pm": pm} if pm else {}), **options))

    def adopt(self, run: Run) -> Run:
        """A snapshot that was taken otherwise."""
        self.runs.append(run)
        for target in self._targets(run):
            path = self.world.chain_end(run.snapshot, self.vm, target)
            argv = ["qemu-img", "convert", "-U", "-f", "qcow2", "-O", "qcow2", path]
            reference = self._reference(run, target)
            self.world.shell("pm1", 'mkdir -p "$1"', REFERENCES)
            self.world.lab.pm("pm1").run([*argv, reference], timeout=300)
        return run

    def _targets(self, run: Run) -> list[str]:
        if run.snapshot not in self._known:
            self._known[run.snapshot] = sorted(self.world.volumes(run))
        return self._known[run.snapshot]

    def _reference(self, run: Run, target: str) -> str:
        return f"{REFERENCES}/{run.snapshot}-{target}.qcow2"

    def forget(self) -> None:
        self.world.shell("pm1", 'rm -rf "$1"', REFERENCES)
        self.world.forget(self.vm)

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
        paths = [
            path
            for run in self.runs
            for target in self._targets(run)
            for path in (
                self.world.chain_end(run.snapshot, self.vm, target),
                self._reference(run, target),
            )
        ]
        for pm in pms:
            done = self.world.lab.pm(pm).run(["python3", "-c", COMPARE, *paths], timeout=600)
            assert done.stdout == "", (pm, done.stdout)

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

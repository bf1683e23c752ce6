"""Packages on the real pair: exported, looked into, imported, and everything taken away again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.lab.guest import Guest
from tests.lab.guests import VmSpec
from tests.pair.world import ROOT, SIDES, Run, World

PLACE = "/srv/volumes/packages"
DRIVERS = {"vmdk": "vmdk", "vhd": "vpc", "qcow2": "qcow2"}
FOLDER = {"kind": "folder", "path": PLACE}


@dataclass(frozen=True, slots=True)
class Imported(VmSpec):
    """A VM that came out of a package."""

    identity: str = ""

    @property
    def uuid(self) -> str:
        return self.identity


def snapshot_of_two(world: World) -> Run:
    """A snapshot of web01 that builds on another one, taken while it writes. Exports and imports
    change nothing of it, so it is taken once."""
    for run in _TAKEN:
        if world.held("pm1", "web01").get(run.snapshot) is not None:
            return Run(world, run.side, run.job, run.snapshot, run.vm)
    world.forget("web01")
    world.take("web01")
    _TAKEN[:] = [world.take("web01")]
    return _TAKEN[0]


_TAKEN: list[Run] = []


def export(world: World, run: Run, pm: str = "pm1", **more: Any) -> Run:
    """Starts an export of a run's snapshot. Raises Refused."""
    wish = {"vm": world.uuid(run.vm), "vm_name": run.vm, "snapshot": run.snapshot, "package": "ova",
            "disk": "vmdk", "destination": FOLDER, "by": "test", **more}  # fmt: skip
    answer = world.pair.machine(SIDES[pm]).jobs.ask("export", wish, 180)
    return Run(world, SIDES[pm], str(answer["job"]), run.snapshot, run.vm)


def take_in(world: World, pm: str, path: str, **more: Any) -> Run:
    """Starts an import of a package that lies on a PM. Raises Refused."""
    wish = {"source": {"kind": "path", "path": path}, "folder": "/srv/volumes", "by": "test"}
    answer = world.pair.machine(SIDES[pm]).jobs.ask("import", {**wish, **more}, 180)
    return Run(world, SIDES[pm], str(answer["job"]), "", "")


def result(run: Run) -> dict[str, Any]:
    """What a job that ended well had to tell."""
    if not run.outcome:
        run.follow()
    assert run.outcome == "complete", run.events[-1]
    value: dict[str, Any] = run.of("ended")[-1]["result"]
    return value


@contextmanager
def guest(world: World, run: Run) -> Iterator[Guest]:
    """The imported VM as a guest of the lab; gone afterwards, with its volumes."""
    told = result(run)
    pm = next(name for name, side in SIDES.items() if side is run.side)
    spec = Imported(told["name"], told["name"], 0, (), identity=told["vm"])
    try:
        yield Guest(spec, {pm: world.lab.pm(pm)})
    finally:
        world.shell(
            pm,
            'virsh destroy "$1"; virsh undefine "$1" && rm -r "$2"; rmdir "$3" 2>/dev/null; '
            'rm -rf "$3"; true',
            told["vm"],
            told["folder"],
            f"{ROOT}/vms/{told['vm']}",
        )


def record_check(found: Guest) -> dict[str, Any]:
    """What the guest itself found, at its boot, of the records on its volumes."""
    code, text = found.exec(["/bin/cat", "/run/record-check"])
    assert code == 0, text
    value: dict[str, Any] = json.loads(text)
    return value


def traces(world: World) -> list[str]:
    """Everything that exports and imports keep while they work, on both PMs."""
    found = []
    for pm in SIDES:
        script = (
            f'ls -A {ROOT}/outside {ROOT}/hand-over 2>/dev/null | grep -v ":$"; '
            f"find {PLACE} /srv/volumes -maxdepth 1 -name '.twinpoint*'; ls -d /run/twinpoint-*/* "
            "2>/dev/null; mount | grep -E 'cifs|nfs4? '; true"
        )
        found += [f"{pm}: {line}" for line in world.shell(pm, script).splitlines() if line]
    return found


def domains(world: World, pm: str) -> set[str]:
    return set(world.shell(pm, "virsh list --all --uuid").split())


def vms_kept(world: World, pm: str) -> set[str]:
    return set(world.shell(pm, f"ls {ROOT}/vms").split())


def volumes(world: World) -> set[str]:
    return set(world.shell("pm1", "ls -A /srv/volumes").split("\n"))

"""Large pairs that are not there: what their PMs say, as bytes on the wire, and who says it.

python -m tests.bench.simulated DIR writes what every PM says, so that whoever measures a console
does not make it up in the same process.
"""

from __future__ import annotations

import argparse
import json
import queue
import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.machines.pair import Endpoint
from app.machines.pm_job import PmJobs
from app.machines.ssh import Completed
from app.model.machine import MachineAddress, Side, System
from app.model.vm import Agent, Domain, Firmware, VmState
from app.model.volume import Volume
from app.remote.records import (
    Manifest,
    VolumeRecord,
    content_hash,
    to_json,
    without_definitions,
)
from app.remote.shortened import Shortened

MIB, GIB = 2**20, 2**30
DAY = 86_400.0
NEWEST = 1_790_000_000.0  # when the newest snapshots were taken; seconds since 1970
TARGETS = ("vda", "vdb")
WORDS = ("nightly", "before the update", "月次締め前", "weekly", "四半期決算の前")


@dataclass(frozen=True)
class Size:
    systems: int = 10
    vms: int = 100  # of each system
    snapshots: int = 20  # of each VM


def system_of(number: int) -> System:
    addresses = [MachineAddress(f"10.{number}.0.{side + 1}", "root") for side in Side]
    return System(f"system {number:02d}", (addresses[0], addresses[1]))


def identity(*parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, " ".join(map(str, parts))))


def vm_name(number: int) -> str:
    return f"会計 {number:03d}" if number % 9 == 0 else f"web{number:03d}"


def domains(system: int, size: Size, generation: int) -> tuple[Domain, ...]:
    """Some VMs are in another state in every generation."""
    found = []
    for number in range(size.vms):
        off = (number + 7 * generation) % 10 == 3
        volumes = tuple(
            Volume(one, f"/srv/{number}/{one}.qcow2", "qcow2", one == "vda", 20 * GIB)
            for one in TARGETS
        )
        found.append(
            Domain(
                identity("vm", system, number),
                vm_name(number),
                VmState.STOPPED if off else VmState.RUNNING,
                Firmware.UEFI if number % 25 == 24 else Firmware.BIOS,
                Agent.VM_OFF if off else Agent.CONNECTED,
                volumes,
                4 * GIB,
                2,
            )
        )
    return tuple(found)


def manifest_of(system: int, vm: int, number: int, of: int) -> Manifest:
    def named(at: int) -> str:
        return identity("snapshot", system, vm, at)

    volumes = tuple(
        VolumeRecord(
            target,
            f"{target}.qcow2",
            (20 if number == 0 else 1 + (vm * 7 + number * 13) % 9) * 64 * MIB,
            identity("hash", system, vm, number, target).replace("-", "") * 2,
            20 * GIB,
            "full" if number == 0 else "increment",
            target == "vda",
            f"/srv/{vm}/{target}.qcow2",
            "qcow2",
            parent=named(number - 1) if number else None,
            parent_sha256="ab" * 32 if number else None,
        )
        for target in TARGETS
    )
    word = WORDS[(vm + number) % len(WORDS)]
    return Manifest(
        snapshot=named(number),
        vm=identity("vm", system, vm),
        vm_name=vm_name(vm),
        name=f"{word} {number}",
        description=f"{word}, taken by the plan of {vm_name(vm)}" if number % 3 else "",
        created=NEWEST - (of - number) * DAY - vm * 60.0,
        created_by="akiko@console",
        primary=identity("host", system, 0),
        primary_name=f"pm{system}-1",
        consistency="application" if number % 4 else "crash",
        reason="frozen" if number % 4 else "no-agent",
        volumes=volumes,
        domain_xml="<domain type='kvm'>\n" + "  <device><address slot='0x1'/></device>\n" * 90,
        frozen_ms=143.0,
        frozen_filesystems=2,
        parent=named(number - 1) if number else None,
        steps=(("check", 0.4), ("freeze", 0.1), ("snapshot", 0.2), ("thaw", 0.1)),
    )


def facts_line(system: int, side: Side, size: Size, generation: int) -> dict[str, Any]:
    """As docs/pm-program.md has it. Every generation has a snapshot more of every tenth VM, and
    one less of every other tenth."""
    vms = []
    for vm in range(size.vms):
        first = generation if vm % 10 == 5 else 0
        last = size.snapshots + (generation if vm % 10 == 0 else 0)
        copies: list[dict[str, Any]] = [
            {
                "id": one.snapshot,
                "state": "whole",
                "manifest": to_json(without_definitions(one)),
                "manifest_sha256": content_hash(to_json(one)),
                "announcement": None,
                "problems": [],
            }
            for number in range(first, last)
            for one in [manifest_of(system, vm, number, size.snapshots)]
            if side is Side.FIRST or (vm + number) % 50
        ]
        held = {
            "capacity": 40 * GIB,
            "volume_size": 20 * GIB,
            "snapshots_size": (6 + vm % 13) * GIB + generation * MIB,
        }
        vms.append(
            {
                "uuid": identity("vm", system, vm),
                "last_run": NEWEST if side is Side.FIRST else None,
                "containers": [{"target": target, **held} for target in TARGETS],
                "snapshots": copies,
            }
        )
    return {
        "kind": "facts",
        "program": 1,
        "host": {
            "name": f"pm{system}-{side + 1}",
            "uuid": identity("host", system, int(side)),
            "boot_id": "boot",
            "now": NEWEST,
            "user": "root",
        },
        "tools": {"libvirt": "9.0.0", "qemu": "7.2.11", "rsync": "3.2.7"},
        "obstacles": [],
        "root": {"path": "/var/lib/twinpoint", "total": 8000 * GIB, "free": 3000 * GIB},
        "decisions": {},
        "maintenance": None,
        "peer": None,
        "vms": vms,
        "runs": [],
    }


def path_of(folder: Path, system: int, side: Side, generation: int) -> Path:
    return folder / f"{system}-{int(side)}-{generation}.json"


class Link:
    """The one link of the workstation, which all that the PMs say comes over."""

    def __init__(self, rate: float) -> None:
        self._rate = rate  # bytes per second
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def carry(self, data: bytes) -> bytes:
        with self._lock:
            self._ended.wait(len(data) / self._rate)
            return data


_LINK = Link(250e6 / 8)


class Wire:
    """The SSH link of one PM as PmJobs uses it (SshLink): every `say` is one line that comes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.user = "root"
        self._lines: queue.SimpleQueue[Path | None] = queue.SimpleQueue()

    def say(self, line: Path | None) -> None:
        self._lines.put(line)

    def stream(
        self, argv: Sequence[str], input: bytes = b"", *, silence: float, keep_open: bool = False
    ) -> Wire:
        return self

    def __iter__(self) -> Iterator[bytes]:
        while (line := self._lines.get()) is not None:
            yield _LINK.carry(line.read_bytes())

    def finish(self) -> Completed:
        return Completed(0, b"", b"")

    def close(self) -> None:
        self._lines.put(None)


class Inventory:
    """libvirt of one PM (Hypervisor)."""

    def __init__(self, found: Callable[[], tuple[Domain, ...]]) -> None:
        self._found = found
        self._changed: Callable[[], None] | None = None

    def domains(self) -> tuple[Domain, ...]:
        return self._found()

    def on_change(self, changed: Callable[[], None] | None) -> None:
        self._changed = changed

    def tell(self) -> None:
        if self._changed is not None:
            self._changed()


class Pm:
    """One PM (pair.MachineLink), as far as a watch needs it."""

    def __init__(self, number: int, side: Side, size: Size, folder: Path) -> None:
        self._place = folder, number, side
        self._generation = 0
        self.wire = Wire(f"10.{number}.0.{side + 1}")
        jobs: Any = PmJobs(self.wire, "/var/lib/twinpoint")  # type: ignore[arg-type]
        self.jobs = jobs
        self.hypervisor: Any = Inventory(
            lambda: domains(number, size, self._generation) if side is Side.FIRST else ()
        )

    @property
    def name(self) -> str:
        return self.wire.name

    def known_as(self, name: str) -> None:
        self.wire.name = name

    def endpoint(self) -> Endpoint:
        raise NotImplementedError

    def speak(self, generation: int) -> None:
        """Says how it is now."""
        folder, number, side = self._place
        self._generation = generation
        self.wire.say(path_of(folder, number, side, generation))
        self.hypervisor.tell()


class SimulatedPair:
    """Both PMs of a system (pair.Pair), as far as a watch needs them."""

    def __init__(self, number: int, size: Size, folder: Path) -> None:
        self.system = system_of(number)
        self.machines = [Pm(number, side, size, folder) for side in Side]

    def machine(self, side: Side) -> Any:
        return self.machines[side]

    def migrate(self, *_: object) -> None:
        raise NotImplementedError

    def close(self) -> None:
        for machine in self.machines:
            machine.wire.close()

    def speak(self, generation: int) -> None:
        for machine in self.machines:
            machine.speak(generation)


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes what every PM says in every generation."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.simulated")
    parser.add_argument("folder", type=Path)
    for name, default in (("systems", 10), ("vms", 100), ("snapshots", 20), ("generations", 4)):
        parser.add_argument(f"--{name}", type=int, default=default)
    chosen = parser.parse_args(arguments)
    size = Size(chosen.systems, chosen.vms, chosen.snapshots)
    for system in range(size.systems):
        for side in Side:
            said = Shortened()
            for generation in range(chosen.generations):
                line = said.next(facts_line(system, side, size, generation))
                path_of(chosen.folder, system, side, generation).write_text(json.dumps(line))
    return 0


if __name__ == "__main__":
    sys.exit(main())

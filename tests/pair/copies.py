"""VMs made of snapshots: made, looked at from outside, and taken away again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.model.vm_requests import NewVm, NewVmRequest
from app.operations.create_vm import CreateVm
from app.operations.operation import CancelToken
from tests.lab.guest import Guest
from tests.pair.world import ROOT, SIDES, Run, World

VOLUMES = "/srv/volumes"


@dataclass(frozen=True)
class Copies:
    """What is made in a test, and what was there before it."""

    world: World
    before: frozenset[str]  # VMs of both PMs
    files: frozenset[str]

    def make(self, snapshot: str, name: str, **more: Any) -> NewVm:
        operation = CreateVm(self.world.pair, NewVmRequest(snapshot, name, **more))
        made = operation.run(lambda event: None, CancelToken())
        assert made is not None
        return made

    def start(self, snapshot: str, vm: str, name: str, pm: str, **more: Any) -> Run:
        """A job that a test follows, cancels or kills."""
        wish = {"vm": self.world.uuid(vm), "vm_name": vm, "snapshot": snapshot, "name": name}
        jobs = self.world.pair.machine(SIDES[pm]).jobs
        answer = jobs.ask("create-vm", {**wish, "by": "test", **more}, timeout=120)
        return Run(self.world, SIDES[pm], str(answer["job"]), snapshot, vm)

    def guest(self, made: NewVm, like: str = "web01") -> Guest:
        return self.world.lab.copy_of(like, made.name, made.uuid)

    def definition(self, pm: str, uuid: str) -> str:
        return self.world.lab.pm(pm).run(["virsh", "-q", "dumpxml", "--inactive", uuid]).stdout

    def leftovers(self) -> list[str]:
        """VMs, files and records that were not there before."""
        found = [f"VM {vm}" for vm in sorted(vms(self.world) - self.before)]
        found += [f"file {file}" for file in sorted(files(self.world) - self.files)]
        for pm in SIDES:
            script = f"ls {ROOT}/making 2>/dev/null; true"
            found += [f"{pm}: making {name}" for name in self.world.shell(pm, script).split()]
        return found

    def clean(self) -> None:
        """Whatever a test made goes, whether it went well or not."""
        for vm in vms(self.world) - self.before:
            for pm in SIDES:
                script = (
                    'virsh -q destroy "$1"; virsh -q undefine "$1" --checkpoints-metadata; true'
                )
                self.world.shell(pm, f"exec 2>/dev/null; {script}", vm)
                self.world.shell(pm, f'rm -rf "{ROOT}/vms/$1"', vm)
        for file in files(self.world) - self.files:
            assert file.startswith(VOLUMES)
            self.world.shell("pm1", 'rm -rf "$1"', file)


def vms(world: World) -> frozenset[str]:
    return frozenset(
        vm for pm in SIDES for vm in world.shell(pm, "virsh -q list --all --uuid").split()
    )


def files(world: World) -> frozenset[str]:
    return frozenset(world.shell("pm1", f"find {VOLUMES} -mindepth 1").splitlines())


@contextmanager
def copies(world: World) -> Iterator[Copies]:
    made = Copies(world, vms(world), files(world))
    try:
        yield made
    finally:
        made.clean()


def macs(definition: str) -> set[str]:
    return set(re.findall(r"mac address='([^']*)'", definition))


def image(world: World, pm: str, path: str) -> dict[str, Any]:
    """qemu-img's description of a file of a PM; the name is data."""
    argv = ["qemu-img", "info", "-U", "--output=json", "--", os.fspath(path)]
    value: dict[str, Any] = json.loads(world.lab.pm(pm).run(argv).stdout)
    return value

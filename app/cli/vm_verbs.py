"""twinpointctl vm …, container …"""

from __future__ import annotations

import argparse
import re

from app.cli.console import DONE, Console, WrongUsage, count, find_vm, size
from app.cli.table import table, tame
from app.cli.wire import containers_json, problems_json, vm_json
from app.model.machine import Side
from app.model.snapshot import SnapshotState
from app.model.state import SystemState
from app.operations.expand_container import ExpandContainer
from app.operations.operation import CancelToken
from app.rules.snapshot_rules import Forbidden, may_snapshot
from app.sentences import (
    agent_text,
    firmware_text,
    obstacle_text,
    plain,
    problem_text,
    vm_state_text,
)

_SIZE = re.compile(r"(\d{1,15})\s*([KMGT]?)i?B?", re.IGNORECASE)


def list_vms(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    rows = [
        [
            vm.name,
            plain(vm_state_text(vm.state)) + (" (stale)" if vm.stale else ""),
            state.machine(vm.primary).name,
            vm.last_protected.astimezone().strftime("%Y-%m-%d %H:%M") if vm.last_protected else "-",
            plain(agent_text(vm.agent)),
            plain(firmware_text(vm.firmware)),
            str(len(vm.volumes)),
        ]
        for vm in state.vms
    ]
    head = ["NAME", "STATE", "PRIMARY", "PROTECTED", "AGENT", "FIRMWARE", "VOLUMES"]
    console.say(table(head, rows, right=(6,)))
    _unseen(console, state)
    console.answer(
        {
            "vms": [vm_json(vm, state) for vm in state.vms],
            "problems": problems_json([m.problem for m in state.machines if m.problem]),
        }
    )
    return DONE


def show(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    vm = find_vm(state, arguments.vm)
    primary, secondary = (state.machine(side).name for side in (vm.primary, vm.secondary))
    console.say(f"{tame(vm.name)}  {plain(vm_state_text(vm.state))}  {vm.uuid}")
    console.say(f"primary {tame(primary)}, secondary {tame(secondary)}")
    console.say(
        f"{size(vm.memory)} memory, {count(vm.processors, 'processor')},"
        f" {plain(firmware_text(vm.firmware))}, guest agent: {plain(agent_text(vm.agent))}"
    )
    console.say()
    rows = [
        [
            volume.target + (" (boot)" if volume.boot else ""),
            size(volume.capacity),
            volume.format,
            volume.source,
            plain(obstacle_text(volume.obstacle)) if volume.obstacle else "",
        ]
        for volume in vm.volumes
    ]
    console.say(table(["VOLUME", "SIZE", "FORMAT", "SOURCE", ""], rows, right=(1,)))
    verdict = may_snapshot(state, vm)
    problems = verdict.problems if isinstance(verdict, Forbidden) else ()
    for problem in problems:
        console.say(f"\n{plain(problem_text(problem).cause)}")
    normal = [s for s in state.snapshots_of(vm.uuid) if s.state is SnapshotState.NORMAL]
    console.say(f"\nsnapshots: {len(state.snapshots_of(vm.uuid))}, normal: {len(normal)}")
    console.answer(
        {
            "vm": vm_json(vm, state),
            "may_snapshot": not problems,
            "problems": problems_json(problems),
        }
    )
    return DONE


def list_containers(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    vms = [find_vm(state, arguments.vm)] if arguments.vm else state.vms
    rows = [
        [
            vm.name,
            container.target,
            state.machine(side).name,
            size(container.capacity),
            size(container.volume_size),
            size(container.snapshots_size),
            size(container.free),
        ]
        for vm in vms
        for side in Side
        for container in vm.containers_on(side)
    ]
    head = ["VM", "VOLUME", "PM", "CAPACITY", "VOLUME SIZE", "SNAPSHOTS", "FREE"]
    console.say(table(head, rows, right=(3, 4, 5, 6)))
    _unseen(console, state)
    console.answer({"containers": [row for vm in vms for row in containers_json(vm, state)]})
    return DONE


def expand(console: Console, arguments: argparse.Namespace) -> int:
    capacity = _bytes(arguments.capacity)
    with console.pair() as pair:
        vm = find_vm(console.look(pair), arguments.vm)
        ExpandContainer(pair, vm, arguments.target, capacity).run(lambda _: None, CancelToken())
        state = console.look(pair)
    vm = find_vm(state, vm.uuid)
    now = [row for row in containers_json(vm, state) if row["target"] == arguments.target]
    for row in now:
        console.say(f"{tame(vm.name)} {row['target']} on {row['pm']}: {size(row['capacity'])}")
    console.answer({"containers": now})
    return DONE


def _bytes(text: str) -> int:
    found = _SIZE.fullmatch(text.strip())
    if found is None or not text.isascii():
        raise WrongUsage(f"not a size: {text!r} (bytes, or as in 20G)")
    count: int = int(found[1]) * 1024 ** " KMGT".index(found[2].upper() or " ")
    return count


def _unseen(console: Console, state: SystemState) -> None:
    for machine in state.machines:
        if machine.problem is not None:
            console.say(f"\n{plain(problem_text(machine.problem).cause)}")

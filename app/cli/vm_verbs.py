"""twinpointctl vm …"""

from __future__ import annotations

import argparse

from app.cli.console import DONE, Console, count, find_vm, size
from app.cli.table import table, tame
from app.cli.wire import problems_json, vm_json
from app.model.snapshot import SnapshotState
from app.model.state import SystemState
from app.rules.snapshot_rules import may_snapshot
from app.rules.verdict import Forbidden
from app.sentences import (
    agent_text,
    firmware_text,
    obstacle_text,
    plain,
    problem_text,
    vm_state_text,
)


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
    unseen(console, state)
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


def unseen(console: Console, state: SystemState) -> None:
    for machine in state.machines:
        if machine.problem is not None:
            console.say(f"\n{plain(problem_text(machine.problem).cause)}")

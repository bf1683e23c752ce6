"""twinpointctl vm start, shutdown, poweroff."""

from __future__ import annotations

import argparse
from typing import TypeVar

from app.cli.console import DONE, FAILED, Console, WrongUsage, find_vm, is_terminal, run_cancellable
from app.cli.new_vm_verbs import side_of
from app.cli.progress import Progress
from app.cli.table import tame
from app.cli.wire import problems_json
from app.model.problems import RunCancelled
from app.operations.operation import Cancelled, Operation
from app.operations.shut_down_vm import PowerOffVm, ShutDownVm
from app.operations.start_vm import StartVm

T = TypeVar("T")


def start(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
        vm = find_vm(state, arguments.vm)
        side = _run(console, StartVm(pair, vm.uuid, side_of(state, arguments.pm)))
        pm = state.machine(side).name
    console.say(f"{tame(vm.name)} runs on {tame(pm)}")
    console.answer({"vm": vm.uuid, "name": vm.name, "pm": pm, "state": "running"})
    return DONE


def shut_down(console: Console, arguments: argparse.Namespace) -> int:
    if not 1 <= arguments.timeout <= 86400:
        raise WrongUsage("--timeout is between 1 and 86400 seconds")
    with console.pair() as pair:
        state = console.look(pair)
        vm = find_vm(state, arguments.vm)
        pm = state.machine(vm.primary).name
        try:
            _run(console, ShutDownVm(pair, vm.uuid, arguments.timeout))
        except Cancelled:
            console.complain(f"no longer waiting; {tame(vm.name)} may still shut down")
            console.answer({"problems": problems_json([RunCancelled()]), "details": ""})
            return FAILED
    console.say(f"{tame(vm.name)} is stopped")
    console.answer({"vm": vm.uuid, "name": vm.name, "pm": pm, "state": "stopped"})
    return DONE


def power_off(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
        vm = find_vm(state, arguments.vm)
        pm = state.machine(vm.primary).name
        _run(console, PowerOffVm(pair, vm.uuid))
    console.say(f"{tame(vm.name)} is powered off")
    console.answer({"vm": vm.uuid, "name": vm.name, "pm": pm, "state": "stopped"})
    return DONE


def _run(console: Console, operation: Operation[T]) -> T:
    progress = Progress(console.say, console.out if is_terminal(console.out) else None)
    try:
        return run_cancellable(operation, progress.report, console.complain, lambda: False)
    finally:
        progress.end()

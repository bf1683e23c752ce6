"""twinpointctl vm create, vm rollback: what a snapshot holds becomes a VM again."""

from __future__ import annotations

import argparse
from typing import TypeVar

from app.cli.console import (
    DONE,
    FAILED,
    REFUSED,
    Console,
    WrongUsage,
    find_vm,
    is_terminal,
    run_cancellable,
)
from app.cli.container_verbs import bytes_of
from app.cli.progress import Progress
from app.cli.snapshot_verbs import find_snapshot
from app.cli.table import tame
from app.cli.wire import problems_json
from app.errors import Unreachable
from app.model.machine import Side
from app.model.problems import RunCancelled
from app.model.state import SystemState
from app.model.vm_requests import NewVm, NewVmRequest, RollBackRequest, RolledBack
from app.operations.create_vm import CreateVm
from app.operations.operation import Cancelled, Operation
from app.operations.roll_back import RollBack
from app.sentences import new_vm_guidance, plain

T = TypeVar("T")


def create(console: Console, arguments: argparse.Namespace) -> int:
    processors = arguments.processors
    if processors is not None and processors < 1:
        raise WrongUsage("a VM has at least one processor")
    with console.pair() as pair:
        state = console.look(pair)
        request = NewVmRequest(
            snapshot=find_snapshot(state, arguments.snapshot).id,
            name=arguments.name,
            side=side_of(state, arguments.pm),
            excluded=frozenset(arguments.exclude),
            memory=None if arguments.memory is None else bytes_of(arguments.memory),
            processors=processors,
            start=arguments.start,
            folder=arguments.folder,
        )
        made = _run(console, CreateVm(pair, request))
    if not isinstance(made, NewVm):
        assert made is not None  # it was waited for
        return made
    names = [state.machine(side).name for side in made.defined_on]
    console.say(f"VM {tame(made.name)} ({made.uuid}) made on {' and '.join(map(tame, names))}")
    for target, path in made.volumes:
        console.say(f"  {target}: {tame(path)}")
    if made.started:
        console.say(f"started on {tame(state.machine(made.side).name)}")
    for part in new_vm_guidance():
        console.say(f"\n{plain(part.subject)}")
        for point in part.points:
            console.say(f"- {plain(point)}")
    console.answer(
        {
            "vm": made.uuid,
            "name": made.name,
            "pm": state.machine(made.side).name,
            "defined_on": names,
            "volumes": [{"target": target, "path": path} for target, path in made.volumes],
            "started": made.started,
            "warnings": problems_json(made.warnings),
        }
    )
    return DONE


def roll_back(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
        vm = find_vm(state, arguments.vm)
        snapshot = find_snapshot(state, arguments.snapshot)
        request = RollBackRequest(vm.uuid, snapshot.id, safety=not arguments.no_safety_snapshot)
        done = _run(console, RollBack(pair, request))
    if not isinstance(done, RolledBack):
        assert done is not None  # it was waited for
        return done
    console.say(f"{tame(vm.name)} is rolled back to {tame(snapshot.name)} ({snapshot.id})")
    console.say(f"  volumes put back: {', '.join(done.replaced)}")
    if done.safety is not None:
        console.say(f"  the state before is in snapshot {done.safety}")
    console.answer(
        {
            "vm": vm.uuid,
            "snapshot": snapshot.id,
            "replaced": list(done.replaced),
            "untouched": list(done.untouched),
            "safety": done.safety,
            "warnings": problems_json(done.warnings),
        }
    )
    return DONE


def _run(console: Console, operation: Operation[T]) -> T | int:
    """What came of it, or the exit status of what did not."""
    progress = Progress(console.say, console.out if is_terminal(console.out) else None)
    try:
        return run_cancellable(
            operation,
            progress.report,
            console.complain,
            lambda: progress.accepted is not None,
        )
    except Cancelled:
        console.problems([RunCancelled()])
        return FAILED
    except Unreachable as error:
        console.problems(error.problems, error.details)
        # Before the job began, nothing was touched.
        return REFUSED if progress.accepted is None else FAILED
    finally:
        progress.end()


def side_of(state: SystemState, wanted: str | None) -> Side | None:
    """A PM by its name or address."""
    if wanted is None:
        return None
    found = [m.side for m in state.machines if wanted in (m.name, m.address.host)]
    names = ", ".join(f"{machine.name} ({machine.address.host})" for machine in state.machines)
    if not found:
        raise WrongUsage(f"no PM is named {wanted!r}: this system has {names}")
    if len(found) > 1:
        raise WrongUsage(f"both PMs are named {wanted!r}: say which by its address: {names}")
    return found[0]

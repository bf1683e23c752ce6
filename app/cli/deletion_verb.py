"""twinpointctl snapshot delete: what it would free, and what became of it."""

from __future__ import annotations

import argparse

from app.cli.console import (
    DONE,
    FAILED,
    Console,
    is_terminal,
    problem_lines,
    run_cancellable,
    size,
)
from app.cli.progress import Progress
from app.cli.snapshot_verbs import find_snapshot
from app.cli.table import tame
from app.cli.wire import problem_json, problems_json
from app.model.problems import DeletionCancelled
from app.model.snapshot import DeletionForecast, DeletionOutcome
from app.operations.delete_snapshots import DeleteSnapshots, ForecastDeletion
from app.operations.operation import Cancelled


def delete(console: Console, arguments: argparse.Namespace) -> int:
    """0: gone, or going as soon as a PM is back. 3: refused. 4: not, or not all, deleted."""
    progress = Progress(console.say, console.out if is_terminal(console.out) else None)
    with console.pair() as pair:
        state = console.look(pair)
        chosen = tuple(dict.fromkeys(find_snapshot(state, each).id for each in arguments.ids))
        names = {vm.uuid: vm.name for vm in state.vms}
        names |= {each.vm: each.vm_name for each in state.snapshots}
        try:
            if arguments.dry_run:
                asked = ForecastDeletion(pair, chosen)
                found = run_cancellable(asked, progress.report, console.complain, lambda: False)
                return _forecast(console, found, names)
            outcomes = run_cancellable(
                DeleteSnapshots(pair, chosen, wait=not arguments.no_wait),
                progress.report,
                console.complain,
                lambda: progress.accepted is not None,
            )
        except Cancelled:
            progress.end()
            console.problems([DeletionCancelled(left=len(chosen))])
            return FAILED
        finally:
            progress.end()
    _say(console, outcomes, names, waited=not arguments.no_wait)
    return DONE


def _say(
    console: Console, outcomes: tuple[DeletionOutcome, ...], names: dict[str, str], *, waited: bool
) -> None:
    if not waited:
        console.say("started")
    for outcome in outcomes:
        count = len(outcome.deleted)
        name = tame(names.get(outcome.vm, outcome.vm))
        console.say(f"{name}: snapshots deleted: {count}, freed on each PM: {size(outcome.freed)}")
        if outcome.waiting is not None:
            console.say(problem_lines(outcome.waiting))
    console.answer(
        {
            "finished": waited and all(each.waiting is None for each in outcomes),
            "vms": [
                {
                    "vm": each.vm,
                    "deleted": list(each.deleted),
                    "freed": each.freed,
                    "waiting": problem_json(each.waiting) if each.waiting else None,
                }
                for each in outcomes
            ],
        }
    )


def _forecast(console: Console, found: tuple[DeletionForecast, ...], names: dict[str, str]) -> int:
    for each in found:
        name = tame(names.get(each.vm, each.vm))
        console.say(f"{name}: would free {size(each.frees)} on each PM")
        if each.needs:
            console.say(f"  needs {size(each.needs)} for a while")
        if each.holds_vm:
            console.say("  no snapshot of it can be taken meanwhile")
        for problem in each.problems:
            console.say(problem_lines(problem, "  "))
    console.answer(
        {
            "vms": [
                {
                    "vm": each.vm,
                    "frees": each.frees,
                    "needs": each.needs,
                    "holds_vm": each.holds_vm,
                    "problems": problems_json(each.problems),
                }
                for each in found
            ]
        }
    )
    return DONE

"""twinpointctl snapshot delete: what it would free, and what became of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

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
from app.errors import TwinpointError
from app.model.problems import DeletionCancelled, Problem
from app.model.snapshot import DeletionForecast, DeletionOutcome
from app.operations.delete_snapshots import DeleteSnapshots, ForecastDeletion
from app.operations.operation import Cancelled


def delete(console: Console, arguments: argparse.Namespace) -> int:
    """0: gone, or going as soon as a PM is back. 3: refused. 4: not, or not all, deleted."""
    progress = Progress(console.say, console.out if is_terminal(console.out) else None)
    outcomes: list[DeletionOutcome] = []
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
            run_cancellable(
                DeleteSnapshots(pair, chosen, wait=not arguments.no_wait, tell=outcomes.append),
                progress.report,
                console.complain,
                lambda: progress.accepted is not None,
            )
        except Cancelled:
            progress.end()
            gone = {each for outcome in outcomes for each in outcome.deleted}
            why = DeletionCancelled(deleted=len(gone), left=len(set(chosen) - gone))
            return _broken_off(console, outcomes, names, [why])
        except TwinpointError as error:
            if progress.accepted is None:
                raise  # nothing was touched
            progress.end()
            if arguments.no_wait:
                console.say("started, but not for every VM")
            return _broken_off(console, outcomes, names, error.problems, error.details)
        finally:
            progress.end()
    if arguments.no_wait:
        console.say("started")
    _say(console, outcomes, names)
    finished = not arguments.no_wait and all(each.waiting is None for each in outcomes)
    console.answer(_document(outcomes, finished=finished))
    return DONE


def _broken_off(
    console: Console,
    outcomes: Sequence[DeletionOutcome],
    names: dict[str, str],
    problems: Sequence[Problem],
    details: str = "",
) -> int:
    """What was done before it comes first."""
    _say(console, outcomes, names)
    console.problems(problems, details, _document(outcomes, finished=False))
    return FAILED


def _say(console: Console, outcomes: Sequence[DeletionOutcome], names: dict[str, str]) -> None:
    for outcome in outcomes:
        count = len(outcome.deleted)
        name = tame(names.get(outcome.vm, outcome.vm))
        console.say(f"{name}: snapshots deleted: {count}, freed on each PM: {size(outcome.freed)}")
        if outcome.waiting is not None:
            console.say(problem_lines(outcome.waiting))


def _document(outcomes: Sequence[DeletionOutcome], *, finished: bool) -> dict[str, Any]:
    return {
        "finished": finished,
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

"""twinpointctl run …: what the PMs are at, whichever console started it, and how to stop it."""

from __future__ import annotations

import argparse

from app.cli.console import DONE, Console, WrongUsage, problem_lines
from app.cli.snapshot_verbs import by_beginning, say_unseen
from app.cli.table import table, tame
from app.cli.wire import problems_json, run_json
from app.errors import Refused
from app.model.snapshot import Run
from app.model.state import SystemState
from app.operations.cancel_run import CancelRun
from app.operations.operation import CancelToken
from app.sentences import plain, step_text


def list_runs(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    found = sorted(state.runs, key=lambda run: (run.ended, run.started))
    rows = [
        [
            run.vm_name,
            state.machine(run.side).name,
            run.activity.value,
            _step(run, state),
            run.started.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
            run.owner or "-",
            run.job,
        ]
        for run in found
    ]
    console.say(table(["VM", "PM", "ACTIVITY", "STEP", "SINCE", "OWNER", "JOB"], rows))
    for run in found:
        if run.problem is not None and not run.cancelled:
            console.say(f"\n{run.job}: {problem_lines(run.problem)}")
    unseen = say_unseen(console, state)
    console.answer(
        {"runs": [run_json(run, state) for run in found], "problems": problems_json(unseen)}
    )
    return DONE


def cancel(console: Console, arguments: argparse.Namespace) -> int:
    """0: the PM was asked; the run clears away and ends by itself. 3: the PM cannot be asked."""
    with console.pair() as pair:
        state = console.look(pair)
        run = _find(state, arguments.job)
        CancelRun(pair, run).run(lambda _: None, CancelToken())
    pm = tame(state.machine(run.side).name)
    console.say(f"{pm} was asked to stop it ({run.activity.value}, {tame(run.vm_name)})")
    console.answer({"job": run.job, "asked": True})
    return DONE


def _find(state: SystemState, wanted: str) -> Run:
    """By job, or the beginning of one, of the runs in progress. Raises WrongUsage, or Refused: a PM
    that cannot be seen may be the one that has it."""
    found = by_beginning(wanted, ((run.job, run) for run in state.runs if not run.ended))
    if found is None:
        unseen = [m.problem for m in state.machines if m.problem is not None]
        if unseen:
            raise Refused(unseen)
        raise WrongUsage(f"no run in progress has the id {wanted!r}")
    return found


def _step(run: Run, state: SystemState) -> str:
    if run.ended:
        return "cancelled" if run.cancelled else "failed" if run.problem else "ended"
    if run.waiting:
        return f"waiting for {state.machine(run.side.other).name}"
    return plain(step_text(run.step))

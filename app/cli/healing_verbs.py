"""twinpointctl snapshot verify, vm scrub, repair: damage found, and healed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from app.cli.console import (
    DONE,
    FAILED,
    REFUSED,
    Console,
    find_vm,
    is_terminal,
    run_cancellable,
)
from app.cli.progress import Progress
from app.cli.snapshot_verbs import find_snapshot
from app.cli.table import tame
from app.cli.wire import problem_json, problems_json
from app.errors import TwinpointError
from app.machines.pair import Pair
from app.model.machine import Side
from app.model.problems import Problem, RunCancelled
from app.model.state import SystemState
from app.operations.heal_snapshot import HealSnapshot
from app.operations.operation import Cancelled
from app.operations.repair import Repair
from app.operations.scrub_vm import ScrubVm
from app.operations.verify_snapshot import Verified, VerifySnapshot
from app.sentences import plain, problem_text


def verify(console: Console, arguments: argparse.Namespace) -> int:
    """0: all sound, or healed. 3: a PM could not be asked. 4: damaged, and not healed."""
    progress = _progress(console)
    statuses, answers = [DONE], []
    with console.pair() as pair:
        state = console.look(pair)
        chosen = {find_snapshot(state, each).id: None for each in arguments.ids}
        # Parents before those that build on them.
        ids = tuple(each.id for each in state.snapshots if each.id in chosen)
        try:
            operation = VerifySnapshot(pair, ids)
            found = run_cancellable(operation, progress.report, console.complain, lambda: False)
            progress.end()
            for each in found:
                why = _heal(pair, each, progress) if arguments.heal else ()
                progress.end()
                healed = arguments.heal and each.sound_side is not None and not why
                statuses.append(DONE if healed else _status(each))
                _tell(console, each, healed, why)
                answers.append(_verified_json(each, state, healed, why))
        except Cancelled:
            progress.end()
            console.problems([RunCancelled()])
            return FAILED
    console.answer({"snapshots": answers})
    return max(statuses)


def scrub(console: Console, arguments: argparse.Namespace) -> int:
    """0: the VM and its newest snapshot agree. 4: they do not."""
    progress = _progress(console)
    with console.pair() as pair:
        vm = find_vm(console.look(pair), arguments.vm)
        try:
            found = run_cancellable(
                ScrubVm(pair, vm), progress.report, console.complain, lambda: False
            )
        except Cancelled:
            console.problems([RunCancelled()])
            return FAILED
        finally:
            progress.end()
    if not found:
        console.say(f"{tame(vm.name)} and its newest snapshot agree")
    _say_problems(console, found)
    console.answer({"vm": vm.uuid, "sound": not found, "problems": problems_json(found)})
    return FAILED if found else DONE


def repair(console: Console, arguments: argparse.Namespace) -> int:
    """0: all that is known to be damaged was healed. 4: something stays damaged."""
    progress = _progress(console)
    with console.pair() as pair:
        try:
            repaired = run_cancellable(
                Repair(pair), progress.report, console.complain, lambda: False
            )
        except Cancelled:
            console.problems([RunCancelled()])
            return FAILED
        finally:
            progress.end()
    for pm, lines in repaired.done:
        for line in lines or ("nothing to do",):
            console.say(f"{tame(pm)}: {tame(line)}")
    for snapshot in repaired.healed:
        console.say(f"snapshot {snapshot.id} of {tame(snapshot.vm_name)}: healed")
    for snapshot, problems in repaired.left:
        console.say(f"snapshot {snapshot.id} of {tame(snapshot.vm_name)}: still damaged")
        _say_problems(console, problems)
    console.answer(
        {
            "repaired": {pm: list(lines) for pm, lines in repaired.done},
            "healed": [snapshot.id for snapshot in repaired.healed],
            "left": [
                {"id": snapshot.id, "problems": problems_json(problems)}
                for snapshot, problems in repaired.left
            ],
        }
    )
    return FAILED if repaired.left else DONE


def _heal(pair: Pair, found: Verified, progress: Progress) -> tuple[Problem, ...]:
    """Why it was not healed; () if it was, or if there was nothing to heal."""
    source = found.sound_side
    if source is None:
        return ()
    try:
        operation = HealSnapshot(pair, found.snapshot, source)
        run_cancellable(operation, progress.report, lambda _: None, lambda: False)
    except TwinpointError as error:
        return error.problems
    return ()


def _status(found: Verified) -> int:
    if found.sound:
        return DONE
    return FAILED if any(found.damaged) or found.differ else REFUSED


def _tell(console: Console, found: Verified, healed: bool, why: Sequence[Problem]) -> None:
    word = "sound" if found.sound else "healed" if healed else "not sound"
    name = f"{tame(found.snapshot.name)} of {tame(found.snapshot.vm_name)}"
    console.say(f"{found.snapshot.id}  {name}: {word}")
    _say_problems(console, () if healed else [*found.problems, *why])


def _say_problems(console: Console, problems: Sequence[Problem]) -> None:
    for problem in problems:
        said = problem_text(problem)
        detail = f" ({tame(said.detail)})" if said.detail else ""
        console.say(f"  {plain(said.cause)}{detail}\n    {plain(said.remedy)}")


def _verified_json(
    found: Verified, state: SystemState, healed: bool, why: Sequence[Problem]
) -> dict[str, Any]:
    return {
        "id": found.snapshot.id,
        "vm": found.snapshot.vm,
        "name": found.snapshot.name,
        "sound": found.sound,
        "healed": healed,
        "copies": [_copy_json(found, state, side) for side in Side],
        "problems": problems_json([*found.problems, *why]),
    }


def _copy_json(found: Verified, state: SystemState, side: Side) -> dict[str, Any]:
    unseen = found.unseen[side]
    return {
        "pm": state.machine(side).name,
        "damaged": problems_json(found.damaged[side]),
        "unseen": problem_json(unseen) if unseen is not None else None,
    }


def _progress(console: Console) -> Progress:
    return Progress(console.say, console.out if is_terminal(console.out) else None)

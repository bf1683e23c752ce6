"""twinpointctl snapshot …"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any

from app.cli.console import (
    DONE,
    FAILED,
    REFUSED,
    Console,
    T,
    WrongUsage,
    find_vm,
    is_terminal,
    problem_lines,
    run_cancellable,
    size,
)
from app.cli.progress import Progress
from app.cli.table import table, tame
from app.cli.wire import problem_json, problems_json, snapshot_json
from app.errors import Failed, Refused, TwinpointError, Unreachable
from app.model.problems import NoSuchSnapshot, Problem, RunCancelled
from app.model.snapshot import Snapshot, SnapshotOutcome, SnapshotRequest
from app.model.state import SystemState
from app.operations.create_snapshot import CreateSnapshot
from app.operations.operation import Cancelled
from app.rules.snapshot_rules import NAME_LIMIT
from app.sentences import (
    consistency_text,
    copy_state_text,
    method_text,
    plain,
    problem_text,
    reason_text,
    snapshot_state_text,
)

SHORTEST_ID = 4


def create(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        seen = console.look(pair)
        vm = find_vm(seen, arguments.vm)
        request = SnapshotRequest(
            vm=vm.uuid,
            name=vm.name[:NAME_LIMIT] if arguments.name is None else arguments.name,
            description=arguments.description,
            excluded=frozenset(arguments.exclude),
            require_application=arguments.require_app_consistent,
            hold_freeze=arguments.hold_freeze,
        )
        progress = Progress(console.say, console.out if is_terminal(console.out) else None)
        operation = CreateSnapshot(pair, request, wait=not arguments.no_wait, seen=seen)
        try:
            outcome = run_cancellable(
                operation,
                progress.report,
                console.complain,
                lambda: progress.accepted is not None,
            )
        except Cancelled:
            progress.end()
            console.problems([RunCancelled()])
            return FAILED
        except Unreachable as error:
            progress.end()
            console.problems(error.problems, error.details)
            # Before the run began, nothing was touched.
            return REFUSED if progress.accepted is None else FAILED
        except (Failed, TwinpointError):
            progress.end()
            raise
    progress.end()
    return _said(console, progress, outcome)


def _said(console: Console, progress: Progress, outcome: SnapshotOutcome | None) -> int:
    accepted = progress.accepted
    value: dict[str, Any] = {
        "job": accepted.job if accepted else None,
        "snapshot": accepted.snapshot if accepted else None,
    }
    if outcome is None:
        console.say(f"started: snapshot {value['snapshot']}")
        console.answer({**value, "state": "broken", "finished": False})
        return DONE
    console.say(
        f"snapshot {outcome.snapshot}: {plain(snapshot_state_text(outcome.state))},"
        f" {plain(consistency_text(outcome.consistency))}"
        f" ({plain(reason_text(outcome.reason))})"
    )
    if outcome.waiting is not None:
        console.say(problem_lines(outcome.waiting))
    console.answer(
        {
            **value,
            "state": outcome.state.value,
            "finished": outcome.waiting is None,
            "consistency": outcome.consistency.value,
            "reason": outcome.reason.value,
            "frozen_ms": outcome.frozen_ms,
            "waiting": problem_json(outcome.waiting) if outcome.waiting else None,
        }
    )
    return DONE


def list_snapshots(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    found = state.snapshots
    if arguments.vm:
        wanted = arguments.vm
        # A VM that is defined nowhere any more may have snapshots still.
        found = tuple(each for each in found if wanted in (each.vm, each.vm_name))
        if not found:
            find_vm(state, wanted)
    rows = [
        [
            plain(snapshot_state_text(each.state)),
            each.name,
            each.vm_name,
            each.created.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
            plain(consistency_text(each.consistency)) if each.consistency else "-",
            size(each.size),
            ", ".join(volume.target for volume in each.volumes) or "-",
            _holders(each, state),
            each.id,
        ]
        for each in found
    ]
    head = ["STATE", "NAME", "VM", "CREATED", "CONSISTENCY", "SIZE", "VOLUMES", "ON", "ID"]
    console.say(table(head, rows, right=(5,)))
    _trouble(console, found)
    unseen = say_unseen(console, state)
    if state.records_unseen:
        console.say("What such a PM holds is not shown here.")
    console.answer(
        {
            "snapshots": [snapshot_json(each, state) for each in found],
            "problems": problems_json(unseen),
        }
    )
    return DONE


def show(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    found = [find_snapshot(state, each) for each in arguments.ids]
    for number, snapshot in enumerate(found):
        if number:
            console.say()
        _tell(console, state, snapshot)
    answers = [snapshot_json(each, state) for each in found]
    console.answer({"snapshot": answers[0]} if len(answers) == 1 else {"snapshots": answers})
    return DONE


def _tell(console: Console, state: SystemState, snapshot: Snapshot) -> None:
    console.say(
        f"{tame(snapshot.name)}  {plain(snapshot_state_text(snapshot.state))}  {snapshot.id}"
    )
    console.say(f"of {tame(snapshot.vm_name)} ({snapshot.vm})")
    when = snapshot.created.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    console.say(f"{when} by {tame(snapshot.created_by)} on {tame(snapshot.primary_name)}")
    if snapshot.consistency and snapshot.reason:
        frozen = f", frozen for {snapshot.frozen_ms:.0f} ms" if snapshot.frozen_ms else ""
        console.say(
            f"{plain(consistency_text(snapshot.consistency))}"
            f" ({plain(reason_text(snapshot.reason))}){frozen}"
        )
    if snapshot.description:
        console.say("\n".join(tame(line) for line in snapshot.description.splitlines()))
    console.say()
    rows = [
        [v.target + (" (boot)" if v.boot else ""), size(v.size), size(v.capacity),
         plain(method_text(v.method)), v.parent or "-"]
        for v in snapshot.volumes
    ]  # fmt: skip
    console.say(table(["VOLUME", "SIZE", "CAPACITY", "METHOD", "PARENT"], rows, right=(1, 2)))
    console.say()
    for machine in state.machines:
        copy = plain(copy_state_text(snapshot.copies[machine.side]))
        console.say(f"{tame(machine.name)}: {copy}")
    _trouble(console, [snapshot])


def say_unseen(console: Console, state: SystemState) -> tuple[Problem, ...]:
    """Why it may not be all that there is."""
    known = [m.problem for m in state.machines if m.problem is not None]
    unseen = tuple(dict.fromkeys([*known, *state.records_unseen]))
    for problem in unseen:
        console.say(f"\n{plain(problem_text(problem).cause)}")
    return unseen


def find_snapshot(state: SystemState, wanted: str) -> Snapshot:
    """By id, or the beginning of one. Raises WrongUsage, or Refused if there is none: a PM that
    cannot be seen may be the one that has it, and then that is the reason."""
    found = by_beginning(wanted, ((each.id, each) for each in state.snapshots))
    if found is None:
        unseen = [m.problem for m in state.machines if m.problem is not None]
        raise Refused(unseen or NoSuchSnapshot(wanted))
    return found


def by_beginning(wanted: str, known: Iterable[tuple[str, T]]) -> T | None:
    """What has this id, or one that begins so. Raises WrongUsage if it could be several."""
    if len(wanted) < SHORTEST_ID:
        raise WrongUsage(f"the id {wanted!r} is too short: at least {SHORTEST_ID} characters")
    found = [each for identity, each in known if identity.startswith(wanted.lower())]
    if len(found) > 1:
        raise WrongUsage(f"the id {wanted!r} is not unique")
    return found[0] if found else None


def _trouble(console: Console, snapshots: Sequence[Snapshot]) -> None:
    """What is wrong with them, and what to do about it."""
    for snapshot in snapshots:
        for problem in snapshot.problems:
            said = problem_text(problem)
            console.say(f"\n{snapshot.id}: {plain(said.cause)}\n  {plain(said.remedy)}")


def _holders(snapshot: Snapshot, state: SystemState) -> str:
    return ", ".join(
        f"{machine.name} ({plain(copy_state_text(snapshot.copies[machine.side]))})"
        if snapshot.copies[machine.side].value != "whole"
        else machine.name
        for machine in state.machines
        if snapshot.copies[machine.side].value != "absent"
    )

"""twinpointctl pm work-on, pm finalize: a PM out of service and back."""

from __future__ import annotations

import argparse

from app.cli.console import (
    DONE,
    FAILED,
    Console,
    WrongUsage,
    find_vm,
    is_terminal,
    problem_lines,
    run_cancellable,
)
from app.cli.new_vm_verbs import side_of
from app.cli.progress import Progress
from app.cli.table import tame
from app.cli.wire import problems_json
from app.machines.pair import Pair
from app.model.machine import Side
from app.model.maintenance import WorkOnPlan, WorkOnRequest
from app.model.problems import RunCancelled
from app.model.state import SystemState
from app.operations.operation import Cancelled, CancelToken
from app.operations.work_on import Finalize, PlanWorkOn, WorkOn


def work_on(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
        side = _side(state, arguments.pm)
        name = state.machine(side).name
        if arguments.dry_run:
            return _tell(console, pair, side, name)
        keep = {find_vm(state, vm).uuid for vm in arguments.keep}
        if arguments.keep_all:
            keep = {vm.uuid for vm in state.vms}
        request = WorkOnRequest(side, frozenset(keep), arguments.even_both)
        progress = Progress(console.say, console.out if is_terminal(console.out) else None)
        try:
            done = run_cancellable(
                WorkOn(pair, request), progress.report, console.complain, lambda: False
            )
        except Cancelled:
            console.complain(f"{tame(name)} is in maintenance mode if a VM had begun to move")
            console.answer({"problems": problems_json([RunCancelled()]), "details": ""})
            return FAILED
        finally:
            progress.end()
    console.say(f"{tame(name)} is in maintenance mode")
    for vm in done.moved:
        console.say(f"  {tame(vm)} was moved")
    for problem in done.problems:
        console.say(problem_lines(problem, "  "))
    console.answer(
        {
            "pm": name,
            "maintenance": True,
            "moved": list(done.moved),
            "stayed": list(done.stayed),
            "warnings": problems_json(done.problems),
        }
    )
    return DONE


def finalize(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
        side = _side(state, arguments.pm)
        Finalize(pair, side).run(lambda event: None, CancelToken())
    name = state.machine(side).name
    console.say(f"{tame(name)} is out of maintenance mode")
    console.answer({"pm": name, "maintenance": False})
    return DONE


def _tell(console: Console, pair: Pair, side: Side, name: str) -> int:
    """What would move and what would stay."""
    plan = PlanWorkOn(pair, side).run(lambda event: None, CancelToken())
    how = "Pacemaker's standby" if plan.standby else "a flag on both PMs"
    console.say(f"{tame(name)} would be in maintenance mode ({how})")
    for problem in plan.warnings:
        console.say(problem_lines(problem))
    for vm in plan.vms:
        if vm.by_cluster:
            console.say(f"  {tame(vm.name)}: Pacemaker moves it, as its resource allows")
        elif vm.moves:
            console.say(f"  {tame(vm.name)}: moves while it runs")
        else:
            console.say(f"  {tame(vm.name)}: stays")
            console.say("\n".join(problem_lines(problem, "    ") for problem in vm.problems))
    console.answer(plan_json(plan, name))
    return DONE


def plan_json(plan: WorkOnPlan, name: str) -> dict[str, object]:
    return {
        "pm": name,
        "standby": plan.standby,
        "warnings": problems_json(plan.warnings),
        "vms": [
            {
                "uuid": vm.vm,
                "name": vm.name,
                "moves": vm.moves,
                "by_cluster": vm.by_cluster,
                "problems": problems_json(vm.problems),
            }
            for vm in plan.vms
        ],
    }


def _side(state: SystemState, wanted: str) -> Side:
    side = side_of(state, wanted)
    if side is None:
        raise WrongUsage("say which PM")
    return side

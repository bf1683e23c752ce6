"""twinpointctl watch: what changes, line by line, until interrupted."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime

from app.cli.console import DONE, Console, problems_of, run_cancellable
from app.cli.table import tame
from app.cli.wire import state_json
from app.model.decision import Setting
from app.model.machine import Machine, MachineState
from app.model.snapshot import Run, Snapshot
from app.model.state import SystemState
from app.model.vm import Vm
from app.operations.events import Event, SystemSeen
from app.operations.operation import Cancelled
from app.operations.watch_system import WatchSystem
from app.rules.preferences import decided, snapshots_disabled
from app.sentences import (
    machine_state_text,
    plain,
    problem_text,
    snapshot_state_text,
    step_text,
    vm_state_text,
)


def watch(console: Console, arguments: argparse.Namespace) -> int:
    last: list[SystemState] = []

    def report(event: Event) -> None:
        if not isinstance(event, SystemSeen):
            return
        console.answer(state_json(event.state))
        if any(each.state is MachineState.CONNECTING for each in event.state.machines):
            return  # half a view tells of changes that are none
        now = datetime.now().strftime("%H:%M:%S")
        for line in differences(last[0] if last else None, event.state):
            console.say(f"{now}  {tame(line)}")
        last[:] = [event.state]

    with console.pair() as pair:
        try:
            run_cancellable(WatchSystem(pair), report, lambda _: None, lambda: False)
        except Cancelled:
            return DONE


def differences(old: SystemState | None, new: SystemState) -> Iterator[str]:
    """What is to be told of a new view, after `old`."""
    if (old is None and snapshots_disabled(new)) or (old and _creation(old) != _creation(new)):
        yield _creation(new)
    machines = {m.side: _machine(m) for m in old.machines} if old else {}
    for machine in new.machines:
        if machines.get(machine.side) != _machine(machine):
            yield _machine(machine)
    vms = {vm.uuid: _vm(vm, old) for vm in old.vms} if old else {}
    for vm in new.vms:
        if vms.get(vm.uuid) != _vm(vm, new):
            yield _vm(vm, new)
    yield from (f"{vm.name}: gone" for vm in (old.vms if old else ()) if new.vm(vm.uuid) is None)
    snapshots = {each.id: each for each in old.snapshots} if old else {}
    for snapshot in new.snapshots:
        before = snapshots.pop(snapshot.id, None)
        if before is None or _snapshot(before) != _snapshot(snapshot):
            yield _snapshot(snapshot)
    yield from (f"{each.vm_name}: snapshot {each.name}: gone" for each in snapshots.values())
    runs = {run.job: _run(run) for run in old.runs} if old else {}
    for run in new.runs:
        if runs.get(run.job) != _run(run) and not (run.ended and run.job not in runs):
            yield _run(run)


def _creation(state: SystemState) -> str:
    decision = decided(state, Setting.SNAPSHOTS)
    words = "enabled" if snapshots_disabled(state) is None else "disabled"
    return f"snapshot creation is {words}" + (f" (by {decision.by})" if decision else "")


def _machine(machine: Machine) -> str:
    text = f"{machine.name}: {plain(machine_state_text(machine.state))}"
    causes = (plain(problem_text(problem).cause) for problem in problems_of(machine))
    return " - ".join([text, *causes])


def _vm(vm: Vm, state: SystemState | None) -> str:
    on = state.machine(vm.primary).name if state else ""
    stale = " (stale)" if vm.stale else ""
    return f"{vm.name}: {plain(vm_state_text(vm.state))} on {on}{stale}"


def _snapshot(snapshot: Snapshot) -> str:
    state = plain(snapshot_state_text(snapshot.state))
    return f"{snapshot.vm_name}: snapshot {snapshot.name}: {state}"


def _run(run: Run) -> str:
    if run.ended:
        why = f" - {plain(problem_text(run.problem).cause)}" if run.problem else ""
        return f"{run.vm_name}: run {'cancelled' if run.cancelled else 'ended'}{why}"
    return f"{run.vm_name}: {plain(step_text(run.step))}"

"""What went wrong and what is wrong now: alerts, by names that all consoles share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.model.decision import Acknowledgement
from app.model.machine import Flag, MachineState
from app.model.problems import Problem, ReplicationWaits, RunCancelled, VmOnBoth
from app.model.snapshot import Run
from app.model.state import SystemState
from app.remote.decisions import is_alert
from app.rules.container_rules import filling

IN_REACH = (MachineState.RUNNING, MachineState.MAINTENANCE, MachineState.SYNCHRONIZING)
EVENTS = ("run",)  # kinds that tell of something that is over


@dataclass(frozen=True, slots=True)
class Alert:
    """`key` is the system's name and what, apart from that, all consoles call it. `lasting` alerts
    tell of an event and stay until acknowledged; the others tell of a state and go with it.
    `run` is the one that failed, `vm` the UUID of the VM concerned."""

    key: tuple[str, ...]
    subject: str
    problem: Problem
    since: datetime
    lasting: bool = False
    acknowledged: Flag | None = None
    run: Run | None = None
    vm: str = ""

    @property
    def system(self) -> str:
        return self.key[0]

    @property
    def name(self) -> str:
        """What the PMs keep its acknowledgement under; "" if it has none that would hold."""
        name = "/".join(("alert", *self.key[1:]))
        return name if is_alert(name) else ""


def alerts_of(state: SystemState, now: datetime) -> Iterator[Alert]:
    """Every alert that a view of a system gives rise to."""
    system = state.system.name
    known = newest_acknowledgements(state)

    def alert(
        key: tuple[str, ...],
        subject: str,
        problem: Problem,
        since: datetime,
        *,
        lasting: bool = False,
        run: Run | None = None,
        vm: str = "",
    ) -> Alert:
        flag = flag_of(known.get("/".join(("alert", *key))))
        return Alert((system, *key), subject, problem, since, lasting, flag, run, vm)

    for machine in state.machines:
        problems: tuple[Problem, ...] = machine.obstacles
        # Somebody wished for maintenance, and a first connection is no alarm.
        if machine.problem and machine.state not in (
            MachineState.MAINTENANCE,
            MachineState.CONNECTING,
        ):
            problems = (machine.problem, *problems)
        for problem in problems:
            # One that was never reached has no UUID yet, and no name that others would know.
            who = machine.host_uuid or f"?{int(machine.side)}"
            key: tuple[str, ...] = ("pm", who, problem.code)
            yield alert(key, machine.name, problem, machine.last_seen or now)
    for vm in state.vms:
        if vm.running_on_both:
            yield alert(("vm", vm.uuid, VmOnBoth.code), vm.name, VmOnBoth(vm.name), now, vm=vm.uuid)
    for vm, filled in filling(state):
        key = ("container", vm.uuid, filled.target)
        yield alert(key, vm.name, filled, now, vm=vm.uuid)
    for run in (*state.runs, *state.history):
        if run.problem is None or run.cancelled or isinstance(run.problem, RunCancelled):
            continue
        if run.ended:
            when = run.ended_at or run.started
            key = ("run", run.job)
            yield alert(key, run.vm_name, run.problem, when, lasting=True, run=run, vm=run.vm)
        elif isinstance(run.problem, ReplicationWaits):
            yield alert(("waits", run.job), run.vm_name, run.problem, run.started, vm=run.vm)
    for snapshot in state.snapshots:
        if snapshot.run is not None and not snapshot.run.ended:
            continue
        for problem in snapshot.problems:
            key = ("snapshot", snapshot.id, problem.code)
            yield alert(key, snapshot.vm_name, problem, snapshot.created, vm=snapshot.vm)


def newest_acknowledgements(state: SystemState) -> dict[str, Acknowledgement]:
    """By the alert's name, as either PM knows it."""
    found: dict[str, Acknowledgement] = {}
    for machine in state.machines:
        for each in machine.acknowledgements:
            if each.alert not in found or each.rank > found[each.alert].rank:
                found[each.alert] = each
    return found


def flag_of(acknowledgement: Acknowledgement | None) -> Flag | None:
    """Who took note and when; None if nobody did, or what it was of has been over since."""
    if acknowledgement is None or not acknowledgement.on:
        return None
    return Flag(acknowledgement.by, acknowledgement.since)


def outlived(state: SystemState, now: datetime) -> tuple[str, ...]:
    """Acknowledged alerts of states that are over, so that they are new when they come again. Who
    does not see both PMs cannot tell."""
    taken = [
        name
        for name, each in sorted(newest_acknowledgements(state).items())
        if each.on and name.split("/")[1] not in EVENTS
    ]
    if not taken or not all(machine.state in IN_REACH for machine in state.machines):
        return ()
    there = {alert.name for alert in alerts_of(state, now)}
    return tuple(name for name in taken if name not in there)

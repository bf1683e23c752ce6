"""What holds for the whole system: the newest decision that either PM knows."""

from __future__ import annotations

from app.model.decision import Decision, Setting
from app.model.machine import Flag, Machine, MachineState
from app.model.problems import Problem
from app.model.state import SystemState
from app.rules.verdict import Allowed, Verdict, machine_problems, verdict


def decided(state: SystemState, setting: Setting) -> Decision | None:
    """None if nobody ever decided it. What a PM out of reach held counts as it was seen last."""
    found = [machine.decision(setting) for machine in state.machines]
    known = [decision for decision in found if decision is not None]
    return max(known, key=lambda decision: decision.rank, default=None)


def snapshots_disabled(state: SystemState) -> Flag | None:
    """Who disabled snapshots and since when; None if they may be taken."""
    decision = decided(state, Setting.SNAPSHOTS)
    if decision is None or decision.value:
        return None
    return Flag(decision.by, decision.since)


def percent(state: SystemState, setting: Setting) -> int:
    """Of one of the two settings that are a percentage."""
    decision = decided(state, setting)
    return int(decision.value if decision is not None else setting.default)


def knows(machine: Machine, decision: Decision | None, setting: Setting) -> bool:
    """Whether a PM holds this decision. One that does not learns of it when the PMs meet."""
    return machine.decision(setting) == decision


def may_decide(state: SystemState) -> Verdict:
    """One PM that can be reached is enough: it tells the other one."""
    problems: list[Problem] = []
    for machine in state.machines:
        if machine.may_change and machine.state in (
            MachineState.RUNNING,
            MachineState.MAINTENANCE,
            MachineState.SYNCHRONIZING,
        ):
            return Allowed()
        problems += machine_problems(machine)
    return verdict(problems)

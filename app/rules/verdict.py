"""The answer of a rule that says whether something may be done, and what any of them asks first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.model.machine import Machine, MachineState
from app.model.problems import (
    MachineConnecting,
    MachineInMaintenance,
    MachineNotRunning,
    MachineSynchronizing,
    MachineUnreachable,
    Problem,
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing known speaks against it."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What speaks against it, most important first; never empty."""

    problems: tuple[Problem, ...]


Verdict = Allowed | Forbidden


def verdict(problems: Iterable[Problem]) -> Verdict:
    """Forbidden by these, each once; allowed if there are none."""
    found = tuple(dict.fromkeys(problems))
    return Forbidden(found) if found else Allowed()


def machine_problems(machine: Machine) -> tuple[Problem, ...]:
    """Why a PM cannot take part now."""
    match machine.state:
        case MachineState.RUNNING:
            return machine.obstacles
        case MachineState.MAINTENANCE:
            flag = machine.maintenance
            return (
                MachineInMaintenance(
                    machine.name,
                    flag.by if flag else "Pacemaker",
                    flag.since.isoformat() if flag else "",
                ),
            )
        case MachineState.SYNCHRONIZING:
            return (machine.problem or MachineSynchronizing(machine.name),)
        case MachineState.NOT_RUNNING:
            return (machine.problem or MachineNotRunning(machine.name),)
        case MachineState.CONNECTING:
            return (machine.problem or MachineConnecting(machine.name),)
        case MachineState.UNREACHABLE:
            return (machine.problem or MachineUnreachable(machine.name),)

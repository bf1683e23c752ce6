"""What taking a PM out of service means, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.machine import Side
from app.model.problems import Problem


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A VM that runs on the PM. It moves by live migration unless `problems` says why it cannot;
    where `by_cluster`, Pacemaker sees to it, and may stop it here and start it there."""

    vm: str  # uuid
    name: str
    problems: tuple[Problem, ...] = ()
    by_cluster: bool = False

    @property
    def moves(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class WorkOnPlan:
    """`warnings` have to be accepted by whoever goes on; `standby`: it is Pacemaker's."""

    side: Side
    vms: tuple[PlannedMove, ...]
    warnings: tuple[Problem, ...] = ()
    standby: bool = False


@dataclass(frozen=True, slots=True)
class WorkOnRequest:
    """`keep` are UUIDs of VMs that stay where they are."""

    side: Side
    keep: frozenset[str] = frozenset()
    accept_warnings: bool = False


@dataclass(frozen=True, slots=True)
class WorkedOn:
    """Names of VMs that were moved, and of those that still run there."""

    moved: tuple[str, ...]
    stayed: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

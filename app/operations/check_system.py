"""Checks a system through and through, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import TwinpointError
from app.machines.pair import Pair
from app.model.facts import Facts
from app.model.machine import Machine, Side
from app.model.problems import (
    ClocksApart,
    HostKeyChanged,
    HostKeyUnknown,
    LibvirtNotAllowed,
    LoginRefused,
    MachineNotRunning,
    NoRootRights,
    Problem,
    SameMachineTwice,
    ShellNotClean,
    TooLittleRoom,
    ToolMissing,
)
from app.operations.events import CheckLine
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.remote.capacity import FLOOR
from app.rules.system_view import SideView, system_state

CLOCKS_APART = 5.0  # seconds; journals and runs of both PMs are read side by side

# What is looked at, in the order in which one thing needs the one before it.
_LINK_CHECKS: tuple[tuple[str, tuple[type[Problem], ...]], ...] = (
    ("ssh", ()),
    ("host-key", (HostKeyUnknown, HostKeyChanged)),
    ("login", (LoginRefused, ShellNotClean)),
    ("root", (NoRootRights,)),
    ("python", (ToolMissing,)),
)


@dataclass(frozen=True, slots=True)
class CheckSystem:
    """Reports a CheckLine for everything looked at, good or bad; returns the bad ones' problems.
    `linked`: whether the PMs should reach each other already."""

    pair: Pair
    linked: bool = True

    def run(self, report: Report, cancel: CancelToken) -> tuple[Problem, ...]:
        """Raises Cancelled only: what is wrong is the result."""
        cancel.check()
        views = look_at_both(self.pair)
        state = system_state(self.pair.system, views)
        lines: list[CheckLine] = []
        for side in Side:
            cancel.check()
            machine = state.machine(side)
            found = [*_link_lines(machine.name, views[side]), *_inside(machine, views[side])]
            for line in found:
                report(line)
            lines += found
        for line in self._between(state.machines, (views[0].facts, views[1].facts), cancel):
            report(line)
            lines.append(line)
        return tuple(line.problem for line in lines if line.problem is not None)

    def _between(
        self,
        machines: tuple[Machine, Machine],
        facts: tuple[Facts | None, Facts | None],
        cancel: CancelToken,
    ) -> list[CheckLine]:
        """What concerns both PMs together; empty if one of them cannot be asked."""
        first, second = facts
        if first is None or second is None:
            return []
        names = f"{machines[0].name}, {machines[1].name}"
        lines = [_two_hosts(machines, names), _clocks(machines, first, second)]
        for side in Side if self.linked else ():
            cancel.check()
            lines.append(self._link_line(side, machines))
        return lines

    def _link_line(self, side: Side, machines: tuple[Machine, Machine]) -> CheckLine:
        name, peer = machines[side].name, machines[side.other].name
        try:
            self.pair.machine(side).jobs.ask("try-link", {}, 60.0)
        except TwinpointError as error:
            return CheckLine("link", name, error.problems[0], peer)
        return CheckLine("link", name, None, peer)


def _link_lines(name: str, view: SideView) -> list[CheckLine]:
    """Good lines up to the one that failed; nothing after that could be looked at."""
    problem = view.facts_problem
    lines: list[CheckLine] = []
    for subject, kinds in _LINK_CHECKS:
        blamed = isinstance(problem, kinds) if kinds else _is_link_fault(problem)
        lines.append(CheckLine(subject, name, problem if blamed else None))
        if blamed:
            break
    return lines


def _is_link_fault(problem: Problem | None) -> bool:
    known = tuple(kind for _, kinds in _LINK_CHECKS for kind in kinds)
    return problem is not None and not isinstance(problem, known)


def _inside(machine: Machine, view: SideView) -> list[CheckLine]:
    lines: list[CheckLine] = []
    name, facts = machine.name, view.facts
    if facts is not None:
        missing = {each.tool: each for each in facts.obstacles if isinstance(each, ToolMissing)}
        lines += [
            CheckLine(tool, name, missing.pop(tool, None), version) for tool, version in facts.tools
        ]
        rest = [
            problem
            for problem in facts.obstacles
            if not isinstance(problem, ToolMissing | MachineNotRunning)
        ]
        lines += [CheckLine(problem.code, name, problem) for problem in [*missing.values(), *rest]]
        free = f"{facts.room_free} of {facts.room_total} bytes free"
        little = TooLittleRoom(name, facts.root, FLOOR, facts.room_free)
        full = little if facts.room_free < FLOOR else None
        lines.append(CheckLine("room", name, full, free, (facts.room_free, facts.room_total)))
    if view.in_reach or isinstance(view.facts_problem, NoRootRights | ToolMissing):
        problem = view.domains_problem
        if problem is None and isinstance(machine.problem, MachineNotRunning | LibvirtNotAllowed):
            problem = machine.problem
        lines.append(CheckLine("vms", name, problem, f"{len(view.domains)}"))
    return lines


def _two_hosts(machines: tuple[Machine, Machine], names: str) -> CheckLine:
    uuid = machines[0].host_uuid
    same = bool(uuid) and uuid == machines[1].host_uuid
    problem = SameMachineTwice(machines[1].name, uuid) if same else None
    return CheckLine("two-hosts", names, problem)


def _clocks(machines: tuple[Machine, Machine], first: Facts, second: Facts) -> CheckLine:
    here, there = machines[0].name, machines[1].name
    apart = abs(first.host.clock_ahead - second.host.clock_ahead)
    problem = None
    if apart > CLOCKS_APART:
        problem = ClocksApart(here, there, round(apart))
    return CheckLine("clocks", f"{here}, {there}", problem, f"{apart:.1f} s apart", (apart,))

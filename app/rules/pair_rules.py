"""Whether two PMs can be made a pair, from what a check of them found."""

from __future__ import annotations

from collections.abc import Iterable

from app.model.problems import (
    HostKeyChanged,
    HostKeyUnknown,
    LoginRefused,
    MachineUnreachable,
    NoRootRights,
    Problem,
    SameMachineTwice,
    ShellNotClean,
    ToolMissing,
    Unexplained,
)

# Without these nothing can be set up on a PM; everything else can be mended afterwards.
_LINK = (
    MachineUnreachable,
    HostKeyUnknown,
    HostKeyChanged,
    LoginRefused,
    ShellNotClean,
    NoRootRights,
    SameMachineTwice,
    Unexplained,
)


def may_only_look(problems: Iterable[Problem]) -> bool:
    """Whether nothing but missing rights stands in the way: such a system can be looked at."""
    blocking = [one for one in problems if stands_in_the_way((one,))]
    return bool(blocking) and all(isinstance(one, NoRootRights) for one in blocking)


def stands_in_the_way(problems: Iterable[Problem]) -> bool:
    """Whether one of these keeps the PMs from being set up at all."""
    return any(
        isinstance(one, _LINK) or (isinstance(one, ToolMissing) and one.tool == "python3")
        for one in problems
    )

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
    ToolMissing,
    Unexplained,
)

# Without these nothing can be set up on a PM; everything else can be mended afterwards.
_LINK = (
    MachineUnreachable,
    HostKeyUnknown,
    HostKeyChanged,
    LoginRefused,
    NoRootRights,
    SameMachineTwice,
    Unexplained,
)


def stands_in_the_way(problems: Iterable[Problem]) -> bool:
    """Whether one of these keeps the PMs from being set up at all."""
    return any(
        isinstance(one, _LINK) or (isinstance(one, ToolMissing) and one.tool == "python3")
        for one in problems
    )

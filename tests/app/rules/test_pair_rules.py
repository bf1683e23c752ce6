"""Whether two PMs can be set up, by what a check found."""

from __future__ import annotations

import pytest

from app.model.problems import (
    ClocksApart,
    LibvirtNotAllowed,
    MachineUnreachable,
    NoRootRights,
    Problem,
    SameMachineTwice,
    ToolMissing,
)
from app.rules.pair_rules import may_only_look, stands_in_the_way

RIGHTS = NoRootRights("pm1", "u")


@pytest.mark.parametrize(
    ("problems", "blocked", "look"),
    [
        ((), False, False),
        ((ClocksApart("pm1", "pm2", 9), ToolMissing("pm1", "rsync")), False, False),
        ((ToolMissing("pm1", "python3"),), True, False),
        ((SameMachineTwice("pm1", "x"),), True, False),
        ((RIGHTS,), True, True),
        ((RIGHTS, LibvirtNotAllowed("pm1", "u")), True, True),
        ((RIGHTS, MachineUnreachable("pm2")), True, False),
    ],
)
def test_what_a_check_found(problems: tuple[Problem, ...], blocked: bool, look: bool) -> None:
    assert stands_in_the_way(problems) is blocked
    assert may_only_look(problems) is look

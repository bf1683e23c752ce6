"""Which PM is the primary."""

from __future__ import annotations

import pytest

from app.model.machine import Side
from app.model.vm import VmState
from app.rules.roles import primary_side, running_on_both
from tests.app.made import domain

ON, OFF = domain(), domain(VmState.STOPPED)


@pytest.mark.parametrize(
    ("first", "second", "times", "primary"),
    [
        (ON, OFF, (None, None), Side.FIRST),
        (OFF, ON, (None, None), Side.SECOND),
        (OFF, ON, (9.0, 1.0), Side.SECOND),
        (None, OFF, (9.0, None), Side.SECOND),
        (OFF, None, (None, 9.0), Side.FIRST),
        (OFF, OFF, (1.0, 2.0), Side.SECOND),
        (OFF, OFF, (2.0, 1.0), Side.FIRST),
        (OFF, OFF, (None, 1.0), Side.SECOND),
        (OFF, OFF, (None, None), Side.FIRST),
        (ON, ON, (1.0, 2.0), Side.SECOND),
        (domain(VmState.PAUSED), OFF, (None, 5.0), Side.FIRST),
        (domain(VmState.UNKNOWN), ON, (None, None), Side.SECOND),
    ],
)
def test_primary(first: object, second: object, times: tuple[float, float], primary: Side) -> None:
    assert primary_side((first, second), times) is primary  # type: ignore[arg-type]


def test_on_both() -> None:
    assert running_on_both((ON, ON))
    assert running_on_both((ON, domain(VmState.PAUSED)))
    assert not running_on_both((ON, OFF))
    assert not running_on_both((ON, None))
    assert not running_on_both((domain(VmState.MIGRATING), ON))

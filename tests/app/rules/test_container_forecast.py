"""What a snapshot would leave of a container."""

from __future__ import annotations

from dataclasses import replace

from app.model.machine import Side
from app.model.snapshot import Method, VolumeForecast
from app.model.volume import Container
from app.rules.container_forecast import after_snapshot, fuller, share_after
from tests.ui import sample

GIB = 1024**3
NOW = Container("vda", 10 * GIB, 4 * GIB, GIB)


def forecast(size: int, used: int, capacity: int = 10 * GIB) -> VolumeForecast:
    return VolumeForecast("vda", Method.INCREMENT, size, capacity, used)


def test_the_pm_decides_where_less_is_left() -> None:
    more = replace(NOW, snapshots_size=2 * GIB)
    vm = sample.vm(sample.WEB, "web01", containers=((Side.FIRST, (NOW,)), (Side.SECOND, (more,))))
    assert fuller(vm, "vda") == more
    assert fuller(vm, "vdb") is None


def test_what_is_added_stands_beside_what_is_there() -> None:
    after = after_snapshot(NOW, 4 * GIB, forecast(2 * GIB, 5 * GIB))
    assert (after.volume_size, after.snapshots_size, after.reserved) == (4 * GIB, GIB, 2 * GIB)
    assert share_after(after) == 0.7


def test_the_pm_that_was_asked_may_hold_more_than_was_seen() -> None:
    after = after_snapshot(NOW, 4 * GIB, forecast(GIB, 7 * GIB, 12 * GIB))
    assert (after.capacity, after.snapshots_size) == (12 * GIB, 3 * GIB)


def test_a_container_that_is_not_there_yet_is_made() -> None:
    after = after_snapshot(None, 4 * GIB, forecast(3 * GIB, 4 * GIB))
    assert after == Container("vda", 10 * GIB, 4 * GIB, 0, 3 * GIB)


def test_what_does_not_fit_is_more_than_the_whole() -> None:
    assert share_after(after_snapshot(NOW, 4 * GIB, forecast(6 * GIB, 5 * GIB))) > 1

"""What a snapshot would take, as the primary says it."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import Refused, Unreachable
from app.model.machine import Side
from app.model.problems import NoSuchVm
from app.model.snapshot import Consistency, ConsistencyReason, Method, VolumeForecast
from app.operations.forecast_snapshot import ForecastSnapshot
from app.operations.operation import CancelToken
from tests.app.fakes import FakePair
from tests.app.made import VM, domain

ANSWER: dict[str, Any] = {
    "kind": "forecast",
    "volumes": [
        {
            "target": "vda",
            "method": "increment",
            "size": 5,
            "container_capacity": 100,
            "container_used": 50,
        }
    ],
    "consistency": "application",
    "reason": "frozen",
    "problems": [],
}


def test_the_primary_is_asked() -> None:
    pair = FakePair()
    pair.machines[1].hypervisor.found = (domain(),)
    pair.machines[1].jobs.answers["forecast"] = ANSWER
    for side in (Side.SECOND, None):
        found = ForecastSnapshot(pair, VM, ["vda"], side).run(lambda _: None, CancelToken())
        assert found.volumes == (VolumeForecast("vda", Method.INCREMENT, 5, 100, 50),)
        assert (found.consistency, found.reason) == (
            Consistency.APPLICATION,
            ConsistencyReason.FROZEN,
        )
        assert found.problems == ()


def test_a_vm_nobody_knows() -> None:
    with pytest.raises(Refused) as caught:
        ForecastSnapshot(FakePair(), VM, ["vda"]).run(lambda _: None, CancelToken())
    assert caught.value.problems == (NoSuchVm(VM),)


@pytest.mark.parametrize("change", [{"volumes": None}, {"volumes": [1]}, {"reason": "magic"}])
def test_nonsense_is_not_believed(change: dict[str, Any]) -> None:
    pair = FakePair()
    pair.machines[0].jobs.answers["forecast"] = {**ANSWER, **change}
    with pytest.raises(Unreachable):
        ForecastSnapshot(pair, VM, ["vda"], Side.FIRST).run(lambda _: None, CancelToken())

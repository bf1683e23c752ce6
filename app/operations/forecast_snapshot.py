"""What a snapshot would take, asked of the primary PM before it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import Refused, Unreachable
from app.machines.pair import Answer, Pair
from app.machines.pm_lines import problems_from
from app.machines.strict import BadAnswer, a_list, an_object, size, text, word
from app.model.machine import Side
from app.model.problems import NoSuchVm, Unexplained
from app.model.snapshot import (
    Consistency,
    ConsistencyReason,
    Forecast,
    Method,
    VolumeForecast,
)
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.rules.system_view import system_state

TIMEOUT = 60.0  # seconds; a volume without a bitmap has to be looked at


@dataclass(frozen=True, slots=True)
class ForecastSnapshot:
    """`vm` is its UUID, `targets` are the volumes that would be captured, `side` is its primary
    (None: found out first, which takes a look at both PMs)."""

    pair: Pair
    vm: str
    targets: Sequence[str]
    side: Side | None = None

    def run(self, report: Report, cancel: CancelToken) -> Forecast:
        """Raises Refused or Unreachable."""
        cancel.check()
        link = self.pair.machine(self._primary() if self.side is None else self.side)
        wish = {"vm": self.vm, "targets": list(self.targets)}
        answer = link.jobs.ask("forecast", wish, TIMEOUT)
        try:
            return _forecast(self.vm, answer, link.name)
        except BadAnswer as error:
            raise Unreachable(Unexplained(link.name, str(error))) from error

    def _primary(self) -> Side:
        vm = system_state(self.pair.system, look_at_both(self.pair)).vm(self.vm)
        if vm is None:
            raise Refused(NoSuchVm(self.vm))
        return vm.primary


def _forecast(vm: str, answer: Answer, pm: str) -> Forecast:
    problems = answer.get("problems") or []
    return Forecast(
        vm=vm,
        volumes=tuple(_volume(each) for each in a_list(answer.get("volumes"), "volumes")),
        consistency=word(answer, "consistency", Consistency),
        reason=word(answer, "reason", ConsistencyReason),
        problems=problems_from(problems, pm) if problems else (),
    )


def _volume(value: object) -> VolumeForecast:
    values = an_object(value, "volume")
    return VolumeForecast(
        target=text(values, "target"),
        method=word(values, "method", Method),
        size=size(values, "size"),
        container_capacity=size(values, "container_capacity"),
        container_used=size(values, "container_used"),
    )

"""Tells both PMs that alerts were taken note of, or that what they were about is over."""

from __future__ import annotations

from dataclasses import dataclass

from app.machines.pair import Pair
from app.operations.decide_for_system import Decided, TakeDecisions
from app.operations.operation import CancelToken, Report


@dataclass(frozen=True, slots=True)
class AcknowledgeAlerts:
    """`names` are those of `app.rules.alerts`; `over`: they are new when they come again. One PM in
    reach is enough: it tells the other one."""

    pair: Pair
    names: tuple[str, ...]
    over: bool = False

    def run(self, report: Report, cancel: CancelToken) -> Decided:
        """Raises Refused or Unreachable if neither PM can take it."""
        values = {name: not self.over for name in self.names}
        return TakeDecisions(self.pair, values).run(report, cancel)

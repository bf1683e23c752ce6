"""Decides something for the whole system: whether snapshots may be taken, its preferences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import TwinpointError, Unreachable
from app.machines.pair import Answer, Pair
from app.machines.strict import BadAnswer, an_object, truth
from app.model.decision import Setting
from app.model.machine import Side
from app.model.problems import Unexplained
from app.operations.both_at_once import both_at_once
from app.operations.operation import CancelToken, Report
from app.operations.who import this_user

ASK = 30.0  # seconds
TELL = 60.0  # with a PM that tries to reach the other one in between


@dataclass(frozen=True, slots=True)
class Decided:
    """Which PMs know of it already. One that does not is told by the other when they meet."""

    known: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class DecideForSystem:
    """One PM in reach is enough."""

    pair: Pair
    values: Mapping[Setting, bool | int]

    def run(self, report: Report, cancel: CancelToken) -> Decided:
        """Raises Refused or Unreachable if neither PM can take it."""
        values = {setting.value: value for setting, value in self.values.items()}
        return TakeDecisions(self.pair, values).run(report, cancel)


@dataclass(frozen=True, slots=True)
class TakeDecisions:
    """One PM takes the decisions, with everything in view that the other one knows, so that they
    are the newer ones; then the other is told. `values` are by the names that PMs use."""

    pair: Pair
    values: Mapping[str, bool | int]

    def run(self, report: Report, cancel: CancelToken) -> Decided:
        """Raises Refused or Unreachable if neither PM can take it."""
        first, second = both_at_once(self._ask, report)
        if isinstance(first, TwinpointError) and isinstance(second, TwinpointError):
            raise first
        cancel.check()
        answers = (first, second)
        side = Side.SECOND if isinstance(first, TwinpointError) else Side.FIRST
        other = answers[side.other]
        wish = {
            "values": dict(self.values),
            "by": this_user(),
            "known": {} if isinstance(other, TwinpointError) else other,
            "tell": isinstance(other, TwinpointError),
        }
        link = self.pair.machine(side)
        answer = link.jobs.ask("decide", wish, TELL)
        try:
            decisions = an_object(answer.get("decisions"), "decisions")
            told = truth(answer, "settled")
        except BadAnswer as error:
            raise Unreachable(Unexplained(link.name, str(error))) from error
        if not isinstance(other, TwinpointError):
            told = self._tell(side.other, decisions)
        return Decided((True, told) if side is Side.FIRST else (told, True))

    def _ask(self, side: Side, report: Report) -> Answer | TwinpointError:
        """The decisions a PM knows, as it says them."""
        link = self.pair.machine(side)
        try:
            answer = link.jobs.ask("settle", {"decisions": {}}, ASK)
            return an_object(answer.get("decisions"), "decisions")
        except BadAnswer as error:
            return Unreachable(Unexplained(link.name, str(error)))
        except TwinpointError as error:
            return error

    def _tell(self, side: Side, decisions: Answer) -> bool:
        try:
            self.pair.machine(side).jobs.ask("settle", {"decisions": decisions}, ASK)
        except TwinpointError:
            return False  # it is decided; the PM that took it tells the other one
        return True

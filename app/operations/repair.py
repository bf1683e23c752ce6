"""Clears away what dead runs left on both PMs, and takes up replications that wait."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Unreachable
from app.machines.pair import Pair
from app.machines.strict import BadAnswer, a_list
from app.model.machine import Side
from app.model.problems import Unexplained
from app.operations.look_at_system import facts_of
from app.operations.operation import CancelToken, Report

LONGEST_LINE = 1000  # characters


@dataclass(frozen=True, slots=True)
class Repair:
    """Living runs are left alone."""

    pair: Pair

    def run(self, report: Report, cancel: CancelToken) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What was done, by PM, in the PM's own words. Raises Refused or Unreachable."""
        done = []
        for side in Side:
            cancel.check()
            link = self.pair.machine(side)
            facts_of(link, side)  # so that it goes by its own name
            answer = link.jobs.ask("repair", {}, 300.0)
            try:
                lines = a_list(answer.get("done"), "done")
            except BadAnswer as error:
                raise Unreachable(Unexplained(link.name, str(error))) from error
            done.append((link.name, tuple(str(line)[:LONGEST_LINE] for line in lines)))
        return tuple(done)

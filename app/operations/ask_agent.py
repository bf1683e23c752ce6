"""Asks a VM's guest agent, through the PM that runs it, what it can do."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Unreachable
from app.machines.pair import Pair
from app.machines.strict import BadAnswer, a_list, text
from app.model.machine import Side
from app.model.problems import Unexplained
from app.model.vm import Ability, AgentAbilities
from app.operations.operation import CancelToken, Report

ASK = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class AskAgent:
    """None: it does not answer now, or a run holds the VM."""

    pair: Pair
    vm: str  # uuid
    side: Side

    def run(self, report: Report, cancel: CancelToken) -> AgentAbilities | None:
        """Raises Refused or Unreachable."""
        link = self.pair.machine(self.side)
        answer = link.jobs.ask("agent", {"vm": self.vm}, ASK)
        cancel.check()
        try:
            if answer.get("version") is None:
                return None
            known = {ability.value: ability for ability in Ability}
            words = [one for one in a_list(answer.get("abilities"), "abilities") if one in known]
            return AgentAbilities(text(answer, "version"), tuple(known[one] for one in words))
        except (BadAnswer, TypeError) as error:
            raise Unreachable(Unexplained(link.name, str(error))) from error

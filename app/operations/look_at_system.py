"""One look at both PMs: fresh facts and VMs, asked of both at the same time."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.errors import TwinpointError
from app.machines.facts import facts_from_wire
from app.machines.pair import MachineLink, Pair
from app.machines.strict import BadAnswer
from app.model.facts import Facts
from app.model.machine import Side
from app.model.problems import Problem, Unexplained
from app.model.state import SystemState
from app.model.vm import Domain
from app.operations.events import SystemSeen
from app.operations.operation import CancelToken, Report
from app.rules.system_view import SideView, Views, system_state

log = logging.getLogger(__name__)

FACTS_TIMEOUT = 45.0  # seconds


@dataclass(frozen=True, slots=True)
class LookAtSystem:
    """The system as it is now. A PM out of reach is part of the answer, not an error."""

    pair: Pair

    def run(self, report: Report, cancel: CancelToken) -> SystemState:
        """Reports SystemSeen once and returns the same. Raises Cancelled."""
        cancel.check()
        state = system_state(self.pair.system, look_at_both(self.pair))
        cancel.check()
        report(SystemSeen(state))
        return state


def look_at_both(pair: Pair) -> Views:
    """Two round trips at the same time on each PM."""
    links = [pair.machine(side) for side in Side]
    with ThreadPoolExecutor(4, thread_name_prefix="look") as pool:
        facts = [pool.submit(facts_of, links[side], side) for side in Side]
        domains = [pool.submit(_domains_of, links[side]) for side in Side]
        first, second = (_view(facts[side].result(), domains[side].result()) for side in Side)
    return first, second


def facts_of(link: MachineLink, side: Side) -> Facts | Problem:
    """What the program on the PM says, or why it does not."""
    try:
        facts = facts_from_wire(link.jobs.ask("facts", {}, FACTS_TIMEOUT), side)
    except TwinpointError as error:
        log.info("%s: %s", link.name, error)
        return error.problems[0]
    except BadAnswer as error:
        return Unexplained(link.name, str(error))
    link.known_as(facts.host.name)
    return facts


def _domains_of(link: MachineLink) -> tuple[Domain, ...] | Problem:
    try:
        return link.hypervisor.domains()
    except TwinpointError as error:
        return error.problems[0]


def _view(facts: Facts | Problem, domains: tuple[Domain, ...] | Problem) -> SideView:
    view = SideView(last_seen=datetime.now(UTC))
    if isinstance(facts, Facts):
        view = replace(view, facts=facts, runs=facts.runs)
    else:
        view = replace(view, facts_problem=facts, last_seen=None)
    if isinstance(domains, tuple):
        return replace(view, domains=domains, domains_seen=True)
    return replace(view, domains_problem=domains)

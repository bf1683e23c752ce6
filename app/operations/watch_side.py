"""Watching one PM: what its program says, and what its libvirt has."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from app.errors import TwinpointError
from app.machines.facts import facts_from_wire, load_from_wire, runs_from_wire
from app.machines.pair import Answer, Lines, MachineLink
from app.machines.strict import BadAnswer
from app.model.facts import Facts
from app.model.machine import Side
from app.model.problems import MachineUnreachable, Problem, Unexplained
from app.one_at_a_time import one_at_a_time
from app.operations.back_off import BackOff
from app.rules.system_view import SideView

log = logging.getLogger(__name__)

LOOK_AGAIN = 15.0  # seconds; libvirt's events tell of changes before that
SETTLE = 0.3  # seconds; a VM that starts makes several events at once

Update = Callable[[Callable[[SideView], SideView]], None]


class SideWatch:
    """Two threads for one PM, so that neither its program nor its libvirt, nor the other PM, is
    waited for. Tells `update` how the view of the PM changes. What was seen stays when the PM goes
    out of reach."""

    def __init__(self, link: MachineLink, side: Side, update: Update) -> None:
        self._link = link
        self._side = side
        self._update = update
        self._stopped = threading.Event()
        self._look = threading.Event()  # look at libvirt now
        self._talk: Lines | None = None
        self._threads = [
            threading.Thread(target=work, name=f"{what} {link.name}", daemon=True)
            for what, work in (("program", self._follow_facts), ("libvirt", self._follow_domains))
        ]

    def start(self) -> None:
        self._link.hypervisor.on_change(self._look.set)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Returns at once; the threads end by themselves."""
        self._stopped.set()
        self._look.set()
        self._link.hypervisor.on_change(None)
        talk = self._talk
        if talk is not None:
            talk.close()

    def join(self, timeout: float) -> None:
        for thread in self._threads:
            thread.join(timeout)

    def _follow_facts(self) -> None:
        back_off = BackOff()
        while not self._stopped.is_set():
            try:
                self._listen(back_off)
                problem: Problem = MachineUnreachable(self._link.name, "the program there ended")
            except TwinpointError as error:
                problem = error.problems[0]
            except BadAnswer as error:
                problem = Unexplained(self._link.name, str(error))
            if self._stopped.is_set():
                return
            log.info("%s: %s", self._link.name, problem)
            self._update(lambda view, why=problem: _lost(view, why))  # type: ignore[misc]
            self._look.set()
            self._stopped.wait(back_off.next_delay())

    def _listen(self, back_off: BackOff) -> None:
        with self._link.jobs.stream("watch", {}) as talk:
            self._talk = talk
            if self._stopped.is_set():
                return
            before: Facts | None = None
            for line in talk:
                back_off.succeeded()
                before = self._take(line, before)
                del line  # it may be megabytes, and the next one long in coming

    def _take(self, line: Answer, before: Facts | None) -> Facts | None:
        """The facts that were heard last, which the next line may refer to."""
        now = datetime.now(UTC)
        if line["kind"] == "facts":
            with one_at_a_time:
                facts = facts_from_wire(line, self._side, before=before)
            self._link.known_as(facts.host.name)
            self._update(
                lambda view: replace(
                    view,
                    facts=facts,
                    facts_problem=None,
                    runs=facts.runs,
                    last_seen=now,
                    remembered=False,
                )
            )
            # VMs that came or went are among the reasons for new facts.
            self._look.set()
            return facts
        if line["kind"] == "runs":
            runs = runs_from_wire(line, self._side, self._link.name)
            self._update(lambda view: replace(view, runs=runs))
        elif line["kind"] == "load":
            load = load_from_wire(line.get("load"))
            self._update(
                lambda view: replace(view, facts=view.facts and replace(view.facts, load=load))
            )
        return before

    def _follow_domains(self) -> None:
        back_off = BackOff()
        while not self._stopped.is_set():
            self._look.clear()
            try:
                domains = self._link.hypervisor.domains()
            except TwinpointError as error:
                why = error.problems[0]
                self._update(lambda view, why=why: replace(view, domains_problem=why))  # type: ignore[misc]
                delay = back_off.next_delay()
            else:
                back_off.succeeded()
                self._update(
                    lambda view, domains=domains: replace(  # type: ignore[misc]
                        view, domains=domains, domains_problem=None, domains_seen=True
                    )
                )
                delay = LOOK_AGAIN
            self._look.wait(delay)
            self._stopped.wait(SETTLE)


def _lost(view: SideView, problem: Problem) -> SideView:
    """`last_seen` becomes the moment the PM was lost, not that of its last change."""
    seen = datetime.now(UTC) if view.in_reach else view.last_seen
    return replace(view, facts_problem=problem, last_seen=seen)

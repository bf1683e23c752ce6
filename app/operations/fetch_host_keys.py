"""Asks both PMs for their host keys, which are not trusted by that."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import TwinpointError
from app.machines.first_contact import FirstContact
from app.model.keys import OfferedKey
from app.model.machine import Side
from app.model.problems import Problem
from app.operations.both_at_once import both_at_once
from app.operations.operation import CancelToken, Report

Offered = OfferedKey | Problem


@dataclass(frozen=True, slots=True)
class FetchHostKeys:
    contact: FirstContact

    def run(self, report: Report, cancel: CancelToken) -> tuple[Offered, Offered]:
        """For each PM its key, or why there is none. Raises Cancelled."""
        cancel.check()
        found = both_at_once(self._offered, report)
        cancel.check()
        return found

    def _offered(self, side: Side, report: Report) -> Offered:
        try:
            return self.contact.offered(side)
        except TwinpointError as error:
            return error.problems[0]

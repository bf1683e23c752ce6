"""Tries to log in to both PMs by key, and lists the keys that could be let in."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import TwinpointError
from app.machines.first_contact import FirstContact
from app.model.keys import LocalKey
from app.model.machine import Side
from app.model.problems import Problem
from app.operations.both_at_once import both_at_once
from app.operations.operation import CancelToken, Report


@dataclass(frozen=True, slots=True)
class Logins:
    """`problems` by PM, None where the login worked."""

    problems: tuple[Problem | None, Problem | None]
    keys: tuple[LocalKey, ...] = ()


@dataclass(frozen=True, slots=True)
class TryLogins:
    contact: FirstContact

    def run(self, report: Report, cancel: CancelToken) -> Logins:
        """Raises Cancelled, or Unreachable if the SSH configuration cannot be used."""
        cancel.check()
        problems = both_at_once(self._log_in, report)
        cancel.check()
        keys = self.contact.own_keys() if any(problems) else ()
        cancel.check()
        return Logins(problems, keys)

    def _log_in(self, side: Side, report: Report) -> Problem | None:
        try:
            self.contact.log_in(side)
        except TwinpointError as error:
            return error.problems[0]
        return None

"""Lets a key of this workstation in on PMs, with a password for each that is used once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.machines.first_contact import FirstContact
from app.model.keys import LocalKey, Secret
from app.model.machine import Side, System
from app.operations.operation import CancelToken, Report


@dataclass(frozen=True, slots=True)
class LetIn:
    """`key` None: one that is made for it."""

    passwords: Mapping[Side, Secret] = field(repr=False)
    key: LocalKey | None = None


@dataclass(frozen=True, slots=True)
class LetKeyIn:
    contact: FirstContact
    wish: LetIn

    def run(self, report: Report, cancel: CancelToken) -> System:
        """The system as it is reached from now on. Raises Refused, Unreachable or Cancelled."""
        cancel.check()
        key = self.wish.key or self.contact.make_key()
        with_key = self.contact.using(key)
        for side, password in self.wish.passwords.items():
            cancel.check()
            self.contact.let_in(side, password, key)
            with_key.log_in(side)
        return with_key.system

"""Keeps the host keys that the administrator has compared."""

from __future__ import annotations

from dataclasses import dataclass

from app.machines.first_contact import FirstContact
from app.model.keys import OfferedKey
from app.operations.operation import CancelToken, Report


@dataclass(frozen=True, slots=True)
class TrustHostKeys:
    contact: FirstContact
    keys: tuple[OfferedKey, ...]

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Raises Refused: a key that contradicts a known one is never kept."""
        cancel.check()
        self.contact.trust(self.keys)

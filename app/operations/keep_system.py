"""Adds a system to the settings of this workstation, changes it there, or takes it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Refused, SettingsError
from app.machines.pair import Pair
from app.model.first_run_problems import SettingsUnwritable
from app.operations.operation import CancelToken, Report
from app.operations.set_up_pair import SetUpPair


@dataclass(frozen=True, slots=True)
class AddSystem:
    """Nothing is remembered of PMs that could not be made a pair."""

    pair: Pair
    keep: Callable[[], None]

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Reports a CheckLine for each step. Raises Refused, Unreachable or Cancelled."""
        SetUpPair(self.pair).run(report, cancel)
        cancel.check()
        ChangeSettings(self.keep).run(report, cancel)


@dataclass(frozen=True, slots=True)
class ChangeSettings:
    """`change` reads, changes and writes them, and raises SettingsError."""

    change: Callable[[], None]

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Raises Refused. Nothing on the PMs is asked or changed."""
        try:
            self.change()
        except SettingsError as error:
            raise Refused(SettingsUnwritable(str(error))) from error

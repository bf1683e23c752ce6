"""Compares a running VM with its newest snapshot: the one test of the dirty bitmaps."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Unreachable
from app.machines.pair import Pair
from app.machines.strict import BadAnswer
from app.model.problems import Problem, Unexplained
from app.model.vm import Vm
from app.operations.operation import CancelToken, Report
from app.operations.read_again import read_again
from app.operations.who import this_user


@dataclass(frozen=True, slots=True)
class ScrubVm:
    """On the VM's primary PM. The VM runs on, and only its checkpoint is ever changed: a fault
    costs it, so that the next snapshot reads everything."""

    pair: Pair
    vm: Vm

    def run(self, report: Report, cancel: CancelToken) -> tuple[Problem, ...]:
        """The faults found. Reports BytesRead. Raises Refused, Failed, Cancelled, Unreachable."""
        link = self.pair.machine(self.vm.primary)
        wish = {"vm": self.vm.uuid, "by": this_user()}
        try:
            return read_again(link, "scrub", wish, report, cancel)
        except BadAnswer as error:
            raise Unreachable(Unexplained(link.name, str(error))) from error

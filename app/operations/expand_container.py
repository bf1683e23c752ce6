"""Makes a volume's container larger, on both PMs."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused
from app.machines.pair import Pair
from app.model.machine import Side
from app.model.problems import NoSuchVolume
from app.model.vm import Vm
from app.operations.operation import CancelToken, Report


@dataclass(frozen=True, slots=True)
class ExpandContainer:
    """`capacity` is the new one, in bytes. A container never shrinks: a smaller one changes
    nothing."""

    pair: Pair
    vm: Vm
    target: str
    capacity: int

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Raises Refused or Unreachable."""
        if self.target not in {volume.target for volume in self.vm.volumes}:
            raise Refused(NoSuchVolume(self.vm.name, self.target))
        for side in Side:
            cancel.check()
            wish = {"vm": self.vm.uuid, "target": self.target, "capacity": self.capacity}
            self.pair.machine(side).jobs.ask("expand", wish, 30.0)

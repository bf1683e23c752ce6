"""Makes a volume's container larger, on both PMs."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused
from app.machines.pair import Pair
from app.model.machine import Side
from app.model.problems import NoSuchVm
from app.operations.both_at_once import both_at_once
from app.operations.look_at_system import look_at_both
from app.operations.operation import CancelToken, Report
from app.rules.container_rules import may_expand
from app.rules.system_view import system_state
from app.rules.verdict import Forbidden

ASK = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class ExpandContainer:
    """`capacity` is the new one, in bytes. A container never shrinks. Both PMs are asked whether
    they can before either is changed; should one be lost in between, the next run brings it to
    the larger capacity of both."""

    pair: Pair
    vm: str  # uuid
    target: str
    capacity: int

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Raises Refused or Unreachable."""
        state = system_state(self.pair.system, look_at_both(self.pair))
        cancel.check()
        vm = state.vm(self.vm)
        if vm is None:
            raise Refused(NoSuchVm(self.vm))
        verdict = may_expand(state, vm, self.target, self.capacity)
        if isinstance(verdict, Forbidden):
            raise Refused(verdict.problems)
        wish = {
            "vm": vm.uuid,
            "vm_name": vm.name,
            "target": self.target,
            "capacity": self.capacity,
        }

        def ask(only_check: bool) -> None:
            def one(side: Side, report: Report) -> None:
                jobs = self.pair.machine(side).jobs
                jobs.ask("expand", {**wish, "only_check": only_check}, ASK)

            both_at_once(one, report)

        ask(True)
        cancel.check()
        ask(False)

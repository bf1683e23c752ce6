"""Everything a console knows of one system at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.model.machine import Machine, MachineState, Side, System
from app.model.problems import Problem
from app.model.snapshot import Run, Snapshot
from app.model.vm import Vm


@dataclass(frozen=True, slots=True)
class SystemState:
    """Two equal states compare equal, so that "nothing changed" costs nothing."""

    system: System
    machines: tuple[Machine, Machine]
    vms: tuple[Vm, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    runs: tuple[Run, ...] = ()
    history: tuple[Run, ...] = ()  # those that ended a while ago, the newest first

    def machine(self, side: Side) -> Machine:
        return self.machines[side]

    def vm(self, uuid: str) -> Vm | None:
        return next((vm for vm in self.vms if vm.uuid == uuid), None)

    def snapshots_of(self, vm: str) -> tuple[Snapshot, ...]:
        return tuple(snapshot for snapshot in self.snapshots if snapshot.vm == vm)

    @property
    def records_unseen(self) -> tuple[Problem, ...]:
        """Why the snapshots that a PM holds are not known, for each PM that never showed them."""
        hidden = [
            machine.problem or next(iter(machine.obstacles), None)
            for machine in self.machines
            if machine.room_total is None
        ]
        return tuple(problem for problem in hidden if problem is not None)

    @property
    def vms_unseen(self) -> tuple[Problem, ...]:
        """Why the VMs that a PM has are not known, for each PM that cannot be asked now."""
        away = (MachineState.UNREACHABLE, MachineState.NOT_RUNNING)
        found = [machine.problem for machine in self.machines if machine.state in away]
        return tuple(problem for problem in found if problem is not None)

    @property
    def connecting(self) -> bool:
        """Whether a PM has not answered yet, and nothing is known of why."""
        return any(machine.state is MachineState.CONNECTING for machine in self.machines)

    @property
    def as_of(self) -> datetime | None:
        """Of when the oldest is that is told here; None if both PMs tell it now."""
        found = [machine.last_seen for machine in self.machines if not machine.current]
        return min((time for time in found if time is not None), default=None)

    @property
    def stale(self) -> bool:
        """Whether neither PM tells now what is told here."""
        return not any(machine.current for machine in self.machines)

    def run_of(self, vm: str) -> Run | None:
        """The run in progress that holds a VM."""
        running = (run for run in self.runs if run.vm == vm and not run.ended)
        return next((run for run in running if run.holds), None)

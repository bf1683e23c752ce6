"""The whole system at one moment, put together from what each PM last said of itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from app.model.facts import Facts, VmFacts
from app.model.machine import Flag, Machine, MachineState, Side, System
from app.model.problems import (
    LibvirtNotAllowed,
    MachineNotRunning,
    MachineSynchronizing,
    NoRootRights,
    Problem,
    SameMachineTwice,
    ToolMissing,
)
from app.model.snapshot import Run, Snapshot, SnapshotState
from app.model.state import SystemState
from app.model.vm import Domain, Vm
from app.rules.roles import BothDomains, is_on, primary_side, running_on_both
from app.rules.snapshot_state import Held, snapshots_of

# The program on the PM cannot run, but the PM is there and its VMs can be seen.
BESIDE_THE_LINK = (NoRootRights, ToolMissing, MachineNotRunning)


@dataclass(frozen=True, slots=True)
class SideView:
    """What is known of one PM. `facts` and `domains` stay when the PM goes out of reach; the
    problems say why they could not be had this time (None: they were). `remembered`: they are of an
    earlier watch, and the PM has not answered this one yet."""

    facts: Facts | None = None
    facts_problem: Problem | None = None
    domains: tuple[Domain, ...] = ()
    domains_problem: Problem | None = None
    domains_seen: bool = False
    last_seen: datetime | None = None
    runs: tuple[Run, ...] = field(default=())
    remembered: bool = False

    @property
    def in_reach(self) -> bool:
        return self.facts is not None and self.facts_problem is None and not self.remembered

    @property
    def in_doubt(self) -> bool:
        """Whether it will turn out in a moment if the PM is in reach."""
        return self.remembered and self.facts_problem is None


Views = tuple[SideView, SideView]


def system_state(system: System, views: Views, before: SystemState | None = None) -> SystemState:
    """Everything a console shows, and all that the rules decide on. What is as it was `before` is
    the same object, which whoever compares both is glad of."""
    machines = _machines(system, views)
    runs = tuple(run for view in views for run in view.runs)
    # In doubt, what was seen last stands: otherwise every icon would be broken for a moment.
    held = tuple(Held(view.facts, view.in_reach or view.in_doubt) for view in views)
    # Before both PMs have answered or failed once, every icon would be broken for a moment.
    settled = all(view.facts is not None or view.facts_problem is not None for view in views)
    known = before.snapshots if before is not None else ()
    snapshots = snapshots_of((held[0], held[1]), runs, known) if settled else ()
    snapshots = known if snapshots == known else snapshots
    vms = _vms(views, machines, snapshots)
    if before is not None:
        earlier = {vm.uuid: vm for vm in before.vms}
        vms = tuple(old if (old := earlier.get(vm.uuid)) == vm else vm for vm in vms)
    return SystemState(
        system=system,
        machines=machines,
        vms=vms,
        snapshots=snapshots,
        runs=runs,
        history=_history(views, runs),
    )


def remembered(view: SideView, now: datetime) -> SideView:
    """What is left of it for the next watch."""
    return replace(
        view,
        facts_problem=None,
        domains_problem=None,
        domains_seen=False,
        last_seen=now if view.in_reach else view.last_seen,
        runs=(),
        remembered=view.facts is not None,
    )


def _history(views: Views, runs: tuple[Run, ...]) -> tuple[Run, ...]:
    listed = {run.job for run in runs}
    found = {
        run.job: run
        for view in views
        for run in (view.facts.history if view.facts is not None else ())
        if run.job not in listed
    }
    return tuple(sorted(found.values(), key=lambda run: (run.started, run.job), reverse=True))


def _machines(system: System, views: Views) -> tuple[Machine, Machine]:
    first, second = (_machine(side, system, views) for side in Side)
    if first.host_uuid and first.host_uuid == second.host_uuid:
        first = _with_obstacle(first, SameMachineTwice(first.name, first.host_uuid))
        second = _with_obstacle(second, SameMachineTwice(second.name, second.host_uuid))
    return first, second


def _with_obstacle(machine: Machine, problem: Problem) -> Machine:
    return replace(machine, obstacles=(problem, *machine.obstacles))


def _machine(side: Side, system: System, views: Views) -> Machine:
    view = views[side]
    facts = view.facts
    state, problem = _machine_state(view)
    return Machine(
        side=side,
        address=system.machines[side],
        name=facts.host.name if facts is not None else system.machines[side].host,
        state=state,
        problem=problem,
        last_seen=view.last_seen,
        host_uuid=facts.host.uuid if facts is not None else "",
        versions=facts.tools if facts is not None else (),
        container_root=facts.root if facts is not None else system.container_root,
        room_total=facts.room_total if facts is not None else None,
        room_free=facts.room_free if facts is not None else None,
        may_change=not isinstance(view.facts_problem, NoRootRights),
        decisions=facts.decisions if facts is not None else (),
        maintenance=_maintenance(view, views[side.other]),
        obstacles=_obstacles(view),
        load=facts.load if facts is not None and view.in_reach else None,
        cluster=facts.cluster if facts is not None else None,
        mirrors=facts.mirrors if facts is not None else (),
        acknowledgements=facts.acknowledgements if facts is not None else (),
        remembered=view.remembered,
    )


def _maintenance(view: SideView, other: SideView) -> Flag | None:
    """Of a PM that cannot be asked, what the other one was told."""
    if view.facts is not None and view.in_reach:
        return view.facts.maintenance
    told = other.facts.peer_maintenance if other.facts is not None else None
    return told or (view.facts.maintenance if view.facts is not None else None)


def _obstacles(view: SideView) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if isinstance(view.facts_problem, NoRootRights | ToolMissing):
        found.append(view.facts_problem)
    if view.facts is not None and view.in_reach:
        found += view.facts.obstacles
    if isinstance(view.domains_problem, LibvirtNotAllowed):
        found.append(view.domains_problem)
    return tuple(found)


def _machine_state(view: SideView) -> tuple[MachineState, Problem | None]:
    if _is_lost(view):
        return MachineState.UNREACHABLE, view.facts_problem
    facts = view.facts if view.in_reach else None
    standby = facts is not None and facts.cluster is not None and facts.cluster.in_standby
    if standby or (facts is not None and facts.maintenance is not None):
        return MachineState.MAINTENANCE, None
    for problem in (view.facts_problem, view.domains_problem):
        if isinstance(problem, MachineNotRunning):
            return MachineState.NOT_RUNNING, problem
    for obstacle in facts.obstacles if facts is not None else ():
        if isinstance(obstacle, MachineNotRunning):
            return MachineState.NOT_RUNNING, obstacle
        if isinstance(obstacle, MachineSynchronizing):
            return MachineState.SYNCHRONIZING, obstacle
    if view.domains_problem is not None:
        return MachineState.NOT_RUNNING, view.domains_problem
    if not view.domains_seen or (facts is None and view.facts_problem is None):
        return MachineState.CONNECTING, None
    return MachineState.RUNNING, None


def _vms(
    views: Views, machines: tuple[Machine, Machine], snapshots: tuple[Snapshot, ...]
) -> tuple[Vm, ...]:
    sides = [{domain.uuid: domain for domain in view.domains} for view in views]
    fresh = (_fresh(views[0]), _fresh(views[1]))
    of_vm = [{vm.uuid: vm for vm in view.facts.vms} if view.facts else {} for view in views]
    newest: dict[str, datetime] = {}
    for snapshot in snapshots:
        if snapshot.state is SnapshotState.NORMAL:
            newest[snapshot.vm] = snapshot.created  # they come oldest first
    found = [
        _vm((sides[0].get(uuid), sides[1].get(uuid)), of_vm, fresh, newest.get(uuid))
        for uuid in dict.fromkeys([*sides[0], *sides[1]])
    ]
    return tuple(sorted(found, key=lambda vm: (vm.name, vm.uuid)))


def _fresh(view: SideView) -> bool:
    """Whether the domains of a PM are those it has now. Libvirt's link notices later than ours
    that a PM is gone."""
    return view.domains_seen and view.domains_problem is None and not _is_lost(view)


def _is_lost(view: SideView) -> bool:
    problem = view.facts_problem
    return problem is not None and not isinstance(problem, BESIDE_THE_LINK)


def _vm(
    domains: BothDomains,
    of_vm: list[dict[str, VmFacts]],
    fresh: tuple[bool, bool],
    last_protected: datetime | None,
) -> Vm:
    uuid = next(domain.uuid for domain in domains if domain is not None)
    facts = [each.get(uuid) for each in of_vm]
    last_run = tuple(each.last_run if each is not None else None for each in facts)
    primary = _primary(domains, fresh, (last_run[0], last_run[1]))
    domain = domains[primary] or domains[primary.other]
    assert domain is not None  # one of them is what the VM was found by
    return Vm(
        uuid=uuid,
        name=domain.name,
        state=domain.state,
        primary=primary,
        defined_on=tuple(side for side in Side if domains[side] is not None),
        firmware=domain.firmware,
        agent=domain.agent,
        volumes=domain.volumes,
        memory=domain.memory,
        processors=domain.processors,
        libvirt_snapshots=domain.libvirt_snapshots,
        stopped_cleanly=domain.stopped_cleanly,
        running_on_both=all(fresh) and running_on_both(domains),
        containers=tuple(
            (side, each.containers)
            for side in Side
            for each in [facts[side]]
            if each is not None and each.containers
        ),
        stale=not fresh[primary],
        last_protected=last_protected,
    )


def _primary(
    domains: BothDomains, fresh: tuple[bool, bool], last_run: tuple[float | None, float | None]
) -> Side:
    """As roles says; but what a PM out of reach ran must not win over what the other runs now."""
    for side in Side:
        if fresh[side] and not fresh[side.other] and is_on(domains[side]):
            return side
    return primary_side(domains, last_run)

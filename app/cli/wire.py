"""What `--json` says: plain objects of the model's nouns; the codes and words are a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from app.model.decision import Setting
from app.model.load import Cluster
from app.model.machine import Flag, Machine, Side, System
from app.model.problems import Problem, problem_to_wire
from app.model.snapshot import Run, Snapshot
from app.model.state import SystemState
from app.model.vm import Vm
from app.model.volume import Container
from app.rules.alerts import Alert
from app.rules.container_rules import Lasting, Outlook, TooFew, VolumeContainer
from app.rules.preferences import decided, knows, snapshots_disabled
from app.sentences import plain, problem_text

Json = dict[str, Any]


def system_json(system: System) -> Json:
    return {
        "name": system.name,
        "pms": [str(address) for address in system.machines],
        "identity": system.identity,
        "known_hosts": system.known_hosts,
        "ssh_config": system.ssh_config,
        "container_root": system.container_root,
        "copy_limit": system.copy_limit,
        "replicate_limit": system.replicate_limit,
        "replication_hosts": list(system.replication_hosts),
    }


def machine_json(machine: Machine) -> Json:
    believed = machine.decision(Setting.SNAPSHOTS)
    return {
        "name": machine.name,
        "address": str(machine.address),
        "state": machine.state.value,
        "problem": _maybe_problem(machine.problem),
        "obstacles": problems_json(machine.obstacles),
        "last_seen": machine.last_seen.isoformat() if machine.last_seen else None,
        "host_uuid": machine.host_uuid,
        "versions": dict(machine.versions),
        "container_root": machine.container_root,
        "room_total": machine.room_total,
        "room_free": machine.room_free,
        "may_change": machine.may_change,
        "snapshots_enabled": believed is None or bool(believed.value),
        "maintenance": flag_json(machine.maintenance),
        "load": asdict(machine.load) if machine.load else None,
        "cluster": _cluster_json(machine.cluster),
        "mirrors": [asdict(mirror) for mirror in machine.mirrors],
    }


def _cluster_json(cluster: Cluster | None) -> Json | None:
    if cluster is None:
        return None
    return {"node": cluster.node, "nodes": dict(cluster.nodes), "vms": dict(cluster.resources)}


def flag_json(flag: Flag | None) -> Json | None:
    return None if flag is None else {"by": flag.by, "since": flag.since.isoformat()}


def decision_json(state: SystemState, setting: Setting) -> Json:
    """Who decided it and when (null: nobody did, the default holds), and what each PM believes."""
    decision = decided(state, setting)
    return {
        "by": decision.by if decision else None,
        "since": decision.since.isoformat() if decision else None,
        "pms": [
            {
                "pm": machine.name,
                "value": believed(machine, setting),
                "settled": knows(machine, decision, setting),
                "seen": machine.last_seen.isoformat() if machine.last_seen else None,
                "state": machine.state.value,
            }
            for machine in state.machines
        ],
    }


def believed(machine: Machine, setting: Setting) -> bool | int:
    """What a PM goes by, decided or not."""
    decision = machine.decision(setting)
    return setting.default if decision is None else decision.value


def vm_json(vm: Vm, state: SystemState) -> Json:
    return {
        "uuid": vm.uuid,
        "name": vm.name,
        "state": vm.state.value,
        "primary": state.machine(vm.primary).name,
        "secondary": state.machine(vm.secondary).name,
        "defined_on": [state.machine(side).name for side in vm.defined_on],
        "firmware": vm.firmware.value,
        "agent": vm.agent.value,
        "memory": vm.memory,
        "processors": vm.processors,
        "running_on_both": vm.running_on_both,
        "stale": vm.stale,
        "last_protected": vm.last_protected.isoformat() if vm.last_protected else None,
        "volumes": [
            {
                "target": volume.target,
                "source": volume.source,
                "format": volume.format,
                "boot": volume.boot,
                "capacity": volume.capacity,
                "serial": volume.serial,
                "obstacle": volume.obstacle.value if volume.obstacle else None,
            }
            for volume in vm.volumes
        ],
        "containers": containers_json(vm, state),
    }


def containers_json(vm: Vm, state: SystemState) -> list[Json]:
    return [
        _container(vm, state.machine(side), container)
        for side in Side
        for container in vm.containers_on(side)
    ]


def _container(vm: Vm, machine: Machine, container: Container) -> Json:
    return {
        "pm": machine.name,
        "vm": vm.name,
        "target": container.target,
        "capacity": container.capacity,
        "volume_size": container.volume_size,
        "snapshots_size": container.snapshots_size,
        "reserved": container.reserved,
        "used": container.used,
        "free": container.free,
    }


def container_json(one: VolumeContainer) -> list[Json]:
    """A volume's container, on each PM that has it."""
    return [
        {
            **_container(one.vm, place.machine, place.container),
            "percent": round(place.container.share * 100),
            "warning_percent": one.level,
            "filling": one.filling,
            "outlook": _outlook_json(one.outlook),
        }
        for place in one.places
    ]


def _outlook_json(outlook: Outlook) -> Json:
    match outlook:
        case TooFew(known):
            return {"known": known, "snapshots": None, "days": None, "limit": None, "mean": None}
        case Lasting(snapshots, days, limit, mean):
            return {
                "known": None,
                "snapshots": snapshots,
                "days": None if days is None else round(days, 1),
                "limit": limit.value,
                "mean": mean,
            }


def alert_json(alert: Alert) -> Json:
    return {
        "id": alert.name.removeprefix("alert/") or None,
        "subject": alert.subject,
        "since": alert.since.isoformat(),
        "lasting": alert.lasting,
        "acknowledged": flag_json(alert.acknowledged),
        "problem": problem_json(alert.problem),
    }


def snapshot_json(snapshot: Snapshot, state: SystemState) -> Json:
    return {
        "id": snapshot.id,
        "vm": snapshot.vm,
        "vm_name": snapshot.vm_name,
        "name": snapshot.name,
        "description": snapshot.description,
        "created": snapshot.created.isoformat(),
        "created_by": snapshot.created_by,
        "state": snapshot.state.value,
        "copies": [
            {"pm": state.machine(side).name, "state": snapshot.copies[side].value} for side in Side
        ],
        "consistency": snapshot.consistency.value if snapshot.consistency else None,
        "reason": snapshot.reason.value if snapshot.reason else None,
        "size": snapshot.size,
        "parent": snapshot.parent,
        "primary": snapshot.primary_name,
        "frozen_ms": snapshot.frozen_ms,
        "steps": {step.value: seconds for step, seconds in snapshot.steps},
        "volumes": [
            {
                "target": volume.target,
                "size": volume.size,
                "capacity": volume.capacity,
                "method": volume.method.value,
                "boot": volume.boot,
                "sha256": volume.sha256,
                "parent": volume.parent,
                "source": volume.source,
            }
            for volume in snapshot.volumes
        ],
        "run": run_json(snapshot.run, state) if snapshot.run else None,
        "problems": problems_json(snapshot.problems),
    }


def run_json(run: Run, state: SystemState) -> Json:
    return {
        "job": run.job,
        "snapshot": run.snapshot,
        "vm": run.vm,
        "vm_name": run.vm_name,
        "pm": state.machine(run.side).name,
        "step": run.step.value,
        "owner": run.owner,
        "started": run.started.isoformat(),
        "done": run.done,
        "total": run.total,
        "rate": run.rate,
        "ended": run.ended,
        "cancelled": run.cancelled,
        "waiting": run.waiting,
        "activity": run.activity.value,
        "holds": run.holds,
        "problem": _maybe_problem(run.problem),
    }


def state_json(state: SystemState) -> Json:
    return {
        "system": state.system.name,
        "snapshots_disabled": flag_json(snapshots_disabled(state)),
        "pms": [machine_json(machine) for machine in state.machines],
        "vms": [vm_json(vm, state) for vm in state.vms],
        "snapshots": [snapshot_json(snapshot, state) for snapshot in state.snapshots],
        "runs": [run_json(run, state) for run in state.runs],
    }


def problem_json(problem: Problem) -> Json:
    """The contract is `code` and `fields`; the sentences are for people."""
    said = problem_text(problem)
    return {
        **problem_to_wire(problem),
        "cause": plain(said.cause),
        "remedy": plain(said.remedy),
    }


def problems_json(problems: Sequence[Problem]) -> list[Json]:
    return [problem_json(problem) for problem in problems]


def _maybe_problem(problem: Problem | None) -> Json | None:
    return None if problem is None else problem_json(problem)

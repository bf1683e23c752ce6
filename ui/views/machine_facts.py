"""What is known of one PM, as names and values for its page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.model.load import Cluster, Mirror
from app.model.machine import Machine
from app.model.state import SystemState
from app.sentences import machine_state_text
from ui import format as formats
from ui.models.machine_table_model import load_words, memory_words
from ui.text import capitalized, explain

# lupdate finds calls of this name.
translate = QCoreApplication.translate
Facts = list[tuple[str, str]]
_NAMES = 12  # of VMs, before the rest is only counted


def machine_facts(state: SystemState, machine: Machine) -> Facts:
    facts = _state(machine)
    facts.append((translate("MachineFacts", "Address"), str(machine.address)))
    facts += _roles(state, machine)
    if machine.load is not None:
        words = translate("MachineFacts", "{share} of {count} processors in the last minute")
        count = formats.number(machine.load.processors)
        facts += [
            (
                translate("MachineFacts", "Load"),
                words.format(share=load_words(machine), count=count),
            ),
            (translate("MachineFacts", "Free memory"), memory_words(machine)),
        ]
    facts += _room(state, machine)
    if machine.cluster is not None:
        facts.append((translate("MachineFacts", "Pacemaker"), _cluster(machine.cluster)))
    if machine.mirrors:
        words = "\n".join(_mirror(mirror) for mirror in machine.mirrors)
        facts.append((translate("MachineFacts", "DRBD"), words))
    if machine.versions:
        versions = "\n".join(f"{tool} {version}" for tool, version in machine.versions)
        facts.append((translate("MachineFacts", "Versions"), versions))
    if machine.host_uuid:
        facts.append((translate("MachineFacts", "Host UUID"), machine.host_uuid))
    return facts


def _state(machine: Machine) -> Facts:
    facts = [
        (
            translate("MachineFacts", "State"),
            capitalized(machine_state_text(machine.state)),
        ),
        (translate("MachineFacts", "Name"), machine.name),
    ]
    problems = ((machine.problem,) if machine.problem else ()) + machine.obstacles
    for problem in problems:
        told = explain(problem)
        facts += [
            (translate("MachineFacts", "Problem"), told.cause),
            (translate("MachineFacts", "What to do"), told.remedy),
        ]
    if machine.maintenance is not None:
        since = formats.moment(machine.maintenance.since)
        words = translate("MachineFacts", "by {name}, since {time}").format(
            name=machine.maintenance.by, time=since
        )
        facts.append((translate("MachineFacts", "Maintenance mode"), words))
    if not machine.may_change:
        words = translate("MachineFacts", "You may look, but not change anything.")
        facts.append((translate("MachineFacts", "Rights"), words))
    if machine.last_seen is not None:
        facts.append(
            (translate("MachineFacts", "Last seen"), formats.exact_moment(machine.last_seen))
        )
    return facts


def _roles(state: SystemState, machine: Machine) -> Facts:
    separator = translate("MachineFacts", ", ", "between two VMs")
    facts = []
    for words, primary in (
        (translate("MachineFacts", "Primary of"), True),
        (translate("MachineFacts", "Secondary of"), False),
    ):
        names = [vm.name for vm in state.vms if (vm.primary is machine.side) is primary]
        if not names:
            continue
        told = separator.join(sorted(names)[:_NAMES])
        if len(names) > _NAMES:
            told = translate("MachineFacts", "{names} and {count} more").format(
                names=told, count=formats.number(len(names) - _NAMES)
            )
        facts.append((words, told))
    return facts


def _room(state: SystemState, machine: Machine) -> Facts:
    facts = [(translate("MachineFacts", "Snapshots are kept in"), machine.container_root)]
    if machine.room_free is not None and machine.room_total is not None:
        room = translate("MachineFacts", "{free} free of {total}").format(
            free=formats.size(machine.room_free), total=formats.size(machine.room_total)
        )
        facts.append((translate("MachineFacts", "Disk space there"), room))
    containers = [one for vm in state.vms for one in vm.containers_on(machine.side)]
    if containers:
        words = translate("MachineFacts", "{used} of {capacity} ({count} containers)").format(
            used=formats.size(sum(one.snapshots_size for one in containers)),
            capacity=formats.size(sum(one.capacity - one.volume_size for one in containers)),
            count=formats.number(len(containers)),
        )
        facts.append((translate("MachineFacts", "Room for snapshots in use"), words))
    return facts


def _cluster(cluster: Cluster) -> str:
    lines = [f"{name}: {_node(word)}" for name, word in cluster.nodes]
    if cluster.resources:
        words = translate("MachineFacts", "VMs that it runs: {count}")
        lines.append(words.format(count=formats.number(len(cluster.resources))))
    return "\n".join(lines)


def _node(word: str) -> str:
    match word:
        case "online":
            return translate("MachineFacts", "online", "a node of the cluster")
        case "standby":
            return translate("MachineFacts", "standby", "a node of the cluster")
        case "maintenance":
            return translate("MachineFacts", "unmanaged", "a node of the cluster")
        case "pending":
            return translate("MachineFacts", "joining", "a node of the cluster")
        case "offline":
            return translate("MachineFacts", "offline", "a node of the cluster")
        case _:
            return word


def _mirror(mirror: Mirror) -> str:
    """DRBD's own words: administrators know them, and its documents explain no others."""
    return f"{mirror.name}: {mirror.role}, {mirror.disk}, {mirror.connection}"

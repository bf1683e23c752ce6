"""twinpointctl container …: how full, for how long, larger, and what new ones are like."""

from __future__ import annotations

import argparse
import re

from app.cli.console import DONE, Console, WrongUsage, find_vm, size
from app.cli.system_verbs import decide
from app.cli.table import table, tame
from app.cli.vm_verbs import unseen
from app.cli.wire import container_json, containers_json, decision_json
from app.model.decision import Setting
from app.model.state import SystemState
from app.operations.expand_container import ExpandContainer
from app.operations.operation import CancelToken
from app.rules.container_rules import VolumeContainer, containers
from app.rules.preferences import decided, percent
from app.sentences import outlook_text, plain

_SIZE = re.compile(r"(\d{1,15})\s*([KMGT]?)i?B?", re.IGNORECASE)
_PERCENTAGES = {"capacity": Setting.CONTAINER_PERCENT, "warning": Setting.WARNING_PERCENT}


def list_containers(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    wanted = find_vm(state, arguments.vm).uuid if arguments.vm else None
    found = [one for one in containers(state) if wanted in (None, one.vm.uuid)]
    head = ["VM", "VOLUME", "PM", "FULL", "CAPACITY", "VOLUME SIZE", "SNAPSHOTS", "RESERVED"]
    console.say(
        table(
            [*head, "FREE", "OUTLOOK"],
            [row for one in found for row in _rows(one)],
            right=(3, 4, 5, 6, 7, 8),
        )
    )
    unseen(console, state)
    console.answer(
        {
            "containers": [row for one in found for row in container_json(one)],
            "not_made": [
                {"vm": one.vm.name, "target": one.volume.target, "capacity": one.planned}
                for one in found
                if not one.places
            ],
        }
    )
    return DONE


def _rows(one: VolumeContainer) -> list[list[str]]:
    rows = []
    for place in one.places:
        container = place.container
        full = f"{round(container.share * 100)} %"
        filling = container.share * 100 > one.level
        rows.append(
            [
                one.vm.name,
                one.volume.target,
                place.machine.name,
                f"WARNING {full}" if filling else full,
                size(container.capacity),
                size(container.volume_size),
                size(container.snapshots_size),
                size(container.reserved),
                size(container.free),
                plain(outlook_text(one.outlook)),
            ]
        )
    if not rows:
        planned = "not made yet" if one.planned is None else f"not made yet: {size(one.planned)}"
        rows.append([one.vm.name, one.volume.target, "-", "-", planned, "-", "-", "-", "-", "-"])
    return rows


def expand(console: Console, arguments: argparse.Namespace) -> int:
    capacity = bytes_of(arguments.capacity)
    with console.pair() as pair:
        vm = find_vm(console.look(pair), arguments.vm)
        operation = ExpandContainer(pair, vm.uuid, arguments.target, capacity)
        operation.run(lambda _: None, CancelToken())
        state = console.look(pair)
    vm = find_vm(state, vm.uuid)
    now = [row for row in containers_json(vm, state) if row["target"] == arguments.target]
    for row in now:
        console.say(f"{tame(vm.name)} {row['target']} on {row['pm']}: {size(row['capacity'])}")
    console.answer({"containers": now})
    return DONE


def preferences(console: Console, arguments: argparse.Namespace) -> int:
    """Shows them; with options, decides them for the system first."""
    values: dict[Setting, bool | int] = {}
    for name, setting in _PERCENTAGES.items():
        value = getattr(arguments, name)
        if value is None:
            continue
        if not setting.least <= value <= setting.most:
            raise WrongUsage(f"--{name}: from {setting.least} to {setting.most}")
        values[setting] = value
    state = decide(console, values)
    for words, setting in (
        ("capacity of a new container, of its volume's size", Setting.CONTAINER_PERCENT),
        ("warning level, of its capacity", Setting.WARNING_PERCENT),
    ):
        console.say(f"{words}: {percent(state, setting)} %{_by(state, setting)}")
    console.answer(
        {
            name: {"percent": percent(state, setting), **decision_json(state, setting)}
            for name, setting in _PERCENTAGES.items()
        }
    )
    return DONE


def _by(state: SystemState, setting: Setting) -> str:
    decision = decided(state, setting)
    if decision is None:
        return " (default)"
    since = decision.since.astimezone().strftime("%Y-%m-%d %H:%M")
    return f" (by {tame(decision.by)}, since {since})"


def bytes_of(text: str) -> int:
    found = _SIZE.fullmatch(text.strip())
    if found is None or not text.isascii():
        raise WrongUsage(f"not a size: {text!r} (bytes, or as in 20G)")
    count: int = int(found[1]) * 1024 ** " KMGT".index(found[2].upper() or " ")
    if not 0 < count < 2**63:
        raise WrongUsage(f"not a size: {text!r}")
    return count

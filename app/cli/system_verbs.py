"""twinpointctl system …, pm list, snapshots …"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.cli.console import DONE, REFUSED, Console, WrongUsage, problem_lines, problems_of, size
from app.cli.table import table, tame
from app.cli.wire import (
    believed,
    decision_json,
    flag_json,
    machine_json,
    problem_json,
    system_json,
)
from app.machines.ssh_config import parse_address
from app.model.decision import Setting
from app.model.machine import DEFAULT_CONTAINER_ROOT, MIB, MOST_LIMIT, System
from app.model.state import SystemState
from app.operations.check_system import CheckSystem
from app.operations.decide_for_system import DecideForSystem
from app.operations.events import CheckLine, Event
from app.operations.operation import CancelToken
from app.operations.set_up_pair import SetUpPair
from app.rules.preferences import decided, snapshots_disabled
from app.sentences import machine_state_text, plain
from app.settings import Settings


def add(console: Console, arguments: argparse.Namespace) -> int:
    """Makes two PMs a pair, then remembers them; nothing is remembered of what did not work."""
    stored = {system.name: system for system in console.settings().systems}.get(arguments.name)
    if stored is not None and not arguments.replace:
        raise WrongUsage(f"there is a system named {arguments.name!r} already (--replace)")
    system = _system(arguments, stored)
    with console.pair(system) as pair:
        SetUpPair(pair).run(lambda event: _line(console, event), CancelToken())
    # Read again: another console may have added one while the PMs were set up.
    console.save(console.settings().with_system(system))
    console.say(f"system {tame(system.name)} added")
    console.answer({"system": system_json(system)})
    return DONE


def list_systems(console: Console, arguments: argparse.Namespace) -> int:
    systems = console.settings().systems
    rows = [[each.name, *(str(address) for address in each.machines)] for each in systems]
    console.say(table(["NAME", "PM 1", "PM 2"], rows))
    console.answer({"systems": [system_json(each) for each in systems]})
    return DONE


def show(console: Console, arguments: argparse.Namespace) -> int:
    system = _named(console, arguments).system()
    for name, value in system_json(system).items():
        shown = value if isinstance(value, list) else [value]
        texts = ["-" if each is None else tame(str(each)) for each in shown]
        console.say(f"{name.replace('_', ' ')}: {', '.join(texts)}")
    console.answer({"system": system_json(system)})
    return DONE


def check(console: Console, arguments: argparse.Namespace) -> int:
    lines: list[CheckLine] = []

    def report(event: Event) -> None:
        if isinstance(event, CheckLine):
            lines.append(event)
            _line(console, event)

    with _named(console, arguments).pair() as pair:
        problems = CheckSystem(pair).run(report, CancelToken())
    console.answer(
        {
            "ok": not problems,
            "checks": [
                {
                    "subject": line.subject,
                    "pm": line.pm,
                    "detail": line.detail,
                    "problem": problem_json(line.problem) if line.problem else None,
                }
                for line in lines
            ],
        }
    )
    return REFUSED if problems else DONE


def remove(console: Console, arguments: argparse.Namespace) -> int:
    """Forgets the system on this workstation; nothing on the PMs changes."""
    name = arguments.name or console.system().name
    settings: Settings = console.settings().without(name)
    console.save(settings)
    console.say(f"system {tame(name)} removed; its PMs and snapshots are as they were")
    console.answer({"removed": name})
    return DONE


def pm_list(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    rows = [
        [
            machine.name,
            str(machine.address),
            plain(machine_state_text(machine.state)),
            dict(machine.versions).get("libvirt", "-"),
            dict(machine.versions).get("qemu", "-"),
            size(machine.room_free),
            size(machine.room_total),
        ]
        for machine in state.machines
    ]
    head = ["NAME", "ADDRESS", "STATE", "LIBVIRT", "QEMU", "FREE", "ROOM"]
    console.say(table(head, rows, right=(5, 6)))
    for machine in state.machines:
        for problem in problems_of(machine):
            console.say(f"\n{tame(machine.name)}: {problem_lines(problem)}")
    console.answer({"pms": [machine_json(machine) for machine in state.machines]})
    return DONE


def snapshots(console: Console, arguments: argparse.Namespace) -> int:
    """status, enable, disable."""
    wish = {"enable": True, "disable": False}.get(arguments.action)
    state = decide(console, {} if wish is None else {Setting.SNAPSHOTS: wish})
    decision = decided(state, Setting.SNAPSHOTS)
    disabled = snapshots_disabled(state)
    words = "enabled" if disabled is None else "disabled"
    if decision is None:
        console.say(f"snapshot creation is {words}")
    else:
        since = decision.since.astimezone().strftime("%Y-%m-%d %H:%M")
        console.say(f"snapshot creation is {words} (by {tame(decision.by)}, since {since})")
    for machine in state.machines:
        allowed = bool(believed(machine, Setting.SNAPSHOTS))
        if allowed is not (disabled is None):  # a PM that holds the same for another reason is well
            what = "enabled" if allowed else "disabled"
            console.say(f"{tame(machine.name)} does not know yet (there: {what}): it is told by")
            console.say("  the other PM when they meet, and before it takes part in a snapshot")
    console.answer(
        {
            "enabled": disabled is None,
            "disabled": flag_json(disabled),
            **decision_json(state, Setting.SNAPSHOTS),
        }
    )
    return DONE


def decide(console: Console, values: Mapping[Setting, bool | int]) -> SystemState:
    """Decides this for the system, if anything; the system afterwards."""
    with console.pair() as pair:
        if values:
            DecideForSystem(pair, values).run(lambda _: None, CancelToken())
        return console.look(pair)


def _system(arguments: argparse.Namespace, stored: System | None) -> System:
    """What is not given is as it was, "" is as if it never had been."""
    try:
        machines = (parse_address(arguments.pm1), parse_address(arguments.pm2))
    except ValueError as error:
        raise WrongUsage(str(error)) from error
    if not arguments.name.isprintable() or not arguments.name.strip():
        raise WrongUsage("the system's name is empty or has control characters")
    base = stored or System(arguments.name, machines)
    root = _given(arguments.container_root, base.container_root) or DEFAULT_CONTAINER_ROOT
    if not root.startswith("/"):
        raise WrongUsage("--container-root must begin with /")
    first, second = base.replication_hosts
    return replace(
        base,
        machines=machines,
        identity=_path(arguments.identity, base.identity),
        known_hosts=_path(arguments.known_hosts, base.known_hosts),
        ssh_config=_path(arguments.ssh_config, base.ssh_config),
        container_root=root.rstrip("/") or DEFAULT_CONTAINER_ROOT,
        copy_limit=_limit("copy", arguments.copy_limit, base.copy_limit),
        replicate_limit=_limit("replicate", arguments.replicate_limit, base.replicate_limit),
        replication_hosts=(
            _given(arguments.replication_host1, first),
            _given(arguments.replication_host2, second),
        ),
    )


def _given(text: str | None, stored: str | None) -> str | None:
    return stored if text is None else text or None


def _path(text: str | None, stored: str | None) -> str | None:
    return _given(str(Path(text).expanduser().absolute()) if text else text, stored)


def _limit(name: str, given: int | None, stored: int | None) -> int | None:
    if given is None:
        return stored
    if not 0 <= given <= MOST_LIMIT:
        raise WrongUsage(f"--{name}-limit: from 0 to {MOST_LIMIT} MiB/s")
    return given * MIB or None


def _named(console: Console, arguments: argparse.Namespace) -> Console:
    """`system show NAME` means the same as `--system NAME`."""
    return replace(console, system_name=arguments.name) if arguments.name else console


def _line(console: Console, event: Event) -> None:
    if not isinstance(event, CheckLine):
        return
    mark = "ok " if event.problem is None else "BAD"
    detail = f"  {tame(event.detail)}" if event.detail else ""
    console.say(f"{mark}  {tame(event.pm)}  {event.subject}{detail}")
    if event.problem is not None:
        console.say(problem_lines(event.problem, "     "))

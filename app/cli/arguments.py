"""The command line: verbs, options, and which function does which."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app import __version__
from app.cli import deletion_verb, healing_verbs, snapshot_verbs, system_verbs, vm_verbs, watch_verb
from app.model.machine import DEFAULT_CONTAINER_ROOT

if TYPE_CHECKING:
    # argparse has no public name for what add_subparsers() returns.
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def parser() -> argparse.ArgumentParser:
    """Every verb takes --system and --json, before it or after it."""
    top = argparse.ArgumentParser(
        prog="twinpointctl", description="Snapshots of VMs kept on both hosts of a pair."
    )
    top.add_argument("--version", action="version", version=f"twinpointctl {__version__}")
    top.add_argument("--settings", metavar="FILE", help=argparse.SUPPRESS)
    top.set_defaults(system=None, json=False)
    rooms = top.add_subparsers(required=True, metavar="VERB")
    _systems(rooms)
    _machines(rooms)
    _vms(rooms)
    _snapshots(rooms)
    return top


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--system",
        metavar="NAME",
        default=argparse.SUPPRESS,
        help="which system (not needed while there is only one)",
    )
    common.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document"
    )
    return common


def _group(rooms: Verbs, name: str, text: str) -> Verbs:
    return rooms.add_parser(name, help=text).add_subparsers(required=True, metavar="VERB")


def _verb(verbs: Verbs, name: str, text: str, run: object) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=text, description=text, parents=[_common()])
    verb.set_defaults(run=run)
    return verb


def _systems(rooms: Verbs) -> None:
    verbs = _group(rooms, "system", "the pairs this workstation knows")
    add = _verb(verbs, "add", "make two PMs a pair and remember them", system_verbs.add)
    add.add_argument("name", metavar="NAME")
    add.add_argument("pm1", metavar="PM1", help="[user@]host[:port], or an alias of ssh_config")
    add.add_argument("pm2", metavar="PM2")
    add.add_argument("--identity", metavar="FILE", help="private key file")
    add.add_argument("--known-hosts", metavar="FILE", help="instead of the user's own")
    add.add_argument("--ssh-config", metavar="FILE", help="instead of the user's own")
    add.add_argument("--container-root", metavar="PATH", default=DEFAULT_CONTAINER_ROOT)
    add.add_argument("--replication-host1", metavar="HOST", help="where PM2 finds PM1")
    add.add_argument("--replication-host2", metavar="HOST", help="where PM1 finds PM2")
    add.add_argument("--replace", action="store_true", help="also if the name is in use")
    _verb(verbs, "list", "the systems", system_verbs.list_systems)
    for name, text, run in (
        ("show", "one system's settings", system_verbs.show),
        ("check", "look at everything a system needs", system_verbs.check),
        ("remove", "forget a system; its PMs stay as they are", system_verbs.remove),
    ):
        _verb(verbs, name, text, run).add_argument("name", metavar="NAME", nargs="?")


def _machines(rooms: Verbs) -> None:
    _verb(_group(rooms, "pm", "the two PMs"), "list", "the two PMs", system_verbs.pm_list)
    text = "clear away what dead runs left, heal damaged snapshots"
    _verb(rooms, "repair", text, healing_verbs.repair)
    _verb(rooms, "watch", "tell what changes, until interrupted", watch_verb.watch)


def _vms(rooms: Verbs) -> None:
    verbs = _group(rooms, "vm", "the VMs of the pair")
    _verb(verbs, "list", "the VMs", vm_verbs.list_vms)
    for name, text, run in (
        ("show", "one VM", vm_verbs.show),
        ("scrub", "compare a running VM with its newest snapshot", healing_verbs.scrub),
    ):
        _verb(verbs, name, text, run).add_argument("vm", metavar="VM")
    verbs = _group(rooms, "container", "the room for volumes and their snapshots")
    lister = _verb(verbs, "list", "the containers", vm_verbs.list_containers)
    lister.add_argument("--vm", metavar="VM")
    expand = _verb(verbs, "expand", "make a container larger on both PMs", vm_verbs.expand)
    expand.add_argument("vm", metavar="VM")
    expand.add_argument("target", metavar="VOLUME")
    expand.add_argument("capacity", metavar="SIZE", help="the new capacity: bytes, or as in 20G")


def _snapshots(rooms: Verbs) -> None:
    verbs = _group(rooms, "snapshot", "the snapshots of the pair")
    create = _verb(verbs, "create", "take a snapshot of a VM", snapshot_verbs.create)
    create.add_argument("vm", metavar="VM", help="name or UUID")
    create.add_argument("--name", metavar="NAME", help="default: the VM's name")
    create.add_argument("--description", metavar="TEXT", default="")
    create.add_argument("--exclude", metavar="VOLUME", action="append", default=[])
    create.add_argument("--require-app-consistent", action="store_true")
    create.add_argument("--hold-freeze", action="store_true", help="until replicated; at most 8 s")
    create.add_argument("--no-wait", action="store_true", help="return once the run has begun")
    lister = _verb(verbs, "list", "the snapshots", snapshot_verbs.list_snapshots)
    lister.add_argument("--vm", metavar="VM")
    _verb(verbs, "show", "one snapshot", snapshot_verbs.show).add_argument("id", metavar="ID")
    text = "read snapshots again on both PMs"
    verify = _verb(verbs, "verify", text, healing_verbs.verify)
    verify.add_argument("ids", metavar="ID", nargs="+")
    verify.add_argument(
        "--heal", action="store_true", help="bring what is damaged from the other PM"
    )
    text = "delete snapshots; those that build on them are merged"
    delete = _verb(verbs, "delete", text, deletion_verb.delete)
    delete.add_argument("ids", metavar="ID", nargs="+")
    delete.add_argument("--dry-run", action="store_true", help="say what it would need and free")
    delete.add_argument("--no-wait", action="store_true", help="return once it has begun")
    switch = _group(rooms, "snapshots", "whether snapshots may be taken")
    for action in ("status", "enable", "disable"):
        verb = _verb(switch, action, f"snapshot creation: {action}", system_verbs.snapshots)
        verb.set_defaults(action=action)

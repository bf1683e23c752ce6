"""The command line: verbs, options, and which function does which."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app import __version__
from app.cli import (
    alert_verbs,
    container_verbs,
    deletion_verb,
    diagnostics_verb,
    healing_verbs,
    maintenance_verbs,
    new_vm_verbs,
    package_verbs,
    power_verbs,
    run_verbs,
    snapshot_verbs,
    system_verbs,
    vm_verbs,
    watch_verb,
)
from app.operations.shut_down_vm import PATIENCE

if TYPE_CHECKING:
    # argparse has no public name for what add_subparsers() returns.
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def parser() -> argparse.ArgumentParser:
    """Every verb takes --system and --json, before it or after it, or after its noun."""
    top = argparse.ArgumentParser(
        prog="twinpointctl", description="Snapshots of VMs kept on both hosts of a pair."
    )
    top.add_argument("--version", action="version", version=f"twinpointctl {__version__}")
    top.add_argument("--settings", metavar="FILE", help=argparse.SUPPRESS)
    _add_common(top, None, False)
    rooms = top.add_subparsers(required=True, metavar="VERB")
    _systems(rooms)
    _machines(rooms)
    _vms(rooms)
    _snapshots(rooms)
    _runs(rooms)
    _alerts(rooms)
    return top


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    # Of the places the last one that has the option counts.
    _add_common(common, argparse.SUPPRESS, argparse.SUPPRESS)
    return common


def _add_common(parser: argparse.ArgumentParser, system: object, json: object) -> None:
    text = "which system (not needed while there is only one)"
    parser.add_argument("--system", metavar="NAME", default=system, help=text)
    parser.add_argument("--json", action="store_true", default=json, help="one JSON document")


def _group(rooms: Verbs, name: str, text: str) -> Verbs:
    group = rooms.add_parser(name, help=text, parents=[_common()])
    return group.add_subparsers(required=True, metavar="VERB")


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
    add.add_argument("--container-root", metavar="PATH", help="on the PMs, for containers")
    text = "for {}, in MiB/s (0, the default: no limit)"
    for name, work in (("--copy-limit", "copying"), ("--replicate-limit", "replicating")):
        add.add_argument(name, metavar="MIB", type=int, help=text.format(work))
    add.add_argument("--replication-host1", metavar="HOST", help="where PM2 finds PM1")
    add.add_argument("--replication-host2", metavar="HOST", help="where PM1 finds PM2")
    text = "also if the name is in use; what is not given stays, '' takes it away"
    add.add_argument("--replace", action="store_true", help=text)
    _verb(verbs, "list", "the systems", system_verbs.list_systems)
    for name, text, run in (
        ("show", "one system's settings", system_verbs.show),
        ("check", "look at everything a system needs", system_verbs.check),
        ("remove", "forget a system; its PMs stay as they are", system_verbs.remove),
    ):
        _verb(verbs, name, text, run).add_argument("name", metavar="NAME", nargs="?")


def _machines(rooms: Verbs) -> None:
    verbs = _group(rooms, "pm", "the two PMs")
    _verb(verbs, "list", "the two PMs", system_verbs.pm_list)
    text = "enter maintenance mode; VMs move to the other PM while they run"
    work = _verb(verbs, "work-on", text, maintenance_verbs.work_on)
    work.add_argument("pm", metavar="PM")
    work.add_argument("--keep", metavar="VM", action="append", default=[], help="leave it there")
    work.add_argument("--keep-all", action="store_true", help="leave all VMs there")
    work.add_argument("--even-both", action="store_true",
                      help="also if the other PM does not take part")  # fmt: skip
    work.add_argument("--dry-run", action="store_true", help="say what would move and what not")
    text = "leave maintenance mode"
    _verb(verbs, "finalize", text, maintenance_verbs.finalize).add_argument("pm", metavar="PM")
    text = "clear away what dead runs left, heal damaged snapshots"
    _verb(rooms, "repair", text, healing_verbs.repair)
    _verb(rooms, "watch", "tell what changes, until interrupted", watch_verb.watch)
    text = "write what a bug report needs into a file, without names, addresses and secrets"
    saved = _verb(rooms, "diagnostics", text, diagnostics_verb.save)
    saved.add_argument("path", metavar="FILE", help="a zip file")
    saved.add_argument("--overwrite", action="store_true", help="what is there of that name")
    saved.add_argument("--no-look", action="store_true", help="do not ask the PMs")


def _vms(rooms: Verbs) -> None:
    verbs = _group(rooms, "vm", "the VMs of the pair")
    _verb(verbs, "list", "the VMs", vm_verbs.list_vms)
    for name, text, run in (
        ("show", "one VM", vm_verbs.show),
        ("scrub", "compare a running VM with its newest snapshot", healing_verbs.scrub),
    ):
        _verb(verbs, name, text, run).add_argument("vm", metavar="VM")
    _power(verbs)
    _new_vms(verbs)
    take_in = _verb(verbs, "import", "make a VM of an OVF package", package_verbs.import_vm)
    take_in.add_argument("path", metavar="PATH", help=".ova or .ovf on the PM, or local:PATH")
    take_in.add_argument("--name", metavar="NAME", help="default: the package's own")
    take_in.add_argument("--pm", metavar="PM", help="which PM gets it (default: the first)")
    take_in.add_argument("--folder", metavar="DIR", help="for its volumes, on the PM")
    take_in.add_argument("--restore", action="store_true",
                         help="as the VM it is of: its UUID, MAC addresses and name")  # fmt: skip
    take_in.add_argument("--start", action="store_true")
    verbs = _group(rooms, "container", "the room for volumes and their snapshots")
    lister = _verb(verbs, "list", "the containers", container_verbs.list_containers)
    lister.add_argument("--vm", metavar="VM")
    expand = _verb(verbs, "expand", "make a container larger on both PMs", container_verbs.expand)
    expand.add_argument("vm", metavar="VM")
    expand.add_argument("target", metavar="VOLUME")
    expand.add_argument("capacity", metavar="SIZE", help="the new capacity: bytes, or as in 20G")
    text = "what new containers are like, and when one counts as filling up"
    wishes = _verb(verbs, "preferences", text, container_verbs.preferences)
    wishes.add_argument(
        "--capacity", metavar="PERCENT", type=int, help="of a new one, of its volume's size"
    )
    wishes.add_argument("--warning", metavar="PERCENT", type=int, help="of its capacity")


def _power(verbs: Verbs) -> None:
    start = _verb(verbs, "start", "start a stopped VM", power_verbs.start)
    start.add_argument("vm", metavar="VM", help="name or UUID")
    start.add_argument("--pm", metavar="PM", help="default: the one that ran it last")
    down = _verb(verbs, "shutdown", "ask the guest to shut down", power_verbs.shut_down)
    down.add_argument("vm", metavar="VM", help="name or UUID")
    down.add_argument("--timeout", metavar="SECONDS", type=int, default=PATIENCE,
                      help=f"how long to wait for it (default: {PATIENCE})")  # fmt: skip
    text = "take the guest's power away: what it has not written is lost"
    off = _verb(verbs, "poweroff", text, power_verbs.power_off)
    off.add_argument("vm", metavar="VM", help="name or UUID")


def _new_vms(verbs: Verbs) -> None:
    create = _verb(verbs, "create", "make a VM of a snapshot", new_vm_verbs.create)
    create.add_argument("--from", dest="snapshot", metavar="ID", required=True)
    create.add_argument("--name", metavar="NAME", required=True, help="of the new VM")
    create.add_argument("--pm", metavar="PM", help="which PM makes it, and may start it")
    _exclude(create, "volumes to leave out")
    create.add_argument("--memory", metavar="SIZE", help="instead of the old VM's: as in 4G")
    create.add_argument("--processors", metavar="N", type=int)
    create.add_argument("--folder", metavar="PATH", default="", help="of the PM, for the volumes")
    create.add_argument("--start", action="store_true", help="start it at once")
    back = _verb(verbs, "rollback", "put a stopped VM back to a snapshot", new_vm_verbs.roll_back)
    back.add_argument("vm", metavar="VM", help="name or UUID")
    back.add_argument("--to", dest="snapshot", metavar="ID", required=True)
    back.add_argument(
        "--no-safety-snapshot",
        action="store_true",
        help="take no snapshot of the present state first: it is lost then",
    )


def _exclude(create: argparse.ArgumentParser, text: str) -> None:
    create.add_argument(
        "--exclude", metavar="VOLUME", nargs="+", action="extend", default=[], help=text
    )


def _snapshots(rooms: Verbs) -> None:
    verbs = _group(rooms, "snapshot", "the snapshots of the pair")
    create = _verb(verbs, "create", "take a snapshot of a VM", snapshot_verbs.create)
    create.add_argument("vm", metavar="VM", help="name or UUID")
    create.add_argument("--name", metavar="NAME", help="default: the VM's name")
    create.add_argument("--description", metavar="TEXT", default="")
    _exclude(create, "volumes to leave out; give VM before them")
    create.add_argument("--require-app-consistent", action="store_true")
    create.add_argument("--hold-freeze", action="store_true", help="until replicated; at most 8 s")
    create.add_argument("--no-wait", action="store_true", help="return once the run has begun")
    lister = _verb(verbs, "list", "the snapshots", snapshot_verbs.list_snapshots)
    lister.add_argument("--vm", metavar="VM")
    show = _verb(verbs, "show", "one snapshot, or several", snapshot_verbs.show)
    show.add_argument("ids", metavar="ID", nargs="+")
    text = "read snapshots again on both PMs"
    verify = _verb(verbs, "verify", text, healing_verbs.verify)
    verify.add_argument("ids", metavar="ID", nargs="+")
    verify.add_argument(
        "--heal", action="store_true", help="bring what is damaged from the other PM"
    )
    _export(verbs)
    text = "delete snapshots; those that build on them are merged"
    delete = _verb(verbs, "delete", text, deletion_verb.delete)
    delete.add_argument("ids", metavar="ID", nargs="+")
    delete.add_argument("--dry-run", action="store_true", help="say what it would need and free")
    delete.add_argument("--no-wait", action="store_true", help="return once it has begun")
    switch = _group(rooms, "snapshots", "whether snapshots may be taken")
    for action in ("status", "enable", "disable"):
        verb = _verb(switch, action, f"snapshot creation: {action}", system_verbs.snapshots)
        verb.set_defaults(action=action)


def _runs(rooms: Verbs) -> None:
    verbs = _group(rooms, "run", "what the PMs are at, whoever started it")
    _verb(verbs, "list", "those in progress, and just ended", run_verbs.list_runs)
    cancel = _verb(verbs, "cancel", "ask the PM to stop one", run_verbs.cancel)
    cancel.add_argument("job", metavar="JOB", help="as run list tells it")


def _alerts(rooms: Verbs) -> None:
    verbs = _group(rooms, "alert", "what went wrong, and what is wrong now")
    lister = _verb(verbs, "list", "the alerts that nobody acknowledged", alert_verbs.list_alerts)
    lister.add_argument("--all", action="store_true", help="those that were acknowledged, too")
    text = "take note of alerts, for every console"
    verb = _verb(verbs, "acknowledge", text, alert_verbs.acknowledge)
    verb.add_argument("ids", metavar="ID", nargs="*", help="as alert list tells them")
    verb.add_argument("--all", action="store_true", help="all there are now")


def _export(verbs: Verbs) -> None:
    export = _verb(verbs, "export", "write it as an OVF package", package_verbs.export)
    export.add_argument("id", metavar="ID")
    export.add_argument("--to", metavar="WHERE", required=True, help=package_verbs.WHERE)
    export.add_argument("--format", choices=["ova", "ovf"], default="ova")
    export.add_argument("--disk", choices=["vmdk", "vhd", "qcow2"], default="vmdk")
    export.add_argument("--boot-only", action="store_true", help="leave the other volumes out")
    export.add_argument("--pm", metavar="PM", help="which PM writes it (default: one that can)")
    export.add_argument("--overwrite", action="store_true", help="what is there of that name")
    export.add_argument("--user", metavar="NAME", help=package_verbs.USER)
    export.add_argument("--domain", metavar="NAME", default="")

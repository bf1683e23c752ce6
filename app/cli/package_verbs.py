"""twinpointctl snapshot export, vm import."""

from __future__ import annotations

import argparse
import getpass
import os
import re
import sys
from typing import TypeVar, assert_never

from app.cli.console import DONE, FAILED, REFUSED, Console, WrongUsage, is_terminal, run_cancellable
from app.cli.console import size as in_words
from app.cli.progress import Progress
from app.cli.snapshot_verbs import find_snapshot
from app.cli.table import tame
from app.cli.wire import problems_json
from app.errors import TwinpointError, Unreachable
from app.model.machine import Side
from app.model.package import (
    Destination,
    DiskFormat,
    ExportOutcome,
    ExportRequest,
    Folder,
    ImportOutcome,
    ImportRequest,
    Packaging,
    Share,
    Workstation,
)
from app.model.problems import Problem, RunCancelled
from app.model.state import SystemState
from app.operations.events import Event, Warned
from app.operations.export_snapshot import ExportSnapshot
from app.operations.import_vm import ImportVm
from app.operations.operation import Cancelled, Operation

T = TypeVar("T")

LOCAL = "local:"
PASSWORD = "TWINPOINT_SHARE_PASSWORD"  # noqa: S105 (the name of the variable)
WHERE = "a folder of the PM, //server/share/folder, server:/path, or local:DIR for this workstation"
USER = f"for an SMB share; the password is asked for, or taken from {PASSWORD}"
_NFS = re.compile(r"(\[[0-9a-fA-F:]+\]|[A-Za-z0-9][A-Za-z0-9._-]*):/.*")


def export(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
        request = ExportRequest(
            snapshot=find_snapshot(state, arguments.id).id,
            destination=_destination(arguments),
            packaging=Packaging(arguments.format),
            disk=DiskFormat(arguments.disk),
            boot_only=arguments.boot_only,
            overwrite=arguments.overwrite,
            side=_side(state, arguments.pm),
        )
        outcome, warnings, status = _run(console, ExportSnapshot(pair, request))
    if isinstance(outcome, ExportOutcome):
        where = _where(request.destination, outcome.pm)
        console.say(f"exported: {tame(outcome.path)} {where}, {in_words(outcome.size)}")
        console.answer(
            {
                "pm": outcome.pm or None,
                "path": outcome.path,
                "files": list(outcome.files),
                "size": outcome.size,
                "warnings": problems_json(warnings),
            }
        )
    return status


def _where(destination: Destination, pm: str) -> str:
    match destination:
        case Workstation():
            return "on this workstation"
        case Folder():
            return f"on {tame(pm)}"
        case Share():
            return f"(a share, written by {tame(pm)})"
        case _:
            assert_never(destination)


def import_vm(console: Console, arguments: argparse.Namespace) -> int:
    if arguments.restore and arguments.name:
        raise WrongUsage("a restored VM keeps its name: leave --name out")
    path, local = arguments.path, arguments.path.startswith(LOCAL)
    if local:
        path = os.path.abspath(os.path.expanduser(path[len(LOCAL) :]))
    with console.pair() as pair:
        state = console.look(pair)
        request = ImportRequest(
            path=path,
            local=local,
            side=_side(state, arguments.pm) or Side.FIRST,
            name=arguments.name or "",
            restore=arguments.restore,
            start=arguments.start,
            folder=arguments.folder or "",
        )
        outcome, warnings, status = _run(console, ImportVm(pair, request))
    if isinstance(outcome, ImportOutcome):
        console.say(f"imported: {tame(outcome.name)} ({outcome.vm}) on {tame(outcome.pm)}")
        console.answer(
            {
                "pm": outcome.pm,
                "vm": outcome.vm,
                "name": outcome.name,
                "folder": outcome.folder,
                "warnings": problems_json(warnings),
            }
        )
    return status


def _run(console: Console, operation: Operation[T]) -> tuple[T | None, list[Problem], int]:
    """What came of it, the warnings on the way, and the exit status."""
    progress = Progress(console.say, console.out if is_terminal(console.out) else None)
    warnings: list[Problem] = []

    def report(event: Event) -> None:
        if isinstance(event, Warned):
            warnings.append(event.problem)
        progress.report(event)

    try:
        outcome = run_cancellable(
            operation, report, console.complain, lambda: progress.accepted is not None
        )
    except Cancelled:
        progress.end()
        console.problems([RunCancelled()])
        return None, warnings, FAILED
    except Unreachable as error:
        progress.end()
        console.problems(error.problems, error.details)
        # Before the job began, nothing was touched.
        return None, warnings, REFUSED if progress.accepted is None else FAILED
    except TwinpointError:
        progress.end()
        raise
    progress.end()
    return outcome, warnings, DONE


def _destination(arguments: argparse.Namespace) -> Destination:
    where: str = arguments.to
    share = where.startswith("//")
    if arguments.user and not share:
        raise WrongUsage("--user goes with an SMB share (//server/share)")
    if where.startswith(LOCAL):
        return Workstation(os.path.abspath(os.path.expanduser(where[len(LOCAL) :])))
    if share:
        return Share(where, arguments.user or "", _password(arguments), arguments.domain)
    if _NFS.fullmatch(where):
        return Share(where)
    return Folder(where)


def _password(arguments: argparse.Namespace) -> str:
    """Never on the command line, where every user of this workstation could see it."""
    if not arguments.user:
        return ""
    known = os.environ.get(PASSWORD)
    if known is not None:
        return known
    if not sys.stdin.isatty():
        raise WrongUsage(f"no terminal to ask for the password on: set {PASSWORD}")
    return getpass.getpass(f"password of {arguments.user}: ")


def _side(state: SystemState, name: str | None) -> Side | None:
    if name is None:
        return None
    for machine in state.machines:
        if name in (machine.name, machine.address.host, str(machine.address)):
            return machine.side
    names = ", ".join(machine.name for machine in state.machines)
    raise WrongUsage(f"no PM is called {name!r}; there are {names}")

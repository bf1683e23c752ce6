"""Exports and imports: what a package is called, and what is wrong with what was asked for."""

from __future__ import annotations

import re

from app.model.machine import Side
from app.model.package import (
    Destination,
    ExportRequest,
    Folder,
    ImportRequest,
    Packaging,
    Share,
    Workstation,
)
from app.model.package_problems import (
    FolderMissing,
    PackageIncomplete,
    PackageUnreadable,
    ShareFailed,
)
from app.model.problems import Problem
from app.model.snapshot import CopyState, Snapshot
from app.model.state import SystemState
from app.model.vm_problems import BadVmName, NoSuchFolder, VmNameTaken
from app.remote import records
from app.remote.package_names import safe_name
from app.rules.verdict import Verdict, machine_problems, verdict

ENDINGS = (".ova", ".ovf")
_SMB = re.compile(r"//[A-Za-z0-9][A-Za-z0-9.:_-]*/[^/\x00-\x1f]+(/[^/\x00-\x1f]+)*/?")
_NFS = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9a-fA-F:]+\]):/[^\x00-\x1f]*")


def package_name(snapshot: Snapshot, packaging: Packaging) -> str:
    """Of the archive, or of the folder of an OVF package."""
    return safe_name(snapshot.name) + (".ova" if packaging is Packaging.OVA else "")


def package_path(snapshot: Snapshot, packaging: Packaging, destination: Destination) -> str:
    """Where the package will be, in words; "" as long as the destination is not named."""
    match destination:
        case Folder(path=place) | Workstation(path=place) | Share(address=place):
            separator = "\\" if "\\" in place and "/" not in place else "/"
            name = package_name(snapshot, packaging)
            return f"{place.rstrip(separator)}{separator}{name}" if place else ""


def takes_login(address: str) -> bool:
    """Whether a share asks for a user: SMB does, NFS does not."""
    return address.startswith("//")


def exporting_sides(state: SystemState, snapshot: Snapshot) -> tuple[Side, ...]:
    """The PMs that could export it now; the one that does not run the VM comes first."""
    vm = state.vm(snapshot.vm)
    first = vm.primary.other if vm is not None else Side.FIRST
    return tuple(
        side
        for side in (first, first.other)
        if snapshot.copies[side] is CopyState.WHOLE and state.machine(side).takes_part
    )


def export_problems(state: SystemState, request: ExportRequest) -> tuple[Problem, ...]:
    """What is wrong with where it is to go. A place that is not named yet is not wrong."""
    pm = state.machine(request.side or Side.FIRST).name
    match request.destination:
        case Folder(path=path) if path and not _absolute(path):
            return (FolderMissing(pm, path),)
        case Share(address=address) if address and not is_share(address):
            return (ShareFailed(pm, address),)
    return ()


def is_share(address: str) -> bool:
    """//server/share/folder (SMB) or server:/path (NFS)."""
    if ".." in address.split("/"):
        return False
    return bool(_SMB.fullmatch(address) or _NFS.fullmatch(address))


def may_import(state: SystemState) -> Verdict:
    """Whether some PM could import a package now."""
    if any(machine.takes_part for machine in state.machines):
        return verdict([])
    return verdict(problem for each in state.machines for problem in machine_problems(each))


def import_problems(state: SystemState, request: ImportRequest) -> tuple[Problem, ...]:
    """What is wrong with what was asked for. What is not filled in yet is not wrong."""
    machine = state.machine(request.side)
    problems = list(machine_problems(machine))
    path = request.path
    if path and not path.lower().endswith(ENDINGS):
        problems.append(PackageUnreadable("" if request.local else machine.name, path))
    elif path and not request.local and not _absolute(path):
        problems.append(PackageIncomplete(machine.name, path, path.rpartition("/")[2]))
    if request.folder and not _absolute(request.folder):
        problems.append(NoSuchFolder(machine.name, request.folder))
    if request.name and not request.restore:
        if not records.is_vm_name(request.name):
            problems.append(BadVmName(request.name, records.VM_NAME_LIMIT))
        for vm in state.vms:
            if vm.name == request.name:
                problems.append(VmNameTaken(state.machine(vm.primary).name, vm.name))
    return tuple(dict.fromkeys(problems))


def _absolute(path: str) -> bool:
    return path.startswith("/") and ".." not in path.split("/")

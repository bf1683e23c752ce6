"""Writes one file for a bug report: versions, settings, log, what was seen last; redacted."""

from __future__ import annotations

import getpass
import json
import locale
import os
import platform
import socket
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import metadata
from pathlib import Path

from app import __version__
from app import settings as settings_file
from app.errors import Refused, SettingsError
from app.log import KEPT
from app.model.diagnostics_problems import DiagnosticsExist, DiagnosticsUnwritable
from app.model.machine import System
from app.model.snapshot import Run, Snapshot
from app.model.state import SystemState
from app.model.vm import Vm
from app.operations.operation import CancelToken, Report
from app.redaction import Redactor

_PACKAGES = ("PySide6-Essentials", "paramiko", "lxml", "platformdirs", "libvirt-python")
_WHO = ("by", "owner", "created_by")  # fields that say who did something, as user@host
_README = """What Twinpoint knows of itself, for a bug report.

versions.json  of the program and of what it stands on
settings.json  the systems it knows
facts.json     what was seen last of each of them
log.txt        what this console wrote down

Names of users, hosts, systems, VMs and snapshots, addresses, key fingerprints and secrets are
replaced, the same one by the same placeholder in all files: <vm-1>, <host-2>. Descriptions are
left out. A name that nothing marks as one cannot be recognized: look the files through before you
pass them on.
"""


@dataclass(frozen=True, slots=True)
class SaveDiagnostics:
    """Raises Refused: what is there is overwritten only with `overwrite`, and then as a whole."""

    path: Path
    settings: Path
    log: Path
    states: Sequence[SystemState] = ()
    overwrite: bool = False
    more: Mapping[str, str] = field(default_factory=dict)  # versions of the window's own parts

    def run(self, report: Report, cancel: CancelToken) -> Path:
        cancel.check()
        files = self._files()
        cancel.check()
        try:
            self._write(files)
        except FileExistsError:
            raise Refused(DiagnosticsExist(str(self.path))) from None
        except OSError as error:
            raise Refused(DiagnosticsUnwritable(str(self.path), str(error))) from error
        return self.path

    def _files(self) -> dict[str, str]:
        try:
            systems, trouble = settings_file.load(self.settings).systems, ""
        except SettingsError as error:
            systems, trouble = (), str(error)
        known = (*systems, *(state.system for state in self.states))
        redactor = Redactor(_names(known, self.states))
        settings: object = redactor.text(trouble) if trouble else redactor.data(systems)
        return {
            "README.txt": _README,
            "versions.json": _json(redactor.data(_versions(self.more))),
            "settings.json": _json(settings),
            "facts.json": _json(redactor.data(self.states)),
            "log.txt": redactor.text(_log(self.log)),
        }

    def _write(self, files: Mapping[str, str]) -> None:
        if self.path.exists() and not self.overwrite:
            raise FileExistsError(self.path)
        # mkstemp makes it readable for its owner only.
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".diagnostics-")
        try:
            with (
                os.fdopen(handle, "wb") as file,
                zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle,
            ):
                for name, text in files.items():
                    bundle.writestr(name, text.encode("utf-8", "replace"))
            if self.overwrite:
                os.replace(temporary, self.path)
            else:
                _put(Path(temporary), self.path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _put(temporary: Path, path: Path) -> None:
    """Under a name that nothing has. Raises FileExistsError if something came to have it."""
    if os.name == "nt":
        os.rename(temporary, path)  # refuses by itself there
    else:
        os.link(temporary, path)
        temporary.unlink()


def _names(systems: Sequence[System], states: Sequence[SystemState]) -> dict[str, set[str]]:
    """Every name that is known to be one."""
    found: dict[str, set[str]] = {
        "system": {system.name for system in systems},
        "host": {socket.gethostname(), socket.getfqdn()},
        "user": {_user()},
        "vm": set(),
        "snapshot": set(),
        "resource": set(),
    }
    for system in systems:
        addresses = system.machines
        found["host"] |= {host for host in system.replication_hosts if host}
        found["host"] |= {address.host for address in addresses}
        found["user"] |= {address.user for address in addresses if address.user}
    for state in states:
        for machine in state.machines:
            found["host"].add(machine.name)
            if machine.cluster is not None:
                found["host"] |= {machine.cluster.node, *dict(machine.cluster.nodes)}
                found["resource"] |= set(dict(machine.cluster.resources).values())
        for record in _records(state):
            if isinstance(record, Vm):
                found["vm"].add(record.name)
            elif isinstance(record, Run | Snapshot):
                found["vm"].add(record.vm_name)
            if isinstance(record, Snapshot):
                found["snapshot"].add(record.name)
            for who in (getattr(record, name, "") for name in _WHO):
                user, _, host = str(who).partition("@")
                found["user"].add(user)
                found["host"].add(host)
    # A snapshot is called as its VM is, unless somebody gave it a name.
    found["snapshot"] -= found["vm"]
    return found


def _records(value: object) -> Iterator[object]:
    """Every dataclass within a value."""
    if is_dataclass(value):
        yield value
        for each in fields(value):
            yield from _records(getattr(value, each.name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from _records(inner)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user is known here
        return ""


def _versions(more: Mapping[str, str]) -> dict[str, str]:
    found = {
        "twinpoint": __version__,
        "python": sys.version,
        "platform": platform.platform(),
        "locale": ".".join(part for part in locale.getlocale() if part),
        **more,
    }
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _log(path: Path) -> str:
    """The log, oldest lines first."""
    parts = []
    for number in range(KEPT, -1, -1):
        part = path.with_name(f"{path.name}.{number}") if number else path
        try:
            parts.append(part.read_text(encoding="utf-8", errors="replace"))
        except FileNotFoundError:
            continue
        except OSError as error:
            parts.append(f"({part.name}: {error})\n")
    return "".join(parts)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

"""What a console can ask of this PM about packages: export, import, and the files of both."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from app.remote import hand_over, share
from app.remote.job_files import JobFiles
from app.remote.package_write import ENDINGS
from app.remote.requests import an_id
from app.remote.store import Store
from app.remote.vm_job import launch

LONGEST = 4096  # characters of a path


def _export(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Starts an export. Credentials go into memory until the share is mounted, and nowhere
    else."""
    wanted = request["destination"]
    kept = {
        "vm": an_id(request, "vm"),
        "vm_name": str(request.get("vm_name", ""))[:1000],
        "snapshot": an_id(request, "snapshot"),
        "package": _one_of(request, "package", ("ova", "ovf")),
        "disk": _one_of(request, "disk", tuple(ENDINGS)),
        "boot_only": bool(request.get("boot_only")),
        "overwrite": bool(request.get("overwrite")),
        "destination": {
            "kind": _one_of(wanted, "kind", ("folder", "share", "hand-over")),
            "path": str(wanted.get("path", ""))[:LONGEST],
            "address": str(wanted.get("address", ""))[:LONGEST],
        },
        **_common(request),
    }
    job = str(uuid.uuid4())
    login = wanted.get("credentials")
    try:
        if isinstance(login, dict) and wanted["kind"] == "share":
            user, password = str(login.get("user", "")), str(login.get("password", ""))
            share.keep_credentials(store.root, job, user, password, str(login.get("domain", "")))
        return launch(store, "export", kept, job)
    finally:
        share.drop_credentials(store.root, job)


def _import(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Starts an import. A new VM's UUID is made here."""
    source = request["source"]
    kept = {
        "vm": str(uuid.uuid4()),
        "vm_name": str(request.get("vm_name", ""))[:1000],
        "name": str(request.get("name") or "")[:1000],
        "restore": bool(request.get("restore")),
        "start": bool(request.get("start")),
        "folder": str(request.get("folder") or "")[:LONGEST],
        "source": {
            "kind": _one_of(source, "kind", ("path", "hand-over")),
            "path": str(source.get("path", ""))[:LONGEST],
            "name": str(source.get("name", ""))[:LONGEST],
        },
        **_common(request),
    }
    return launch(store, "import", kept)


def _export_read(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """One file of an export that waits for its console: a line, then bytes."""
    offset = max(0, int(request.get("offset", 0)))
    hand_over.send(store, _job(store, request), str(request["file"]), offset)
    return {}


def _export_taken(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """The console has everything: the job may end."""
    hand_over.tell(_job(store, request), "taken", {})
    return {"kind": "done"}


def _import_held(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    size = hand_over.held(store, _job(store, request), str(request["file"]))
    return {"kind": "held", "size": size}


def _import_write(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Takes what follows the request on standard input into one file."""
    offset, size = max(0, int(request.get("offset", 0))), int(request["size"])
    job = _job(store, request)
    held = hand_over.receive(store, job, str(request["file"]), offset, size)
    return {"kind": "held", "size": held}


def _import_sent(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """The console has sent what it has of the files it was asked for."""
    hand_over.tell(_job(store, request), f"sent-{int(request['round'])}", {})
    return {"kind": "done"}


PACKAGE_VERBS: dict[str, Callable[[Store, dict[str, Any]], dict[str, Any]]] = {
    "export": _export,
    "export-read": _export_read,
    "export-taken": _export_taken,
    "import": _import,
    "import-held": _import_held,
    "import-write": _import_write,
    "import-sent": _import_sent,
}


def _common(request: dict[str, Any]) -> dict[str, Any]:
    limit = request.get("copy_limit")
    return {
        "by": str(request.get("by", ""))[:200],
        "copy_limit": limit if type(limit) is int and limit > 0 else None,
    }


def _job(store: Store, request: dict[str, Any]) -> JobFiles:
    return JobFiles(store.jobs() / an_id(request, "job"))


def _one_of(request: dict[str, Any], name: str, words: tuple[str, ...]) -> str:
    value = request[name]
    if value not in words:
        raise ValueError(f"{name}: {value!r}")
    return str(value)

"""Tells libvirt of a new VM: a VM in the making becomes a definition on this PM."""

from __future__ import annotations

import tempfile

from app.remote.definition import new_definition
from app.remote.host import host_name
from app.remote.layout import file_faults
from app.remote.making import Making
from app.remote.problems import Refused
from app.remote.records import Manifest
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.virsh import virsh

TAKEN = ("already exists", "already defined", "already active")


def whole_snapshot(store: Store, vm: str, snapshot: str) -> Manifest:
    """The manifest of a snapshot that is whole here. Raises Refused("snapshot-not-here")."""
    manifest = store.manifest(vm, snapshot)
    if manifest is None:
        raise Refused("snapshot-not-here", pm=host_name(), snapshot=snapshot, detail="")
    faults = file_faults(store.folder(vm, snapshot), manifest)
    if faults:
        detail = "; ".join(faults)[:500]
        raise Refused("snapshot-not-here", pm=host_name(), snapshot=snapshot, detail=detail)
    return manifest


def define(store: Store, making: Making) -> tuple[str, ...]:
    """Devices that were left out. Raises Refused, ToolFailed, BadRecord."""
    manifest = whole_snapshot(store, making.vm, making.snapshot)
    text, left_out = new_definition(manifest.domain_xml, making)
    with tempfile.NamedTemporaryFile("wb", suffix=".xml") as file:
        file.write(text.encode("utf-8", "surrogatepass"))
        file.flush()
        try:
            virsh("define", file.name)
        except ToolFailed as error:
            if any(word in error.output for word in TAKEN):
                raise Refused(
                    "vm-name-taken", pm=host_name(), name=making.name, details=error.output
                ) from error
            raise
    return left_out

"""Domains, facts and records made up for tests, as small as they may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.model.facts import CopyFacts, Facts, HostFacts, PeerFacts, VmFacts
from app.model.machine import MachineAddress, System
from app.model.snapshot import CopyState
from app.model.vm import Agent, Domain, Firmware, VmState
from app.model.volume import Volume
from app.remote.records import Announcement, Manifest, VolumeRecord, content_hash, to_json

VM = "6739c70b-f537-5ce3-b26a-ae658a90b780"
SNAPSHOT = "a77010af-b7f9-4c91-9eab-405fd412a746"
JOB = "b402043a-23c0-4579-be68-8a7250f7170e"
SYSTEM = System("lab", (MachineAddress("10.0.0.1"), MachineAddress("10.0.0.2")))
HOSTS = ("d2ff9f38-7da7-4d84-8b08-dc95d9dfa267", "a3e2c6d4-3cf3-4e48-a99d-809f4aa0eb7b")


def domain(state: VmState = VmState.RUNNING, uuid: str = VM, name: str = "web01") -> Domain:
    return Domain(
        uuid=uuid,
        name=name,
        state=state,
        firmware=Firmware.BIOS,
        agent=Agent.CONNECTED,
        volumes=(Volume("vda", "/v/a", "qcow2", True), Volume("vdb", "/v/b", "qcow2", False)),
        memory=2**27,
        processors=1,
    )


def manifest(name: str = "web01") -> Manifest:
    return Manifest(
        snapshot=SNAPSHOT,
        vm=VM,
        vm_name="web01",
        name=name,
        description="",
        created=1_000_000.0,
        created_by="somebody",
        primary=HOSTS[0],
        primary_name="pm1",
        consistency="application",
        reason="frozen",
        volumes=(
            VolumeRecord("vda", "vda.qcow2", 10, "0" * 64, 100, "full", True, "/v/a", "qcow2"),
        ),
        domain_xml="<domain/>",
        frozen_ms=100.0,
    )


def announcement() -> Announcement:
    return Announcement(
        SNAPSHOT, VM, "web01", "web01", "", 1_000_000.0, "somebody", HOSTS[0], "pm1", JOB, ("vda",)
    )


def copy_of(record: Manifest | None, state: CopyState = CopyState.WHOLE) -> CopyFacts:
    return CopyFacts(
        SNAPSHOT,
        state,
        record,
        content_hash(to_json(record)) if record else "",
        announcement(),
    )


def wire_copy(
    text: str, identity: str = SNAPSHOT, state: str = "whole", problems: Sequence[Any] = ()
) -> dict[str, Any]:
    """What a PM says on the wire of a snapshot with this manifest."""
    return {
        "id": identity,
        "state": state,
        "manifest": text,
        "manifest_sha256": content_hash(text),
        "announcement": None,
        "problems": list(problems),
    }


def facts(number: int, *copies: CopyFacts, last_run: float | None = None, **more: Any) -> Facts:
    """Of PM `number` (0 or 1)."""
    values: dict[str, Any] = {
        "host": HostFacts(f"pm{number + 1}", HOSTS[number], "boot", "root"),
        "tools": (("libvirt", "9.0.0"),),
        "obstacles": (),
        "root": "/var/lib/twinpoint",
        "room_total": 1000,
        "room_free": 500,
        "decisions": (),
        "maintenance": None,
        "peer": PeerFacts("other", "10.0.0.9", ""),
        "vms": (VmFacts(VM, last_run, (), copies),),
        "runs": (),
        **more,
    }
    return Facts(**values)


def facts_line(number: int, **more: Any) -> dict[str, Any]:
    """What PM `number` says on the wire, with nothing kept."""
    return {
        "kind": "facts",
        "program": 1,
        "host": {
            "name": f"pm{number + 1}",
            "uuid": HOSTS[number],
            "boot_id": "boot",
            "now": 0.0,
            "user": "root",
        },
        "tools": {"libvirt": "9.0.0"},
        "obstacles": [],
        "root": {"path": "/var/lib/twinpoint", "total": 4 * 1024**3, "free": 2 * 1024**3},
        "decisions": {},
        "maintenance": None,
        "peer": None,
        "vms": [],
        "runs": [],
        **more,
    }

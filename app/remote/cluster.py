"""Pacemaker, where it runs on this PM: its nodes, the VMs it holds, and its standby."""

from __future__ import annotations

import functools
import shutil
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

from app.remote.domain import parse_xml
from app.remote.host import host_name
from app.remote.problems import Refused
from app.remote.records import ID, BadRecord
from app.remote.tools import ENVIRONMENT, ToolFailed, run

LONGEST_DEFINITION = 1024 * 1024
FRESH = 4.0  # seconds for which what the cluster said is taken for unchanged


class _Last:
    """What was asked last, and when."""

    at = 0.0
    answer: dict[str, Any] | None = None


def cluster(*, fresh: bool = False) -> dict[str, Any] | None:
    """{"node", "nodes": {name: state}, "vms": {uuid: resource}}; None where no Pacemaker runs."""
    if fresh or time.monotonic() - _Last.at > FRESH or not _Last.at:
        _Last.answer = _ask()
        _Last.at = time.monotonic()
    return _Last.answer


def in_standby() -> bool:
    """Whether Pacemaker keeps its resources off this PM, by somebody's wish."""
    now = cluster(fresh=True)
    return now is not None and now["nodes"].get(now["node"]) == "standby"


def set_standby(on: bool) -> None:
    """Returns once the wish is known to the cluster, which then moves its VMs by itself. Raises
    ToolFailed, Refused."""
    now = cluster(fresh=True)
    if now is None:
        raise Refused("no-cluster", pm=host_name())
    wish = ["--update", "on"] if on else ["--delete"]
    run(["crm_attribute", "--node", now["node"], "--name", "standby", *wish], timeout=30)
    _Last.at = 0.0


def resource_of(vm: str) -> str | None:
    """The cluster's resource that a VM is, None if it is none."""
    now = cluster()
    return None if now is None else now["vms"].get(vm)


def _ask() -> dict[str, Any] | None:
    if not shutil.which("crm_mon", path=ENVIRONMENT["PATH"]):
        return None
    try:
        status = run(["crm_mon", "-1", "--output-as=xml"], timeout=15)
        node = run(["crm_node", "--name"], timeout=15).strip()
        resources = run(["cibadmin", "--query", "--scope", "resources"], timeout=15)
        return {"node": node, "nodes": nodes(status), "vms": vms(resources)}
    except (ToolFailed, BadRecord):
        return None  # installed, but no cluster runs here


def nodes(status: str) -> dict[str, str]:
    """From `crm_mon -1 --output-as=xml`. Raises BadRecord."""
    found = {}
    for node in parse_xml(status).iterfind("nodes/node"):
        state = "offline"
        if node.get("pending") == "true":
            state = "pending"
        elif node.get("online") == "true":
            state = "online"
            for word in ("maintenance", "standby"):
                state = word if node.get(word) == "true" else state
        found[str(node.get("name", ""))[:255]] = state
    return found


def vms(resources: str) -> dict[str, str]:
    """UUIDs of VMs and their resources, from the cluster's own configuration and the definitions
    that it names. Raises BadRecord."""
    found = {}
    for primitive in parse_xml(resources).iter("primitive"):
        if primitive.get("type") != "VirtualDomain":
            continue
        for pair in primitive.iterfind("instance_attributes/nvpair[@name='config']"):
            uuid = _uuid_in(str(pair.get("value", "")))
            if uuid:
                found[uuid] = str(primitive.get("id", ""))[:255]
    return found


def _uuid_in(path: str) -> str:
    try:
        stamp = Path(path).stat().st_mtime_ns
    except (OSError, ValueError):
        return ""
    return _read_uuid(path, stamp)


@functools.lru_cache(maxsize=512)
def _read_uuid(path: str, stamp: int) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            root: ElementTree.Element = parse_xml(file.read(LONGEST_DEFINITION))
    except (OSError, UnicodeDecodeError, BadRecord):
        return ""
    text = (root.findtext("uuid") or "").strip().lower()
    return text if ID.fullmatch(text) else ""

"""Whether this PM's mirrored storage is being synchronized: DRBD between the PMs, md within one.

A volume that is being made equal is in danger from one more failure, and slow; a snapshot would
make both worse.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from app.remote.tools import ENVIRONMENT, ToolFailed, run

# Replication states of DRBD 9 in which data is on its way (drbdsetup(8), "status"); and what
# /proc/drbd of DRBD 8.4 shows as connection state.
MOVING = frozenset(
    [
        "SyncSource",
        "SyncTarget",
        "PausedSyncS",
        "PausedSyncT",
        "VerifyS",
        "VerifyT",
        "Ahead",
        "Behind",
        "WFBitMapS",
        "WFBitMapT",
        "StartingSyncS",
        "StartingSyncT",
        "WFSyncUUID",
    ]
)
IN_ORDER = ("Connected", "Established", "Off")
DRBD_8 = Path("/proc/drbd")
MD = Path("/proc/mdstat")


def synchronizing() -> str:
    """What is being synchronized, in the tools' own words; "" if nothing is."""
    found = []
    if shutil.which("drbdsetup", path=ENVIRONMENT["PATH"]):
        try:
            found += drbd_9(run(["drbdsetup", "status", "--json"], timeout=10))
        except ToolFailed:
            found = []  # no DRBD 9 in this kernel
    found += drbd_8(_text(DRBD_8)) + md(_text(MD))
    return ", ".join(found)[:300]


def mirrors() -> list[dict[str, str]]:
    """Every DRBD resource here, moving or not: name, role, disk and connection in DRBD's words."""
    if shutil.which("drbdsetup", path=ENVIRONMENT["PATH"]):
        try:
            found = all_drbd_9(run(["drbdsetup", "status", "--json"], timeout=10))
        except ToolFailed:
            found = []  # no DRBD 9 in this kernel
        if found:
            return found
    return all_drbd_8(_text(DRBD_8))


def all_drbd_9(text: str) -> list[dict[str, str]]:
    """From `drbdsetup status --json`: the worst disk, and the worst connection."""
    try:
        resources = json.loads(text)
    except (ValueError, RecursionError):
        return []
    found = []
    for resource in _dicts(resources):
        connections = _dicts(resource.get("connections"))
        links = [str(one.get("connection-state", "")) for one in connections]
        moving = [
            str(device.get("replication-state", ""))
            for one in connections
            for device in _dicts(one.get("peer_devices"))
        ]
        disks = [str(one.get("disk-state", "")) for one in _dicts(resource.get("devices"))]
        odd = [
            each for each in (*links, *moving) if each not in ("Connected", "Established", "Off")
        ]
        found.append(
            {
                "name": str(resource.get("name", ""))[:255],
                "role": str(resource.get("role", ""))[:64],
                "disk": _first([each for each in disks if each != "UpToDate"] + disks),
                "connection": _first(odd + links),
            }
        )
    return found


def all_drbd_8(text: str) -> list[dict[str, str]]:
    """From /proc/drbd."""
    return [
        {"name": minor, "role": role, "disk": disk, "connection": state}
        for minor, state, role, disk in re.findall(
            r"^\s*(\d+): cs:(\w+) ro:(\w+)/\w+ ds:(\w+)/\w+", text, flags=re.MULTILINE
        )
    ]


def _first(words: list[str]) -> str:
    return words[0][:64] if words else ""


def drbd_9(text: str) -> list[str]:
    """From `drbdsetup status --json`: "resource: state percent"."""
    try:
        resources = json.loads(text)
    except (ValueError, RecursionError):
        return []
    found = []
    for resource in _dicts(resources):
        for connection in _dicts(resource.get("connections")):
            for device in _dicts(connection.get("peer_devices")):
                state = str(device.get("replication-state", ""))
                if state in MOVING:
                    part = device.get("percent-in-sync", "")
                    found.append(f"DRBD {resource.get('name')}: {state} {part} %")
    return found


def drbd_8(text: str) -> list[str]:
    """From /proc/drbd: lines like "0: cs:SyncTarget ro:Secondary/Primary ds:…"."""
    states = re.findall(r"^\s*(\d+): cs:(\w+)", text, flags=re.MULTILINE)
    return [f"DRBD {minor}: {state}" for minor, state in states if state in MOVING]


def md(text: str) -> list[str]:
    """From /proc/mdstat: arrays with "resync = 12.6%" or "recovery = …" (a check is none)."""
    found = []
    name = ""
    for line in text.splitlines():
        head = re.match(r"(md\S*) :", line)
        name = head.group(1) if head else name
        state = re.search(r"(resync|recovery|reshape)\s*=\s*([\d.]+)%", line)
        if state:
            found.append(f"{name}: {state.group(1)} {state.group(2)} %")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

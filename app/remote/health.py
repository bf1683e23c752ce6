"""Facts: everything a console needs to know of this PM beyond libvirt's own inventory."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from app.remote import records
from app.remote.cluster import cluster
from app.remote.containers import containers
from app.remote.history import history
from app.remote.host import boot_id, host_name, host_uuid, login, obstacles, tools
from app.remote.job_files import runs
from app.remote.layout import file_faults, layout_text
from app.remote.load import load
from app.remote.mirror import mirrors
from app.remote.problems import Problem
from app.remote.settle import held
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.virsh import virsh

PROGRAM = 1
LOGS = Path("/var/log/libvirt/qemu")  # QEMU writes NAME.log while a VM runs


class Facts:
    """Collects facts, remembering what did not change since the last time."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[Path, tuple[int, dict[str, Any]]] = {}
        self._tools_at = 0.0
        self._obstacles: list[dict[str, Any]] = []

    def collect(self) -> dict[str, Any]:
        store = self._store
        if time.monotonic() - self._tools_at > 15 or self._obstacles:
            self._obstacles = obstacles()
            self._tools_at = time.monotonic()
        total, free = store.free() if store.root.exists() else (0, 0)
        system = store.system()
        peer = system.get("peer")
        return {
            "kind": "facts",
            "program": PROGRAM,
            "host": {
                "name": host_name(),
                "uuid": host_uuid(),
                "boot_id": boot_id(),
                "now": time.time(),
                "user": login(),
            },
            "tools": tools(),
            "obstacles": self._obstacles,
            "root": {"path": str(store.root), "total": total, "free": free},
            "decisions": held(store),
            "maintenance": _flag(system, "maintenance"),
            "peer_maintenance": _flag(system, "peer_maintenance"),
            "cluster": cluster(),
            "load": load(),
            "mirrors": mirrors(),
            "peer": _peer(peer) if isinstance(peer, dict) else None,
            "vms": self._vms(),
            "runs": runs(store.jobs()),
            "history": history(store.root),
        }

    def _vms(self) -> list[dict[str, Any]]:
        store = self._store
        names = _domain_names()
        recorded = set(store.vms())
        return [
            {
                "uuid": vm,
                "last_run": _last_run(names.get(vm)),
                "containers": containers(store, vm) if vm in recorded else [],
                "snapshots": self._snapshots(vm) if vm in recorded else [],
                "deleted": sorted(self._store.deleted(vm)) if vm in recorded else [],
            }
            for vm in sorted(recorded | set(names))
        ]

    def _snapshots(self, vm: str) -> list[dict[str, Any]]:
        found = []
        deleted = self._store.deleted(vm)
        for snapshot in self._store.snapshots(vm):
            if snapshot in deleted:
                continue
            folder = self._store.folder(vm, snapshot)
            try:
                stamp = folder.stat().st_mtime_ns
            except FileNotFoundError:
                continue  # removed while we look
            known = self._read.get(folder)
            if known is None or known[0] != stamp:
                known = (stamp, self._snapshot(vm, snapshot))
                self._read[folder] = known
            found.append(known[1])
        return found

    def _snapshot(self, vm: str, snapshot: str) -> dict[str, Any]:
        """One snapshot as it stands here; a damaged record harms only itself."""
        answer: dict[str, Any] = {
            "id": snapshot,
            "state": "pending",
            "manifest": None,
            "manifest_sha256": None,
            "announcement": None,
            "layout": None,
            "problems": [],
        }
        folder = self._store.folder(vm, snapshot)
        try:
            announcement = self._store.text(vm, snapshot, "announcement.json")
            if announcement is not None:
                records.announcement_from_json(announcement)
                answer["announcement"] = announcement
            text = self._store.text(vm, snapshot, "manifest.json")
            if text is not None:
                manifest = records.manifest_from_json(text)
                faults = file_faults(folder, manifest)
                answer["announcement"] = None  # the manifest says all of it
                answer["manifest"] = records.to_json(records.without_definitions(manifest))
                answer["manifest_sha256"] = records.content_hash(text)
                answer["layout"] = layout_text(folder)
                answer["state"] = "damaged" if faults else "whole"
                for fault in faults:
                    problem = Problem("copy-damaged", pm=host_name(), detail=fault)
                    answer["problems"].append(problem.wire())
        except records.BadRecord as error:
            answer["state"] = "damaged"
            problem = Problem(
                "record-unreadable", pm=host_name(), path=str(folder), detail=str(error)
            )
            answer["problems"].append(problem.wire())
        return answer


def _flag(system: dict[str, Any], name: str) -> dict[str, Any] | None:
    value = system.get(name)
    if not isinstance(value, dict):
        return None
    return {"by": str(value.get("by", "")), "since": float(value.get("since", 0))}


def _peer(peer: dict[str, Any]) -> dict[str, Any]:
    return {name: str(peer.get(name, "")) for name in ("name", "host", "uuid")}


def _domain_names() -> dict[str, str]:
    try:
        text = virsh("list", "--all", "--uuid", "--name")
    except ToolFailed:
        return {}
    names = {}
    for line in text.splitlines():
        uuid, _, name = line.strip().partition(" ")
        if records.ID.fullmatch(uuid):
            names[uuid] = name.strip()
    return names


def _last_run(name: str | None) -> float | None:
    """When QEMU of this VM last wrote its log here: the PM where that is latest ran it last."""
    if not name or "/" in name or name in (".", ".."):
        return None
    try:
        return os.stat(LOGS / f"{name}.log").st_mtime
    except OSError:
        return None

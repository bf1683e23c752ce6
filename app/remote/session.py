"""One peer's run as this PM serves it: requests in, answers out, a VM's lock held meanwhile."""

from __future__ import annotations

import json
import os
import select
import shutil
import sys
from collections.abc import Callable
from typing import Any

from app.remote import deletions, deliver, records
from app.remote.arrival import announcement_of, keep_layers, layers_from_wire, verify_arrived
from app.remote.checks import check_enabled, check_pm
from app.remote.containers import grow
from app.remote.decisions import sound
from app.remote.host import host_name, host_uuid
from app.remote.job_files import all_jobs
from app.remote.layout import DAMAGE, file_faults
from app.remote.locks import Lock, Taken, busy
from app.remote.peer_vms import PeerVms
from app.remote.problems import Problem, Refused
from app.remote.records import Layer, Manifest, VolumeRecord
from app.remote.requests import an_id, an_object
from app.remote.room import check_room
from app.remote.settle import merge, note_settled
from app.remote.store import Store, fsync_folder, make_folder
from app.remote.sweep import drop_given_up, drop_unwritten
from app.remote.tools import ToolFailed
from app.remote.virsh import domains, state

LONGEST_LINE = 2 * records.LONGEST
SILENCE = 40.0  # seconds without a request after which the peer counts as gone


class Session:
    """One peer's run: requests in, answers out, a VM's lock held as long as it lasts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._locks: dict[str, Lock] = {}
        self._announced: set[tuple[str, str]] = set()
        self._verbs: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "hello": self._hello,
            "settle": self._settle,
            "lock": self._lock,
            "announce": self._announce,
            "have": self._have,
            "check": self._check,
            "prepare": self._prepare,
            "commit": self._commit,
            "discard": self._discard,
            "state": self._state,
            "known": self._known,
            **PeerVms(store, self._need_lock).verbs(),
            "domains": self._domains,
            "deletions": self._deletions,
        }

    def run(self) -> None:
        try:
            self._serve()
        finally:
            for lock in self._locks.values():
                lock.release()
            drop_given_up(self._store, self._announced)

    def _serve(self) -> None:
        while True:
            # A peer whose link was cut is never heard of again: its lock must fall.
            ready, _, _ = select.select([sys.stdin.buffer], [], [], SILENCE)
            line = sys.stdin.buffer.readline(LONGEST_LINE) if ready else b""
            if not line:
                return
            answer = self._answer(line)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            request = json.loads(line)
            return self._verbs[request["verb"]](request)
        except Problem as problem:
            return problem.wire()
        except (ToolFailed, OSError) as error:
            return Problem("copy-failed", vm="", detail=str(error)[-500:]).wire()
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            return Problem("unexplained", pm=host_name(), detail=f"{error!r}"[:500]).wire()

    def _hello(self, request: dict[str, Any]) -> dict[str, Any]:
        # To know its uuid takes a call of libvirt, which a run need not wait for.
        return {"name": host_name(), "uuid": host_uuid() if request.get("who", True) else ""}

    def _settle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Takes over the peer's newer decisions, and tells it of ours."""
        known = merge(self._store, sound(an_object(request, "decisions")))
        note_settled(self._store, known)
        return {"decisions": known}

    def _lock(self, request: dict[str, Any]) -> dict[str, Any]:
        vm = an_id(request, "vm")
        make_folder(self._store.vm(vm))
        lock = self._store.vm_lock(vm)
        try:
            lock.take(an_object(request, "holder"))
        except Taken as error:
            raise busy(str(request.get("vm_name", "")), error) from error
        self._locks[vm] = lock
        drop_unwritten(self._store, vm)  # of a session that this PM's power was cut under
        return self._deletions(request)

    def _deletions(self, request: dict[str, Any]) -> dict[str, Any]:
        """Takes in what the peer deleted, sees to it that it is deleted here as well, and tells
        what was deleted here; `left` is what of the peer's is still here, and how far it is."""
        vm = an_id(request, "vm")
        make_folder(self._store.vm(vm))
        left = deletions.hear(self._store, vm, request.get("deletions", []))
        deletions.take_up(self._store, vm)
        return {
            "left": left,
            "deletions": deletions.telling(self._store, vm),
            "working": deletions.progress(self._store, vm),
        }

    def _announce(self, request: dict[str, Any]) -> dict[str, Any]:
        """Keeps the announcement, and the larger capacity of each container."""
        announcement = records.announcement_from_json(str(request["announcement"]))
        self._need_lock(announcement.vm)
        capacities = {
            target: number
            for target, number in an_object(request, "capacities").items()
            if records.TARGET.fullmatch(target) and type(number) is int
        }
        merged = grow(self._store, announcement.vm, capacities)
        self._store.announce(announcement)
        self._announced.add((announcement.vm, announcement.snapshot))
        return {"capacities": merged}

    def _check(self, request: dict[str, Any]) -> dict[str, Any]:
        """Refuses what this PM can refuse before anything is touched."""
        check_pm(self._store, host_name())
        check_enabled(self._store)
        vm = an_id(request, "vm")
        sizes = {
            target: (int(pair[0]), int(pair[1]))
            for target, pair in an_object(request, "sizes").items()
            if records.TARGET.fullmatch(target)
        }
        capacities = {**an_object(request, "capacities"), **self._store.capacities(vm)}
        check_room(
            self._store,
            vm,
            str(request.get("vm_name", "")),
            host_name(),
            sizes,
            int(request["needed"]),
            {target: int(number) for target, number in capacities.items()},
        )
        if vm in self._locks:
            by_volume = {target: size for target, (_, size) in sizes.items()}
            lock = self._locks[vm]
            lock.describe({**lock.holder(), "volumes": by_volume})
        return {}

    def _have(self, request: dict[str, Any]) -> dict[str, Any]:
        """Hashes of the manifests of all snapshots of a VM that are whole here; "newer" for one
        that a newer version wrote, which is left as it is, and "deleted" for one that is going."""
        vm = an_id(request, "vm")
        whole = dict.fromkeys(self._store.newer(vm), "newer")
        whole.update(dict.fromkeys(self._store.deleted(vm), "deleted"))
        for manifest in self._store.manifests(vm):
            text = self._store.text(vm, manifest.snapshot, "manifest.json")
            whole[manifest.snapshot] = records.content_hash(text or "")
        return {"whole": whole}

    def _prepare(self, request: dict[str, Any]) -> dict[str, Any]:
        """Makes ready for a snapshot's files: announced, its parents whole here, room for it."""
        text = str(request["manifest"])
        manifest = records.manifest_from_json(text)
        self._need_lock(manifest.vm)
        store = self._store
        self._keep_whole(manifest, text)
        lying = records.laid_out(manifest, layers_from_wire(request.get("layers", [])))
        for volume in lying.volumes:
            self._check_parent(manifest, volume)
        if not (store.folder(manifest.vm, manifest.snapshot) / "announcement.json").exists():
            store.announce(announcement_of(manifest))
        incoming = store.incoming(manifest.vm, manifest.snapshot)
        make_folder(incoming.parent)
        make_folder(incoming)
        present = {file.name: file.stat().st_size for file in incoming.glob("*")}
        expected = {volume.file: volume.size for volume in lying.volumes}
        for name in present:
            if name not in expected or present[name] > expected[name]:
                (incoming / name).unlink()
        missing = sum(expected.values()) - sum(
            size for name, size in present.items() if size <= expected.get(name, -1)
        )
        _, free = store.free()
        if missing > free:
            raise Refused(
                "too-little-room", pm=host_name(), path=str(store.root), needed=missing, free=free
            )
        return {}

    def _check_parent(self, manifest: Manifest, volume: VolumeRecord) -> None:
        if volume.parent is None:
            return
        parent = self._store.manifest(manifest.vm, volume.parent)
        if parent is None or not any(
            other.target == volume.target and other.sha256 == volume.parent_sha256
            for other in parent.volumes
        ):
            raise Refused(
                "verify-failed", pm=host_name(), detail=f"parent {volume.parent} of {volume.target}"
            )

    def _keep_whole(self, manifest: Manifest, text: str) -> None:
        """Refuses to replace what is whole here, or newer than this version, by anything else;
        what is damaged may come again."""
        vm, snapshot = manifest.vm, manifest.snapshot
        if snapshot in self._store.deleted(vm):
            raise Refused("no-such-snapshot", snapshot=snapshot)
        try:
            mine = self._store.manifest(vm, snapshot)
        except records.NewerRecord as error:
            raise Refused(
                "record-unreadable", pm=host_name(), path=snapshot, detail=str(error)
            ) from error
        except records.BadRecord:
            return
        if mine is None or file_faults(self._store.folder(vm, snapshot), mine):
            return
        if self._store.text(vm, snapshot, "manifest.json") != text:
            raise Refused("verify-failed", pm=host_name(), detail=f"another {snapshot} is whole")

    def _commit(self, request: dict[str, Any]) -> dict[str, Any]:
        """Reads everything that arrived with its own eyes, then makes the snapshot whole."""
        text = str(request["manifest"])
        manifest = records.manifest_from_json(text)
        self._need_lock(manifest.vm)
        self._keep_whole(manifest, text)
        layers = layers_from_wire(request.get("layers", []))
        # What is damaged here may be what a merge is about to build on.
        chain = self._store.chain_lock(manifest.vm)
        try:
            chain.take(wait=3)
        except Taken as error:
            raise busy(manifest.vm_name, error) from error
        try:
            return self._take_in(manifest, text, layers)
        finally:
            chain.release()

    def _take_in(self, manifest: Manifest, text: str, layers: tuple[Layer, ...]) -> dict[str, Any]:
        incoming = self._store.incoming(manifest.vm, manifest.snapshot)
        folder = self._store.folder(manifest.vm, manifest.snapshot)
        arrived = []
        for volume in records.laid_out(manifest, layers).volumes:
            self._check_parent(manifest, volume)
            path = incoming / volume.file
            if not path.exists() and (folder / volume.file).exists():
                path = folder / volume.file  # moved by a commit that was cut
            arrived.append((path, volume))
        verify_arrived(arrived)
        for path, _ in arrived:
            if path.parent != folder:
                os.rename(path, folder / path.name)
        fsync_folder(folder)
        # Before the snapshot counts: nobody looks for the rest of one that is whole.
        if incoming.exists():
            shutil.rmtree(incoming)
            fsync_folder(incoming.parent)
        keep_layers(folder, layers)
        # What was found damaged here has been replaced by what was verified above.
        (folder / DAMAGE).unlink(missing_ok=True)
        whole = self._store.commit(manifest)
        if whole != records.content_hash(text):
            raise Refused("verify-failed", pm=host_name(), detail="manifest")
        deliver.mark(self._store, manifest)  # where it came from, it is whole as well
        return {"hash": whole}

    def _discard(self, request: dict[str, Any]) -> dict[str, Any]:
        """Removes what a failed run left here; never a snapshot that is whole."""
        vm, snapshot = an_id(request, "vm"), an_id(request, "snapshot")
        self._need_lock(vm)
        manifest = self._store.manifest(vm, snapshot)
        if manifest is not None and not file_faults(self._store.folder(vm, snapshot), manifest):
            return {"whole": True}
        self._store.discard(vm, snapshot)
        return {"whole": False}

    def _state(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"state": state(an_id(request, "vm"))[0]}

    def _domains(self, request: dict[str, Any]) -> dict[str, Any]:
        """Names by UUID of the VMs that libvirt here knows."""
        return {"domains": domains()}

    def _known(self, request: dict[str, Any]) -> dict[str, Any]:
        """Whether a snapshot still has a future here: whole, or its job is alive."""
        vm, snapshot = an_id(request, "vm"), an_id(request, "snapshot")
        folder = self._store.folder(vm, snapshot)
        living = any(
            job.progress().get("snapshot") == snapshot and job.alive.held()
            for job in all_jobs(self._store.jobs())
        )
        return {"known": living or (folder / "manifest.json").exists()}

    def _need_lock(self, vm: str) -> None:
        if vm not in self._locks:
            raise Refused("unexplained", pm=host_name(), detail="not locked")

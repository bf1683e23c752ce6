"""Replaces the files of a stopped VM's volumes, all or none, whatever dies in between.

The new files lie beside the old ones. The first volume is the gate: its old file goes out of the
way before any other volume is replaced, and its new one takes the place last. Between the two no
libvirt starts the VM, for a file of it is missing.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import logging
import os
import shutil
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.remote import records
from app.remote.domain import DomainFacts
from app.remote.job_files import JobFiles
from app.remote.store import Store, fsync_folder, read_json, write_durably

log = logging.getLogger(__name__)
RECORD = "roll-back.json"  # in the VM's folder, as long as its volumes are being replaced
PREPARING, SWAPPING = "preparing", "swapping"
# Bytes of a file on which QEMU's processes lock each other out (block/file-posix.c:
# RAW_LOCK_PERM_BASE 100, RAW_LOCK_SHARED_BASE 200, one byte for each of up to 64 permissions).
LOCKED_FROM, LOCKED = 100, 200
NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)


class InUse(OSError):
    """Somebody has the file open as a volume."""


@dataclass(frozen=True)
class Swap:
    """One volume: the file that the VM knows, and what it shall be."""

    target: str
    live: str
    new: str

    @property
    def old(self) -> str:
        """Where the gate's old file waits."""
        return f"{self.new}.old"


def swap_of(job: str, target: str, source: str) -> Swap:
    live = os.path.realpath(source)  # a link stays, what it leads to is replaced
    return Swap(target, live, os.path.join(os.path.dirname(live), _name(job, target)))


def _name(job: str, target: str) -> str:
    return f".twinpoint-{job}-{target}"


def stamps(facts: DomainFacts) -> dict[str, list[int]]:
    """What changes when a volume's file is written to or replaced, by target."""
    found = {}
    for disk in facts.disks:
        with contextlib.suppress(OSError):  # a drive without a medium, a network disk
            status = os.stat(disk.source)
            found[disk.target] = [status.st_ino, status.st_size, status.st_mtime_ns]
    return found


@contextlib.contextmanager
def held(path: str) -> Iterator[None]:
    """Keeps every QEMU from opening the file, here and wherever else the file system's locks
    reach; falls with this process. Raises InUse."""
    handle = os.open(path, os.O_RDWR)
    try:
        lock = struct.pack("hhqqi0q", fcntl.F_WRLCK, os.SEEK_SET, LOCKED_FROM, LOCKED, 0)
        try:
            fcntl.fcntl(handle, fcntl.F_OFD_SETLK, lock)
        except (BlockingIOError, PermissionError) as error:
            raise InUse(path) from error
        except OSError as error:
            if error.errno not in NO_LOCKS:  # QEMU goes on without them there, and so do we
                raise
        yield
    finally:
        os.close(handle)


def look_like(new: str, live: str) -> None:
    """Owner, rights and labels (SELinux, access lists) of the file that is replaced."""
    status = os.stat(live)
    os.chown(new, status.st_uid, status.st_gid)
    shutil.copymode(live, new)
    try:
        names = os.listxattr(live)
    except OSError as error:
        if error.errno != errno.EOPNOTSUPP:
            raise
        names = []  # a file system without labels
    for name in names:
        if name.startswith(("security.", "system.posix_acl")):
            os.setxattr(new, name, os.getxattr(live, name))


# The record


def keep(
    store: Store,
    vm: str,
    job: str,
    snapshot: str,
    swaps: list[Swap],
    state: str,
    result: dict[str, Any] | None = None,
) -> None:
    """`result` is what the job is to tell, should another one end what it has begun."""
    value = {
        "format": records.FORMAT,
        "job": job,
        "snapshot": snapshot,
        "state": state,
        "volumes": [asdict(swap) for swap in swaps],
        "result": result,
    }
    write_durably(store.vm(vm) / RECORD, json.dumps(value, sort_keys=True, indent=1) + "\n")


def forget(store: Store, vm: str) -> None:
    path = store.vm(vm) / RECORD
    path.unlink(missing_ok=True)
    fsync_folder(path.parent)
    store.touch()


def settle(store: Store, vm: str) -> str:
    """Ends what a dead job left half done, with the VM's lock held: "new" if the volumes are now
    what they were to become, "old" if they are as before, "" if there was nothing to do. Raises
    BadRecord, OSError (InUse: the VM runs with half of them)."""
    path = store.vm(vm) / RECORD
    if not path.exists():
        return ""
    value = read_json(path)
    swaps = _swaps(value)
    outcome = "new" if value["state"] == SWAPPING and _begun(swaps) else "old"
    if outcome == "new":
        with contextlib.ExitStack() as locks:  # if somebody mended it by hand and started the VM
            for name in {name for s in swaps for name in (s.live, s.new) if os.path.exists(name)}:
                locks.enter_context(held(name))
            perform(swaps)
        files, result = JobFiles(store.jobs() / value["job"]), value.get("result")
        if isinstance(result, dict) and files.folder.is_dir():
            files.standing.tell(result)
    else:
        discard(swaps)
    forget(store, vm)
    return outcome


def _swaps(value: dict[str, Any]) -> list[Swap]:
    try:
        job = str(value["job"])
        swaps = [Swap(**volume) for volume in value["volumes"]]
        for swap in swaps:
            good = records.ID.fullmatch(job) and records.TARGET.fullmatch(swap.target)
            expected = os.path.join(os.path.dirname(swap.live), _name(job, swap.target))
            if not good or not os.path.isabs(swap.live) or swap.new != expected:
                raise records.BadRecord(f"{RECORD}: ill-formed")
        if value["state"] not in (PREPARING, SWAPPING):
            raise records.BadRecord(f"{RECORD}: state")
    except (KeyError, TypeError) as error:
        raise records.BadRecord(f"{RECORD}: {error!r}") from error
    return swaps


# The files


def _begun(swaps: list[Swap]) -> bool:
    """Whether a volume was touched: until then, the VM may have been started since."""
    return any(os.path.exists(s.old) or not os.path.exists(s.new) for s in swaps)


def perform(swaps: list[Swap]) -> None:
    """Puts the new files in place. May be called again after it was interrupted anywhere."""
    gate, others = swaps[0], swaps[1:]
    if others and os.path.exists(gate.new) and os.path.exists(gate.live):
        _rename(gate.live, gate.old)
    for swap in others:
        if os.path.exists(swap.new):
            _rename(swap.new, swap.live)
    if os.path.exists(gate.new):
        _rename(gate.new, gate.live)
    Path(gate.old).unlink(missing_ok=True)


def discard(swaps: list[Swap]) -> None:
    """Takes the new files away; only before any was put in place."""
    for swap in swaps:
        Path(swap.new).unlink(missing_ok=True)


def _rename(old: str, new: str) -> None:
    os.rename(old, new)
    fsync_folder(Path(new).parent)

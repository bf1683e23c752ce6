"""Takes up replication where a run that is no more left it: what is whole here goes to the peer."""

from __future__ import annotations

import time
from typing import Any

from app.remote import deliver
from app.remote.bring import Partner, bring
from app.remote.host import host_name
from app.remote.job_files import Events, JobFiles
from app.remote.locks import Taken
from app.remote.peer import PeerAway
from app.remote.problems import Cancelled, Problem
from app.remote.session import busy
from app.remote.store import Store
from app.remote.tools import ToolFailed


def resume(store: Store, files: JobFiles) -> None:
    """The job of a `replicate` request; ends at once where somebody else works on the VM."""
    vm = str(files.request()["vm"])
    base: dict[str, Any]
    manifests = store.manifests(vm)
    again = files.request().get("snapshot")  # one that the peer holds, but damaged
    waiting = [m for m in manifests if m.snapshot == again or not deliver.replicated(store, m)]
    now = time.time()
    if not waiting:
        if again is None:
            files.remove()
        else:  # it was sound a moment ago
            base = {"snapshot": again, "vm": vm, "vm_name": "", "owner": "", "started": now}
            Events(files, base).ended("failed", Problem("copy-damaged", pm=host_name(), detail=""))
        return
    newest = next((m for m in waiting if m.snapshot == again), waiting[-1])
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    holder = {
        "activity": "replication",
        "owner": newest.created_by,
        "since": since,
        "job": files.job,
    }
    base = {"snapshot": newest.snapshot, "vm": vm, "vm_name": newest.vm_name}
    base.update(owner=newest.created_by, started=now)
    lock = store.vm_lock(vm)
    try:
        lock.take(holder)
    except Taken as error:
        if again is None:
            files.remove()
        else:  # somebody asked for it, and is told
            Events(files, base).ended("failed", busy(newest.vm_name, error))
        return
    events = Events(files, base)
    events.step("replicate")
    partner = Partner(store, files, vm, holder)
    partner.connect_beside()
    try:
        limit = files.request().get("replicate_limit")
        bring(store, partner, events, vm, newest.vm_name, limit, asked=again is not None)
        deliver.drop_old_checkpoints(store, vm)
    except Cancelled as cancelled:
        # What is whole here stays: only the bringing is given up, until somebody looks again.
        events.ended("cancelled", cancelled)
    except (Problem, PeerAway, ToolFailed, OSError) as error:
        if not isinstance(error, Problem):
            error = Problem("copy-failed", vm=newest.vm_name, detail=str(error))
        events.ended("failed", error)
    else:
        events.step("complete")
        events.ended("complete")
    finally:
        partner.close()
        lock.release()

"""A job on a VM that is no snapshot's run: its locks, its events, and how it ends."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import Any, Callable

from app.remote.bring import Partner
from app.remote.host import host_name, obstacles
from app.remote.job_files import Events, JobFiles
from app.remote.locks import Taken
from app.remote.peer import PeerAway
from app.remote.problems import Cancelled, Failed, Problem, Refused
from app.remote.records import BadRecord
from app.remote.session import busy
from app.remote.spawn import first_word, spawn
from app.remote.store import Store, make_folder
from app.remote.tools import ToolFailed


@dataclass(frozen=True)
class VmJob:
    """What the work of a job is given. `partner.lock(vm_name)` is the other PM with the VM's lock
    held there; who needs the other PM asks for it."""

    store: Store
    files: JobFiles
    request: dict[str, Any]
    vm: str
    vm_name: str
    events: Events
    partner: Partner

    def accepted(self) -> None:
        """From here on the job ends well or leaves nothing; what it was refused for came before."""
        snapshot = str(self.request.get("snapshot", ""))
        self.events.say("accepted", job=self.files.job, snapshot=snapshot)

    def check(self) -> None:
        """To be called often: raises Cancelled when asked to stop, keeps the peer's lock alive."""
        self.partner.check()


Work = Callable[[VmJob], dict[str, Any]]


def launch(store: Store, activity: str, request: dict[str, Any]) -> dict[str, Any]:
    """Starts a job of its own process with a guard beside it, which clears up should it die.
    Answers once it is accepted; raises the Refused (or Failed) that it ended with before."""
    lacking = obstacles()
    if lacking:
        raise Refused(str(lacking[0]["code"]), **lacking[0]["fields"])
    store.prepare()
    files = JobFiles.new(store.jobs(), str(uuid.uuid4()), {**request, "kind": activity})
    spawn(store, "run-job", files.job)
    spawn(store, "guard", files.job)
    return {"kind": "started", **first_word(files)}


def carry_out(store: Store, files: JobFiles, work: Work) -> None:
    """Takes the VM's lock here, does the work, and says how it ended. The work calls `accepted`
    once nothing can be refused any more, has cleared up after itself when it raises, and returns
    what the console is to know. Never raises for what a Problem can say."""
    request = files.request()
    vm, vm_name = str(request["vm"]), str(request.get("vm_name", ""))
    owner, now = str(request.get("by", "")), time.time()
    activity = str(request["kind"])
    events = Events(
        files,
        {
            "activity": activity,
            "snapshot": str(request.get("snapshot", "")),
            "vm": vm,
            "vm_name": vm_name,
            "owner": owner,
            "started": now,
        },
    )
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    holder = {"activity": activity, "owner": owner, "since": since, "job": files.job}
    make_folder(store.vm(vm))
    lock = store.vm_lock(vm)
    partner = Partner(store, files, vm, holder)
    try:
        try:
            lock.take(holder, wait=3)
        except Taken as error:
            raise busy(vm_name, error) from error
        result = work(VmJob(store, files, request, vm, vm_name, events, partner))
    except Cancelled as cancelled:
        events.ended("cancelled", cancelled)
    except Problem as problem:
        events.ended("failed", problem)
    except (ToolFailed, PeerAway, BadRecord, OSError) as error:
        detail = f"{host_name()}: {error}"[-500:]
        events.ended("failed", Failed("copy-failed", vm=vm_name, detail=detail))
    else:
        events.step("complete")
        events.ended("complete", result=result)
    finally:
        partner.close()
        lock.release()

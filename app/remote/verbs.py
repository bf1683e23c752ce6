"""What a console can ask of this PM, one function a verb; docs/pm-program.md is the contract."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

from app.remote import records
from app.remote.checks import check_no_job, check_vm
from app.remote.containers import check_expand, grow
from app.remote.decisions import sound
from app.remote.domain import look_at
from app.remote.forecast import forecast
from app.remote.health import Facts
from app.remote.job_files import JobFiles
from app.remote.lines import say
from app.remote.link import link, set_up, try_link
from app.remote.locks import Taken, busy
from app.remote.package_verbs import PACKAGE_VERBS
from app.remote.problems import Refused
from app.remote.requests import an_id
from app.remote.run_verbs import RUN_VERBS
from app.remote.scrub import scrub
from app.remote.settle import decide, is_settled, meet, merge
from app.remote.spawn import await_life, spawn
from app.remote.store import Store, make_folder
from app.remote.verify import verify
from app.remote.vm_job import launch
from app.remote.vm_verbs import VM_VERBS
from app.remote.watch import tidy, watch
from app.remote.weigh import weigh


def _facts(store: Store, request: dict[str, Any]) -> int:
    say(Facts(store).collect())
    return 0


def _watch(store: Store, request: dict[str, Any]) -> int:
    watch(store)
    return 0


def _forecast(store: Store, request: dict[str, Any]) -> int:
    say(forecast(store, an_id(request, "vm"), [str(t) for t in request.get("targets", [])]))
    return 0


def _repair(store: Store, request: dict[str, Any]) -> int:
    store.prepare()
    say({"kind": "repaired", "done": tidy(store, first=True)})
    return 0


def _verify(store: Store, request: dict[str, Any]) -> int:
    """Reads a snapshot again; the answer lists what is wrong with it here."""
    vm, snapshot = an_id(request, "vm"), an_id(request, "snapshot")
    found = verify(store, vm, snapshot, _progress())
    say({"kind": "verified", "problems": [problem.wire() for problem in found]})
    return 0


def _resend(store: Store, request: dict[str, Any]) -> int:
    """Brings a snapshot that is sound here to the other PM again, which found its own damaged."""
    vm, snapshot = an_id(request, "vm"), an_id(request, "snapshot")
    found = verify(store, vm, snapshot, _progress())
    if found:
        raise Refused(found[0].code, **found[0].fields)
    job = str(uuid.uuid4())
    request = {"kind": "replicate", "vm": vm, "snapshot": snapshot}
    files = JobFiles.new(store.jobs(), job, request)
    spawn(store, "run-job", job)
    await_life(files)
    say({"kind": "started", "job": job, "snapshot": snapshot})
    return 0


def _scrub(store: Store, request: dict[str, Any]) -> int:
    """Compares the newest snapshot of a running VM with the VM itself."""
    vm = an_id(request, "vm")
    facts = look_at(vm)
    check_vm(facts)
    if not facts.running:
        raise Refused("vm-not-running", vm=facts.name)
    make_folder(store.vm(vm))
    lock = store.vm_lock(vm)
    since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        lock.take({"activity": "scrub", "owner": str(request.get("by", ""))[:200], "since": since})
    except Taken as error:
        raise busy(facts.name, error) from error
    chain = store.chain_lock(vm)
    try:
        check_no_job(facts)
        chain.take(shared=True, wait=3)
        found = scrub(store, facts, str(uuid.uuid4()), _progress(), lambda: None)
    except Taken as error:
        raise busy(facts.name, error) from error
    finally:
        chain.release()
        lock.release()
    say({"kind": "verified", "problems": [problem.wire() for problem in found]})
    return 0


def _delete(store: Store, request: dict[str, Any]) -> int:
    """Starts a job that deletes snapshots of one VM, or is refused."""
    wanted = sorted({an_id({"id": each}, "id") for each in request["snapshots"]})
    if not wanted:
        raise ValueError("snapshots: none")
    kept = {
        "vm": an_id(request, "vm"),
        "vm_name": str(request.get("vm_name", ""))[:1000],
        "snapshots": wanted,
        "by": str(request.get("by", ""))[:200],
    }
    say(launch(store, "merge", kept))
    return 0


def _deletion(store: Store, request: dict[str, Any]) -> int:
    """What deleting snapshots of one VM would need and free; nothing is changed."""
    wanted = {an_id({"id": each}, "id") for each in request["snapshots"]}
    name = str(request.get("vm_name", ""))[:1000]
    say(weigh(store, an_id(request, "vm"), name, wanted))
    return 0


def _progress() -> Callable[[int, int], None]:
    """Says how far a long verb is, four times a second."""
    said = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > 0.25:
            said = time.monotonic()
            say({"kind": "progress", "done": done, "total": total})

    return progress


def _setup(store: Store, request: dict[str, Any]) -> int:
    say(set_up(store, str(request["system"])[:200]))
    return 0


def _link(store: Store, request: dict[str, Any]) -> int:
    say(link(store, request))
    return 0


def _try_link(store: Store, request: dict[str, Any]) -> int:
    say(try_link(store))
    return 0


def _flag(store: Store, request: dict[str, Any]) -> int:
    flag = request["flag"]
    if flag != "maintenance":
        raise ValueError("no such flag")
    now = time.time()
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    value = {"by": str(request.get("by", ""))[:200], "since": now, "since_text": text}
    store.prepare()
    store.set_system(**{flag: value if request["on"] else None})
    say({"kind": "done"})
    return 0


def _expand(store: Store, request: dict[str, Any]) -> int:
    """With `only_check` nothing is changed, so that the other PM can be asked first."""
    target, capacity = request["target"], request["capacity"]
    if not isinstance(target, str) or not records.TARGET.fullmatch(target):
        raise ValueError("no such volume")
    if type(capacity) is not int or not 0 < capacity < 2**63:
        raise ValueError("no such capacity")
    vm = an_id(request, "vm")
    check_expand(store, vm, str(request.get("vm_name", ""))[:1000], target, capacity)
    if not request.get("only_check"):
        grow(store, vm, {target: capacity})
    say({"kind": "done"})
    return 0


def _decide(store: Store, request: dict[str, Any]) -> int:
    """Takes decisions for the system; whether the other PM was told of them."""
    store.prepare()
    values = request["values"]
    if not isinstance(values, dict):
        raise ValueError("values: not an object")
    known = sound(request.get("known"))
    now = decide(store, values, str(request.get("by", ""))[:200], known)
    if request.get("tell"):
        meet(store)
    say({"kind": "decided", "decisions": now, "settled": is_settled(store)})
    return 0


def _settle(store: Store, request: dict[str, Any]) -> int:
    store.prepare()
    say({"kind": "decided", "decisions": merge(store, sound(request.get("decisions")))})
    return 0


def _saying(
    answer: Callable[[Store, dict[str, Any]], dict[str, Any]],
) -> Callable[[Store, dict[str, Any]], int]:
    def verb(store: Store, request: dict[str, Any]) -> int:
        answered = answer(store, request)
        if answered:  # some talk while they are at it, and have said all
            say(answered)
        return 0

    return verb


VERBS: dict[str, Callable[[Store, dict[str, Any]], int]] = {
    "facts": _facts,
    "watch": _watch,
    "forecast": _forecast,
    **RUN_VERBS,
    "repair": _repair,
    "verify": _verify,
    "resend": _resend,
    "scrub": _scrub,
    "delete": _delete,
    "deletion": _deletion,
    "setup": _setup,
    "link": _link,
    "try-link": _try_link,
    "flag": _flag,
    "expand": _expand,
    "decide": _decide,
    "settle": _settle,
    **{name: _saying(answer) for name, answer in {**VM_VERBS, **PACKAGE_VERBS}.items()},
}

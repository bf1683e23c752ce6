"""What a console can ask of this PM, one function a verb; docs/pm-program.md is the contract."""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from app.remote import records
from app.remote.checks import check_vm
from app.remote.containers import check_expand, grow
from app.remote.decisions import sound
from app.remote.domain import look_at
from app.remote.forecast import forecast
from app.remote.health import Facts
from app.remote.host import host_name, obstacles, tools
from app.remote.job_files import JobFiles, event_of
from app.remote.link import link, set_up, try_link
from app.remote.locks import Taken
from app.remote.package_verbs import PACKAGE_VERBS
from app.remote.problems import Problem, Refused
from app.remote.scrub import scrub
from app.remote.session import busy
from app.remote.settle import decide, is_settled, meet, merge
from app.remote.spawn import await_life, first_word, spawn
from app.remote.store import Store, make_folder
from app.remote.verify import verify
from app.remote.vm_job import launch
from app.remote.vm_verbs import VM_VERBS
from app.remote.watch import tidy, watch
from app.remote.weigh import weigh

ALIVE = 5.0


def say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _facts(store: Store, request: dict[str, Any]) -> int:
    say(Facts(store).collect())
    return 0


def _watch(store: Store, request: dict[str, Any]) -> int:
    watch(store)
    return 0


def _forecast(store: Store, request: dict[str, Any]) -> int:
    say(forecast(store, _id(request, "vm"), [str(t) for t in request.get("targets", [])]))
    return 0


def _start(store: Store, request: dict[str, Any]) -> int:
    """Starts a run and its guard; answers once the run is announced on both PMs, or refused."""
    lacking = obstacles()
    if lacking:
        say({"kind": "problems", "problems": lacking, "details": ""})
        return 3
    if not (store.root / "keys" / "replication").exists():
        raise Refused("pair-not-linked", pm=host_name(), peer="", detail="")
    name, description = str(request["name"]), str(request.get("description", ""))
    if not records.is_name(name):
        raise Refused("bad-name", what="name", limit=records.NAME_LIMIT)
    if not records.is_description(description):
        raise Refused("bad-name", what="description", limit=records.DESCRIPTION_LIMIT)
    store.prepare()
    job, snapshot = str(uuid.uuid4()), str(uuid.uuid4())
    kept = {
        "kind": "snapshot",
        "vm": _id(request, "vm"),
        "snapshot": snapshot,
        "vm_name": str(request.get("vm_name", ""))[:1000],
        "name": name,
        "description": description,
        "excluded": [str(target) for target in request.get("excluded", [])],
        "require_application": bool(request.get("require_application")),
        "hold_freeze": bool(request.get("hold_freeze")),
        "by": str(request.get("by", ""))[:200],
        "copy_limit": _limit(request, "copy_limit"),
        "replicate_limit": _limit(request, "replicate_limit"),
        "tools": tools(),
    }
    files = JobFiles.new(store.jobs(), job, kept)
    spawn(store, "run-job", job)
    spawn(store, "guard", job)
    say({"kind": "started", **first_word(files)})
    return 0


def _follow(store: Store, request: dict[str, Any]) -> int:
    """Events from an offset on, until the run has ended or died."""
    files = JobFiles(store.jobs() / _id(request, "job"))
    offset = int(request.get("offset", 0))
    said = time.monotonic()
    died = False
    while True:
        living = files.alive.held()
        try:
            with open(files.folder / "events", "rb") as file:
                file.seek(offset)
                chunk = file.read()
        except FileNotFoundError:
            chunk = b""
        for line in chunk[: chunk.rfind(b"\n") + 1].splitlines(keepends=True):
            offset += len(line)
            value = event_of(line)
            if not value:
                continue
            say({**value, "offset": offset})
            said = time.monotonic()
            if value.get("event") == "ended":
                return 0
        if died:
            say({"kind": "event", "event": "ended", "offset": offset, **_outcome(files)})
            return 0
        died = not living  # one more look at the file: it may have ended in between
        if time.monotonic() - said > ALIVE:
            said = time.monotonic()
            say({"kind": "alive"})
        time.sleep(0.05)


def _outcome(files: JobFiles) -> dict[str, Any]:
    """How a run ended that says nothing more: as it noted itself, or it was lost."""
    progress = files.progress()
    if not progress.get("ended"):
        problem = Problem("job-lost", pm=host_name(), vm=str(progress.get("vm_name", "")))
        return {"outcome": "failed", "details": "", **problem.wire()}
    failed = "cancelled" if progress.get("cancelled") else "failed"
    outcome = failed if progress.get("code") else "complete"
    return {
        "outcome": outcome,
        "details": "",
        "code": progress.get("code"),
        "fields": progress.get("fields", {}),
    }


def _cancel(store: Store, request: dict[str, Any]) -> int:
    files = JobFiles(store.jobs() / _id(request, "job"))
    if files.alive.held():
        files.ask_to_stop(str(request.get("by", ""))[:200])
    say({"kind": "cancelling"})
    return 0


def _repair(store: Store, request: dict[str, Any]) -> int:
    store.prepare()
    say({"kind": "repaired", "done": tidy(store, first=True)})
    return 0


def _verify(store: Store, request: dict[str, Any]) -> int:
    """Reads a snapshot again; the answer lists what is wrong with it here."""
    vm, snapshot = _id(request, "vm"), _id(request, "snapshot")
    found = verify(store, vm, snapshot, _progress())
    say({"kind": "verified", "problems": [problem.wire() for problem in found]})
    return 0


def _resend(store: Store, request: dict[str, Any]) -> int:
    """Brings a snapshot that is sound here to the other PM again, which found its own damaged."""
    vm, snapshot = _id(request, "vm"), _id(request, "snapshot")
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
    vm = _id(request, "vm")
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
    wanted = sorted({_id({"id": each}, "id") for each in request["snapshots"]})
    if not wanted:
        raise ValueError("snapshots: none")
    kept = {
        "vm": _id(request, "vm"),
        "vm_name": str(request.get("vm_name", ""))[:1000],
        "snapshots": wanted,
        "by": str(request.get("by", ""))[:200],
    }
    say(launch(store, "merge", kept))
    return 0


def _deletion(store: Store, request: dict[str, Any]) -> int:
    """What deleting snapshots of one VM would need and free; nothing is changed."""
    wanted = {_id({"id": each}, "id") for each in request["snapshots"]}
    name = str(request.get("vm_name", ""))[:1000]
    say(weigh(store, _id(request, "vm"), name, wanted))
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
    vm = _id(request, "vm")
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
    "start": _start,
    "follow": _follow,
    "cancel": _cancel,
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


def _limit(request: dict[str, Any], name: str) -> int | None:
    value = request.get(name)
    return value if type(value) is int and value > 0 else None


def _id(request: dict[str, Any], name: str) -> str:
    value = request[name]
    if not isinstance(value, str) or not records.ID.fullmatch(value):
        raise ValueError(f"{name}: not an id")
    return value

"""Tells a console what changes on this PM, and keeps the PM tidy while somebody looks."""

from __future__ import annotations

import json
import os
import select
import sys
import threading
import time
import uuid
from typing import Any

from app.remote.deletions import take_up
from app.remote.health import Facts
from app.remote.job_files import JobFiles, runs
from app.remote.load import load
from app.remote.outside import sweep_outside
from app.remote.programs import drop_old_programs
from app.remote.settle import is_settled, meet
from app.remote.shortened import Shortened
from app.remote.spawn import spawn
from app.remote.store import Store
from app.remote.sweep import sweep, unsent
from app.remote.sweep_vms import sweep_vms

POLL = 0.25
ALIVE = 5.0
TIDY = 20.0
LOAD = 10.0  # how often to tell of the load, which always changes
LIBVIRT = 5.0  # how often to look whether VMs came or went and how much room is left


def watch(store: Store) -> None:
    """The `watch` verb: lines on standard output until standard input ends."""
    facts = Facts(store)
    shortened = Shortened()
    tidying: threading.Thread | None = None
    last_facts: dict[str, Any] = {}
    last_runs: object = None
    stamp: object = None
    last_load: object = None
    looked = said = tidied = weighed = 0.0
    while True:
        now = time.monotonic()
        if now - tidied > TIDY and (tidying is None or not tidying.is_alive()):
            tidied = now
            first = tidying is None
            tidying = threading.Thread(
                target=tidy, args=(store,), kwargs={"first": first}, name="tidy", daemon=True
            )
            tidying.start()
        fresh = _stamp(store)
        current = runs(store.jobs())
        if fresh != stamp or now - looked > LIBVIRT:
            stamp, looked = fresh, now
            collected = facts.collect()
            if _lasting(collected) != _lasting(last_facts):
                last_facts, last_runs, said = collected, current, now
                _say(shortened.next(collected))
        if now - weighed > LOAD:
            weighed, seen = now, load()
            if last_load != (last_load := _coarse(seen)):
                said = now
                _say({"kind": "load", "load": seen})
        if current != last_runs:
            last_runs, said = current, now
            _say({"kind": "runs", "runs": current})
        if now - said > ALIVE:
            said = now
            _say({"kind": "alive"})
        ready, _, _ = select.select([sys.stdin.buffer], [], [], POLL)
        if ready and not os.read(sys.stdin.fileno(), 4096):
            return


def tidy(store: Store, *, first: bool) -> list[str]:
    """Sweeps debris, settles what was decided while the PMs were apart, and takes up replications
    and deletions that nobody is at; lines that say what was done. The `first` time the other PM is
    asked in any case: it may have been put back to what it was earlier."""
    done = sweep(store) + sweep_vms(store) + sweep_outside(store)
    if first or not is_settled(store):
        done += meet(store)
    done += [f"old program {name} removed" for name in drop_old_programs(store)]
    for vm in store.vms():
        if unsent(store, vm):
            job = str(uuid.uuid4())
            files = JobFiles.new(store.jobs(), job, {"kind": "replicate", "vm": vm})
            spawn(store, "run-job", files.job)
            done.append(f"{vm}: replication taken up")
        if take_up(store, vm):
            done.append(f"{vm}: merge taken up")
    return done


def _lasting(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts without what changes all the time: the clock, the runs, the load, small changes
    of room."""
    kept = {name: value for name, value in facts.items() if name not in ("runs", "load")}
    if kept:
        kept["host"] = {k: v for k, v in facts["host"].items() if k != "now"}
        kept["root"] = {**facts["root"], "free": facts["root"]["free"] >> 22}
        kept["vms"] = [{k: v for k, v in vm.items() if k != "last_run"} for vm in facts["vms"]]
    return kept


def _coarse(load: dict[str, Any] | None) -> object:
    """What of a load is worth a line."""
    return load and (round(load["average"], 1), load["memory_free"] >> 26)


def _stamp(store: Store) -> object:
    try:
        return os.stat(store.root / "changed").st_mtime_ns
    except FileNotFoundError:
        return None


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()

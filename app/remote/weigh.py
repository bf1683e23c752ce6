"""What deleting snapshots would need and free on this PM; nothing is changed."""

from __future__ import annotations

from typing import Any

from app.remote import merge_plan
from app.remote.host import host_name
from app.remote.problems import Problem, Refused
from app.remote.qcow2 import Unreadable
from app.remote.store import Store


def weigh(store: Store, vm: str, vm_name: str, wanted: set[str]) -> dict[str, Any]:
    """The answer to the `deletion` verb; refusals are listed, not raised. `newest`: no snapshot of
    the VM can be taken meanwhile."""
    known = merge_plan.chains(store, vm)
    there = wanted & set(store.snapshots(vm)) - store.deleted(vm)
    whole = merge_plan.group_of(known, there, store.deleted(vm))
    problems: list[Problem] = []
    needs = frees = 0
    try:
        for group in merge_plan.groups(known, there, store.deleted(vm)):
            merge_plan.check_sound(store, vm, vm_name, host_name(), known, group)
            cost = merge_plan.cost(store, vm, known, group)
            needs, frees = max(needs, cost.needs), frees + cost.frees
        free = store.free()[1]
        if needs > free:
            path = str(store.root)
            problems.append(
                Refused("merge-needs-room", pm=host_name(), path=path, needed=needs, free=free)
            )
    except Problem as problem:
        problems.append(problem)
    except (Unreadable, OSError) as error:
        detail = str(error)[-300:]
        problems.append(
            Refused("merge-damaged", vm=vm_name, pm=host_name(), snapshot="", detail=detail)
        )
    return {
        "kind": "deletion",
        "needs": needs,
        "frees": frees,
        "newest": merge_plan.touches_newest(known, whole),
        "problems": [problem.wire() for problem in problems],
    }

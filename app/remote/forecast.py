"""What a snapshot taken now would be and cost; nothing is announced or locked for it."""

from __future__ import annotations

from typing import Any

from app.remote.checks import check_no_job, check_vm
from app.remote.critical import AgentState, ask_agent
from app.remote.domain import look_at
from app.remote.host import host_name
from app.remote.plan import plan
from app.remote.problems import Problem
from app.remote.room import capacities_for, check_room, needed_bytes, sizes_of
from app.remote.store import Store


def forecast(store: Store, vm: str, targets: list[str]) -> dict[str, Any]:
    """The answer to the `forecast` verb; refusals are listed, not raised."""
    facts = look_at(vm)
    problems: list[dict[str, Any]] = []
    try:
        check_vm(facts)
        if not store.vm_lock(vm).held():
            check_no_job(facts)
    except Problem as problem:
        problems.append(problem.wire())
    agent = AgentState(False)
    if facts.running and facts.agent_channel == "connected":
        try:
            agent = ask_agent(vm, facts.name)
        except Problem as problem:
            problems.append(problem.wire())
    chosen = [
        disk.target
        for disk in facts.disks
        if not disk.obstacle and (disk.target in targets or not targets)
    ]
    plans = plan(store, facts, chosen)
    capacities = capacities_for(store, vm, plans)
    used = store.snapshot_bytes(vm)
    needed = needed_bytes(plans, on_primary=True)
    try:
        check_room(store, vm, facts.name, host_name(), sizes_of(plans), needed, capacities)
    except Problem as problem:
        problems.append(problem.wire())
    if facts.stopped:
        clean = facts.reason == "shutdown"
        consistency = ("application", "stopped") if clean else ("crash", "stopped-hard")
    elif agent.answers:
        consistency = ("application", "frozen")
    else:
        consistency = ("crash", "agent-silent" if facts.agent_channel else "no-agent")
    return {
        "kind": "forecast",
        "volumes": [
            {
                "target": p.disk.target,
                "method": p.method,
                "size": p.size,
                "container_capacity": capacities[p.disk.target],
                "container_used": p.capacity + used.get(p.disk.target, 0),
            }
            for p in plans
        ],
        "consistency": consistency[0],
        "reason": consistency[1],
        "problems": problems,
    }

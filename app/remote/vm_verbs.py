"""What a console can ask of this PM to have a VM made of a snapshot, or rolled back to one."""

from __future__ import annotations

from typing import Any, Callable

from app.remote import records, swap
from app.remote.agent_info import agent_info
from app.remote.cluster import set_standby
from app.remote.domain import look_at
from app.remote.host import host_name
from app.remote.move_check import answer as move_answer
from app.remote.power_check import answer
from app.remote.problems import Refused
from app.remote.requests import an_id
from app.remote.roll_back import replaceable
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.vm_job import launch

LONGEST_PATH = 4000


def create_vm(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Starts the job; answers once it is accepted."""
    name = str(request["name"])
    if not records.is_vm_name(name):
        raise Refused("bad-vm-name", name=name[:200], limit=records.VM_NAME_LIMIT)
    wish = {
        **_common(request),
        "name": name,
        "excluded": [str(target) for target in request.get("excluded", [])],
        "folder": str(request.get("folder", ""))[:LONGEST_PATH],
        "memory": _count(request, "memory"),
        "processors": _count(request, "processors"),
        "start": bool(request.get("start")),
    }
    return launch(store, "create-vm", wish)


def volume_stamps(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """What changes when a stopped VM's volumes are written to, by target. With a snapshot, what
    its roll back would be refused for is refused now, before the safety snapshot is taken."""
    facts = look_at(an_id(request, "vm"))
    if "snapshot" in request:
        replaceable(store, facts, an_id(request, "snapshot"))
    return {"kind": "stamps", "stamps": swap.stamps(facts)}


def roll_back(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Starts the job; answers once it is accepted. `stamps` are those of `volume-stamps` from
    before the safety snapshot was taken: what was written since would be in no snapshot."""
    stamps = request.get("stamps")
    wish = {**_common(request), "stamps": stamps if isinstance(stamps, dict) else None}
    return launch(store, "roll-back", wish)


def _common(request: dict[str, Any]) -> dict[str, Any]:
    return {
        "vm": an_id(request, "vm"),
        "vm_name": str(request.get("vm_name", ""))[:1000],
        "snapshot": an_id(request, "snapshot"),
        "by": str(request.get("by", ""))[:200],
        "copy_limit": _count(request, "copy_limit"),
    }


def _count(request: dict[str, Any], name: str) -> int | None:
    value = request.get(name)
    return value if type(value) is int and value > 0 else None


def power_check(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """What speaks against starting or stopping a VM here; nothing is changed."""
    return answer(store, request, an_id(request, "vm"))


def move_check(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """What speaks against moving a running VM to the other PM; nothing is changed."""
    return move_answer(store, an_id(request, "vm"))


def agent(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """What the guest agent of a VM can do."""
    return agent_info(store, an_id(request, "vm"))


def standby(store: Store, request: dict[str, Any]) -> dict[str, Any]:
    """Tells Pacemaker to keep its resources off this PM, or to use it again."""
    try:
        set_standby(request["on"] is True)
    except ToolFailed as error:
        raise Refused("no-cluster", pm=host_name(), detail=error.output[-300:]) from error
    return {"kind": "done"}


VM_VERBS: dict[str, Callable[[Store, dict[str, Any]], dict[str, Any]]] = {
    "create-vm": create_vm,
    "volume-stamps": volume_stamps,
    "roll-back": roll_back,
    "power-check": power_check,
    "move-check": move_check,
    "standby": standby,
    "agent": agent,
}

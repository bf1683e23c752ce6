"""What a VM's guest agent says that it can do."""

from __future__ import annotations

import json
from typing import Any

from app.remote.domain import look_at
from app.remote.store import Store
from app.remote.tools import ToolFailed
from app.remote.virsh import virsh

SECONDS = 5  # how long the agent may take
# Of https://qemu-project.gitlab.io/qemu/interop/qemu-ga-ref.html; an administrator of the guest may
# have switched some of them off.
ABILITIES = {
    "freeze": ("guest-fsfreeze-freeze", "guest-fsfreeze-thaw", "guest-fsfreeze-status"),
    "file-systems": ("guest-get-fsinfo",),
    "shut-down": ("guest-shutdown",),
    "run": ("guest-exec", "guest-exec-status"),
}
SILENT: dict[str, Any] = {"kind": "agent", "version": None, "abilities": []}


def agent_info(store: Store, vm: str) -> dict[str, Any]:
    """Version and abilities; version null where it does not answer. Not asked while a run holds
    the VM: libvirt lets one ask at a time, and a freeze must not wait. Raises Refused."""
    facts = look_at(vm)
    if not facts.running or facts.agent_channel != "connected" or store.vm_lock(vm).held():
        return SILENT
    request = json.dumps({"execute": "guest-info"})
    try:
        text = virsh(
            "qemu-agent-command", vm, request, "--timeout", str(SECONDS), timeout=SECONDS + 5
        )
    except ToolFailed:
        return SILENT
    return told(text)


def told(text: str) -> dict[str, Any]:
    """From the answer to guest-info. What a guest says is nobody's word: only known names and a
    short version are taken from it."""
    try:
        answer = json.loads(text)["return"]
        on = {str(one["name"]) for one in answer["supported_commands"] if one["enabled"] is True}
        version = str(answer["version"])[:40]
    except (KeyError, TypeError, ValueError, RecursionError):
        return SILENT
    able = [name for name, commands in ABILITIES.items() if on.issuperset(commands)]
    return {"kind": "agent", "version": version, "abilities": able}

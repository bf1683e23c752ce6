"""What the other PM may ask of this one about VMs: who has which name, whether a folder is seen
here too, to define a VM of a snapshot that is whole here, and to take that back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.remote import making
from app.remote.at_rest import forget_checkpoints, has_saved_memory
from app.remote.define import define
from app.remote.host import host_name
from app.remote.inventory import inventory
from app.remote.problems import Refused
from app.remote.requests import an_id
from app.remote.store import Store
from app.remote.virsh import state

Verb = Callable[[dict[str, Any]], dict[str, Any]]


class PeerVms:
    """`need_lock` raises Refused unless the session holds that VM's lock here."""

    def __init__(self, store: Store, need_lock: Callable[[str], None]) -> None:
        self._store = store
        self._need_lock = need_lock

    def verbs(self) -> dict[str, Verb]:
        return {
            "inventory": lambda request: inventory(self._store),
            "sees": self._sees,
            "define": self._define,
            "settled": self._settled,
            "undefine": self._undefine,
            "making": self._making,
            "at-rest": self._at_rest,
            "forget-checkpoints": self._forget_checkpoints,
        }

    def _sees(self, request: dict[str, Any]) -> dict[str, Any]:
        """Whether the file that the other PM just made in a folder is in that folder here."""
        folder, token = str(request["folder"]), an_id(request, "token")
        if not os.path.isabs(folder):
            raise ValueError("folder: not absolute")
        try:
            text = (Path(folder) / making.probe_name(token)).read_text(encoding="ascii")
        except (OSError, ValueError):
            return {"seen": False}
        return {"seen": text == token}

    def _define(self, request: dict[str, Any]) -> dict[str, Any]:
        """Defines a VM as this PM's own copy of the snapshot has it, never as it is told to."""
        wanted = making.from_json(str(request["making"]))
        self._need_lock(wanted.vm)
        if state(wanted.uuid)[0] != "undefined":
            raise Refused("vm-name-taken", pm=host_name(), name=wanted.name)
        making.keep(self._store, wanted)
        try:
            define(self._store, wanted)
        except BaseException:
            making.forget(self._store, wanted.uuid)
            raise
        return {}

    def _settled(self, request: dict[str, Any]) -> dict[str, Any]:
        """The other PM is done with it: the VM is an ordinary one."""
        making.forget(self._store, an_id(request, "uuid"))
        return {}

    def _undefine(self, request: dict[str, Any]) -> dict[str, Any]:
        """Only of VMs that came by `define` and were not settled. "gone" is false for one that
        somebody started."""
        found = making.find(self._store, an_id(request, "uuid"))
        if found is None:
            return {"gone": state(an_id(request, "uuid"))[0] == "undefined"}
        self._need_lock(found.vm)
        return {"gone": making.undo(self._store, found)}

    def _making(self, request: dict[str, Any]) -> dict[str, Any]:
        """How far a VM is that this PM makes: "making", "made", or "none" of it is here."""
        uuid = an_id(request, "uuid")
        if making.find(self._store, uuid) is not None:
            return {"state": "making"}
        return {"state": "none" if state(uuid)[0] == "undefined" else "made"}

    def _at_rest(self, request: dict[str, Any]) -> dict[str, Any]:
        """A VM's state here, and whether a saved memory waits to be resumed."""
        vm = an_id(request, "vm")
        now = state(vm)[0]
        return {"state": now, "saved": now != "undefined" and has_saved_memory(vm)}

    def _forget_checkpoints(self, request: dict[str, Any]) -> dict[str, Any]:
        vm = an_id(request, "vm")
        self._need_lock(vm)
        return {"forgotten": forget_checkpoints(vm)}

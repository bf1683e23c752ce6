"""One line per state a run reached, durable before the run goes on; read after a crash."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from app.remote.lines import json_object
from app.remote.store import Store, fsync_folder, write_durably

# In order. A run that stands between FREEZING and THAWED may have left the guest frozen; one
# between BEGUN and COMMITTED_PRIMARY a job in QEMU and a checkpoint.
ANNOUNCED = "announced"
PREPARED = "prepared"
FREEZING = "freezing"
BEGUN = "begun"
THAWED = "thawed"
COMMITTED_PRIMARY = "committed-primary"
COMMITTED_BOTH = "committed-both"
UNDONE = "undone"  # failed, cancelled or swept: nothing of it is left here
LONGEST = 2000  # lines; the older half goes when there are more


class Journal:
    """The journal of one VM on this PM. Written only by the holder of the VM's lock."""

    def __init__(self, store: Store, vm: str) -> None:
        self._path: Path = store.vm(vm) / "journal"

    def note(self, snapshot: str, state: str) -> None:
        line = json.dumps({"at": round(time.time(), 3), "snapshot": snapshot, "state": state})
        new = not self._path.exists()
        with open(self._path, "ab+") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    file.write(b"\n")  # a crash, or a full disk, cut the last line short
            file.write(f"{line}\n".encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        if new:
            fsync_folder(self._path.parent)

    def states(self) -> dict[str, list[str]]:
        """All states by snapshot. A line that a crash cut short is passed over."""
        found: dict[str, list[str]] = {}
        for line in self._lines():
            try:
                value = json_object(line)
                found.setdefault(str(value["snapshot"]), []).append(str(value["state"]))
            except (ValueError, KeyError):
                continue
        return found

    def last_undone(self) -> bool:
        """Whether the newest run was taken back: what it left outside of our files is not known."""
        states = self.states()
        return bool(states) and states[list(states)[-1]][-1] == UNDONE

    def shorten(self) -> None:
        lines = self._lines()
        if len(lines) > LONGEST:
            write_durably(self._path, "\n".join(lines[-LONGEST // 2 :]) + "\n")

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text(encoding="ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return []

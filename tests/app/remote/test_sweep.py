"""What dead processes leave in the folders of a VM."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.remote.store import Store, make_folder
from app.remote.sweep import drop_unwritten
from tests.app.made import VM

SNAPSHOT = "9d5c3a52-6c35-4a1e-9e0e-0d8f6f0a4b11"


def test_a_file_that_a_killed_process_did_not_rename_goes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    folder = store.folder(VM, SNAPSHOT)
    make_folder(folder)
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    number = int(dead.stdout)
    left = [folder / f".replicated.{number}", store.vm(VM) / f".containers.json.{number}"]
    kept = [folder / f".manifest.json.{os.getpid()}", folder / "vda.qcow2", store.vm(VM) / "lock"]
    for path in (*left, *kept):
        path.write_text("")
    drop_unwritten(store, VM)
    assert [path for path in (*left, *kept) if path.exists()] == kept

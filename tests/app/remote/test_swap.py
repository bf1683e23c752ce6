"""Volumes are swapped all or none: a crash at any call leaves what can be ended either way."""

from __future__ import annotations

import fcntl
import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from app.remote import swap
from app.remote.job_files import JobFiles
from app.remote.records import BadRecord
from app.remote.store import Store, make_folder
from app.remote.swap import InUse, Swap
from tests.app.made import JOB, SNAPSHOT, VM


class Crash(BaseException):
    """Stands for SIGKILL: nothing of the program runs after it."""


class Volumes:
    """A VM's volumes in files, and the new ones beside them."""

    def __init__(self, root: Path, count: int) -> None:
        self.store = Store(root / "root")
        self.store.prepare()
        make_folder(self.store.vm(VM))
        self.swaps = []
        for number in range(count):
            folder = root / f"disks{number % 2}"
            folder.mkdir(exist_ok=True)
            live = folder / f"vd{number}.qcow2"
            live.write_text("old")
            self.swaps.append(swap.swap_of(JOB, f"vd{number}", str(live)))
            Path(self.swaps[-1].new).write_text("new")
        self.folders = {Path(each.live).parent for each in self.swaps}

    def keep(self, state: str) -> None:
        swap.keep(self.store, VM, JOB, SNAPSHOT, self.swaps, state)

    def content(self) -> list[str]:
        """What each volume holds; "" for one that is missing."""
        paths = [Path(each.live) for each in self.swaps]
        return [path.read_text() if path.exists() else "" for path in paths]

    def rests(self) -> list[str]:
        return [name for folder in self.folders for name in os.listdir(folder) if name[0] == "."]


def crash_after(monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
    """Lets so many files be renamed or removed, and no more."""
    seen = 0

    def counted(name: str) -> None:
        inner = getattr(os, name)

        def call(*arguments: object, **more: object) -> object:
            nonlocal seen
            seen += 1
            if seen > calls:
                raise Crash
            return inner(*arguments, **more)

        monkeypatch.setattr(os, name, call)

    counted("rename")
    counted("unlink")


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("calls", range(8))
def test_a_crash_anywhere_is_ended_with_all_old_or_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, calls: int
) -> None:
    volumes = Volumes(tmp_path, count)
    volumes.keep(swap.SWAPPING)
    with monkeypatch.context() as patch:
        crash_after(patch, calls)
        try:
            swap.perform(volumes.swaps)
        except Crash:
            crashed = volumes.content()
            # Never startable with volumes of two times: one is missing as long as they differ.
            assert "" in crashed or len(set(crashed)) == 1, crashed

    outcome = swap.settle(volumes.store, VM)

    assert volumes.content() == [outcome] * count
    assert outcome == ("old" if calls == 0 else "new")
    assert volumes.rests() == []
    assert swap.settle(volumes.store, VM) == ""


@pytest.mark.parametrize("made", [0, 1, 2])
def test_what_was_only_prepared_is_taken_away(tmp_path: Path, made: int) -> None:
    volumes = Volumes(tmp_path, 2)
    for each in volumes.swaps[made:]:
        Path(each.new).unlink()
    volumes.keep(swap.PREPARING)
    assert swap.settle(volumes.store, VM) == "old"
    assert volumes.content() == ["old", "old"]
    assert volumes.rests() == []


def test_a_crash_while_a_crash_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    volumes = Volumes(tmp_path, 3)
    volumes.keep(swap.SWAPPING)
    for calls in (1, 1, 1, 1):
        with monkeypatch.context() as patch:
            crash_after(patch, calls)
            with pytest.raises(Crash):
                swap.perform(volumes.swaps)
    assert swap.settle(volumes.store, VM) == "new"
    assert volumes.content() == ["new"] * 3


def test_what_another_one_ends_is_told_as_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volumes = Volumes(tmp_path, 2)
    files = JobFiles.new(volumes.store.jobs(), JOB, {})
    swap.keep(volumes.store, VM, JOB, SNAPSHOT, volumes.swaps, swap.SWAPPING, {"replaced": ["vd0"]})
    with monkeypatch.context() as patch:
        crash_after(patch, 1)
        with pytest.raises(Crash):
            swap.perform(volumes.swaps)
    assert swap.settle(volumes.store, VM) == "new"
    assert files.end_of_dead()["code"] is None
    assert files.standing.result() == {"replaced": ["vd0"]}


@pytest.mark.skipif(not hasattr(fcntl, "F_OFD_SETLK"), reason="locks of Linux")
def test_nobody_else_opens_what_is_held_and_what_others_hold_is_left(tmp_path: Path) -> None:
    volumes = Volumes(tmp_path, 1)
    live = volumes.swaps[0].live
    lock = struct.pack("hhqqi0q", fcntl.F_RDLCK, os.SEEK_SET, 103, 1, 0)
    with swap.held(live), open(live, "rb") as file, pytest.raises(BlockingIOError):
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, lock)
    with open(live, "rb") as file:  # as QEMU takes it
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, lock)
        with pytest.raises(InUse), swap.held(live):
            pass
    with swap.held(live):
        pass


def test_qemu_itself_respects_it(tmp_path: Path) -> None:
    path = tmp_path / "a.raw"
    path.write_bytes(b"\0" * 65536)
    argv = ["qemu-io", "-f", "raw", "-c", "write 0 512", str(path)]
    try:
        subprocess.run(argv, check=True, capture_output=True, timeout=30)
    except FileNotFoundError:
        pytest.skip("no qemu-io here")
    with swap.held(str(path)):
        done = subprocess.run(argv, check=False, capture_output=True, timeout=30, text=True)
    assert "lock" in done.stderr


def test_a_vm_that_was_mended_by_hand_and_runs_is_left_alone(tmp_path: Path) -> None:
    """Somebody put the gate back from its other name, and started the VM."""
    volumes = Volumes(tmp_path, 2)
    volumes.keep(swap.SWAPPING)
    gate, other = volumes.swaps
    os.rename(other.new, other.live)
    hold = (
        "import fcntl, os, struct, sys; f = open(sys.argv[1], 'rb'); fcntl.fcntl(f, 37, "
        "struct.pack('hhqqi0q', fcntl.F_RDLCK, 0, 100, 1, 0)); print('held', flush=True); "
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, gate.live], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as qemu:
        assert qemu.stdout is not None
        assert qemu.stdout.readline()
        with pytest.raises(InUse):
            swap.settle(volumes.store, VM)
        qemu.communicate()
    assert volumes.content() == ["old", "new"]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "other"},
        {"volumes": [{"target": "vd0", "live": "/v/a", "new": "/etc/passwd"}]},
        {"volumes": [{"target": "../x", "live": "/v/a", "new": f"/v/.twinpoint-{JOB}-../x"}]},
        {"volumes": [{"target": "vd0", "live": "v/a", "new": f"v/.twinpoint-{JOB}-vd0"}]},
        {"job": "x"},
        {"volumes": 7},
    ],
)
def test_an_ill_formed_record_moves_nothing(tmp_path: Path, change: dict[str, object]) -> None:
    volumes = Volumes(tmp_path, 1)
    volumes.keep(swap.SWAPPING)
    path = volumes.store.vm(VM) / swap.RECORD
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(BadRecord):
        swap.settle(volumes.store, VM)
    assert volumes.content() == ["old"]


def test_a_link_stays_and_owner_and_rights_are_kept(tmp_path: Path) -> None:
    live = tmp_path / "real.qcow2"
    live.write_text("old")
    live.chmod(0o640)
    link = tmp_path / "link"
    link.symlink_to(live)
    each = swap.swap_of(JOB, "vda", str(link))
    assert each == Swap("vda", str(live), str(tmp_path / f".twinpoint-{JOB}-vda"))
    Path(each.new).write_text("new")
    swap.look_like(each.new, each.live)
    swap.perform([each])
    assert link.is_symlink()
    assert link.read_text() == "new"
    assert live.stat().st_mode & 0o777 == 0o640

"""The judge of records, and what the pair of tests/lab promises to its users."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import Lab, LabError
from tests.lab.processes import namespace_pids
from tests.lab.records import SLOTS, check_records, judge
from tests.lab.session import session
from tests.lab.state import Settings


def record(number: int, file: int = 0, nanoseconds: int = 10**9) -> bytes:
    head = struct.pack("<4sIQQ36x", b"TWR1", file, number, nanoseconds)
    return head + struct.pack("<I", zlib.crc32(head))


def records(last: int, file: int = 0) -> bytes:
    return b"".join(record(number, file) for number in range(1, last + 1))


def test_whole_files_with_the_same_end_are_sound() -> None:
    verdict = judge([records(7), records(7, 1)], same_end=True)
    assert verdict.ok
    assert verdict.last == (7, 7)
    assert verdict.seconds == (1.0, 1.0)


def test_unused_slots_are_no_records() -> None:
    assert judge([records(3) + bytes(640)], same_end=True).last == (3,)


def test_an_empty_volume_has_no_record_and_no_problem() -> None:
    assert judge([b""], same_end=True).ok


def test_one_record_apart_is_sound_for_a_crash_only() -> None:
    files = [records(8), records(7, 1)]
    assert judge(files, same_end=False).ok
    assert not judge(files, same_end=True).ok


def test_two_records_apart_are_never_sound() -> None:
    assert not judge([records(9), records(7, 1)], same_end=False).ok


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (records(5)[:-1], "middle"),
        (records(5)[:70] + b"?" + records(5)[71:], "damaged"),
        (records(5)[:64] + bytes(64) + records(5)[128:], "lacks record 2"),
        (record(1) + record(3), "record 3 in slot 1"),
        (records(4, file=1), "damaged"),
    ],
    ids=["torn", "bit flipped", "gap", "wrong place", "the other volume's"],
)
def test_what_is_wrong_is_named(content: bytes, word: str) -> None:
    verdict = judge([content], same_end=False)
    assert not verdict.ok
    assert word in " ".join(verdict.problems)


def test_the_file_is_used_again_from_its_start() -> None:
    first = record(SLOTS + 1) + record(SLOTS + 2)
    rest = b"".join(record(number) for number in range(3, SLOTS + 1))
    assert judge([first + rest], same_end=True).last == (SLOTS + 2,)
    stale = record(SLOTS + 1) + record(2) + rest[64:] + b""
    assert not judge([stale], same_end=True).ok


def test_a_network_of_its_own_gives_a_bridge_of_its_own() -> None:
    settings = Settings.from_environment({"TWINPOINT_LAB_NET": "10.178.200"})
    assert settings.bridge == "twl10-178-200"
    assert len(settings.bridge) + len("-1") <= 15
    assert settings.address("pm2") == "10.178.200.2"


USES = """
import os, signal, sys
from tests.lab import Lab
from tests.lab.session import session
with session(Lab()):
    (Lab().settings.dir / "volumes").mkdir()
    print("held", flush=True)
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.pair
def test_a_lab_is_one_sessions_and_what_a_killed_one_left_is_taken_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWINPOINT_LAB_DIR", str(tmp_path))
    monkeypatch.setenv("TWINPOINT_LAB_NET", "10.178.201")
    argv = [sys.executable, "-c", USES]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LabError, match="other tests use"), session(Lab()):
            pass
        other.communicate(b"")
    assert other.returncode == -9

    with session(Lab()), session(Lab()):
        assert not (tmp_path / "volumes").exists()
        (tmp_path / "volumes").mkdir()
    with session(Lab()):
        assert (tmp_path / "volumes").exists()


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    lab = Lab()
    with session(lab):
        lab.up(["web01", "db01"])
        yield lab
        for pm in lab.pms():
            pm.heal()


@pytest.mark.pair
def test_a_frozen_guest_writes_nothing(lab: Lab) -> None:
    guest = lab.guest("db01")
    pm = guest.pm
    assert pm is not None
    pm.run(["virsh", "domfsfreeze", "db01"])
    try:
        assert guest.freeze_status() == "frozen"
        before = guest.control("writer state")
        assert before.startswith("paused")
        time.sleep(1)
        assert guest.control("writer state") == before
    finally:
        pm.run(["virsh", "domfsthaw", "db01"])
    assert guest.control("writer state").startswith("running")
    assert "thaw" in guest.exec(["/bin/tail", "-n1", "/data1/hooks.log"])[1]


BACKUP = """<domainbackup><disks>
  <disk name='vda' backup='no'/><disk name='hda' backup='no'/>
  <disk name='vdb' type='file'><target file='{0}/vdb.qcow2'/></disk>
  <disk name='vdc' type='file'><target file='{0}/vdc.qcow2'/></disk>
</disks></domainbackup>"""


@pytest.mark.pair
def test_a_backup_of_a_frozen_guest_ends_at_one_record(lab: Lab) -> None:
    guest = lab.guest("web01")
    pm = guest.pm
    assert pm is not None
    # Volumes are the one directory that this test and the PM both see.
    here = lab.settings.volumes / ".lab-test"
    here.mkdir(exist_ok=True)
    (here / "backup.xml").write_text(BACKUP.format("/srv/volumes/.lab-test"))
    try:
        pm.run(["virsh", "domfsfreeze", "web01"])
        try:
            pm.run(["virsh", "backup-begin", "web01", "/srv/volumes/.lab-test/backup.xml"])
        finally:
            pm.run(["virsh", "domfsthaw", "web01"])
        end = time.monotonic() + 60
        while "None" not in pm.run(["virsh", "domjobinfo", "web01"]).stdout:
            assert time.monotonic() < end
            time.sleep(0.1)
        verdict = check_records([here / "vdb.qcow2", here / "vdc.qcow2"], same_end=True)
        assert verdict.ok, verdict.problems
        assert verdict.last[0] > 0
    finally:
        for file in here.iterdir():
            file.unlink()
        here.rmdir()


@pytest.mark.pair
def test_the_control_port_does_not_need_the_agent(lab: Lab) -> None:
    guest = lab.guest("db01")
    try:
        for state in ("hang", "off"):
            guest.agent(state)
            assert not guest.agent_answers()
            assert guest.control("agent state").strip() == state
    finally:
        guest.agent("on")
    assert guest.agent_answers()


@pytest.mark.pair
def test_a_full_container_takes_nothing(lab: Lab) -> None:
    pm = lab.pms()[1]
    pm.fill(leave=1024**2)
    try:
        assert pm.free_bytes() == 1024**2
        with pytest.raises(LabError, match="No space"):
            pm.run(["dd", "if=/dev/zero", "of=/var/lib/twinpoint/more", "bs=1M", "count=2"])
    finally:
        pm.run(["rm", "-f", "/var/lib/twinpoint/more"])
        pm.unfill()


def reaches(pm_address: str) -> bool:
    probe = ["timeout", "1", "bash", "-c", f"exec 3<>/dev/tcp/{pm_address}/22"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


@pytest.mark.pair
def test_a_path_is_cut_and_healed(lab: Lab) -> None:
    pm, other = lab.pms()
    probe = ["timeout", "1", "bash", "-c", f"exec 3<>/dev/tcp/{other.address}/22"]
    try:
        pm.cut(other.name)
        assert pm.run(probe, check=False).returncode
        assert reaches(pm.address)
        pm.cut()
        assert not reaches(pm.address)
    finally:
        pm.heal()
    assert pm.cuts() == []
    assert reaches(pm.address)
    assert pm.run(probe, check=False).returncode == 0


@pytest.mark.pair
def test_every_process_of_a_pm_is_its_own(lab: Lab) -> None:
    pm = lab.pms()[0]
    assert all(len(namespace_pids(pid)) == 2 for pid in pm.pids())
    assert pm.run(["hostname"]).stdout.strip() == pm.name
    assert Path("/etc/machine-id").read_text() != pm.run(["cat", "/etc/machine-id"]).stdout

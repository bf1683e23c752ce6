"""Exporting a snapshot of a VM that writes: what is in the package, and what is left of none."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.errors import Failed, Refused
from app.machines.connect import PairLink
from app.model.package import DiskFormat, ExportRequest, Packaging, Workstation
from app.model.package_problems import ExportFailed
from app.operations.export_snapshot import ExportSnapshot
from app.operations.operation import Cancelled, CancelToken
from tests.app.remote.test_ovf_write import schema
from tests.pair.packages import DRIVERS, PLACE, export, result, snapshot_of_two, traces
from tests.pair.world import ROOT, Run, World, wait_until

pytestmark = pytest.mark.pair
MIB = 1024 * 1024
SECRET = "zebra-crossing-42"


@pytest.fixture
def taken(world: World) -> Iterator[Run]:
    world.shell("pm1", 'rm -rf "$1"; mkdir "$1"', PLACE)
    yield snapshot_of_two(world)
    world.shell("pm1", 'rm -rf "$1"', PLACE)
    assert traces(world) == []


@pytest.mark.parametrize("disk", ["vmdk", "vhd", "qcow2"])
def test_an_archive_holds_the_snapshot_bit_for_bit(world: World, taken: Run, disk: str) -> None:
    run = export(world, taken, disk=disk)
    told = result(run)
    assert told["path"] == f"{PLACE}/web01.ova"
    assert [step for step in run.steps if step != "check"] == ["convert", "read", "complete"]
    assert {e["step"] for e in run.of("bytes")} == {"convert", "read"}
    archive = world.lab.pm("pm1").host_path(told["path"])
    with tarfile.open(archive) as members:
        names = members.getnames()
        text = members.extractfile(names[0]).read()  # type: ignore[union-attr]
    disks = [f"web01-disk{number}.{disk}" for number in (1, 2, 3)]
    assert names == ["web01.ovf", "web01.mf", *disks]
    assert schema().validate(etree.fromstring(text)), schema().error_log
    # The manifest's lines, turned round, are what sha256sum reads.
    turned = "sed 's/^SHA256(\\(.*\\))= \\(.*\\)$/\\2  \\1/' web01.mf"
    world.shell("pm1", f'cd "$1" && tar -xf web01.ova && {turned} | sha256sum -c --strict', PLACE)
    for name, target in zip(disks, ("vda", "vdb", "vdc"), strict=True):
        _same(world, taken, target, f"{PLACE}/{name}", DRIVERS[disk])


def test_an_ovf_package_of_the_boot_volume_alone(world: World, taken: Run) -> None:
    told = result(export(world, taken, package="ovf", disk="qcow2", boot_only=True))
    assert told["path"] == f"{PLACE}/web01"
    listed = world.shell("pm1", 'ls "$1"', told["path"]).split()
    assert listed == ["web01-disk1.qcow2", "web01.mf", "web01.ovf"]
    _same(world, taken, "vda", f"{told['path']}/web01-disk1.qcow2", "qcow2")
    info = world.shell("pm1", 'qemu-img info -f qcow2 "$1"', f"{told['path']}/web01-disk1.qcow2")
    assert "backing" not in info


@pytest.mark.parametrize("disk", ["vmdk", "vhd", "qcow2"])
@pytest.mark.skipif(shutil.which("virt-v2v") is None, reason="virt-v2v is not installed")
def test_virt_v2v_reads_it(world: World, taken: Run, disk: str) -> None:
    told = result(export(world, taken, disk=disk))
    archive = world.lab.pm("pm1").host_path(told["path"])
    done = subprocess.run(
        ["virt-v2v", "-i", "ova", str(archive), "--print-source"],
        capture_output=True, text=True, timeout=200, check=False,
        env={**os.environ, "LIBGUESTFS_BACKEND": "direct"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    words = done.stdout
    assert "source name: web01" in words
    assert f"memory: {160 * MIB} (bytes)" in words
    assert words.count("[sata]") == 3
    assert "[e1000]" in words


def test_what_is_there_is_kept_and_replaced_when_asked(world: World, taken: Run) -> None:
    world.shell("pm1", 'echo mine > "$1/web01.ova"; mkdir "$1/web01"; echo mine > "$1/web01/x"',
                PLACE)  # fmt: skip
    for package in ("ova", "ovf"):
        with pytest.raises(Refused) as caught:
            export(world, taken, package=package)
        assert caught.value.problems[0].code == "file-exists"
    assert world.shell("pm1", 'cat "$1/web01.ova" "$1/web01/x"', PLACE) == "mine\nmine\n"
    result(export(world, taken, boot_only=True, overwrite=True))
    result(export(world, taken, package="ovf", boot_only=True, overwrite=True))
    listed = world.shell("pm1", 'ls "$1" "$1/web01"', PLACE).split()
    assert "x" not in listed
    assert "web01.ovf" in listed


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"destination": {"kind": "folder", "path": "/no/such"}}, "folder-missing"),
        ({"destination": {"kind": "folder", "path": "relative"}}, "folder-missing"),
        ({"destination": {"kind": "share", "address": "//nas/../x"}}, "share-failed"),
        ({"snapshot": "00000000-0000-0000-0000-000000000000"}, "snapshot-not-here"),
    ],
)
def test_what_cannot_be_is_refused(
    world: World, taken: Run, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        export(world, taken, **more)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize("address", ["//nas/backup/vm", "nas:/export"])
def test_a_share_that_the_kernel_does_not_know_is_refused_and_the_password_is_nowhere(
    world: World, taken: Run, address: str
) -> None:
    kind = "cifs" if address.startswith("//") else "nfs"
    if kind in world.shell("pm1", "cat /proc/filesystems").split():
        pytest.skip(f"this kernel knows {kind}")
    login = {"user": "bob", "password": SECRET, "domain": ""}
    wanted = {"kind": "share", "address": address, "credentials": login}
    with _command_lines(world) as seen, pytest.raises(Refused) as caught:
        export(world, taken, destination=wanted)
    assert caught.value.problems[0].code == "share-unsupported"
    assert SECRET not in "".join(seen)
    script = f'grep -rl "$1" {ROOT} /run /var/log /tmp /etc 2>/dev/null; true'
    assert world.shell("pm1", script, SECRET) == ""
    assert traces(world) == []


@pytest.mark.parametrize("step", ["convert", "read"])
@pytest.mark.parametrize("how", ["cancel", "kill"])
def test_stopped_at_any_step_it_leaves_nothing(
    world: World, taken: Run, step: str, how: str
) -> None:
    limit = 2 * MIB if step == "convert" else None
    run = export(world, taken, disk="qcow2", copy_limit=limit)
    run.until_step(step)
    if how == "cancel":
        run.cancel()
    else:
        world.signal_job(run, "KILL", ended=step == "read")
    run.follow()
    if run.outcome == "complete":  # reading takes a moment; the stop came too late for it
        assert step == "read"
        _whole(world, run)
        return
    assert run.code == ("cancelled" if how == "cancel" else "job-lost")
    wait_until(lambda: traces(world) == [], 30, lambda: str(traces(world)))
    assert world.shell("pm1", 'ls -A "$1"', PLACE) == ""
    result(export(world, taken, disk="qcow2", boot_only=True))


@pytest.mark.parametrize("package", ["ova", "ovf"])
def test_killed_once_the_package_has_its_name_it_has_ended_well(
    world: World, taken: Run, package: str
) -> None:
    run = export(world, taken, package=package, disk="qcow2", boot_only=True, copy_limit=2 * MIB)
    name = f"{PLACE}/web01" + (".ova" if package == "ova" else "")
    world.signal_job(run, "KILL", once=name, ended=True)
    run.follow()
    assert run.outcome == "complete", run.events[-1]
    assert result(run)["path"] == name
    _whole(world, run)


def _whole(world: World, run: Run) -> None:
    """Nothing is left beside a package, and its files are those of its manifest."""
    wait_until(lambda: traces(world) == [], 30, lambda: str(traces(world)))
    path = result(run)["path"]
    folder = "tar -xf web01.ova" if path.endswith(".ova") else "cd web01"
    turned = "sed 's/^SHA256(\\(.*\\))= \\(.*\\)$/\\2  \\1/' web01.mf"
    world.shell("pm1", f'cd "$1" && {folder} && {turned} | sha256sum -c --strict', PLACE)


@pytest.mark.parametrize("how", ["cancel", "kill"])
def test_stopped_while_a_workstation_fetches_it_leaves_nothing(
    world: World, taken: Run, how: str
) -> None:
    run = export(world, taken, destination={"kind": "hand-over"}, boot_only=True)
    run.follow(lambda event: event.get("event") == "ready")
    assert world.shell("pm1", f"ls {ROOT}/hand-over").split() == [run.job]
    if how == "cancel":
        run.cancel()
    else:
        world.kill_job(run)
    run.follow()
    wait_until(lambda: traces(world) == [], 30, lambda: str(traces(world)))


def test_a_killed_job_and_a_killed_guard_are_swept_by_the_next_look(
    world: World, taken: Run
) -> None:
    run = export(world, taken, disk="qcow2", copy_limit=2 * MIB)
    run.until_step("convert")
    world.kill_job(run, "guard")
    world.kill_job(run)
    run.follow()
    assert traces(world) != []
    world.repair()
    wait_until(lambda: traces(world) == [], 10, lambda: str(traces(world)))


def test_a_full_disk_is_refused_beforehand_and_ends_the_export_before_it_is_full(
    world: World, taken: Run
) -> None:
    """The containers' file system is the only small one of a PM."""
    pm = world.lab.pm("pm1")
    wanted = {"kind": "folder", "path": f"{ROOT}/packages"}
    world.shell("pm1", f"mkdir -p {ROOT}/packages")
    try:
        pm.fill(leave=60 * MIB)
        with pytest.raises(Refused) as caught:
            export(world, taken, destination=wanted)
        assert caught.value.problems[0].code == "too-little-room"
        pm.unfill()
        run = export(world, taken, disk="qcow2", destination=wanted, copy_limit=2 * MIB)
        run.until_step("convert")
        pm.fill(leave=20 * MIB)
        run.follow()
        assert (run.outcome, run.code) == ("failed", "room-ran-out")
        assert world.shell("pm1", f"ls -A {ROOT}/packages") == ""
    finally:
        pm.unfill()
        world.shell("pm1", f"rm -rf {ROOT}/packages")


@pytest.mark.parametrize("packaging", list(Packaging))
def test_to_this_workstation(
    world: World, pair: PairLink, taken: Run, tmp_path: Path, packaging: Packaging
) -> None:
    request = ExportRequest(
        taken.snapshot, Workstation(str(tmp_path)), packaging, DiskFormat.VMDK, boot_only=True
    )
    outcome = ExportSnapshot(pair, request).run(lambda event: None, CancelToken())
    path = Path(outcome.path)
    assert sum(f.stat().st_size for f in ([path] if path.is_file() else path.iterdir())) == (
        outcome.size
    )
    if packaging is Packaging.OVA:
        with tarfile.open(path) as members:
            assert members.getnames() == ["web01.ovf", "web01.mf", "web01-disk1.vmdk"]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    with pytest.raises(Refused):
        ExportSnapshot(pair, request).run(lambda event: None, CancelToken())


def test_a_cancelled_fetch_and_a_full_workstation_leave_nothing(
    world: World, pair: PairLink, taken: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ExportRequest(taken.snapshot, Workstation(str(tmp_path)), boot_only=True)
    token = CancelToken()

    def report(event: Any) -> None:
        if getattr(event, "step", None) is not None and event.step.value == "copy":
            token.cancel()

    with pytest.raises(Cancelled):
        ExportSnapshot(pair, request).run(report, token)
    assert list(tmp_path.iterdir()) == []

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Failed) as caught:
        ExportSnapshot(pair, request).run(lambda event: None, CancelToken())
    assert isinstance(caught.value.problems[0], ExportFailed)
    assert list(tmp_path.iterdir()) == []
    wait_until(lambda: traces(world) == [], 10, lambda: str(traces(world)))


def _same(world: World, taken: Run, target: str, path: str, driver: str) -> None:
    chain = world.chain_end(taken.snapshot, "web01", target)
    script = 'qemu-img compare -f qcow2 -F "$3" "$1" "$2"'
    assert "Images are identical" in world.shell("pm1", script, chain, path, driver)


class _command_lines:
    """Every command line on a PM while something happens there."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._stop = threading.Event()
        self._seen: list[str] = []
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> list[str]:
        self._thread.start()
        return self._seen

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        assert self._seen

    def _look(self) -> None:
        script = "for i in 1 2 3 4 5 6 7 8 9; do cat /proc/[0-9]*/cmdline 2>/dev/null; done; true"
        while not self._stop.is_set():
            self._seen.append(self._world.shell("pm1", script))

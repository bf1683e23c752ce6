"""What QEMU is asked to lay open for a scrub, and whether it can; libvirt is made up."""

from __future__ import annotations

import dataclasses
import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from app.remote import scrub
from app.remote.domain import Disk, DomainFacts
from app.remote.records import Manifest, VolumeRecord
from app.remote.store import Store
from app.remote.tools import ToolFailed
from tests.app.made import JOB, VM, manifest

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="gives a folder away: needs root")
DEFINITION = """<domain>
  <seclabel type='dynamic' model='apparmor'><label>libvirt-x</label></seclabel>
  <seclabel type='dynamic' model='dac' relabel='yes'><label>+64055:+108</label></seclabel>
</domain>"""
OLD = VolumeRecord("vdb", "vdb.qcow2", 10, "0" * 64, 100, "full", False, "/v/b", "qcow2")
DISKS = (Disk("vda", "/v/a", "qcow2", True, False), Disk("vdb", "/v/b", "qcow2", False, False))
RUNNING = DomainFacts(VM, "web01", "running", "booted", False, "", DISKS)


class Libvirt:
    """Takes a backup job's order, and fails there."""

    def __init__(self) -> None:
        self.targets: dict[str, str | None] = {}
        self.owner: tuple[int, int] | None = None

    def __call__(self, *arguments: str, timeout: float = 30) -> str:
        if arguments[0] == "dumpxml":
            return DEFINITION
        path = Path(arguments[2])
        disks = ElementTree.fromstring(path.read_bytes()).findall("disks/disk")
        self.targets = {disk.get("name") or "": disk.get("backup") for disk in disks}
        status = os.stat(path.parent)
        self.owner = status.st_uid, status.st_gid
        raise ToolFailed(["virsh"], 1, "enough")


@pytest.fixture
def libvirt(monkeypatch: pytest.MonkeyPatch) -> Libvirt:
    base = dataclasses.replace(
        manifest(), checkpoint="twinpoint-x", volumes=(*manifest().volumes, OLD)
    )

    def sound_base(facts: DomainFacts, found: list[Manifest]) -> tuple[Manifest, dict[str, int]]:
        return base, {"vda": 0}  # vdb is an old qcow2 without a bitmap

    made = Libvirt()
    monkeypatch.setattr(scrub, "sound_base", sound_base)
    monkeypatch.setattr(scrub, "virsh", made)
    return made


def begin(tmp_path: Path, libvirt: Libvirt) -> None:
    store = Store(tmp_path / "root")
    store.prepare()
    with pytest.raises(ToolFailed, match="enough"):
        scrub.scrub(store, RUNNING, JOB, lambda *_: None, lambda: None)
    assert libvirt.targets
    assert not (store.jobs() / JOB).exists()


@as_root
def test_volumes_without_a_bitmap_are_left_out(tmp_path: Path, libvirt: Libvirt) -> None:
    begin(tmp_path, libvirt)
    assert libvirt.targets == {"vda": "yes", "vdb": "no"}


@as_root
def test_qemu_can_make_its_socket(tmp_path: Path, libvirt: Libvirt) -> None:
    begin(tmp_path, libvirt)
    assert libvirt.owner == (64055, 108)


@pytest.mark.parametrize(
    "label", ["", "<seclabel model='dac'/>", "<seclabel model='dac'><label>a:b</label></seclabel>"]
)
def test_a_definition_that_names_no_user(label: str) -> None:
    assert scrub.qemu_owner(f"<domain>{label}</domain>") is None

"""What a roll back is refused for before the safety snapshot is taken; libvirt is made up."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from app.remote import images, place, records, roll_back, vm_verbs
from app.remote.domain import Disk, DomainFacts
from app.remote.problems import Refused
from app.remote.store import Store
from tests.app.made import SNAPSHOT, VM, manifest

pytestmark = pytest.mark.skipif(shutil.which("qemu-img") is None, reason="needs qemu-img")


def stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: Disk) -> set[str]:
    store = Store(tmp_path / "root")
    store.prepare()
    (volume,) = manifest().volumes
    kept = store.folder(VM, SNAPSHOT) / records.volume_file(volume.target)
    kept.parent.mkdir(parents=True)
    images.create(kept, volume.capacity)
    live = dataclasses.replace(volume, source=str(tmp_path / "a"))
    found = dataclasses.replace(manifest(), volumes=(live,))
    facts = DomainFacts(VM, "web01", "shut off", "shutdown", False, "", (disk,))
    monkeypatch.setattr(vm_verbs, "look_at", lambda vm: facts)
    monkeypatch.setattr(roll_back, "whole_snapshot", lambda *_: found)
    monkeypatch.setattr(roll_back, "sound_chains", lambda *_: [found])
    answer = vm_verbs.volume_stamps(store, {"vm": VM, "snapshot": SNAPSHOT})
    return set(answer["stamps"])


def test_volumes_that_can_be_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").touch()
    disk = Disk("vda", str(tmp_path / "a"), "qcow2", True, False)
    assert stamps(tmp_path, monkeypatch, disk) == {"vda"}


def test_no_room_beside_the_volume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").touch()
    disk = Disk("vda", str(tmp_path / "a"), "qcow2", True, False)
    monkeypatch.setattr(place, "free_bytes", lambda path: 0)
    with pytest.raises(Refused) as caught:
        stamps(tmp_path, monkeypatch, disk)
    assert caught.value.code == "too-little-room"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"block": True}, "volume-not-replaceable"),
        ({"obstacle": "read-only"}, "volume-not-replaceable"),
        ({"source": "/elsewhere"}, "volume-another"),
        ({"target": "sda"}, "no-such-volume"),
    ],
)
def test_volumes_that_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], code: str
) -> None:
    (tmp_path / "a").touch()
    disk = Disk("vda", str(tmp_path / "a"), "qcow2", True, False)
    with pytest.raises(Refused) as caught:
        stamps(tmp_path, monkeypatch, dataclasses.replace(disk, **change))  # type: ignore[arg-type]
    assert caught.value.code == code

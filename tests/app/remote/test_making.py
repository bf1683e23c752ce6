"""What a job is making: its record, where it goes, and how it is taken away; libvirt is made up."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.remote import making, peer_vms, place, records
from app.remote.inventory import fresh_macs
from app.remote.making import Making, NewVolume
from app.remote.problems import Refused
from app.remote.records import BadRecord, NewerRecord
from app.remote.store import Store
from tests.app.made import HOSTS, VM, manifest
from tests.app.remote.test_definition import MAKING, NEW


class Libvirt:
    """Domains of a PM by UUID, and what was asked of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.states: dict[str, str] = {}
        self.asked: list[tuple[str, ...]] = []
        for room in (making, peer_vms):
            monkeypatch.setattr(room, "state", lambda vm: (self.states.get(vm, "undefined"), ""))
        monkeypatch.setattr(making, "virsh", self.virsh)
        monkeypatch.setattr(making, "host_uuid", lambda: HOSTS[0])

    def virsh(self, *arguments: str) -> str:
        self.asked.append(arguments)
        assert arguments[0] == "undefine"
        del self.states[arguments[1]]
        return ""


@pytest.fixture
def libvirt(monkeypatch: pytest.MonkeyPatch) -> Libvirt:
    return Libvirt(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "root")
    made.prepare()
    return made


def on_disk(tmp_path: Path, **more: Any) -> Making:
    """A VM in the making, with its volume and its probe there."""
    folder = tmp_path / f"copy-{NEW[:8]}"
    folder.mkdir()
    volume = NewVolume("vda", str(folder / "vda.qcow2"), "qcow2")
    Path(volume.path).write_text("data")
    (folder / making.probe_name(NEW)).write_text(NEW)
    return dataclasses.replace(MAKING, folders=(str(folder),), volumes=(volume,), **more)


def test_a_record_survives_its_way_to_the_disk(store: Store) -> None:
    making.keep(store, MAKING)
    assert making.find(store, NEW) == MAKING
    assert making.all_of(store) == [MAKING]
    making.forget(store, NEW)
    assert making.find(store, NEW) is None


@pytest.mark.parametrize(
    "change",
    [
        {"uuid": "x"},
        {"name": "a/b"},
        {"vm": None},
        {"owner": "../x"},
        {"folders": ["/etc"]},
        {"folders": [f"/v/../etc/x-{NEW[:8]}"]},
        {"folders": [f"v/copy-{NEW[:8]}"]},
        {"volumes": [{"target": "vda", "path": "/etc/vda.raw", "format": "raw"}]},
        {"volumes": [{"target": "vda", "path": f"/v/copy-{NEW[:8]}/passwd", "format": "raw"}]},
        {"volumes": [{"target": "../a", "path": "/v", "format": "raw"}]},
        {"volumes": [{"target": "vda", "path": f"/v/copy-{NEW[:8]}/vda.vmdk", "format": "vmdk"}]},
        {"macs": ["01:00:5e:00:00:01"]},
        {"memory": -1},
        {"memory": True},
        {"processors": 10**9},
        {"surprise": 1},
        {"volumes": 7},
    ],
)
def test_an_ill_formed_record_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadRecord):
        making.from_json(json.dumps({**json.loads(making.to_json(MAKING)), **change}))


def test_a_newer_record_is_left_alone(store: Store) -> None:
    text = making.to_json(MAKING).replace('"format": 1', '"format": 2', 1)
    newer = json.dumps({**json.loads(text), "format": 2})
    with pytest.raises(NewerRecord):
        making.from_json(newer)
    making.keep(store, MAKING)
    (store.root / "making" / f"{NEW}.json").write_text(newer)
    assert making.all_of(store) == []
    assert (store.root / "making" / f"{NEW}.json").exists()


@given(st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x), max_leaves=5))
def test_any_json_is_a_record_or_an_error(value: Any) -> None:
    for text in (json.dumps(value), json.dumps({"format": value}), str(value)):
        with contextlib.suppress(BadRecord):
            making.from_json(text)


@pytest.mark.parametrize("name", ["'; rm -rf $HOME #", "会計 複製", "--all", "x" * 60, "…", "a.b"])
def test_names_of_vms(name: str) -> None:
    assert records.is_vm_name(name)


@pytest.mark.parametrize(
    "name", ["", "'; rm -rf / #", " a", "a ", "a\n", "7", ".", "..", "x" * 61, VM, VM.upper(), "\0"]
)
def test_what_is_no_name_of_a_vm(name: str) -> None:
    assert not records.is_vm_name(name)


# Taken away


def test_what_was_made_goes_and_nothing_else(
    store: Store, tmp_path: Path, libvirt: Libvirt
) -> None:
    made = on_disk(tmp_path)
    making.keep(store, made)
    libvirt.states[NEW] = "shut off"
    assert making.take_back(store, made, None)
    assert libvirt.asked == [("undefine", NEW)]
    assert not Path(made.folders[0]).exists()
    assert making.all_of(store) == []


def test_a_file_that_somebody_put_there_stays(
    store: Store, tmp_path: Path, libvirt: Libvirt
) -> None:
    made = on_disk(tmp_path)
    foreign = Path(made.folders[0]) / "mine"
    foreign.write_text("")
    making.keep(store, made)
    assert making.take_back(store, made, None)
    assert os.listdir(made.folders[0]) == ["mine"]


def test_a_vm_that_runs_is_no_debris(store: Store, tmp_path: Path, libvirt: Libvirt) -> None:
    made = on_disk(tmp_path)
    making.keep(store, made)
    libvirt.states[NEW] = "running"
    assert not making.take_back(store, made, None)
    assert Path(made.volumes[0].path).exists()
    assert making.all_of(store) == []


def test_the_other_pm_is_asked_first(store: Store, tmp_path: Path, libvirt: Libvirt) -> None:
    made = on_disk(tmp_path, shared=True)
    making.keep(store, made)
    assert not making.take_back(store, made, None)  # it is away: later
    assert making.all_of(store) == [made]
    assert not making.take_back(store, made, lambda verb, **_: {"gone": False})  # it runs there
    assert Path(made.volumes[0].path).exists()
    making.keep(store, made)
    assert making.take_back(store, made, lambda verb, **_: {"gone": verb == "undefine"})
    assert not Path(made.folders[0]).exists()


def test_the_files_are_the_owners_business(store: Store, tmp_path: Path, libvirt: Libvirt) -> None:
    made = on_disk(tmp_path, owner=HOSTS[1])
    making.keep(store, made)
    assert making.undo(store, made)
    assert Path(made.volumes[0].path).exists()


# What the other PM may ask


def asked(store: Store, locked: bool = True) -> peer_vms.PeerVms:
    def need_lock(vm: str) -> None:
        if not locked:
            raise Refused("unexplained", pm="pm1", detail="not locked")

    return peer_vms.PeerVms(store, need_lock)


def test_nothing_is_undefined_that_was_not_defined_by_it(store: Store, libvirt: Libvirt) -> None:
    libvirt.states[VM] = "shut off"
    assert asked(store).verbs()["undefine"]({"uuid": VM}) == {"gone": False}
    assert libvirt.asked == []


def test_no_vm_is_defined_without_the_lock_or_the_snapshot(store: Store, libvirt: Libvirt) -> None:
    request = {"making": making.to_json(MAKING)}
    with pytest.raises(Refused, match="not locked"):
        asked(store, locked=False).verbs()["define"](request)
    with pytest.raises(Refused, match="snapshot-not-here"):
        asked(store).verbs()["define"](request)
    assert making.all_of(store) == []
    libvirt.states[NEW] = "shut off"
    with pytest.raises(Refused, match="vm-name-taken"):
        asked(store).verbs()["define"](request)


def test_how_far_a_vm_is(store: Store, libvirt: Libvirt) -> None:
    ask = asked(store).verbs()["making"]
    assert ask({"uuid": NEW}) == {"state": "none"}
    making.keep(store, MAKING)
    assert ask({"uuid": NEW}) == {"state": "making"}
    making.forget(store, NEW)
    libvirt.states[NEW] = "shut off"
    assert ask({"uuid": NEW}) == {"state": "made"}


def test_a_folder_is_seen_by_what_was_put_there(store: Store, tmp_path: Path) -> None:
    ask = asked(store).verbs()["sees"]
    request = {"folder": str(tmp_path), "token": NEW}
    assert ask(request) == {"seen": False}
    (tmp_path / making.probe_name(NEW)).write_text("another")
    assert ask(request) == {"seen": False}
    (tmp_path / making.probe_name(NEW)).write_text(NEW)
    assert ask(request) == {"seen": True}
    for bad in ({"folder": "here", "token": NEW}, {"folder": "/", "token": "../../etc/passwd"}):
        with pytest.raises(ValueError, match="not"):
            ask(bad)


# Where it goes


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("web01", "web01"),
        ("'; rm -rf / #", "rm-rf"),
        ("会計 複製", "vm"),
        ("../../etc", "etc"),
        ("a" * 80, "a" * 40),
    ],
)
def test_a_name_becomes_part_of_a_folder(name: str, safe: str) -> None:
    assert place.safe_name(name) == safe


def test_volumes_lie_beside_those_of_the_old_vm(tmp_path: Path) -> None:
    def folder(source: Path, asked: str = "") -> str:
        source.parent.mkdir(exist_ok=True)
        (volume,) = manifest().volumes
        volume = dataclasses.replace(volume, source=str(source))
        folders, (made,) = place.places(manifest(), [volume], "new", NEW, asked)
        assert made.path == f"{folders[0]}/vda.qcow2"
        return folders[0]

    assert folder(tmp_path / "pool" / "web01.qcow2") == f"{tmp_path}/pool/new-11111111"
    # Who removes the old VM with its folder shall not remove the new one.
    assert folder(tmp_path / "web01" / "vda.qcow2") == f"{tmp_path}/new-11111111"
    assert folder(tmp_path / "pool" / "a", str(tmp_path)) == f"{tmp_path}/new-11111111"
    for bad in ("relative", f"{tmp_path}/none", "/etc/passwd"):
        with pytest.raises(Refused, match="no-such-folder"):
            folder(tmp_path / "pool" / "a", bad)


def test_room_is_counted_by_file_system(tmp_path: Path) -> None:
    free = place.free_bytes(str(tmp_path))
    place.check_room({str(tmp_path): 1})
    (tmp_path / "a").mkdir()
    with pytest.raises(Refused, match="too-little-room") as caught:
        place.check_room({str(tmp_path): free // 2, str(tmp_path / "a"): free // 2 + 1})
    assert caught.value.fields["needed"] > caught.value.fields["free"] > 0


def test_addresses_are_new_and_local() -> None:
    used = {f"52:54:00:00:00:{number:02x}" for number in range(256)}
    found = fresh_macs(50, used)
    assert len(set(found)) == 50
    assert not set(found) & used
    assert all(mac.startswith("52:54:00:") for mac in found)

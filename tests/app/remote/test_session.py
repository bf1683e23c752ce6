"""What a peer may ask for: its session, in process, against files and requests made up by hand."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.remote import session as session_room
from app.remote.layout import DAMAGE
from app.remote.records import Manifest, VolumeRecord, to_json
from app.remote.session import Session
from app.remote.store import Store
from tests.app.made import SNAPSHOT, VM, manifest
from tests.app.remote.test_parsers import PARENT, header

OTHER = "00000000-0000-4000-8000-000000000001"
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


class Peer:
    """The other PM, talking to a session of this one."""

    def __init__(self, root: Path) -> None:
        self.store = Store(root)
        self.store.prepare()
        self._session = Session(self.store)

    def ask(self, verb: object, **values: Any) -> dict[str, Any]:
        line = json.dumps({"verb": verb, **values}).encode()
        return self._session._answer(line)  # noqa: SLF001

    def lock(self) -> None:
        answer = self.ask("lock", vm=VM, vm_name="web01", holder={"activity": "snapshot"})
        assert answer == {"left": [], "deletions": [], "working": {}}

    def send(self, record: Manifest, data: bytes) -> None:
        """What rsync would leave behind."""
        folder = self.store.incoming(record.vm, record.snapshot)
        (folder / record.volumes[0].file).write_bytes(data)

    def bring(self, record: Manifest, data: bytes) -> dict[str, Any]:
        """Prepare, data, commit; the last answer."""
        answer = self.ask("prepare", manifest=to_json(record))
        if "code" in answer:
            return answer
        self.send(record, data)
        return self.ask("commit", manifest=to_json(record))


def record_of(data: bytes, **more: Any) -> Manifest:
    digest = hashlib.sha256(data).hexdigest()
    volume = VolumeRecord(
        "vda", "vda.qcow2", len(data), digest, 1 << 20, "full", True, "/v/a", "qcow2"
    )
    return dataclasses.replace(manifest(), volumes=(volume,), **more)


@pytest.fixture
def peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Peer:
    monkeypatch.setattr(session_room, "host_uuid", lambda: "here")
    monkeypatch.setattr(session_room, "state", lambda _: ("shut off", ""))
    made = Peer(tmp_path / "root")
    made.lock()
    return made


def held(peer: Peer) -> dict[str, bytes]:
    folder = peer.store.folder(VM, SNAPSHOT)
    return {path.name: path.read_bytes() for path in folder.glob("*")}


def test_a_sound_file_is_taken(peer: Peer) -> None:
    data = header()
    assert "hash" in peer.bring(record_of(data), data)
    assert peer.store.manifest(VM, SNAPSHOT) == record_of(data)
    assert not peer.store.incoming(VM, SNAPSHOT).exists()


@pytest.mark.parametrize(
    "data",
    [
        header(backing="/etc/shadow"),
        header(backing=PARENT),
        header(features=1 << 2),
        header(backing=PARENT, offset=2**64 - 1),
        header(size=1 << 30),
        b"raw" * 1000,
    ],
    ids=["backing", "other-parent", "data-file", "far-away", "larger", "no-qcow2"],
)
def test_a_file_that_names_another_is_refused_though_its_hash_is_right(
    peer: Peer, data: bytes
) -> None:
    answer = peer.bring(record_of(data), data)
    assert answer["code"] == "verify-failed"
    assert peer.store.manifest(VM, SNAPSHOT) is None
    assert not list(peer.store.root.rglob("*.qcow2"))


def test_a_link_among_what_arrived_is_refused(peer: Peer, tmp_path: Path) -> None:
    data = header()
    secret = tmp_path / "secret"
    secret.write_bytes(data)
    peer.ask("prepare", manifest=to_json(record_of(data)))
    (peer.store.incoming(VM, SNAPSHOT) / "vda.qcow2").symlink_to(secret)
    assert peer.ask("commit", manifest=to_json(record_of(data)))["code"] == "verify-failed"
    assert secret.read_bytes() == data


def test_what_is_whole_is_not_replaced(peer: Peer) -> None:
    data = header()
    peer.bring(record_of(data), data)
    before = held(peer)
    other = header() + b"other"

    answer = peer.bring(record_of(other), other)

    assert answer["code"] == "verify-failed"
    assert peer.ask("commit", manifest=to_json(record_of(other)))["code"] == "verify-failed"
    assert peer.ask("commit", manifest=to_json(record_of(data, name="x")))["code"] == (
        "verify-failed"
    )
    assert peer.ask("discard", vm=VM, snapshot=SNAPSHOT) == {"whole": True}
    assert held(peer) == before


def test_what_is_damaged_may_come_again(peer: Peer) -> None:
    data = header()
    peer.bring(record_of(data), data)
    folder = peer.store.folder(VM, SNAPSHOT)
    (folder / DAMAGE).write_text('["vda.qcow2: content hash"]')
    (folder / "vda.qcow2").write_bytes(b"?" * len(data))
    assert "hash" in peer.bring(record_of(data), data)
    assert (folder / "vda.qcow2").read_bytes() == data
    assert not (folder / DAMAGE).exists()


def test_what_a_newer_version_wrote_is_left_alone(peer: Peer) -> None:
    data = header()
    peer.bring(record_of(data), data)
    path = peer.store.folder(VM, SNAPSHOT) / "manifest.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    before = held(peer)
    assert peer.bring(record_of(data), data)["code"] == "record-unreadable"
    assert peer.ask("have", vm=VM) == {"whole": {SNAPSHOT: "newer"}}
    assert "code" in peer.ask("discard", vm=VM, snapshot=SNAPSHOT)
    assert held(peer) == before


def test_a_manifest_among_what_arrived_makes_nothing_whole(peer: Peer) -> None:
    data = header()
    record = record_of(data)
    peer.ask("prepare", manifest=to_json(record))
    incoming = peer.store.incoming(VM, SNAPSHOT)
    for name in ("manifest.json", "replicated", ".hidden"):
        (incoming / name).write_text("{}")
    assert peer.store.manifest(VM, SNAPSHOT) is None
    assert "hash" in peer.bring(record, data)
    assert sorted(held(peer)) == ["announcement.json", "manifest.json", "replicated", "vda.qcow2"]
    assert peer.store.manifest(VM, SNAPSHOT) == record


@pytest.mark.parametrize("verb", ["announce", "prepare", "commit", "discard"])
def test_nothing_changes_without_the_lock(tmp_path: Path, verb: str) -> None:
    stranger = Peer(tmp_path)
    text = to_json(manifest())
    answer = stranger.ask(verb, vm=VM, snapshot=SNAPSHOT, manifest=text, announcement=text)
    assert "code" in answer
    assert not stranger.store.vm(VM).exists()


@pytest.mark.parametrize("vm", ["../../etc", "", VM + "/..", VM.upper(), f"{VM}\n", 7, None, []])
def test_an_identity_is_never_a_path(peer: Peer, vm: object) -> None:
    for verb in ("lock", "have", "known", "state", "discard", "check"):
        answer = peer.ask(verb, vm=vm, snapshot=vm, needed=0)
        assert "code" in answer, verb


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from([VM, SNAPSHOT, OTHER, to_json(manifest()), 10**30]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
verbs = [
    "hello",
    "settle",
    "lock",
    "announce",
    "have",
    "check",
    "prepare",
    "commit",
    "discard",
    "known",
]
fields = [
    "vm",
    "snapshot",
    "manifest",
    "announcement",
    "sizes",
    "needed",
    "capacities",
    "holder",
    "decisions",
]


@same_folder
@given(st.sampled_from(verbs) | values, st.dictionaries(st.sampled_from(fields), values))
def test_any_request_gets_an_answer(peer: Peer, verb: object, more: dict[str, Any]) -> None:
    assert isinstance(peer.ask(verb, **more), dict)


@same_folder
@given(st.binary(max_size=100))
def test_any_line_gets_an_answer(peer: Peer, line: bytes) -> None:
    assert "code" in peer._session._answer(line)  # noqa: SLF001


def test_depth_gets_an_answer(peer: Peer) -> None:
    assert "code" in peer._session._answer(b"[" * 200_000)  # noqa: SLF001

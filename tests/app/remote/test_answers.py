"""Whatever the other PM, a tool of this one or a small file says: a value, or an error of ours."""

from __future__ import annotations

import contextlib
import functools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.remote import answers, host, plan
from app.remote.critical import _count_filesystems, _number
from app.remote.deliver import missing
from app.remote.domain import parse_xml
from app.remote.images import described, keeps_bitmaps, part_done
from app.remote.job_files import JobFiles, event_of, runs
from app.remote.journal import Journal
from app.remote.layout import noted_damage
from app.remote.locks import Lock
from app.remote.mirror import drbd_8, drbd_9, md
from app.remote.peer import PeerAway, answer_of, bytes_sent
from app.remote.problems import Refused
from app.remote.records import BadRecord
from app.remote.store import Store, make_folder
from app.remote.tools import ToolFailed
from app.remote.verbs import VERBS
from tests.app.made import JOB, SNAPSHOT, VM

same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
DEEP = b"[" * 200_000
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["code", "fields", "details", "whole", "data", "compat", "x"]),
            inner,
        )
    ),
    max_leaves=6,
)
lines = st.binary(max_size=200) | st.just(DEEP) | values.map(lambda v: json.dumps(v).encode())


# The other PM


@given(lines)
def test_any_answer_of_the_other_pm(line: bytes) -> None:
    with contextlib.suppress(PeerAway, Refused):
        assert "code" not in answer_of(line)


def test_a_refusal_whose_fields_are_named_as_ours() -> None:
    line = b'{"code": "vm-busy", "fields": {"code": 1, "details": 2, "self": 3}}'
    with pytest.raises(Refused) as refused:
        answer_of(line)
    assert refused.value.code == "vm-busy"
    json.dumps(refused.value.wire())


@same_folder
@given(values)
def test_whatever_the_other_pm_claims_to_have(tmp_path: Path, whole: object) -> None:
    class Liar:
        def ask(self, verb: str, **_: object) -> dict[str, Any]:
            return {"whole": whole}

    with contextlib.suppress(PeerAway):
        assert missing(Store(tmp_path), Liar(), VM) == []  # type: ignore[arg-type]


# Tools of this PM


@given(st.text() | st.from_regex(r"\r *[\d,]{1,40} +\d+% +x"))
def test_any_progress_of_rsync(text: str) -> None:
    assert (bytes_sent(text) or 0) >= 0


def test_progress_of_rsync_as_it_is() -> None:
    assert (
        bytes_sent("\r      1,048,576  42%    3.00MB/s    0:00:01\r  2,097,152  84%  ") == 2097152
    )
    assert bytes_sent("sent 12 bytes") is None


@given(st.text() | st.from_regex(r"\(\d{1,5}(\.\d{0,30})?/100%\)"))
def test_any_progress_of_qemu_img(text: str) -> None:
    assert 0 <= (part_done(text) or 0) <= 1


def test_progress_of_qemu_img_as_it_is() -> None:
    assert part_done("    (0.00/100%)\r    (12.50/100%)\r") == 0.125


@given(lines)
def test_any_description_of_an_image(line: bytes) -> None:
    with contextlib.suppress(ToolFailed):
        assert described(line.decode("latin-1"))["virtual-size"] >= 0


@given(st.dictionaries(st.sampled_from(["format", "format-specific"]), values))
def test_any_image_keeps_bitmaps_or_not(description: dict[str, Any]) -> None:
    assert keeps_bitmaps(description) in (True, False)


@given(st.text())
def test_any_table_of_file_systems(text: str) -> None:
    assert _count_filesystems(text) >= 0
    assert _number(text[:4000]) >= 0


@given(st.text() | st.from_regex(r"\d{1,6000}(\.\d{1,6000}){1,3}"))
def test_any_version(text: str) -> None:
    version = host.version_in(text)
    assert not version or host._numbers(version)


@given(st.text() | lines.map(lambda line: line.decode("latin-1")))
def test_any_state_of_mirrored_storage(text: str) -> None:
    for parse in (drbd_8, drbd_9, md):
        assert all(isinstance(each, str) for each in parse(text))


def checkpoint_text(disks: list[dict[str, str]]) -> str:
    said = [" ".join(f'{name}="{value}"' for name, value in disk.items()) for disk in disks]
    inner = "".join(f"<disk {each}/>" for each in said)
    return f"<domaincheckpoint><disks>{inner}</disks></domaincheckpoint>"


disks = st.dictionaries(
    st.sampled_from(["name", "checkpoint", "size"]),
    st.sampled_from(["vda", "bitmap", "12", "²", "-1", "9" * 5000, ""]),
)


@given(st.text(max_size=50) | st.lists(disks).map(checkpoint_text))
def test_any_checkpoint_has_sizes_or_is_none(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "virsh", lambda *_, **__: text)
        with contextlib.suppress(BadRecord):
            assert all(size >= 0 for size in plan._dirty(VM, "x").values())
    with contextlib.suppress(BadRecord):
        parse_xml(text)


# Small files, which a crash, a full disk or somebody may have changed


@same_folder
@given(lines)
def test_any_small_file(tmp_path: Path, data: bytes) -> None:
    store = Store(tmp_path)
    make_folder(store.vm(VM))
    make_folder(store.jobs() / JOB)
    (store.vm(VM) / "journal").write_bytes(data)
    Journal(store, VM).note(SNAPSHOT, "prepared")
    assert Journal(store, VM).states()[SNAPSHOT][-1] == "prepared"
    (store.vm(VM) / "containers.json").write_bytes(data)
    assert all(size > 0 for size in store.capacities(VM).values())
    (store.vm(VM) / "damage.json").write_bytes(data)
    assert isinstance(noted_damage(store.vm(VM)), list)
    (store.vm(VM) / "lock").write_bytes(data)
    assert isinstance(Lock(store.vm(VM) / "lock").holder(), dict)
    (store.jobs() / JOB / "progress.json").write_bytes(data)
    for name in ("request.json", "events"):
        (store.jobs() / JOB / name).write_bytes(data)
    assert isinstance(JobFiles(store.jobs() / JOB).request(), dict)
    assert len(runs(store.jobs())) <= 1
    assert isinstance(event_of(data), dict)
    (tmp_path / "system.json").write_bytes(data)
    assert isinstance(store.system(), dict)


# What a tool complained of


@pytest.mark.parametrize(("uuid", "code"), [("d2ff9f38", "tool-failed"), ("", "pm-not-running")])
def test_a_tools_error_is_not_taken_for_libvirts_absence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    uuid: str,
    code: str,
) -> None:
    def break_down(store: Store, request: dict[str, Any]) -> int:
        raise ToolFailed(["/usr/bin/qemu-img", "info"], 1, "Image is corrupt")

    host_uuid = functools.lru_cache(lambda: uuid)
    monkeypatch.setitem(VERBS, "break", break_down)
    monkeypatch.setattr(answers, "host_uuid", host_uuid)
    assert answers.answer(Store(tmp_path), "break", b"{}") == 3
    said = json.loads(capsys.readouterr().out)
    assert said["details"] == "Image is corrupt"
    (problem,) = said["problems"]
    assert problem["code"] == code
    if code == "tool-failed":
        assert problem["fields"]["tool"] == "qemu-img"

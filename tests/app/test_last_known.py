"""What is kept of a system for the next day: all that is shown, nothing that is secret."""

from __future__ import annotations

import json
import logging
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import last_known
from app.frozen_json import BadForm, Form, shape
from app.last_known import KnownFile
from app.machines.facts import facts_from_wire
from app.model.decision import Decision, Setting
from app.model.machine import MachineAddress, Side
from app.model.problems import CopyDamaged, MachineUnreachable, Problem
from app.model.snapshot import CopyState
from app.rules.system_view import SideView, Views, remembered, system_state
from tests.app.made import SYSTEM, copy_of, domain, facts, manifest

RECORDED = Path(__file__).parent.parent / "data" / "facts.json"
NOW = datetime(2026, 5, 4, 3, 2, 1, 123456, tzinfo=UTC)


@pytest.fixture
def views() -> Views:
    recorded = facts_from_wire(json.loads(RECORDED.read_text(encoding="utf-8")), Side.FIRST, 0.0)
    damaged = replace(copy_of(manifest("会計 \udc80")), problems=(CopyDamaged("pm2", "vda"),))
    decided = Decision(Setting.SNAPSHOTS, False, "akiko", NOW, (1, "", ""))
    first = SideView(recorded, None, (domain(),), None, True, NOW, recorded.runs)
    second = SideView(
        facts(1, damaged, last_run=1.5, decisions=(decided,)), domains_seen=True, last_seen=NOW
    )
    return first, second


@pytest.fixture
def file(tmp_path: Path) -> KnownFile:
    return KnownFile(tmp_path / "deeper" / "last-known", SYSTEM)


def test_what_comes_back_is_what_was_seen(file: KnownFile, views: Views) -> None:
    file.save(views)
    found = file.load()
    assert found is not None
    before = tuple(remembered(view, NOW) for view in views)
    assert tuple(replace(view, last_seen=NOW) for view in found) == before
    shown, told = system_state(SYSTEM, found), system_state(SYSTEM, views)
    assert {one.id: one.name for one in shown.snapshots} == {
        one.id: one.name for one in told.snapshots
    }
    assert shown.as_of is not None
    assert told.as_of is None


def test_only_the_user_may_read_it_and_nothing_else_is_left(file: KnownFile, views: Views) -> None:
    file.save(views)
    file.save(views)
    assert [each.name for each in file.path.parent.iterdir()] == [file.path.name]
    if os.name == "posix":
        assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


def test_no_definition_is_in_it(file: KnownFile, views: Views) -> None:
    """Where an administrator may have written down anything; the PM does not even say it."""
    file.save((views[0], views[0]))
    assert "<domain" not in RECORDED.read_text(encoding="utf-8")
    assert "<domain" not in file.path.read_text(encoding="utf-8")


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _one_letter(data: bytes) -> bytes:
    return data.replace(b"web01", b"web02", 1)


def _newer(data: bytes) -> bytes:
    return data.replace(b'"version":1', b'"version":2', 1)


def _signed(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """With the hash that belongs to it, as another version would have written it."""

    def changed(data: bytes) -> bytes:
        body = change(data).rstrip(b"\n").rpartition(b"\n")[0]
        return body + b"\n" + last_known._digest(body).encode() + b"\n"

    return changed


@pytest.mark.parametrize(
    "change",
    [
        _cut,
        _one_letter,
        _signed(_newer),
        _signed(lambda data: data.replace(shape(SideView).encode(), b"another", 1)),
        _signed(lambda data: data.replace(b'"manifests":', b'"manifests":7', 1)),
        _signed(lambda data: data.replace(b'"full"', b"5", 1)),
        lambda _: b"",
        lambda _: b"\xff\n[]",
        lambda _: b"[" * 100_000,
    ],
)
def test_what_is_damaged_or_newer_is_left_out_and_logged(
    file: KnownFile,
    views: Views,
    caplog: pytest.LogCaptureFixture,
    change: Callable[[bytes], bytes],
) -> None:
    file.save(views)
    data = file.path.read_bytes()
    assert change(data) != data
    file.path.write_bytes(change(data))
    with caplog.at_level(logging.WARNING):
        assert file.load() is None
    assert "left out" in caplog.text
    file.save(views)
    assert file.load() is not None


def test_of_other_pms_nothing_is_known(file: KnownFile, views: Views) -> None:
    file.save(views)
    moved = replace(SYSTEM, machines=(MachineAddress("10.0.0.1"), MachineAddress("10.9.9.9")))
    assert KnownFile(file.path.parent, moved).load() is None
    assert KnownFile(file.path.parent, replace(SYSTEM, copy_limit=5)).load() is not None


def test_nothing_kept_is_no_fault(file: KnownFile, caplog: pytest.LogCaptureFixture) -> None:
    assert file.load() is None
    last_known.forget(file.path.parent, SYSTEM.name)
    assert caplog.text == ""


def test_a_removed_system_leaves_nothing(file: KnownFile, views: Views) -> None:
    file.save(views)
    last_known.forget(file.path.parent, SYSTEM.name)
    assert list(file.path.parent.iterdir()) == []


def test_a_full_disk_leaves_what_was_there(
    file: KnownFile, views: Views, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file.save(views)

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    file.save((SideView(), SideView()))
    assert "No space left" in caplog.text
    monkeypatch.undo()
    assert file.load() is not None
    assert len(list(file.path.parent.iterdir())) == 1


def test_one_of_several_records_says_which_it_is() -> None:
    form = Form(tuple[Problem, ...])
    problems: tuple[Problem, ...] = (MachineUnreachable("pm1", "x"), CopyDamaged("pm2", "y"))
    assert form.read(form.write(problems)) == problems
    strange: list[object] = [[["Nothing", "pm1"]], [["CopyDamaged", "pm2"]], [[]], ["x"], {}]
    for bad in strange:
        with pytest.raises(BadForm):
            form.read(bad)


def test_the_shape_follows_the_fields() -> None:
    assert shape(SideView) == shape(SideView)
    assert len({shape(SideView), shape(CopyState), shape(MachineAddress)}) == 3

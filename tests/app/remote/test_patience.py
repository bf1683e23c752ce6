"""A libvirt that is away for a moment is waited for; what it says of something else counts."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.remote import patience
from app.remote import virsh as room
from app.remote.patience import await_libvirt, patiently
from app.remote.problems import Cancelled
from app.remote.tools import ENVIRONMENT, ToolFailed
from app.remote.virsh import virsh

pytestmark = pytest.mark.skipif(shutil.which("virsh") is None, reason="needs virsh")


class Libvirt:
    """libvirt's test driver, which is there or not."""

    def __init__(self, patch: pytest.MonkeyPatch, nowhere: Path) -> None:
        self._patch = patch
        self._kept: list[room._Kept] = []
        self._away = f"test+unix:///default?socket={nowhere}"
        self.set(there=False)

    def set(self, *, there: bool) -> None:
        self._patch.setitem(
            ENVIRONMENT, "LIBVIRT_DEFAULT_URI", "test:///default" if there else self._away
        )
        kept = room._Kept()  # the one before would answer on
        self._kept.append(kept)
        self._patch.setattr(room, "_kept", kept)

    def end(self) -> None:
        for kept in self._kept:
            kept._drop()


@pytest.fixture
def libvirt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Libvirt]:
    made = Libvirt(monkeypatch, tmp_path / "nowhere")
    yield made
    made.end()


def nothing() -> None:
    """Nobody cancels."""


def test_a_question_is_asked_again_when_libvirt_is_back(libvirt: Libvirt) -> None:
    with pytest.raises(ToolFailed, match="socket"):
        virsh("domstate", "test")
    back = threading.Timer(0.7, libvirt.set, kwargs={"there": True})
    back.start()
    try:
        assert patiently(lambda: virsh("domstate", "test"), nothing).strip() == "running"
    finally:
        back.join()


def test_what_libvirt_itself_refuses_is_said_at_once(libvirt: Libvirt) -> None:
    libvirt.set(there=True)
    began = time.monotonic()
    with pytest.raises(ToolFailed, match="nobody"):
        patiently(lambda: virsh("domstate", "nobody"), nothing)
    assert time.monotonic() - began < patience.WITHOUT_LIBVIRT / 2


def test_a_libvirt_that_stays_away_is_given_up(
    libvirt: Libvirt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "WITHOUT_LIBVIRT", 1.0)
    await_libvirt()
    with pytest.raises(ToolFailed, match="socket"):
        patiently(lambda: virsh("domstate", "test"), nothing)


def test_a_cancel_ends_the_waiting(libvirt: Libvirt) -> None:
    def cancelled() -> None:
        raise Cancelled("user")

    with pytest.raises(Cancelled):
        patiently(lambda: virsh("domstate", "test"), cancelled)

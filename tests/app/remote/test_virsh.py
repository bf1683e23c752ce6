"""The virsh that is kept open says what a virsh of its own says, with libvirt's test driver."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.remote import virsh as room
from app.remote.tools import ENVIRONMENT, ToolFailed
from app.remote.virsh import virsh

pytestmark = pytest.mark.skipif(shutil.which("virsh") is None, reason="needs virsh")
UUID = "6695eb01-f6a4-8304-79aa-97f2502e193f"  # the test driver's VM, "test"


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[room._Kept]:
    monkeypatch.setitem(ENVIRONMENT, "LIBVIRT_DEFAULT_URI", "test:///default")
    made = room._Kept()
    monkeypatch.setattr(room, "_kept", made)
    yield made
    made._drop()


def process(kept: room._Kept) -> int:
    assert kept._shell is not None
    return kept._shell._process.pid


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--all", "--uuid", "--name"),
        ("domstate", "test", "--reason"),
        # Longer than a terminal's line.
        ("dumpxml", "--domain", UUID, "--xpath", "//devices" + "/../devices" * 20),
        ("capabilities",),
    ],
)
def test_it_says_what_a_virsh_of_its_own_says(arguments: tuple[str, ...]) -> None:
    own = room._own(arguments, 10, quiet=True)
    for _ in range(2):
        assert virsh(*arguments).strip() == own.strip() != ""


@pytest.mark.parametrize("prompt", ["set show-mode-in-prompt on", "set horizontal-scroll-mode on"])
def test_the_administrators_shell_is_left_as_it_is(
    kept: room._Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prompt: str
) -> None:
    monkeypatch.setitem(ENVIRONMENT, "HOME", str(tmp_path))
    (tmp_path / ".inputrc").write_text(f"set editing-mode vi\n{prompt}\n")
    assert virsh("domstate", "test") == "running\n"
    shell = kept._shell
    assert shell is not None
    assert shell._process.stdin is not None
    shell._process.stdin.close()  # as when this process ends
    shell._process.wait(timeout=10)
    assert sorted(path.name for path in tmp_path.rglob("*")) == [".inputrc"]  # no history


def test_one_process_for_many_calls_and_errors(kept: room._Kept) -> None:
    virsh("domstate", "test")
    first = process(kept)
    for _ in range(3):
        with pytest.raises(ToolFailed) as caught:
            virsh("domstate", "nobody")
        assert caught.value.status == 1
        assert caught.value.output == "failed to get domain 'nobody'"
        assert virsh("domstate", "test").strip() == "running"
    assert process(kept) == first


def test_a_killed_one_is_replaced(kept: room._Kept) -> None:
    virsh("domstate", "test")
    assert kept._shell is not None
    os.kill(process(kept), signal.SIGKILL)
    kept._shell._process.wait()
    assert virsh("domstate", "test").strip() == "running"


def test_a_hung_one_is_given_up(kept: room._Kept) -> None:
    virsh("domstate", "test")
    os.kill(process(kept), signal.SIGSTOP)
    with pytest.raises(ToolFailed) as caught:
        virsh("domstate", "test", timeout=0.2)
    assert caught.value.status is None
    assert virsh("domstate", "test").strip() == "running"


@pytest.mark.parametrize("name", ["test\necho x", "test; echo x", "test #", "会計", "a'b", ""])
def test_what_is_no_plain_word_is_not_said_to_it(kept: room._Kept, name: str) -> None:
    with pytest.raises(ToolFailed):
        virsh("domstate", name)
    assert kept._shell is None


def test_a_second_thread_does_not_wait(kept: room._Kept) -> None:
    with kept._lock:
        assert virsh("domstate", "test").strip() == "running"
    assert kept._shell is None

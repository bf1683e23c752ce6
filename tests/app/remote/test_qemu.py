"""What QEMU itself does with an image that a job writes to: a real QEMU, without any guest."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.remote import images
from app.remote.qemu_process import qemu_of
from app.remote.tools import ToolFailed

QEMU = "qemu-system-x86_64"
pytestmark = pytest.mark.skipif(
    shutil.which(QEMU) is None or shutil.which("qemu-img") is None, reason="QEMU is not here"
)
SIZE = 4 * 1024 * 1024


class Qemu:
    """A QEMU that only holds images, called as libvirt calls it."""

    def __init__(self, folder: Path, vm: str) -> None:
        self.vm = vm
        path = folder / uuid.uuid4().hex[:8]  # the path of a socket has 107 bytes at most
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
            server.listen()
            server.settimeout(20)
            self.process = subprocess.Popen(
                [QEMU, "-nodefaults", "-display", "none", "-S", "-machine", "none"]
                + ["-uuid", self.vm, "-qmp", f"unix:{path}"],
                stdin=subprocess.DEVNULL,
            )
            try:
                connection, _ = server.accept()
            except TimeoutError:
                self.process.kill()
                raise
        self._talk = connection.makefile("rw")
        connection.close()
        self._talk.readline()  # its greeting
        self.tell("qmp_capabilities")

    def tell(self, command: str, **arguments: Any) -> Any:
        request = {name.replace("_", "-"): value for name, value in arguments.items()}
        self._talk.write(json.dumps({"execute": command, "arguments": request}) + "\n")
        self._talk.flush()
        while True:
            answer = json.loads(self._talk.readline())
            if "event" not in answer:
                return answer["return"]

    def open(self, name: str, path: Path, image_format: str) -> None:
        file = {"driver": "file", "filename": str(path)}
        self.tell("blockdev-add", driver=image_format, node_name=name, file=file)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._talk.close()


@pytest.fixture
def qemu(tmp_path: Path) -> Iterator[Qemu]:
    qemu = Qemu(tmp_path, str(uuid.uuid4()))
    yield qemu
    if qemu.process.returncode is None:
        qemu.kill()


@pytest.fixture
def target(qemu: Qemu, tmp_path: Path) -> Path:
    """An image into which a job has written a whole volume: QEMU calls the job concluded."""
    volume, target = tmp_path / "volume.raw", tmp_path / "target.qcow2"
    volume.write_bytes(os.urandom(SIZE))
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", target, str(SIZE)], check=True)
    qemu.open("volume", volume, "raw")
    qemu.open("target", target, "qcow2")
    qemu.tell(
        "blockdev-backup",
        job_id="job",
        device="volume",
        target="target",
        sync="full",
        auto_dismiss=False,
    )
    deadline = time.monotonic() + 30
    while qemu.tell("query-jobs")[0]["status"] != "concluded":
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return target


def same(target: Path) -> bool:
    argv = ["qemu-img", "compare", "-U", "-q", "-f", "raw", "-F", "qcow2"]
    status = subprocess.run([*argv, target.with_name("volume.raw"), target]).returncode
    assert status in (0, 1)
    return status == 0


def close(qemu: Qemu) -> None:
    qemu.tell("job-dismiss", id="job")
    qemu.tell("blockdev-del", node_name="target")


def test_a_job_that_is_done_has_not_yet_written_what_finds_its_data(
    qemu: Qemu, target: Path
) -> None:
    """Why a run waits until its file is closed, and asks whether QEMU is still the same one."""
    assert not images.written(target)
    qemu.kill()
    images.check_image(target)  # QEMU's own tool finds nothing wrong with it
    assert not same(target)
    with pytest.raises(ToolFailed, match="in part only"):
        images.written(target)


def test_what_goes_wrong_as_qemu_closes_a_file_is_found(qemu: Qemu, target: Path) -> None:
    """QEMU itself answers that all is well."""
    resource = pytest.importorskip("resource")
    resource.prlimit(qemu.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    close(qemu)
    assert not same(target)
    with pytest.raises(ToolFailed, match="in part only"):
        images.written(target)


def test_a_file_that_qemu_has_closed_holds_all(qemu: Qemu, target: Path) -> None:
    close(qemu)
    assert images.written(target)
    assert same(target)


def test_the_qemu_of_a_vm_is_told_from_the_one_after_it(qemu: Qemu, tmp_path: Path) -> None:
    first = qemu_of(qemu.vm)
    assert first is not None
    assert first.number == qemu.process.pid
    assert first.lives()
    assert qemu_of(str(uuid.uuid4())) is None
    qemu.kill()
    assert qemu_of(qemu.vm) is None
    second = Qemu(tmp_path, qemu.vm)
    try:
        assert not first.lives()
        assert qemu_of(qemu.vm) not in (None, first)
    finally:
        second.kill()

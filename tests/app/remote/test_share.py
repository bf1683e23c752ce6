"""Shares: addresses, what mount is given, and where a password is while it is needed."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from app.remote import share
from app.remote.problems import Refused
from app.remote.tools import ToolFailed

JOB = "a77010af-b7f9-4c91-9eab-405fd412a746"
PASSWORD = "p,a=s's\"w ö"


@pytest.mark.parametrize(
    ("address", "kind", "device", "below"),
    [
        ("//nas/backup", "cifs", "//nas/backup", ""),
        ("//nas.example.org/My Share/a/b/", "cifs", "//nas.example.org/My Share", "a/b"),
        ("nas:/export/vm", "nfs", "nas:/export/vm", ""),
        ("[fe80::1]:/export", "nfs", "[fe80::1]:/export", ""),
    ],
)
def test_addresses(address: str, kind: str, device: str, below: str) -> None:
    found = share.parse(address)
    assert (found.kind, found.device, found.below) == (kind, device, below)


@pytest.mark.parametrize(
    "address",
    ["", "/srv", "//", "//nas", "//-o/x", "-o x:/y", "nas:relative", "//nas/s/../../etc",
     "nas:/a/../b", "//nas/s\n/x", "nas:/a\nb", "a b:/c"],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="not a share"):
        share.parse(address)


class Mount:
    """Stands in for mount and umount: notes what it is given and what lies in /run meanwhile."""

    def __init__(self, fails: bool = False) -> None:
        self.calls: list[list[str]] = []
        self.credentials = ""
        self.mode = 0
        self.fails = fails

    def run(self, argv: list[str], *, timeout: float = 60) -> str:
        self.calls.append(list(argv))
        if argv[0] == "mount":
            options = dict(
                each.partition("=")[::2] for each in argv[argv.index("-o") + 1].split(",")
            )
            if "credentials" in options:
                path = Path(options["credentials"])
                self.credentials = path.read_text()
                self.mode = stat.S_IMODE(path.stat().st_mode)
            if self.fails:
                raise ToolFailed(argv, 32, "mount error(13): Permission denied")
        return ""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(share, "RUN", tmp_path / "run")
    monkeypatch.setattr(share, "_file_system", lambda path: "tmpfs")
    monkeypatch.setattr(share, "check_support", lambda kind: None)
    return tmp_path / "run"


@pytest.mark.parametrize("fails", [False, True])
def test_a_password_is_in_one_file_until_the_share_is_mounted(
    run: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    mount = Mount(fails)
    monkeypatch.setattr(share, "run", mount.run)
    root = Path("/var/lib/twinpoint")
    share.keep_credentials(root, JOB, "bob", PASSWORD, "OFFICE")
    wanted = share.parse("//nas/backup/a")
    seen = contextlib.nullcontext() if not fails else pytest.raises(Refused, match="share-failed")
    with seen, share.mounted(root, JOB, wanted):
        assert not list(run.rglob("*.credentials"))
    assert mount.credentials == f"username=bob\npassword={PASSWORD}\ndomain=OFFICE\n"
    assert mount.mode == 0o600
    assert not any(PASSWORD in word for call in mount.calls for word in call)
    argv = mount.calls[0]
    assert argv[:3] == ["mount", "-t", "cifs"]
    assert argv[-3:-1] == ["--", "//nas/backup"]
    assert "nosuid,nodev,noexec" in argv[4]
    assert [path for path in run.rglob("*") if path.name.startswith(JOB)] == []


def test_a_password_with_a_line_of_its_own_is_refused(run: Path) -> None:
    with pytest.raises(Refused):
        share.keep_credentials(Path("/r"), JOB, "bob", "x\nuid=1000", "")
    assert not list(run.rglob("*.credentials"))


def test_no_password_where_run_is_on_a_disk(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share, "_file_system", lambda path: "")
    with pytest.raises(Refused):
        share.keep_credentials(Path("/r"), JOB, "bob", "x", "")
    assert not run.exists()


def test_what_dead_jobs_left_is_swept(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path("/r")
    share.keep_credentials(root, JOB, "bob", "x", "")
    path = next(run.rglob("*.credentials"))
    share.mount_point(root, JOB).mkdir()
    share.sweep(root, lambda job: job == JOB)
    assert path.exists()
    share.sweep(root, lambda job: False)  # its job may be just being started
    assert path.exists()
    assert not share.mount_point(root, JOB).exists()
    os.utime(path, (0, 0))
    share.sweep(root, lambda job: False)
    assert not path.exists()


def test_a_kernel_without_it_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []

    def run(argv: list[str], **more: Any) -> str:
        calls.append(argv)
        raise ToolFailed(argv, 1, "")

    monkeypatch.setattr(share, "run", run)
    with pytest.raises(Refused) as caught:
        share.check_support("nosuchfs")
    assert caught.value.code == "share-unsupported"
    assert calls == [["modprobe", "-q", "--", "nosuchfs"]]

"""An OVA's table of contents: honest ones are read, the others refused."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.remote.package_write import header
from app.remote.tar_read import Entry, NotTar, Trick, entries
from tests.app.remote.packages import tar


def read(path: Path) -> list[Entry]:
    handle = os.open(path, os.O_RDONLY)
    try:
        return entries(handle)
    finally:
        os.close(handle)


def test_files_are_found_where_they_are(tmp_path: Path) -> None:
    path = tar(tmp_path / "a.ova", {"vm.ovf": b"<x/>", "disk 会計.vmdk": b"d" * 700, "e": b""})
    found = read(path)
    assert [(each.name, each.size) for each in found] == [
        ("vm.ovf", 4), ("disk 会計.vmdk", 700), ("e", 0),
    ]  # fmt: skip
    data = path.read_bytes()
    assert data[found[1].offset : found[1].offset + 700] == b"d" * 700


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_common_kind_of_tar_is_read(tmp_path: Path, form: int) -> None:
    name = "n" * 99 + "会.vmdk"
    with tarfile.open(tmp_path / "a", "w", format=form) as archive:
        for each in ("./vm.ovf", name if form != tarfile.USTAR_FORMAT else "x"):
            info = tarfile.TarInfo(each)
            info.size, info.mtime = 3, 1.5
            archive.addfile(info, io.BytesIO(b"abc"))
    assert [each.name for each in read(tmp_path / "a")][0] == "vm.ovf"
    assert all(each.size == 3 for each in read(tmp_path / "a"))


def test_a_disk_of_more_than_eight_gibibytes(tmp_path: Path) -> None:
    size = 9 * 2**30
    path = tmp_path / "a"
    with open(path, "wb") as file:
        file.write(header("big.vmdk", size))
        file.truncate(512 + size + 1024)
    assert read(path) == [Entry("big.vmdk", 512, size)]
    with tarfile.open(path) as archive:
        assert [member.size for member in archive] == [size]


def _of(name: str, **fields: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
            info = tarfile.TarInfo(name)
            for key, value in fields.items():
                setattr(info, key, value)
            archive.addfile(info)

    return make


def _twice(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("vm.ovf"))
        archive.addfile(tarfile.TarInfo("./vm.ovf"))


def _many(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        for number in range(300):
            archive.addfile(tarfile.TarInfo(f"{number}"))


@pytest.mark.parametrize(
    ("make", "trick"),
    [
        (_of("../../etc/cron.d/x"), "path"),
        (_of("a/../b"), "path"),
        (_of("sub/disk.vmdk"), "path"),
        (_of("a\\b"), "path"),
        (_of("line\nbreak"), "path"),
        (_of("/etc/passwd"), "absolute"),
        (_of("link", type=tarfile.SYMTYPE, linkname="/etc/shadow"), "link"),
        (_of("hard", type=tarfile.LNKTYPE, linkname="vm.ovf"), "link"),
        (_of("dev", type=tarfile.CHRTYPE), "device"),
        (_of("block", type=tarfile.BLKTYPE), "device"),
        (_of("fifo", type=tarfile.FIFOTYPE), "device"),
        (_of("holes", type=tarfile.GNUTYPE_SPARSE), "sparse"),
        (_of("holes", pax_headers={"GNU.sparse.major": "1"}), "sparse"),
        (_of("odd", type=b"Z"), "unknown-entry"),
        (_twice, "twice"),
        (_many, "too-many"),
    ],
)
def test_tricks_are_refused(tmp_path: Path, make: Callable[[Path], None], trick: str) -> None:
    make(tmp_path / "a")
    with pytest.raises(Trick) as caught:
        read(tmp_path / "a")
    assert caught.value.what == trick


@pytest.mark.parametrize("kept", [100, 600, 1100, 1536, 3000])
def test_what_is_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    path = tar(tmp_path / "a", {"vm.ovf": b"x" * 400, "disk": b"d" * 2000})
    os.truncate(path, kept)
    with pytest.raises(NotTar):
        read(path)


def test_a_size_beyond_the_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(header("disk", 2**60) + b"\0" * 4096)
    with pytest.raises(NotTar):
        read(tmp_path / "a")


@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes
                                       ) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("any") / "a"
    path.write_bytes(data)
    with pytest.raises((NotTar, Trick)):
        read(path)

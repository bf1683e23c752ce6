"""Images that name other files are refused before QEMU sees them; the others are opened as what
they are, and as nothing else."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.remote import foreign_images, images
from app.remote.foreign_images import Member, NotAnImage, check, kind, node
from app.remote.tar_read import Trick

MIB = 2**20
needs_qemu = pytest.mark.skipif(shutil.which("qemu-img") is None, reason="qemu-img is not here")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[list[int]]:
    handles: list[int] = []
    yield handles
    for handle in handles:
        os.close(handle)


def member(opened: list[int], path: Path, offset: int = 0) -> Member:
    handle = os.open(path, os.O_RDONLY)
    opened.append(handle)
    return Member(path.name, handle, offset, os.fstat(handle).st_size - offset)


def make(path: Path, image_format: str, *options: str) -> Path:
    argv = ["qemu-img", "create", "-q", "-f", image_format, *options, str(path), "8M"]
    subprocess.run(argv, check=True)
    return path


@needs_qemu
@pytest.mark.parametrize(
    ("image_format", "options"),
    [
        ("qcow2", ()), ("qcow2", ("-o", "compat=0.10")), ("vmdk", ()),
        ("vmdk", ("-o", "subformat=streamOptimized")), ("vpc", ()),
        ("vpc", ("-o", "subformat=fixed")), ("vhdx", ()), ("vdi", ()), ("raw", ()),
    ],
)  # fmt: skip
def test_every_format_is_read_at_its_place_in_an_archive(
    tmp_path: Path, opened: list[int], image_format: str, options: tuple[str, ...]
) -> None:
    image = make(tmp_path / "image", image_format, *options)
    archive = tmp_path / "archive"
    archive.write_bytes(b"x" * 1024 + image.read_bytes())
    found = member(opened, archive, 1024)
    check(found, image_format)
    described = images.info_of(node(found, image_format))
    assert described["format"] == image_format
    assert abs(described["virtual-size"] - 8 * MIB) < MIB
    assert images.needed_as_qcow2(node(found, image_format)) > 0


@needs_qemu
def test_images_that_build_on_others_are_refused(tmp_path: Path, opened: list[int]) -> None:
    for image_format in ("qcow2", "vmdk"):
        base = make(tmp_path / f"base.{image_format}", image_format)
        overlay = tmp_path / f"overlay.{image_format}"
        argv = ["qemu-img", "create", "-q", "-f", image_format, "-b", str(base), "-F",
                image_format, str(overlay)]  # fmt: skip
        subprocess.run(argv, check=True)
        with pytest.raises(Trick, match="backing"):
            check(member(opened, overlay), image_format)


@needs_qemu
def test_data_in_other_files_is_refused(tmp_path: Path, opened: list[int]) -> None:
    secret = tmp_path / "secret"
    outside = make(tmp_path / "a.qcow2", "qcow2", "-o", f"data_file={secret},data_file_raw=on")
    with pytest.raises(Trick, match="data-file"):
        check(member(opened, outside), "qcow2")
    flat = make(tmp_path / "flat.vmdk", "vmdk", "-o", "subformat=monolithicFlat")
    with pytest.raises(Trick, match="extents"):
        check(member(opened, flat), "vmdk")


@needs_qemu
def test_a_text_in_a_vmdk_that_names_files_is_refused(tmp_path: Path, opened: list[int]) -> None:
    image = make(tmp_path / "a.vmdk", "vmdk")
    whole = image.read_bytes()
    at = struct.unpack_from("<Q", whole, 28)[0] * 512
    for old, new in (
        (b'SPARSE "a.vmdk"', b'FLAT "/etc/shadow"'),
        (b"parentCID=ffffffff", b"parentCID=11111111"),
        (b"version=1", b'parentFileNameHint="/x"'),
        (b"monolithicSparse", b"twoGbMaxExtentFlat"),
    ):
        text = whole[at : at + 10240].split(b"\0")[0].replace(old, new)
        image.write_bytes(whole[:at] + text.ljust(10240, b"\0") + whole[at + 10240 :])
        with pytest.raises(Trick):
            check(member(opened, image), "vmdk")
    image.write_bytes(whole[:12] + b"\0" * 8 + whole[20:])  # then QEMU goes by the text alone
    with pytest.raises(Trick, match="extents"):
        check(member(opened, image), "vmdk")


@needs_qemu
def test_differencing_vhds_and_vdis_are_refused(tmp_path: Path, opened: list[int]) -> None:
    image = make(tmp_path / "a.vhd", "vpc")
    data = bytearray(image.read_bytes())
    data[60:64] = data[-512 + 60 : len(data) - 512 + 64] = struct.pack(">I", 4)
    image.write_bytes(bytes(data))
    with pytest.raises(Trick, match="backing"):
        check(member(opened, image), "vpc")
    image = make(tmp_path / "a.vdi", "vdi")
    data = bytearray(image.read_bytes())
    data[0x4C:0x50] = struct.pack("<I", 4)
    image.write_bytes(bytes(data))
    with pytest.raises(Trick, match="backing"):
        check(member(opened, image), "vdi")


@needs_qemu
def test_a_raw_disk_in_which_a_guest_wrote_a_header_stays_raw(
    tmp_path: Path, opened: list[int]
) -> None:
    """A guest could have written a qcow2 header with any backing file into its own disk."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"s" * MIB)
    argv = ["qemu-img", "create", "-q", "-f", "qcow2", "-b", str(secret), "-F", "raw"]
    subprocess.run([*argv, str(tmp_path / "disk.img")], check=True)
    found = member(opened, tmp_path / "disk.img")
    check(found, "raw")
    described = images.info_of(node(found, "raw"))
    assert described["format"] == "raw"
    assert "backing-filename" not in described


@pytest.mark.parametrize("image_format", ["qcow2", "vmdk", "vpc", "vhdx", "vdi", "raw"])
@pytest.mark.parametrize("data", [b"", b"x", b"QFI\xfb", b"KDMV" + b"\0" * 30])
def test_rubbish_is_no_image(
    tmp_path: Path, opened: list[int], image_format: str, data: bytes
) -> None:
    (tmp_path / "a").write_bytes(data)
    if image_format == "raw" and data:
        return
    with pytest.raises(NotAnImage):
        check(member(opened, tmp_path / "a"), image_format)


def test_the_format_is_the_descriptors_word_or_the_ending() -> None:
    assert kind("http://www.vmware.com/specifications/vmdk.html#sparse", "a.bin") == "vmdk"
    assert kind("http://go.microsoft.com/fwlink/?LinkId=137171", "a") == "vpc"
    assert kind("", "A.VHDX") == "vhdx"
    assert kind("http://example.org/?", "disk.qcow2") == "qcow2"
    with pytest.raises(NotAnImage):
        kind("", "disk")
    assert kind("", "disk.img") == foreign_images.RAW

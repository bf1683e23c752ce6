"""Packages as a whole: what is wrong with one is refused with its own code."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.remote.package_read import Package
from app.remote.problems import Refused
from tests.app.remote.packages import ova, tar, virt_style, virtualbox_style, vmware_style

pytestmark = pytest.mark.skipif(shutil.which("qemu-img") is None, reason="qemu-img is not here")
MIB = 2**20


def disk(folder: Path, image_format: str = "vmdk", size: str = "64M", *options: str) -> bytes:
    path = folder / "made"
    argv = ["qemu-img", "create", "-q", "-f", image_format, *options, str(path), size]
    subprocess.run(argv, check=True)
    return path.read_bytes()


def whole(path: Path) -> None:
    """All that an import looks at before it makes anything."""
    package = Package(path, str(path))
    try:
        machine = package.machine()
        package.images(machine)
        for member, kind, value in package.checked_files(machine):
            package.check_digest(member, kind, value, lambda done: None)
    finally:
        package.close()


def refusal(path: Path) -> Refused:
    with pytest.raises(Refused) as caught:
        whole(path)
    return caught.value


@pytest.mark.parametrize("kind", ["sha1", "sha256", "sha512"])
def test_a_sound_archive(tmp_path: Path, kind: str) -> None:
    data = disk(tmp_path, "vmdk", "64M", "-o", "subformat=streamOptimized")
    path = ova(tmp_path / "a.ova", {"a.ovf": vmware_style(), "disk1.vmdk": data}, kind=kind)
    package = Package(path, "a.ova")
    machine = package.machine()
    assert package.missing(machine) == []
    (image,) = package.images(machine)
    assert image.capacity == 64 * MIB
    assert 0 < image.needed < MIB
    assert [(m.name, k) for m, k, _ in package.checked_files(machine)] == [
        ("a.ovf", kind.upper()),
        ("disk1.vmdk", kind.upper()),
    ]
    package.close()
    whole(path)


def test_a_sound_folder_and_one_without_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "vm.ovf").write_bytes(virt_style())
    (tmp_path / "disk1.qcow2").write_bytes(disk(tmp_path, "qcow2"))
    whole(tmp_path / "vm.ovf")
    package = Package(tmp_path / "vm.ovf", "vm.ovf")
    assert package.checked_files(package.machine()) == []
    package.close()


@pytest.mark.parametrize("name", ["vm.ovf", "disk1.vmdk"])
def test_a_changed_file_does_not_match_its_digest(tmp_path: Path, name: str) -> None:
    files = {"vm.ovf": virtualbox_style(), "disk1.vmdk": disk(tmp_path)}
    path = ova(tmp_path / "a.ova", files)
    data = bytearray(path.read_bytes())
    at = data.index(b"<Info>box") if name == "vm.ovf" else len(data) - 40 * 512
    data[at + 1] ^= 0x20
    path.write_bytes(bytes(data))
    said = refusal(path)
    # A descriptor with a broken element is not even read.
    assert said.code in ("package-digest", "package-unreadable")
    if name != "vm.ovf":
        assert (said.code, said.fields["name"]) == ("package-digest", name)


def _missing_disk(folder: Path) -> Path:
    return tar(folder / "a.ova", {"vm.ovf": virtualbox_style()})


def _unlisted_disk(folder: Path) -> Path:
    files = {"vm.ovf": virtualbox_style(), "vm.mf": b"", "disk1.vmdk": disk(folder)}
    return tar(folder / "a.ova", files)


def _wrong_length(folder: Path) -> Path:
    text = virtualbox_style(size=12345)  # type: ignore[arg-type]
    return tar(folder / "a.ova", {"vm.ovf": text, "disk1.vmdk": disk(folder)})


def _bomb(folder: Path) -> Path:
    """A disk of a few kilobytes that says it is one of terabytes."""
    data = disk(folder, "qcow2", "60T")
    return tar(folder / "a.ova", {"vm.ovf": virt_style(), "disk1.qcow2": data})


def _backing(folder: Path) -> Path:
    data = disk(folder, "qcow2", "64M", "-u", "-b", "/etc/shadow", "-F", "raw")
    return tar(folder / "a.ova", {"vm.ovf": virt_style(), "disk1.qcow2": data})


def _other_format(folder: Path) -> Path:
    data = disk(folder, "qcow2")
    return tar(folder / "a.ova", {"vm.ovf": virtualbox_style(), "disk1.vmdk": data})


def _doctype(folder: Path) -> Path:
    text = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/shadow">]><a>&b;</a>'
    return tar(folder / "a.ova", {"vm.ovf": text})


def _bad_manifest(folder: Path) -> Path:
    files = {"vm.ovf": virtualbox_style(), "vm.mf": b"MD5(a)= 00\n", "disk1.vmdk": disk(folder)}
    return tar(folder / "a.ova", files)


def _two_descriptors(folder: Path) -> Path:
    return tar(folder / "a.ova", {"a.ovf": virtualbox_style(), "b.ovf": virtualbox_style()})


def _link(folder: Path) -> Path:
    (folder / "vm.ovf").write_bytes(virtualbox_style())
    os.symlink("/etc/shadow", folder / "disk1.vmdk")
    return folder / "vm.ovf"


def _pipe(folder: Path) -> Path:
    (folder / "vm.ovf").write_bytes(virtualbox_style())
    os.mkfifo(folder / "disk1.vmdk")
    return folder / "vm.ovf"


def _broken_disk(folder: Path) -> Path:
    data = disk(folder, "qcow2")
    data = data[:40] + b"\xff" * 8 + data[48:]  # where its first table is
    return tar(folder / "a.ova", {"vm.ovf": virt_style(), "disk1.qcow2": data})


@pytest.mark.parametrize(
    ("make", "code", "trick"),
    [
        (_missing_disk, "package-incomplete", ""),
        (_unlisted_disk, "package-digest", ""),
        (_wrong_length, "package-size", ""),
        (_bomb, "package-size", ""),
        (_backing, "package-hostile", "backing"),
        (_other_format, "package-unsupported", ""),
        (_doctype, "package-hostile", "doctype"),
        (_bad_manifest, "package-unreadable", ""),
        (_two_descriptors, "package-unsupported", ""),
        (_link, "package-hostile", "link"),
        (_pipe, "package-hostile", "device"),
        (_broken_disk, "package-unreadable", ""),
    ],
)
def test_what_is_wrong_has_its_own_code(
    tmp_path: Path, make: Callable[[Path], Path], code: str, trick: str
) -> None:
    said = refusal(make(tmp_path))
    assert (said.code, said.fields.get("trick", "")) == (code, trick)


def test_no_package_at_all(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.ova").code == "package-incomplete"
    (tmp_path / "a.ova").write_bytes(b"not a tar" * 100)
    assert refusal(tmp_path / "a.ova").code == "package-unreadable"
    (tmp_path / "folder.ova").mkdir()
    assert refusal(tmp_path / "folder.ova").code == "package-hostile"

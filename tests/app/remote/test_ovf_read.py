"""Descriptors of several tools are understood; none of any kind does harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.remote.ovf_read import NotSupported, OvfDisk, OvfNic, parse
from app.remote.ovf_xml import NotOvf
from app.remote.tar_read import Trick
from tests.app.remote.packages import (
    VMDK,
    descriptor,
    item,
    virt_style,
    virtualbox_style,
    vmware_style,
)

MIB = 2**20
DISK = item(17, 4, HostResource="/disk/vmdisk1")


def test_as_vmware_writes_it() -> None:
    machine = parse(vmware_style(size=4096, name="web &amp; more"))  # type: ignore[arg-type]
    assert machine.name == "web & more"
    assert (machine.memory, machine.processors, machine.uefi) == (2048 * MIB, 2, False)
    expected = OvfDisk("vmdisk1", "disk1.vmdk", 64 * MIB, VMDK, "scsi", "VirtualSCSI", 4096)
    assert machine.disks == (expected,)
    assert machine.nics == (OvfNic("VmxNet3", "VM Network"),)
    assert machine.left_out == ("cdrom ovf:/file/cd",)
    assert machine.origin is None


def test_as_virtualbox_writes_it() -> None:
    machine = parse(virtualbox_style(capacity="67108864", units=""))
    assert (machine.memory, machine.processors) == (512 * MIB, 1)
    assert [(disk.controller, disk.capacity, disk.size) for disk in machine.disks] == [
        ("sata", 64 * MIB, None)
    ]
    assert machine.nics == (OvfNic("E1000", "NAT"),)


def test_as_virt_tools_write_it() -> None:
    machine = parse(virt_style())
    assert machine.memory == 1024 * MIB
    assert machine.disks[0].controller == "virtio"


@pytest.mark.parametrize(
    "more",
    [
        "<vbox:Machine><Hardware><Firmware type='EFI'/></Hardware></vbox:Machine>",
        "<vmw:Config ovf:required='false' vmw:key='firmware' vmw:value='efi'/>",
    ],
)
def test_uefi_is_seen(more: str) -> None:
    assert parse(descriptor(DISK, more=more)).uefi


def test_disks_come_in_the_order_a_bios_finds_them() -> None:
    second = "<Disk ovf:capacity='1' ovf:diskId='d2'/>"
    hardware = (
        item(6, 3, Address="0", ResourceSubType="lsilogic")
        + item(17, 9, HostResource="/disk/vmdisk1", Parent="3", AddressOnParent="10")
        + item(17, 8, HostResource="/disk/d2", Parent="3", AddressOnParent="2")
    )
    data = descriptor(hardware).replace(b"</DiskSection>", second.encode() + b"</DiskSection>")
    assert [disk.disk for disk in parse(data).disks] == ["d2", "vmdisk1"]
    assert parse(data).disks[0].file == ""


@pytest.mark.parametrize(
    ("file", "name"),
    [("./a.vmdk", "a.vmdk"), ("my%20disk.vmdk", "my disk.vmdk"), ("会計.vmdk", "会計.vmdk")],
)
def test_references_are_plain_names(file: str, name: str) -> None:
    assert parse(descriptor(DISK, file=file)).disks[0].file == name


@pytest.mark.parametrize(
    "file",
    ["../x.vmdk", "..%2fx.vmdk", "/etc/shadow", "file:///etc/shadow", "http://a/b.vmdk", "a/b",
     "a\\b", "..", "%00"],
)  # fmt: skip
def test_references_that_lead_elsewhere_are_refused(file: str) -> None:
    with pytest.raises(Trick):
        parse(descriptor(DISK, file=file))


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><Envelope/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><Envelope/>'.encode(
            "utf-16"
        ),
        b'<!DOCTYPE x SYSTEM "http://localhost/x.dtd"><Envelope/>',
        b"<a>" * 200,
        b"<Envelope>" + b"<a/>" * 60_000 + b"</Envelope>",
        b"<Envelope>" + b" " * (5 * MIB) + b"</Envelope>",
    ],
)
def test_documents_that_could_do_harm_are_refused(data: bytes) -> None:
    with pytest.raises(Trick):
        parse(data)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotOvf),
        (b"<domain/>", NotOvf),
        (b"\xff\xfe<", NotOvf),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', NotOvf),
        (descriptor(DISK, capacity="-1"), NotOvf),
        (descriptor(DISK, capacity="9" * 19, units="byte * 2^60"), NotOvf),
        (descriptor(DISK, capacity="${size}"), NotOvf),
        (descriptor(item(17, 4, HostResource="/disk/other")), NotOvf),
        (descriptor(DISK, file_more=' ovf:compression="gzip"'), NotSupported),
        (descriptor(DISK, file_more=' ovf:chunkSize="7"'), NotSupported),
        (descriptor(DISK, disk_more=' ovf:parentRef="d0"'), NotSupported),
        (descriptor(DISK + DISK), NotSupported),
        (descriptor(""), NotSupported),
    ],
)
def test_what_cannot_be_imported_is_said(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse(data)


def test_two_vms_in_one_package() -> None:
    data = descriptor(DISK)
    start, end = data.index(b"<VirtualSystem"), data.index(b"</Envelope>")
    with pytest.raises(NotSupported):
        parse(data[:end] + data[start:end] + data[end:])


@given(st.data())
def test_no_descriptor_makes_it_stumble(data: st.DataObject) -> None:
    """Whole descriptors with pieces of them replaced: read, or refused in words."""
    whole = data.draw(st.sampled_from([vmware_style(), virtualbox_style(), virt_style()]))
    at = data.draw(st.integers(0, len(whole)))
    until = data.draw(st.integers(at, min(len(whole), at + 60)))
    piece = data.draw(st.binary(max_size=20) | st.sampled_from(
        [b"<Item>", b"</Item>", b'"', b"999999999999999999999", b"<rasd:ResourceType>17", b"&#0;"]
    ))  # fmt: skip
    try:
        machine = parse(whole[:at] + piece + whole[until:])
    except (NotOvf, NotSupported, Trick, UnicodeError):
        return
    assert machine.disks
    assert all("/" not in disk.file and 0 < disk.capacity < 2**62 for disk in machine.disks)
    assert 1 <= machine.processors <= 512

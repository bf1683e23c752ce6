"""A definition out of a package: what it may bring along, and what it may not."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from app.remote.foreign_machine import define, places
from app.remote.guest_definition import Adopted, NewDisk, adopt
from app.remote.hardware import Platform
from app.remote.ovf_read import parse
from app.remote.ovf_write import Changed
from app.remote.records import BadRecord
from tests.app.remote.packages import descriptor, item, virt_style, virtualbox_style, vmware_style

VM = "6739c70b-f537-5ce3-b26a-ae658a90b780"
ALL = frozenset(["lsisas1068", "vmpvscsi", "virtio-scsi", "e1000", "vmxnet3", "virtio", "pcnet"])
FULL = Platform("kvm", frozenset(["pc", "q35"]), ALL, ("default",), "default")
BARE = Platform("qemu", frozenset(["pc", "q35"]), frozenset(["virtio"]), (), "")
HOSTILE = """<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>old</name><uuid>00000000-0000-0000-0000-000000000000</uuid><memory unit='KiB'>1024</memory>
  <vcpu placement='static' cpuset='0-3'>2</vcpu>
  <os><type arch='x86_64' machine='pc-i440fx-99'>hvm</type><kernel>/boot/vmlinuz</kernel>
    <loader>/etc/shadow</loader><boot dev='hd'/></os>
  <cpu mode='host-passthrough'/>
  <devices>
    <emulator>/tmp/evil</emulator>
    <disk type='file' device='disk'><driver name='qemu' type='raw' cache='none'/>
      <source file='/etc/shadow'/><backingStore type='file'><source file='/x'/></backingStore>
      <target dev='vda' bus='virtio'/><serial>s1</serial></disk>
    <disk type='block' device='disk'><source dev='/dev/sda'/><target dev='vdb' bus='virtio'/></disk>
    <disk type='file' device='cdrom'><source file='/etc/passwd'/><target dev='hda' bus='ide'/>
      <readonly/></disk>
    <filesystem type='mount'><source dir='/'/><target dir='host'/></filesystem>
    <hostdev mode='subsystem' type='pci'/>
    <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br-none'/>
      <script path='/tmp/evil'/><target dev='tap0'/><model type='virtio'/></interface>
    <interface type='network'><mac address='52:54:00:00:00:02'/><source network='default'/>
      <model type='e1000'/></interface>
    <serial type='file'><source path='/etc/cron.d/x'/><log file='/tmp/l'/>
      <target port='0'/></serial>
    <channel type='unix'><source mode='bind' path='/etc/x'/>
      <target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <graphics type='vnc' listen='0.0.0.0' passwd='p' socket='/x'/>
    <rng model='virtio'><backend model='egd' type='tcp'/></rng>
    <memballoon model='virtio'/><tpm model='tpm-tis'/>
  </devices>
  <qemu:commandline><qemu:arg value='-chardev'/></qemu:commandline>
</domain>"""


def adopted(text: str = HOSTILE, *, platform: Platform = FULL, keep_macs: bool = False) -> Adopted:
    disks = [NewDisk("vda", "/new/vda.qcow2")]
    return adopt(text, uuid=VM, name="n", disks=disks, keep_macs=keep_macs, platform=platform)


def test_nothing_of_this_pm_is_named_but_what_we_name() -> None:
    found = adopted()
    text = ElementTree.tostring(found.element, encoding="unicode")
    words = "shadow passwd /tmp /dev/sd evil kernel tap0 cron 0.0.0.0 cpuset egd /etc br-none"
    assert [word for word in words.split() if word in text] == []
    assert found.element.findtext("uuid") == VM
    assert found.element.findtext("name") == "n"
    assert found.element.find("devices/disk/source").get("file") == "/new/vda.qcow2"  # type: ignore[union-attr]
    driver = found.element.find("devices/disk/driver")
    assert driver is not None
    assert driver.attrib == {"name": "qemu", "type": "qcow2", "cache": "none"}
    assert set(found.left_out) == {"disk vdb", "filesystem", "hostdev", "tpm"}
    assert found.networks == ("default",)


def test_mac_addresses_stay_only_with_the_vm_itself() -> None:
    assert adopted().element.findall("devices/interface/mac") == []
    macs = adopted(keep_macs=True).element.findall("devices/interface/mac")
    assert [mac.get("address") for mac in macs] == ["52:54:00:00:00:01", "52:54:00:00:00:02"]


def test_it_fits_this_pm() -> None:
    found = adopted(platform=BARE).element
    assert found.get("type") == "qemu"
    assert found.find("cpu") is None
    assert found.find("os/type").get("machine") == "pc"  # type: ignore[union-attr]
    kinds = [each.get("type") for each in found.findall("devices/interface")]
    assert kinds == ["user", "user"]


@pytest.mark.parametrize("text", ["", "<a", "<!DOCTYPE a><domain/>"])
def test_what_is_no_definition_is_refused(text: str) -> None:
    with pytest.raises(BadRecord):
        adopted(text)


@pytest.mark.parametrize(
    ("data", "platform", "place", "nic", "changed"),
    [
        (vmware_style(), FULL, ("scsi", "sda", "vmpvscsi"), "vmxnet3", []),
        (vmware_style(), BARE, ("sata", "sda", ""), "virtio",
         [Changed("sda", "VirtualSCSI", "SATA (AHCI)"),
          Changed("network card 1", "VmxNet3", "virtio")]),
        (virtualbox_style(), FULL, ("sata", "sda", ""), "e1000", []),
        (virt_style(), FULL, ("virtio", "vda", ""), "virtio", []),
    ],
)  # fmt: skip
def test_hardware_of_others_becomes_the_nearest_there_is(
    data: bytes,
    platform: Platform,
    place: tuple[str, str, str],
    nic: str,
    changed: list[Changed],
) -> None:
    machine = parse(data)
    where, different = places(machine, platform)
    assert [(each.bus, each.target, each.model) for each in where] == [place]
    disks = [NewDisk(where[0].target, "/v/a.qcow2")]
    root, cards = define(
        machine, uuid=VM, name="a & b", disks=disks, where=where, platform=platform
    )
    model = root.find("devices/interface/model")
    assert model is not None
    assert model.get("type") == nic
    assert [*different, *cards] == changed
    assert root.findtext("name") == "a & b"


def test_a_fifth_ide_disk_and_lsi_parallel_go_to_ahci() -> None:
    scsi = item(6, 3, ResourceSubType="lsilogic") + item(
        17, 4, HostResource="/disk/vmdisk1", Parent="3"
    )
    where, changed = places(parse(descriptor(scsi)), FULL)
    assert [place.bus for place in where] == ["sata"]
    assert changed == [Changed("sda", "lsilogic", "SATA (AHCI)")]


def test_uefi_gets_q35_without_ide() -> None:
    ide = item(5, 3) + item(17, 4, HostResource="/disk/vmdisk1", Parent="3")
    more = "<vmw:Config vmw:key='firmware' vmw:value='efi'/>"
    machine = parse(descriptor(ide, more=more))
    where, _ = places(machine, FULL)
    assert where[0].bus == "sata"
    root, _ = define(machine, uuid=VM, name="n", disks=[NewDisk("sda", "/x")], where=where,
                     platform=FULL)  # fmt: skip
    assert root.find("os").get("firmware") == "efi"  # type: ignore[union-attr]

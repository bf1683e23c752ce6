"""The descriptor of an export: valid against DMTF's schema, and read again as it was meant."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.remote import ovf_read, ovf_write
from app.remote.guest_definition import without_secrets
from app.remote.ovf_write import Changed, PackedDisk
from app.remote.records import Manifest, VolumeRecord

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "ovf-xsd"
SCHEMA = Path(os.environ.get("TWINPOINT_OVF_XSD") or BESIDE)
DOMAIN = """<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>会計 &lt;1&gt;</name><uuid>6739c70b-f537-5ce3-b26a-ae658a90b780</uuid>
  <metadata><libosinfo:libosinfo xmlns:libosinfo='http://libosinfo.org/xmlns/libvirt/domain/1.0'>
    <libosinfo:os id='http://debian.org/debian/12'/></libosinfo:libosinfo></metadata>
  <memory unit='KiB'>1048577</memory><vcpu>3</vcpu>
  <os><type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type><boot dev='hd'/></os>
  <devices>
    <disk type='file' device='disk'><target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='disk'><target dev='hda' bus='ide'/></disk>
    <disk type='file' device='disk'><target dev='sda' bus='scsi'/></disk>
    <disk type='network' device='disk'><auth username='x'><secret type='ceph' uuid='y'/></auth>
      <target dev='vdz' bus='virtio'/></disk>
    <controller type='scsi' index='0' model='lsisas1068'/>
    <interface type='network'><source network='office'/><model type='e1000'/></interface>
    <interface type='bridge'><source bridge='br0'/><model type='virtio'/></interface>
    <graphics type='vnc' passwd='hunter2'/>
  </devices>
  <qemu:commandline><qemu:env name='KEY' value='hunter2'/></qemu:commandline>
</domain>"""
TARGETS = ("vda", "hda", "sda")


def manifest() -> Manifest:
    volumes = tuple(
        VolumeRecord(t, f"{t}.qcow2", 1, "a" * 64, 2**28, "full", t == "vda", "/x", "qcow2")
        for t in TARGETS
    )
    return Manifest(
        snapshot="11111111-1111-1111-1111-111111111111",
        vm="6739c70b-f537-5ce3-b26a-ae658a90b780",
        vm_name="会計 <1>",
        name="before & after",
        description="two\nlines <b>",
        created=1795477614.0,
        created_by="test",
        primary="p",
        primary_name="pm1",
        consistency="application",
        reason="frozen",
        volumes=volumes,
        domain_xml=DOMAIN,
    )


def written(disk_format: str = "vmdk") -> bytes:
    buses, _, _ = ovf_write.buses(DOMAIN, TARGETS)
    disks = [PackedDisk(t, f"a-disk{n}.{disk_format}", 2**28, buses[t], n) for n, t in
             enumerate(TARGETS, 1)]  # fmt: skip
    return ovf_write.descriptor(manifest(), "a", disk_format, disks, without_secrets(DOMAIN))


class _Beside(etree.Resolver):
    """Schemas that are imported lie beside the first, whatever their address."""

    def resolve(self, system_url: str, public_id: str, context: Any = None) -> Any:
        path = str(SCHEMA / os.path.basename(system_url))
        return self.resolve_filename(path, context)  # type: ignore[attr-defined]


def schema() -> etree.XMLSchema:
    if not SCHEMA.is_dir():
        pytest.skip(f"DMTF's schema is not there ({SCHEMA.name} beside the project)")
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Beside())
    return etree.XMLSchema(etree.parse(str(SCHEMA / "dsp8023_1.1.1.xsd"), parser))


@pytest.mark.parametrize("disk_format", ["vmdk", "vhd", "qcow2"])
def test_it_is_valid_against_the_schema(disk_format: str) -> None:
    checked = schema()
    document = etree.fromstring(written(disk_format))
    assert checked.validate(document), checked.error_log
    broken = etree.fromstring(written(disk_format).replace(b"ovf:Info", b"ovf:Nifo", 2))
    assert not checked.validate(broken)


def test_it_is_read_again_as_it_was_meant() -> None:
    machine = ovf_read.parse(written())
    assert (machine.name, machine.processors) == ("会計 <1>", 3)
    assert machine.memory == 1025 * 2**20
    found = {disk.disk: (disk.controller, disk.model, disk.file) for disk in machine.disks}
    assert found == {
        "disk1": ("sata", "vmware.sata.ahci", "a-disk1.vmdk"),
        "disk2": ("ide", "", "a-disk2.vmdk"),
        "disk3": ("scsi", "lsilogicsas", "a-disk3.vmdk"),
    }
    assert [(nic.model, nic.network) for nic in machine.nics] == [
        ("E1000", "office"), ("E1000", "br0"),
    ]  # fmt: skip
    assert machine.origin is not None
    assert machine.origin.vm == manifest().vm
    assert machine.origin.targets == (("disk1", "vda"), ("disk2", "hda"), ("disk3", "sda"))


def test_secrets_stay_at_home() -> None:
    data = written()
    for word in (b"hunter2", b"ceph", b"commandline"):
        assert word not in data


def test_what_a_guest_finds_changed_is_told_together() -> None:
    buses, model, changed = ovf_write.buses(DOMAIN, TARGETS)
    assert (buses["vda"], model) == ("sata", "lsisas1068")
    assert changed == [Changed("vda", "virtio", "SATA (AHCI)")]
    twice = [*changed, Changed("vdb", "virtio", "SATA (AHCI)")]
    assert ovf_write.together(twice) == [Changed("vda, vdb", "virtio", "SATA (AHCI)")]

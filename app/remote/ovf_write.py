"""Writes an OVF 1.x descriptor of a snapshot (DMTF DSP0243, schema DSP8023).

The hardware is what VMware and VirtualBox have as well: no virtio. Our own details stand at the end
of the hardware, where the schema lets others put theirs, and are marked as not required.
"""

from __future__ import annotations

import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass

from app.remote.domain import parse_xml
from app.remote.records import Manifest

OVF = "http://schemas.dmtf.org/ovf/envelope/1"
_CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
RASD = _CIM + "CIM_ResourceAllocationSettingData"
VSSD = _CIM + "CIM_VirtualSystemSettingData"
OWN = "urn:twinpoint:ovf:1"
FORMATS = {
    "vmdk": "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized",
    "vhd": "http://go.microsoft.com/fwlink/?LinkId=137171",
    "qcow2": "http://www.gnome.org/~markmc/qcow-image-format.html",
}
HARDWARE = "vmx-13"  # ESXi refuses what it does not know, and anything of before vmx-10 lacks SATA
# libvirt's controllers and network cards that other hypervisors have too, in their words.
SCSI_MODELS = {"lsilogic": "lsilogic", "lsisas1068": "lsilogicsas", "vmpvscsi": "VirtualSCSI"}
NIC_MODELS = {"e1000": "E1000", "e1000e": "E1000e", "vmxnet3": "VmxNet3", "pcnet": "PCNet32"}
for _prefix, _uri in (("ovf", OVF), ("rasd", RASD), ("vssd", VSSD), ("twin", OWN)):
    ElementTree.register_namespace(_prefix, _uri)


@dataclass(frozen=True)
class PackedDisk:
    """One disk of a package; `capacity` is the volume's, `size` the file's, bytes."""

    target: str
    file: str
    capacity: int
    bus: str  # ide, sata, scsi
    size: int


@dataclass(frozen=True)
class Changed:
    """A device that a guest finds as another one than it had."""

    device: str
    was: str
    now: str


def together(changes: Sequence[Changed]) -> list[Changed]:
    """One for all devices that changed in the same way."""
    devices: dict[tuple[str, str], list[str]] = {}
    for each in changes:
        devices.setdefault((each.was, each.now), []).append(each.device)
    return [Changed(", ".join(names), *way) for way, names in devices.items()]


def buses(domain_xml: str, targets: Sequence[str]) -> tuple[dict[str, str], str, list[Changed]]:
    """The bus of each volume in the package, the model of the SCSI controller, and what a guest
    will find changed."""
    root = parse_xml(domain_xml)
    model = _scsi_model(root)
    found: dict[str, str] = {}
    changed: list[Changed] = []
    ide = 0
    for disk in root.findall("devices/disk"):
        target = disk.find("target")
        name = target.get("dev", "") if target is not None else ""
        if target is None or name not in targets:
            continue
        bus = target.get("bus") or "ide"
        ide += bus == "ide"
        keep = bus == "sata" or (bus == "ide" and ide <= 4) or (bus == "scsi" and model != "")
        found[name] = bus if keep else "sata"
        if not keep:
            changed.append(Changed(name, bus, "SATA (AHCI)"))
    for target_name in targets:
        found.setdefault(target_name, "sata")
    return found, model, changed


def nics(domain_xml: str) -> tuple[list[tuple[str, str]], list[Changed]]:
    """Model and network of each card, and what a guest will find changed."""
    found, changed = [], []
    for number, card in enumerate(parse_xml(domain_xml).findall("devices/interface"), 1):
        element = card.find("model")
        was = (element.get("type") if element is not None else None) or "rtl8139"
        model = NIC_MODELS.get(was)
        if model is None:
            model = "E1000"
            changed.append(Changed(f"network card {number}", was, model))
        source = card.find("source")
        words = dict(source.attrib) if source is not None else {}
        network = next((words[w] for w in ("network", "bridge", "dev") if words.get(w)), "NAT")
        found.append((model, network))
    return found, changed


def descriptor(
    manifest: Manifest, name: str, disk_format: str, disks: Sequence[PackedDisk], secretless: str
) -> bytes:
    """The text of the descriptor. `name` is the package's, `secretless` the VM's definition."""
    root = parse_xml(manifest.domain_xml)
    envelope = ElementTree.Element(_ovf("Envelope"))
    references = _add(envelope, "References")
    for number, disk in enumerate(disks, 1):
        _add(references, "File", id=f"file{number}", href=disk.file, size=str(disk.size))
    section = _section(envelope, "DiskSection", "The disks of the VM")
    for number, disk in enumerate(disks, 1):
        _add(
            section,
            "Disk",
            diskId=f"disk{number}",
            fileRef=f"file{number}",
            capacity=str(disk.capacity),
            capacityAllocationUnits="byte",
            format=FORMATS[disk_format],
        )
    cards, _ = nics(manifest.domain_xml)
    section = _section(envelope, "NetworkSection", "The networks the VM is in")
    for network in dict.fromkeys(network for _, network in cards):
        _text(_add(section, "Network", name=network), "Description", network)
    system = _add(envelope, "VirtualSystem", id=name)
    _text(system, "Info", "A snapshot of a VM")
    _text(system, "Name", manifest.vm_name)
    if manifest.description:
        section = _section(system, "AnnotationSection", "What the snapshot is")
        _text(section, "Annotation", manifest.description)
    _operating_system(system, root)
    hardware = _section(system, "VirtualHardwareSection", "What the VM needs")
    _hardware(hardware, manifest, root, disks, cards)
    _own(hardware, manifest, disks, secretless)
    ElementTree.indent(envelope)
    text: bytes = ElementTree.tostring(envelope, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _hardware(
    hardware: ElementTree.Element,
    manifest: Manifest,
    root: ElementTree.Element,
    disks: Sequence[PackedDisk],
    cards: Sequence[tuple[str, str]],
) -> None:
    system = _add(hardware, "System")
    for word, text in (
        ("ElementName", "Virtual Hardware Family"),
        ("InstanceID", "0"),
        ("VirtualSystemIdentifier", manifest.vm_name),
        ("VirtualSystemType", HARDWARE),
    ):
        ElementTree.SubElement(system, f"{{{VSSD}}}{word}").text = text
    processors, mib = _processors(root), -(-_memory(root) // 2**20)
    _item(hardware, 1, 3, f"{processors} virtual CPU(s)", VirtualQuantity=str(processors),
          AllocationUnits="hertz * 10^6")  # fmt: skip
    _item(hardware, 2, 4, f"{mib} MB of memory", VirtualQuantity=str(mib),
          AllocationUnits="byte * 2^20")  # fmt: skip
    number = 3
    parents: dict[tuple[str, int], int] = {}
    places: dict[str, int] = {}
    for index, disk in enumerate(disks, 1):
        place = places.get(disk.bus, 0)
        places[disk.bus] = place + 1
        room = {"ide": 2, "sata": 30, "scsi": 15}[disk.bus]
        controller = (disk.bus, place // room)
        if controller not in parents:
            parents[controller] = number
            _controller(hardware, number, controller, root)
            number += 1
        on_parent = place % room
        if disk.bus == "scsi" and on_parent >= 7:
            on_parent += 1  # 7 is the controller itself
        _item(hardware, number, 17, f"Hard disk {index} ({disk.target})",
              AddressOnParent=str(on_parent), HostResource=f"ovf:/disk/disk{index}",
              Parent=str(parents[controller]))  # fmt: skip
        number += 1
    for index, (model, network) in enumerate(cards, 1):
        _item(hardware, number, 10, f"Network adapter {index}", AutomaticAllocation="true",
              Connection=network, ResourceSubType=model)  # fmt: skip
        number += 1


def _controller(
    hardware: ElementTree.Element, number: int, which: tuple[str, int], root: ElementTree.Element
) -> None:
    bus, address = which
    if bus == "ide":
        _item(hardware, number, 5, f"IDE controller {address}", Address=str(address))
    elif bus == "scsi":
        model = _scsi_model(root)
        _item(hardware, number, 6, f"SCSI controller {address}", Address=str(address),
              ResourceSubType=SCSI_MODELS.get(model, "lsilogic"))  # fmt: skip
    else:
        _item(hardware, number, 20, f"SATA controller {address}", Address=str(address),
              ResourceSubType="vmware.sata.ahci")  # fmt: skip


def _own(
    hardware: ElementTree.Element,
    manifest: Manifest,
    disks: Sequence[PackedDisk],
    secretless: str,
) -> None:
    """What only Twinpoint understands, and others are told to pass over."""
    own = ElementTree.SubElement(hardware, f"{{{OWN}}}Source", {_ovf("required"): "false"})
    own.set("format", "1")
    boot = {volume.target: volume.boot for volume in manifest.volumes}
    ElementTree.SubElement(own, f"{{{OWN}}}Vm", uuid=manifest.vm, name=manifest.vm_name)
    ElementTree.SubElement(
        own,
        f"{{{OWN}}}Snapshot",
        id=manifest.snapshot,
        name=manifest.name,
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(manifest.created)),
        consistency=manifest.consistency,
    )
    for number, disk in enumerate(disks, 1):
        ElementTree.SubElement(
            own,
            f"{{{OWN}}}Disk",
            diskId=f"disk{number}",
            target=disk.target,
            boot="true" if boot.get(disk.target) else "false",
        )
    ElementTree.SubElement(own, f"{{{OWN}}}Domain").text = secretless


def _operating_system(system: ElementTree.Element, root: ElementTree.Element) -> None:
    """1 is "Other" (CIM_OperatingSystem.OSType); what libosinfo calls it is worth a line."""
    section = _section(system, "OperatingSystemSection", "The guest", id="1")
    known = next((each.get("id") or "" for each in root.iter() if each.tag.endswith("}os")), "")
    _text(section, "Description", known or "Other")


def _item(hardware: ElementTree.Element, number: int, kind: int, name: str, **more: str) -> None:
    """The schema wants the children in the order of the alphabet."""
    fields = {"ElementName": name, "InstanceID": str(number), "ResourceType": str(kind), **more}
    item = _add(hardware, "Item")
    for word in sorted(fields):
        ElementTree.SubElement(item, f"{{{RASD}}}{word}").text = fields[word]


def _section(
    parent: ElementTree.Element, element: str, info: str, /, **more: str
) -> ElementTree.Element:
    section = _add(parent, element, **more)
    _text(section, "Info", info)
    return section


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    _add(parent, name).text = text


def _add(parent: ElementTree.Element, element: str, /, **attributes: str) -> ElementTree.Element:
    named = {_ovf(key): value for key, value in attributes.items()}
    return ElementTree.SubElement(parent, _ovf(element), named)


def _ovf(word: str) -> str:
    return f"{{{OVF}}}{word}"


def _scsi_model(root: ElementTree.Element) -> str:
    """libvirt's model of the first SCSI controller, if others have such a one; else ""."""
    for controller in root.findall("devices/controller[@type='scsi']"):
        return controller.get("model", "") if controller.get("model") in SCSI_MODELS else ""
    return ""


def _processors(root: ElementTree.Element) -> int:
    text = (root.findtext("vcpu") or "1").strip()
    return int(text) if text.isdigit() and 0 < int(text) < 10_000 else 1


def _memory(root: ElementTree.Element) -> int:
    """libvirt gives KiB, whatever was defined."""
    element = root.find("memory")
    text = ((element.text if element is not None else None) or "").strip()
    unit = element.get("unit", "KiB") if element is not None else "KiB"
    factor = {"b": 1, "bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}.get(unit, 2**10)
    return int(text) * factor if text.isdigit() and len(text) < 15 else 2**29

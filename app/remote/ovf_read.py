"""Reads an OVF descriptor, ours or another tool's, into what a VM needs.

Elements are known by their local names: the namespaces of OVF 1.x, 2.x and of the drafts that
VMware's older tools wrote differ, the words do not. Sources: DMTF DSP0243 (OVF), the CIM classes
CIM_ResourceAllocationSettingData (numbers of resource types) and the tools' own exports.
"""

from __future__ import annotations

import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from app.remote import records
from app.remote.ovf_xml import (
    NotOvf,
    attribute,
    children,
    local,
    number,
    tree,
    unit,
    word,
)
from app.remote.package_names import is_plain
from app.remote.tar_read import Trick

MOST_DISKS = 64
LARGEST = 2**62  # bytes of a disk
OWN = "{urn:twinpoint:ovf:1}"
# CIM_ResourceAllocationSettingData.ResourceType
CPU, MEMORY, IDE, SCSI, NETWORK, DISK, STORAGE_EXTENT, OTHER_STORAGE = 3, 4, 5, 6, 10, 17, 19, 20
DRIVES = {14: "floppy", 15: "cdrom", 16: "cdrom"}


class NotSupported(ValueError):
    """Something OVF allows and this program cannot import; says what."""


@dataclass(frozen=True)
class OvfDisk:
    """`file` is "" for an empty disk; `size` is the file's, None if the descriptor does not say.
    `controller` is ide, scsi, sata, virtio or nvme, `model` the controller's as it is written."""

    disk: str
    file: str
    capacity: int
    format: str
    controller: str
    model: str
    size: int | None = None


@dataclass(frozen=True)
class OvfNic:
    model: str
    network: str


@dataclass(frozen=True)
class Origin:
    """What a package of Twinpoint says of the snapshot it is of. `targets` by disk."""

    vm: str
    vm_name: str
    snapshot: str
    domain_xml: str
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OvfMachine:
    """`memory` is bytes. `left_out` are the words of hardware that does not come along."""

    name: str
    memory: int
    processors: int
    uefi: bool
    disks: tuple[OvfDisk, ...]
    nics: tuple[OvfNic, ...]
    left_out: tuple[str, ...] = ()
    origin: Origin | None = None


def parse(data: bytes) -> OvfMachine:
    """Raises NotOvf, NotSupported, Trick."""
    root = tree(data)
    if local(root) != "Envelope":
        raise NotOvf(f"<{local(root)}> instead of <Envelope>")
    systems = [each for each in root.iter() if local(each) == "VirtualSystem"]
    if len(systems) != 1:
        raise NotSupported(f"{len(systems)} VMs in one package")
    system = systems[0]
    hardware = next((each for each in system if local(each) == "VirtualHardwareSection"), None)
    if hardware is None:
        raise NotOvf("no VirtualHardwareSection")
    items = [_fields(each) for each in hardware if local(each) in _ITEMS]
    disks = _disks(root, items)
    if not disks:
        raise NotSupported("a package without a disk")
    return OvfMachine(
        name=_name(system),
        memory=_sum(items, MEMORY, 2**20) or 2**29,
        processors=min(max(1, _sum(items, CPU, 1)), 512),
        uefi=_uefi(system),
        disks=disks,
        nics=tuple(
            OvfNic(item.get("ResourceSubType", ""), item.get("Connection", ""))
            for item in items
            if _type(item) == NETWORK
        )[:32],
        left_out=_left_out(items),
        origin=_origin(hardware),
    )


# OVF 1.1 and later have items of their own for disks and network cards as well.
_ITEMS = ("Item", "StorageItem", "EthernetPortItem")


def _disks(root: ElementTree.Element, items: list[dict[str, str]]) -> tuple[OvfDisk, ...]:
    files = {attribute(each, "id"): each for each in children(root, "References", "File")}
    known = {attribute(each, "diskId"): each for each in children(root, "DiskSection", "Disk")}
    controllers = {item.get("InstanceID", ""): item for item in items if _type(item) in _BUSES}
    drives = [item for item in items if _type(item) == DISK and item.get("HostResource")]
    drives.sort(key=lambda item: _order(item, controllers))
    found = []
    for item in drives[: MOST_DISKS + 1]:
        name = item["HostResource"].rstrip("/").split("/")[-1]
        element = known.get(name)
        if element is None:
            raise NotOvf(f"no disk {name!r}")
        found.append(_disk(element, files, controllers.get(item.get("Parent", ""), {})))
    if len(found) > MOST_DISKS:
        raise NotSupported(f"more than {MOST_DISKS} disks")
    names = [disk.file for disk in found if disk.file]
    if len(set(names)) != len(names):
        raise NotSupported("one file for several disks")
    return tuple(found)


def _disk(
    element: ElementTree.Element,
    files: dict[str, ElementTree.Element],
    controller: dict[str, str],
) -> OvfDisk:
    name = attribute(element, "diskId")
    if attribute(element, "parentRef"):
        raise NotSupported(f"disk {name!r} builds on another one")
    capacity = number(attribute(element, "capacity")) * unit(
        attribute(element, "capacityAllocationUnits"), 1
    )
    if not 0 < capacity < LARGEST:
        raise NotOvf(f"disk {name!r}: capacity")
    bus, model = _bus(controller)
    reference = attribute(element, "fileRef")
    if not reference:
        return OvfDisk(name, "", capacity, "", bus, model)
    file = files.get(reference)
    if file is None:
        raise NotOvf(f"no file {reference!r}")
    if attribute(file, "compression") not in ("", "identity"):
        raise NotSupported(f"a compressed file ({attribute(file, 'compression')})")
    if attribute(file, "chunkSize"):
        raise NotSupported("a file in pieces")
    size = attribute(file, "size")
    return OvfDisk(
        disk=name,
        file=href(attribute(file, "href")),
        capacity=capacity,
        format=attribute(element, "format"),
        controller=bus,
        model=model,
        size=number(size) if size else None,
    )


def href(text: str) -> str:
    """The plain file name that a reference is. Raises Trick."""
    name = urllib.parse.unquote(text, errors="strict") if text.isprintable() else text
    if name.startswith("./"):
        name = name[2:]
    if name.startswith("/") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name):
        raise Trick("absolute", text)
    if not is_plain(name):
        raise Trick("path", text)
    return name


_BUSES = {IDE: "ide", SCSI: "scsi", OTHER_STORAGE: "sata"}


def _bus(controller: dict[str, str]) -> tuple[str, str]:
    model = controller.get("ResourceSubType", "")
    word = model.lower()
    if "nvme" in word:
        return "nvme", model
    if "virtio" in word:
        return "virtio", model
    return _BUSES.get(_type(controller), "ide"), model


def _order(item: dict[str, str], controllers: dict[str, dict[str, str]]) -> tuple[int, ...]:
    """Disks in the order in which a BIOS finds them: by controller, then by place on it."""
    parent = controllers.get(item.get("Parent", ""), {})
    numbers = (parent.get("Address", ""), item.get("AddressOnParent", ""), item.get("InstanceID"))
    kind = {IDE: 0, OTHER_STORAGE: 1, SCSI: 2}.get(_type(parent), 3)
    return (kind, *(number(text or "0", 0) for text in numbers))


def _uefi(system: ElementTree.Element) -> bool:
    for element in system.iter():
        words = {word(name): value.lower() for name, value in element.attrib.items()}
        if words.get("key") == "firmware" and "efi" in words.get("value", ""):
            return True  # VMware
        if local(element) == "Firmware" and "efi" in words.get("type", ""):
            return True  # VirtualBox
    return False


def _left_out(items: list[dict[str, str]]) -> tuple[str, ...]:
    words = [
        f"{DRIVES[_type(item)]} {item['HostResource']}"[:200]
        for item in items
        if _type(item) in DRIVES and item.get("HostResource")
    ]
    return tuple(words)


def _origin(hardware: ElementTree.Element) -> Origin | None:
    """Twinpoint's own part; None where there is none, or one that this version cannot use."""
    element = hardware.find(f"{OWN}Source")
    if element is None or element.get("format") != "1":
        return None
    vm, snapshot = element.find(f"{OWN}Vm"), element.find(f"{OWN}Snapshot")
    text = element.findtext(f"{OWN}Domain") or ""
    if vm is None or snapshot is None or not text:
        return None
    identities = (vm.get("uuid") or "", snapshot.get("id") or "")
    if not all(records.ID.fullmatch(each) for each in identities):
        return None
    targets = [(each.get("diskId") or "", each.get("target") or "") for each in element
               if each.tag == f"{OWN}Disk"]  # fmt: skip
    if not all(records.TARGET.fullmatch(target) for _, target in targets):
        return None
    return Origin(identities[0], vm.get("name") or "", identities[1], text, tuple(targets))


def _fields(item: ElementTree.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in item:
        found.setdefault(local(child), (child.text or "").strip())
    return found


def _name(system: ElementTree.Element) -> str:
    named = next((each.text or "" for each in system if local(each) == "Name"), "")
    return named.strip() or attribute(system, "id").strip()


def _sum(items: list[dict[str, str]], kind: int, default: int) -> int:
    """Of all items of a type, in bytes or pieces."""
    return sum(
        number(item.get("VirtualQuantity", ""), 0) * unit(item.get("AllocationUnits", ""), default)
        for item in items
        if _type(item) == kind
    )


def _type(item: dict[str, str]) -> int:
    return number(item.get("ResourceType", ""), 0)

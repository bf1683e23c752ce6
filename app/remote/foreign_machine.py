"""The definition of a VM that another tool packed: its hardware in libvirt's words."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass

from app.remote.guest_definition import NewDisk, disk_element, interface_element
from app.remote.hardware import Platform
from app.remote.ovf_read import OvfDisk, OvfMachine
from app.remote.ovf_write import Changed

_IDE_PLACES = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PREFIXES = {"ide": "hd", "sata": "sd", "scsi": "sd", "virtio": "vd"}
_MODELS = {
    "lsilogicsas": "lsisas1068",
    "virtualscsi": "vmpvscsi",
    "pvscsi": "vmpvscsi",
    "virtio": "virtio-scsi",
}
_NICS = {
    "e1000": "e1000",
    "e1000e": "e1000e",
    "vmxnet3": "vmxnet3",
    "vmxnet": "vmxnet3",
    "pcnet32": "pcnet",
    "pcnet": "pcnet",
    "virtio": "virtio",
    "virtio-net": "virtio",
    "virtionet": "virtio",
    "rtl8139": "rtl8139",
}


@dataclass(frozen=True)
class Place:
    """Where a disk goes: its bus, its guest device name, the SCSI controller's model."""

    bus: str
    target: str
    model: str = ""


def places(machine: OvfMachine, platform: Platform) -> tuple[list[Place], list[Changed]]:
    """A place for each disk, in their order, and what the guest will find changed."""
    found: list[Place] = []
    changed: list[Changed] = []
    counts: dict[str, int] = {}
    ide = 0
    scsi = ""
    for disk in machine.disks:
        bus, model = _bus(disk, platform)
        if bus == "ide":
            ide += 1
            # q35, which UEFI is best served by, has no IDE.
            bus = "sata" if machine.uefi or ide > _IDE_PLACES else "ide"
        if bus == "scsi":
            scsi = scsi or model
            model = scsi  # one kind of controller for all
        number = counts.get(_PREFIXES[bus], 0)
        counts[_PREFIXES[bus]] = number + 1
        place = Place(bus, f"{_PREFIXES[bus]}{_letters(number)}", model if bus == "scsi" else "")
        found.append(place)
        if bus != disk.controller and not (bus == "scsi" and disk.controller == "virtio"):
            was = disk.model or disk.controller
            changed.append(Changed(place.target, was, "SATA (AHCI)"))
    return found, changed


def define(
    machine: OvfMachine,
    *,
    uuid: str,
    name: str,
    disks: Sequence[NewDisk],
    where: Sequence[Place],
    platform: Platform,
) -> tuple[ElementTree.Element, list[Changed]]:
    """The definition, and what the guest will find changed of its network cards."""
    root = ElementTree.Element("domain", type=platform.kind)
    ElementTree.SubElement(root, "name").text = name
    ElementTree.SubElement(root, "uuid").text = uuid
    mib = max(32, -(-machine.memory // 2**20))
    ElementTree.SubElement(root, "memory", unit="MiB").text = str(mib)
    ElementTree.SubElement(root, "vcpu").text = str(machine.processors)
    chosen = ElementTree.SubElement(root, "os", {"firmware": "efi"} if machine.uefi else {})
    kind = "q35" if machine.uefi else "pc"
    ElementTree.SubElement(chosen, "type", arch="x86_64", machine=kind).text = "hvm"
    features = ElementTree.SubElement(root, "features")
    ElementTree.SubElement(features, "acpi")
    ElementTree.SubElement(features, "apic")
    devices = ElementTree.SubElement(root, "devices")
    for number, (disk, place) in enumerate(zip(disks, where), 1):
        element = disk_element(disk, place.bus)
        ElementTree.SubElement(element, "boot", order=str(number))
        devices.append(element)
    model = next((place.model for place in where if place.model), "")
    if model:
        ElementTree.SubElement(devices, "controller", type="scsi", index="0", model=model)
    changed = []
    for number, nic in enumerate(machine.nics, 1):
        card = _NICS.get(nic.model.lower(), "")
        if card not in platform.devices:
            card = "e1000" if "e1000" in platform.devices else "virtio"
            changed.append(Changed(f"network card {number}", nic.model or "?", card))
        devices.append(interface_element(platform.network, card))
    ElementTree.SubElement(devices, "graphics", type="vnc", autoport="yes")
    ElementTree.SubElement(devices, "console", type="pty")
    channel = ElementTree.SubElement(devices, "channel", type="unix")
    ElementTree.SubElement(channel, "target", type="virtio", name="org.qemu.guest_agent.0")
    return root, changed


def _bus(disk: OvfDisk, platform: Platform) -> tuple[str, str]:
    """The nearest that QEMU here has; AHCI, which nearly every guest knows, for what it has not."""
    if disk.controller in ("ide", "sata"):
        return disk.controller, ""
    word = disk.model.lower()
    if disk.controller == "virtio":
        if "scsi" in word and "virtio-scsi" in platform.devices:
            return "scsi", "virtio-scsi"
        return "virtio", ""
    model = _MODELS.get(word, "")
    return ("scsi", model) if model in platform.devices else ("sata", "")


def _letters(number: int) -> str:
    """a … z, aa, ab …"""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = _LETTERS[rest] + text
    return text

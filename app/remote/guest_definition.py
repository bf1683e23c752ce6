"""A VM's definition as it may leave this PM, and as it may come in: by a list of what is allowed.

A definition in a package comes from anybody. libvirt's XML can name any file, device, program and
socket of the PM, so nothing is taken over that is not listed here.
"""

from __future__ import annotations

import copy
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.remote import records
from app.remote.domain import parse_xml
from app.remote.hardware import Platform

Element = ElementTree.Element
# Direct children of <domain>, taken over whole: numbers, words and flags, no names of this PM.
_PLAIN = ("memory", "currentMemory", "vcpu", "features", "cpu", "clock", "pm", "on_poweroff",
          "on_reboot", "on_crash", "title", "description")  # fmt: skip
# Their attributes and children that do name something of the PM.
_NEVER = ("cpuset", "placement", "numa", "cache", "path", "file", "socket", "dumpCore")
_OS = ("type", "boot", "bootmenu", "bios")
_DEVICES = ("controller", "input", "video", "sound", "memballoon", "watchdog", "panic")
_PARTS = ("address", "model", "target", "master", "acceleration", "codec", "driver")
_SECRETS = ("auth", "encryption", "secret")
_QEMU = "http://libvirt.org/schemas/domain/qemu/1.0"


@dataclass(frozen=True)
class NewDisk:
    """A disk as it shall be: a qcow2 file on this PM."""

    target: str
    path: str


@dataclass(frozen=True)
class Adopted:
    """`left_out` are words for what was not taken over; `networks` those the VM is in now,
    because the ones it was in are not here."""

    element: Element
    left_out: tuple[str, ...]
    networks: tuple[str, ...]


def without_secrets(text: str) -> str:
    """The definition for a file that anybody may get: no password, no key, nothing handed to QEMU
    past libvirt."""
    root = parse_xml(text)
    for parent in list(root.iter()):
        for child in list(parent):
            name = child.tag if isinstance(child.tag, str) else ""
            if name in _SECRETS or name.startswith(f"{{{_QEMU}}}"):
                parent.remove(child)
        for attribute in ("passwd", "passwdValidTo", "password"):
            parent.attrib.pop(attribute, None)
    return ElementTree.tostring(root, encoding="unicode")


def adopt(
    text: str,
    *,
    uuid: str,
    name: str,
    disks: Sequence[NewDisk],
    keep_macs: bool,
    platform: Platform,
) -> Adopted:
    """The definition of a package of Twinpoint, for this PM. Raises BadRecord."""
    old = parse_xml(text)
    root = ElementTree.Element("domain", type=platform.kind)
    ElementTree.SubElement(root, "name").text = name
    ElementTree.SubElement(root, "uuid").text = uuid
    left_out: list[str] = []
    networks: list[str] = []
    for tag in _PLAIN:
        element = old.find(tag)
        if element is not None:
            root.append(_harmless(element))
    _os(old, root, platform)
    if platform.kind != "kvm":
        for element in root.findall("cpu"):
            root.remove(element)  # a host's own processor is there under KVM only
    devices = ElementTree.SubElement(root, "devices")
    known = {disk.target: disk for disk in disks}
    for element in old.findall("devices/*"):
        made = _device(element, known, keep_macs, platform, networks)
        if made is not None:
            devices.append(made)
        elif element.tag not in ("emulator", "audio", "disk"):
            left_out.append(str(element.tag))
        elif element.tag == "disk" and _of(element, "target", "dev") not in known:
            left_out.append(f"disk {_of(element, 'target', 'dev')}")
    return Adopted(root, tuple(dict.fromkeys(left_out)), tuple(dict.fromkeys(networks)))


def is_uefi(text: str) -> bool:
    root = parse_xml(text)
    chosen, loader = root.find("os"), root.find("os/loader")
    return (
        (chosen is not None and chosen.get("firmware") == "efi")
        or (loader is not None and loader.get("type") == "pflash")
        or root.find("os/nvram") is not None
    )


def disk_element(disk: NewDisk, bus: str) -> Element:
    element = ElementTree.Element("disk", type="file", device="disk")
    ElementTree.SubElement(element, "driver", name="qemu", type="qcow2")
    ElementTree.SubElement(element, "source", file=disk.path)
    ElementTree.SubElement(element, "target", dev=disk.target, bus=bus)
    return element


def interface_element(network: str, model: str) -> Element:
    """A card in a network of libvirt; "" for QEMU's own address translation."""
    element = ElementTree.Element("interface", type="network" if network else "user")
    if network:
        ElementTree.SubElement(element, "source", network=network)
    ElementTree.SubElement(element, "model", type=model)
    return element


def _os(old: Element, root: Element, platform: Platform) -> None:
    element = ElementTree.SubElement(root, "os")
    for child in old.findall("os/*"):
        if child.tag in _OS:
            element.append(_harmless(child))
    kind = element.find("type")
    if kind is None:
        kind = ElementTree.SubElement(element, "type", arch="x86_64")
        kind.text = "hvm"
    kind.set("machine", platform.machine(kind.get("machine") or "pc"))
    if is_uefi(ElementTree.tostring(old, encoding="unicode")):
        element.set("firmware", "efi")


def _device(
    element: Element,
    disks: dict[str, NewDisk],
    keep_macs: bool,
    platform: Platform,
    networks: list[str],
) -> Element | None:
    tag = str(element.tag)
    if tag == "disk":
        return _disk(element, disks)
    if tag == "interface":
        return _interface(element, keep_macs, platform, networks)
    if tag in _DEVICES:
        return _harmless(element, _PARTS)
    if tag in ("serial", "console"):
        return _harmless(_rebuilt(element, {"type": "pty"}), _PARTS)
    if tag == "graphics" and element.get("type") in ("vnc", "spice"):
        return ElementTree.Element("graphics", type=element.get("type") or "vnc", autoport="yes")
    if tag == "channel" and _of(element, "target", "type") == "virtio":
        kind = "spicevmc" if element.get("type") == "spicevmc" else "unix"
        return _harmless(_rebuilt(element, {"type": kind}), ("target", "address"))
    if tag == "rng":
        made = _harmless(_rebuilt(element, {"model": "virtio"}), ("address",))
        ElementTree.SubElement(made, "backend", model="random").text = "/dev/urandom"
        return made
    return None


def _disk(element: Element, disks: dict[str, NewDisk]) -> Element | None:
    target = _of(element, "target", "dev")
    if not records.TARGET.fullmatch(target):
        return None
    if element.get("device") in ("cdrom", "floppy"):  # an empty drive
        made = ElementTree.Element("disk", type="file", device=element.get("device") or "cdrom")
    elif target in disks:
        made = ElementTree.Element("disk", type="file", device="disk")
        driver = {"name": "qemu", "type": "qcow2"}
        old = element.find("driver")
        for word in ("cache", "io", "discard", "detect_zeroes"):
            if old is not None and old.get(word):
                driver[word] = old.get(word) or ""
        ElementTree.SubElement(made, "driver", driver)
        ElementTree.SubElement(made, "source", file=disks[target].path)
    else:
        return None
    for word in ("target", "serial", "boot", "address", "wwn", "readonly"):
        child = element.find(word)
        if child is not None:
            made.append(_harmless(child))
    return made


def _interface(
    element: Element, keep_macs: bool, platform: Platform, networks: list[str]
) -> Element:
    network, bridge = _of(element, "source", "network"), _of(element, "source", "bridge")
    if element.get("type") == "user":
        made = ElementTree.Element("interface", type="user")
    elif element.get("type") == "network" and network in platform.networks:
        made = ElementTree.Element("interface", type="network")
        ElementTree.SubElement(made, "source", network=network)
    elif element.get("type") == "bridge" and _is_bridge(bridge):
        made = ElementTree.Element("interface", type="bridge")
        ElementTree.SubElement(made, "source", bridge=bridge)
    else:
        made = interface_element(platform.network, "")
        made.remove(made.findall("model")[0])
        networks.append(platform.network)
    for word in ("mac", "model", "boot", "address", "link", "mtu"):
        child = element.find(word)
        if child is not None and (word != "mac" or keep_macs):
            made.append(_harmless(child))
    return made


def _rebuilt(element: Element, attributes: dict[str, str]) -> Element:
    made = ElementTree.Element(str(element.tag), attributes)
    made.extend(list(element))
    return made


def _harmless(element: Element, parts: Sequence[str] | None = None) -> Element:
    """A copy without what names anything of the PM; only children in `parts` where given."""
    made = copy.deepcopy(element)
    if parts is not None:
        for child in list(made):
            if child.tag not in parts:
                made.remove(child)
    for each in made.iter():
        for word in _NEVER:
            each.attrib.pop(word, None)
        for child in list(each):
            if child.tag in _NEVER or child.tag in ("source", "log", "alias"):
                each.remove(child)
    return made


def _is_bridge(name: str) -> bool:
    return bool(name) and "/" not in name and os.path.isdir(Path("/sys/class/net", name, "bridge"))


def _of(element: Element, child: str, name: str) -> str:
    found = element.find(child)
    return (found.get(name) or "") if found is not None else ""

"""What this PM's libvirt says of one VM, as far as a run needs it."""

from __future__ import annotations

import os
import stat
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from app.remote import records
from app.remote.problems import Refused
from app.remote.tools import ToolFailed
from app.remote.virsh import state, virsh

LONGEST_XML = 16 * 1024 * 1024


@dataclass(frozen=True)
class Disk:
    """A disk of the definition. `obstacle` is why it cannot be captured, "" if it can."""

    target: str
    source: str
    format: str
    boot: bool
    block: bool
    serial: str = ""
    obstacle: str = ""


@dataclass(frozen=True)
class DomainFacts:
    """One VM on this PM, now."""

    uuid: str
    name: str
    state: str  # as virsh words it
    reason: str
    uefi: bool
    agent_channel: str  # "connected", "disconnected", "" if there is none
    disks: tuple[Disk, ...]

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def stopped(self) -> bool:
        return self.state == "shut off"

    def disk(self, target: str) -> Disk | None:
        return next((disk for disk in self.disks if disk.target == target), None)


def look_at(vm: str) -> DomainFacts:
    """Raises Refused("no-such-vm"); ToolFailed if libvirt does not answer."""
    try:
        text = virsh("dumpxml", vm)
    except ToolFailed as error:
        if "failed to get domain" in error.output or "Domain not found" in error.output:
            raise Refused("no-such-vm", vm=vm) from error
        raise
    now, reason = state(vm)
    return parse(text, now, reason)


def parse(text: str, now: str, reason: str) -> DomainFacts:
    """Facts from domain XML (https://libvirt.org/formatdomain.html). Raises BadRecord."""
    root = parse_xml(text)
    loader = root.find("os/loader")
    os_element = root.find("os")
    uefi = (
        (os_element is not None and os_element.get("firmware") == "efi")
        or (loader is not None and loader.get("type") == "pflash")
        or root.find("os/nvram") is not None
    )
    channel = root.find("devices/channel/target[@name='org.qemu.guest_agent.0']")
    agent = ""
    if channel is not None:
        agent = channel.get("state") or "disconnected"
    return DomainFacts(
        uuid=root.findtext("uuid") or "",
        name=root.findtext("name") or "",
        state=now,
        reason=reason,
        uefi=uefi,
        agent_channel=agent,
        disks=_disks(root),
    )


def parse_xml(text: str) -> ElementTree.Element:
    """An element tree of XML without a document type (so without entities). Raises BadRecord."""
    if len(text) > LONGEST_XML or "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise records.BadRecord("not domain XML")
    try:
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise records.BadRecord(f"not XML: {error}") from error


def _disks(root: ElementTree.Element) -> tuple[Disk, ...]:
    elements = [
        element
        for element in root.findall("devices/disk")
        if element.get("device", "disk") in ("disk", "lun")
    ]
    boot = _boot_target(root, elements)
    return tuple(_disk(element, boot) for element in elements)


def _disk(element: ElementTree.Element, boot: str) -> Disk:
    target = _attribute(element, "target", "dev")
    kind = element.get("type", "file")
    source = ""
    if kind in ("file", "block"):
        source = _attribute(element, "source", "file" if kind == "file" else "dev")
    elif kind == "volume":
        source = _volume_path(element)
    disk_format = _attribute(element, "driver", "type") or "raw"
    block = _is_block(source)
    return Disk(
        target=target,
        source=source,
        format=disk_format,
        boot=target == boot,
        block=block,
        serial=element.findtext("serial") or "",
        obstacle=_obstacle(element, kind, source, disk_format),
    )


def _obstacle(element: ElementTree.Element, kind: str, source: str, disk_format: str) -> str:
    if element.get("device") == "lun":
        return "pass-through"
    if kind in ("network", "nvme", "vhostuser", "dir", "vhostvdpa"):
        return "network"
    if element.find("readonly") is not None:
        return "read-only"
    if element.find("transient") is not None:
        return "transient"
    if not source:
        return "no-medium"
    if disk_format not in ("qcow2", "raw"):
        return "format"
    if element.find("encryption") is not None or element.find("source/encryption") is not None:
        return "encrypted"
    if element.find("source/slices") is not None:
        return "slice"
    return ""


def _boot_target(root: ElementTree.Element, disks: list[ElementTree.Element]) -> str:
    """The disk the VM boots from: the lowest <boot order>, else the first disk of the definition
    (which is how SeaBIOS orders them for <boot dev='hd'/>)."""
    ordered = [
        (int(order), _attribute(disk, "target", "dev"))
        for disk in disks
        for order in [_attribute(disk, "boot", "order")]
        if order.isascii() and order.isdigit() and len(order) < 10
    ]
    if ordered:
        return min(ordered)[1]
    return _attribute(disks[0], "target", "dev") if disks else ""


def _volume_path(element: ElementTree.Element) -> str:
    pool, volume = _attribute(element, "source", "pool"), _attribute(element, "source", "volume")
    if not pool or not volume:
        return ""
    try:
        return virsh("vol-path", "--pool", pool, "--", volume).strip()
    except ToolFailed:
        return ""  # shows as a volume without a medium, which cannot be captured


def _is_block(path: str) -> bool:
    try:
        return bool(path) and stat.S_ISBLK(os.stat(path).st_mode)
    except OSError:
        return False


def _attribute(element: ElementTree.Element, child: str, name: str) -> str:
    found = element.find(child)
    return (found.get(name) or "") if found is not None else ""

"""Domain XML as libvirt gives it (https://libvirt.org/formatdomain.html), read into a Domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from app.model.vm import Agent, Domain, Firmware, VmState
from app.model.volume import Obstacle, Volume

LONGEST = 16 * 1024 * 1024  # bytes
AGENT_CHANNEL = "org.qemu.guest_agent.0"
_UNITS = {
    "b": 1, "bytes": 1, "kb": 10**3, "k": 2**10, "kib": 2**10, "mb": 10**6, "m": 2**20,
    "mib": 2**20, "gb": 10**9, "g": 2**30, "gib": 2**30, "tb": 10**12, "t": 2**40, "tib": 2**40,
}  # fmt: skip


class BadXml(ValueError):
    """The text is no domain XML."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the XML does not say. `capacities` are bytes by target."""

    state: VmState
    stopped_cleanly: bool = False
    libvirt_snapshots: int = 0
    capacities: Mapping[str, int] | None = None


def parse(text: str | bytes, now: Circumstances) -> Domain:
    """Raises BadXml."""
    root = parse_xml(text)
    if root.tag != "domain":
        raise BadXml(f"<{root.tag}> instead of <domain>")
    uuid, name = _text(root, "uuid").strip(), _text(root, "name")
    if not uuid or not name:
        raise BadXml("no uuid or no name")
    return Domain(
        uuid=uuid.lower(),
        name=name,
        state=now.state,
        firmware=_firmware(root),
        agent=_agent(root, now.state),
        volumes=_volumes(root, now.capacities or {}),
        memory=_memory(root),
        processors=_number(_text(root, "vcpu")) or 1,
        libvirt_snapshots=now.libvirt_snapshots,
        stopped_cleanly=now.stopped_cleanly,
    )


def parse_xml(text: str | bytes) -> etree._Element:
    """An element of XML without a document type: no entity, no file, no network. Raises BadXml."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(data) > LONGEST or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise BadXml("too long, or with a document type")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadXml(f"not XML: {error}") from error
    # Another encoding could hide a document type from the look at the bytes.
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise BadXml("with a document type")
    return root


def _firmware(root: etree._Element) -> Firmware:
    chosen = root.find("os")
    loader = root.find("os/loader")
    if (
        (chosen is not None and chosen.get("firmware") == "efi")
        or (loader is not None and loader.get("type") == "pflash")
        or root.find("os/nvram") is not None
    ):
        return Firmware.UEFI
    return Firmware.BIOS


def _agent(root: etree._Element, state: VmState) -> Agent:
    for target in root.iterfind("devices/channel/target"):
        if target.get("name") == AGENT_CHANNEL:
            if state is VmState.STOPPED:
                return Agent.VM_OFF
            return Agent.CONNECTED if target.get("state") == "connected" else Agent.SILENT
    return Agent.NONE


def _volumes(root: etree._Element, capacities: Mapping[str, int]) -> tuple[Volume, ...]:
    disks = [
        disk
        for disk in root.iterfind("devices/disk")
        if disk.get("device", "disk") in ("disk", "lun") and _of(disk, "target", "dev")
    ]
    boot = _boot_disk(disks)
    return tuple(_volume(disk, disk is boot, capacities) for disk in disks)


def _boot_disk(disks: list[etree._Element]) -> etree._Element | None:
    """The disk with the lowest <boot order>, else the first: libvirt lists disks by bus and target
    and hands them to SeaBIOS in that order for <boot dev='hd'/>."""
    ordered = [
        (order, disk) for disk in disks for order in [_number(_of(disk, "boot", "order"))] if order
    ]
    if ordered:
        return min(ordered, key=lambda pair: pair[0])[1]
    return disks[0] if disks else None


def _volume(disk: etree._Element, boot: bool, capacities: Mapping[str, int]) -> Volume:
    target = _of(disk, "target", "dev")
    source = _source(disk)
    disk_format = _of(disk, "driver", "type") or "raw"
    return Volume(
        target=target,
        source=source,
        format=disk_format,
        boot=boot,
        capacity=capacities.get(target),
        serial=_text(disk, "serial"),
        obstacle=_obstacle(disk, source, disk_format),
    )


def _source(disk: etree._Element) -> str:
    """A path where there is one; for a storage volume or a network disk, a readable name."""
    source = disk.find("source")
    if source is None:
        return ""
    match disk.get("type", "file"):
        case "file":
            return source.get("file", "")
        case "block":
            return source.get("dev", "")
        case "volume":
            pool, volume = source.get("pool", ""), source.get("volume", "")
            return f"{pool}/{volume}" if pool and volume else ""
        case _:
            protocol = source.get("protocol") or source.get("type") or disk.get("type", "")
            return f"{protocol}:{source.get('name') or source.get('path') or ''}"


def _obstacle(disk: etree._Element, source: str, disk_format: str) -> Obstacle | None:
    if disk.get("device") == "lun":
        return Obstacle.PASS_THROUGH
    if disk.get("type", "file") not in ("file", "block", "volume"):
        return Obstacle.NETWORK
    if disk.find("readonly") is not None:
        return Obstacle.READ_ONLY
    if disk.find("transient") is not None:
        return Obstacle.TRANSIENT
    if not source:
        return Obstacle.NO_MEDIUM
    if disk_format not in ("qcow2", "raw"):
        return Obstacle.FORMAT
    if disk.find("encryption") is not None or disk.find("source/encryption") is not None:
        return Obstacle.ENCRYPTED
    if disk.find("source/slices") is not None:
        return Obstacle.SLICE
    return None


def _memory(root: etree._Element) -> int:
    memory = root.find("memory")
    if memory is None:
        return 0
    unit = _UNITS.get((memory.get("unit") or "KiB").lower(), 1024)
    return (_number(memory.text or "") or 0) * unit


def _number(text: str) -> int | None:
    stripped = text.strip()
    # isdecimal() is true for other scripts' digits as well; int() reads those too.
    return int(stripped) if stripped.isdecimal() and len(stripped) < 19 else None


def _of(element: etree._Element, child: str, name: str) -> str:
    found = element.find(child)
    return (found.get(name) or "") if found is not None else ""


def _text(element: etree._Element, child: str) -> str:
    return element.findtext(child) or ""

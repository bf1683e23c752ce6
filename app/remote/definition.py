"""The definition of a new VM, made of the one that a snapshot keeps: another identity, other
volumes, nothing that only one VM can have; what is not understood stays as it is."""

from __future__ import annotations

import contextlib
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

from app.remote.domain import parse_xml
from app.remote.making import Making
from app.remote.problems import Refused

# Devices that belong to the host, or that two VMs cannot have at the same time.
EXCLUSIVE = ("hostdev", "lease", "shmem")
NICS_OF_THE_HOST = ("hostdev", "vhostuser", "vdpa")
MIB = 1024 * 1024


def count_nics(text: str) -> int:
    """How many network interfaces a new VM will have. Raises BadRecord."""
    return sum(
        nic.get("type") not in NICS_OF_THE_HOST
        for nic in parse_xml(text).findall("devices/interface")
    )


def new_definition(text: str, making: Making) -> tuple[str, tuple[str, ...]]:
    """Domain XML, and the devices that were left out, as people name them. Raises BadRecord, and
    Refused for a size that the definition does not allow."""
    root = parse_xml(text)
    _keep_prefixes(text)
    _rename(root, making)
    if making.memory is not None:
        _set_memory(root, making.name, making.memory)
    if making.processors is not None:
        _set_processors(root, making.name, making.processors)
    left_out: list[str] = []
    devices = root.find("devices")
    if devices is not None:
        macs = iter(making.macs)
        for device in list(devices):
            why = _left_out(device)
            if why:
                devices.remove(device)
                left_out.append(why)
            elif device.tag == "disk":
                if not _change_disk(device, making):
                    devices.remove(device)
            elif device.tag == "interface":
                _change_nic(device, next(macs))
            elif device.tag in _CHANGES:
                _CHANGES[device.tag](device)
            _drop_alias(device)
    return ElementTree.tostring(root, encoding="unicode"), tuple(dict.fromkeys(left_out))


def _keep_prefixes(text: str) -> None:
    """Elements of other name spaces (qemu:commandline) keep the prefix people know."""
    for _, (prefix, uri) in ElementTree.iterparse(io.StringIO(text), events=["start-ns"]):
        with contextlib.suppress(ValueError):  # a prefix like ns0: any other is as good
            ElementTree.register_namespace(prefix, uri)


def _rename(root: ElementTree.Element, making: Making) -> None:
    root.attrib.pop("id", None)  # of a VM that ran without a definition
    _set(root, "uuid", making.uuid)
    _set(root, "name", making.name)
    _drop(root, "title")
    if root.find("genid") is not None:
        _set(root, "genid", making.genid)
    for entry in root.findall("sysinfo/system/entry[@name='uuid']"):
        entry.text = making.uuid  # libvirt insists that they are equal
    for nvram in root.findall("os/nvram"):
        nvram.text = None
        for child in list(nvram):
            nvram.remove(child)
    for label in root.findall("seclabel"):
        if label.get("type") == "static":  # a category of its own is what keeps two VMs apart
            root.remove(label)
        for name in ("label", "imagelabel"):
            _drop(label, name)


def _set_memory(root: ElementTree.Element, name: str, memory: int) -> None:
    """`memory` is bytes."""
    if root.find("cpu/numa") is not None or root.find("maxMemory") is not None:
        raise Refused("vm-size-fixed", vm=name, what="memory")
    for tag in ("memory", "currentMemory"):
        _set(root, tag, str(memory // 1024)).set("unit", "KiB")
    _drop(root, "memtune")


def _set_processors(root: ElementTree.Element, name: str, processors: int) -> None:
    if root.find("cpu/numa") is not None:
        raise Refused("vm-size-fixed", vm=name, what="processors")
    vcpu = _set(root, "vcpu", str(processors))
    vcpu.attrib.pop("current", None)
    _drop(root, "vcpus")
    for topology in root.findall("cpu/topology"):
        topology.attrib.clear()
        topology.attrib.update(sockets="1", cores=str(processors), threads="1")
    tune = root.find("cputune")
    for pin in list(tune) if tune is not None else []:
        number = pin.get("vcpu", pin.get("vcpus", ""))
        if number and not (number.isascii() and number.isdigit() and int(number) < processors):
            assert tune is not None
            tune.remove(pin)


def _left_out(device: ElementTree.Element) -> str:
    """What is said of a device that the new VM cannot have; "" for one that it can."""
    kind = device.get("type", "")
    if device.tag in EXCLUSIVE:
        return f"{device.tag} {kind or device.get('name', '')}".strip()
    if device.tag == "interface" and kind in NICS_OF_THE_HOST:
        return f"{device.tag} {kind}"
    if device.tag == "filesystem" and device.find("readonly") is None:
        # Two VMs that write into one folder of the host would harm each other's data.
        source = device.find("source")
        folder = "" if source is None else source.get("dir", source.get("socket", ""))
        return f"{device.tag} {folder}".strip()
    if device.tag == "memory" and device.get("model") in ("nvdimm", "virtio-pmem"):
        return f"{device.tag} {device.get('model')}"
    if device.tag == "tpm" and device.find("backend[@type='emulator']") is None:
        return device.tag
    if device.tag == "input" and kind in ("passthrough", "evdev"):
        return f"{device.tag} {kind}"
    if device.tag == "smartcard" and device.get("mode", "").startswith("host"):
        return device.tag
    channel = device.tag in ("channel", "redirdev")
    if channel and kind not in ("unix", "pty", "spicevmc", "spiceport", "null", "stdio"):
        return f"{device.tag} {kind}"
    return ""


def _change_disk(disk: ElementTree.Element, making: Making) -> bool:
    """Gives a disk its new volume; whether the new VM has it at all. Removable media stay in the
    old VM: an empty drive is left."""
    if disk.get("device", "disk") not in ("disk", "lun"):
        for name in ("source", "backingStore", "mirror"):
            _drop(disk, name)
        disk.set("type", "file")
        return True
    target = disk.find("target")
    volume = making.volume("" if target is None else target.get("dev", ""))
    if volume is None:
        return False
    for name in ("source", "backingStore", "mirror", "auth", "encryption", "shareable"):
        _drop(disk, name)
    disk.set("type", "file")
    driver = disk.find("driver")
    if driver is None:
        driver = ElementTree.SubElement(disk, "driver", name="qemu")
    driver.set("type", volume.format)
    ElementTree.SubElement(disk, "source", file=volume.path)
    return True


def _change_nic(nic: ElementTree.Element, address: str) -> None:
    mac = nic.find("mac")
    if mac is None:
        mac = ElementTree.SubElement(nic, "mac")
    mac.attrib.clear()
    mac.set("address", address)
    for source in nic.findall("source"):
        source.attrib.pop("portid", None)
    for parameters in nic.findall("virtualport/parameters"):
        parameters.attrib.pop("interfaceid", None)
    for backend in nic.findall("backend"):
        backend.attrib.pop("logFile", None)
    for name in ("target", "portForward"):
        _drop(nic, name)


def _change_graphics(graphics: ElementTree.Element) -> None:
    for name in ("port", "tlsPort", "websocket", "socket"):
        graphics.attrib.pop(name, None)
    if graphics.get("type") in ("vnc", "spice", "rdp"):
        graphics.set("autoport", "yes")
    for listen in graphics.findall("listen"):
        listen.attrib.pop("socket", None)


def _change_channel(channel: ElementTree.Element) -> None:
    """libvirt gives a socket without a path one in the VM's own folder."""
    _drop(channel, "log")
    for source in channel.findall("source"):
        source.attrib.pop("path", None)


def _change_serial(serial: ElementTree.Element) -> None:
    """What leads to a file, a socket or a port of the host is for one VM: a terminal instead."""
    _drop(serial, "log")
    if serial.get("type") not in ("null", "spicevmc", "spiceport", "stdio", "vc"):
        serial.set("type", "pty")
        serial.attrib.pop("tty", None)
        for name in ("source", "protocol"):
            _drop(serial, name)


def _change_vsock(vsock: ElementTree.Element) -> None:
    for cid in vsock.findall("cid"):
        cid.attrib.clear()
        cid.set("auto", "yes")


_CHANGES: dict[str, Callable[[ElementTree.Element], None]] = {
    "graphics": _change_graphics,
    "channel": _change_channel,
    "redirdev": _change_channel,
    "serial": _change_serial,
    "parallel": _change_serial,
    "console": _change_serial,
    "vsock": _change_vsock,
}


def _drop_alias(device: ElementTree.Element) -> None:
    """libvirt's own aliases; an administrator's begin with "ua-"."""
    for alias in device.findall("alias"):
        if not alias.get("name", "").startswith("ua-"):
            device.remove(alias)


def _set(parent: ElementTree.Element, tag: str, text: str) -> ElementTree.Element:
    found = parent.find(tag)
    if found is None:
        found = ElementTree.SubElement(parent, tag)
    found.text = text
    return found


def _drop(parent: ElementTree.Element, tag: str) -> None:
    for element in parent.findall(tag):
        parent.remove(element)

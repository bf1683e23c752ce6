"""What QEMU and libvirt on this PM offer to a VM that comes from somewhere else."""

from __future__ import annotations

import os
from dataclasses import dataclass

from app.remote.domain import parse_xml
from app.remote.tools import ToolFailed, run
from app.remote.virsh import domains, virsh

MOST_LOOKED_AT = 20  # VMs
# What QEMU calls a controller or card, by libvirt's name for it.
DEVICES = {
    "lsisas1068": "mptsas1068",
    "vmpvscsi": "pvscsi",
    "virtio-scsi": "virtio-scsi-pci",
    "e1000": "e1000",
    "e1000e": "e1000e",
    "vmxnet3": "vmxnet3",
    "pcnet": "pcnet",
    "rtl8139": "rtl8139",
    "virtio": "virtio-net-pci",
}


@dataclass(frozen=True)
class Platform:
    """`kind` is kvm, or qemu without the processor's help; `devices` are libvirt's names of what
    QEMU has; `network` is the one for VMs whose own is not here, "" for QEMU's own."""

    kind: str
    machines: frozenset[str]
    devices: frozenset[str]
    networks: tuple[str, ...]
    network: str

    def machine(self, wanted: str) -> str:
        """The machine type, or the newest of its family where this QEMU has not that one."""
        if wanted in self.machines:
            return wanted
        return "q35" if "q35" in wanted else "pc"


def look() -> Platform:
    """Raises ToolFailed, BadRecord."""
    root = parse_xml(virsh("capabilities"))
    guest = next(
        (
            each
            for each in root.findall("guest")
            if each.findtext("os_type") == "hvm" and _arch(each) == "x86_64"
        ),
        None,
    )
    kinds = {each.get("type") for each in guest.iter("domain")} if guest is not None else set()
    machines = {each.text or "" for each in guest.iter("machine")} if guest is not None else set()
    emulator = (guest.findtext("arch/emulator") if guest is not None else None) or ""
    networks = tuple(virsh("net-list", "--name").split())
    kvm = "kvm" in kinds and os.access("/dev/kvm", os.R_OK | os.W_OK) and not _without_kvm()
    return Platform(
        kind="kvm" if kvm else "qemu",
        machines=frozenset(machines),
        devices=_devices(emulator),
        networks=networks,
        network="default" if "default" in networks else "",
    )


def _without_kvm() -> bool:
    """Whether this PM has VMs and none of them uses KVM: a /dev/kvm that can be opened need not
    work, as in a hypervisor within another one, and whoever made them knows."""
    kinds = set()
    for vm in sorted(domains())[:MOST_LOOKED_AT]:
        try:
            kinds.add(parse_xml(virsh("dumpxml", vm)).get("type"))
        except ToolFailed:
            continue  # gone since it was listed
        if "kvm" in kinds:
            return False
    return bool(kinds)


def _arch(guest: object) -> str:
    element = guest.find("arch")  # type: ignore[attr-defined]
    return str(element.get("name")) if element is not None else ""


def _devices(emulator: str) -> frozenset[str]:
    try:
        text = run([emulator or "qemu-system-x86_64", "-device", "help"])
    except ToolFailed:
        return frozenset()
    return frozenset(name for name, device in DEVICES.items() if f'name "{device}"' in text)

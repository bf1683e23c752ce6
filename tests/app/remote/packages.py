"""Packages made for tests, in the style of other tools; nothing in them is theirs."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

OVF = "http://schemas.dmtf.org/ovf/envelope/1"
CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
VMDK = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"
_HEAD = (
    f'<?xml version="1.0"?>\n<Envelope xmlns="{OVF}" xmlns:ovf="{OVF}"'
    f' xmlns:rasd="{CIM}CIM_ResourceAllocationSettingData"'
    f' xmlns:vssd="{CIM}CIM_VirtualSystemSettingData"'
    ' xmlns:vmw="http://www.vmware.com/schema/ovf" xmlns:vbox="http://www.virtualbox.org/ovf/machine">'
)


def item(kind: int, number: int, **fields: str) -> str:
    """One piece of hardware."""
    words = {"InstanceID": str(number), "ResourceType": str(kind), "ElementName": f"{kind}"}
    words.update(fields)
    inside = "".join(f"<rasd:{name}>{words[name]}</rasd:{name}>" for name in sorted(words))
    return f"<Item>{inside}</Item>"


def descriptor(
    hardware: str,
    *,
    file: str = "disk1.vmdk",
    size: int | None = None,
    capacity: str = "64",
    units: str = "byte * 2^20",
    image_format: str = VMDK,
    name: str = "guest",
    more: str = "",
    file_more: str = "",
    disk_more: str = "",
) -> bytes:
    """A descriptor with one disk."""
    length = "" if size is None else f' ovf:size="{size}"'
    return (
        f'{_HEAD}<References><File ovf:href="{file}" ovf:id="file1"{length}{file_more}/>'
        f"</References><DiskSection><Info>disks</Info><Disk ovf:capacity='{capacity}'"
        f" ovf:capacityAllocationUnits='{units}' ovf:diskId='vmdisk1' ovf:fileRef='file1'"
        f" ovf:format='{image_format}'{disk_more}/></DiskSection>"
        f"<VirtualSystem ovf:id='{name}'><Info>a VM</Info><Name>{name}</Name>"
        f"<VirtualHardwareSection><Info>hardware</Info>{hardware}</VirtualHardwareSection>"
        f"{more}</VirtualSystem></Envelope>"
    ).encode()


def vmware_style(**options: str) -> bytes:
    """As VMware's tools write it: paravirtual SCSI, VMXNET3, memory in bytes times a power."""
    hardware = (
        item(3, 1, VirtualQuantity="2", AllocationUnits="hertz * 10^6")
        + item(4, 2, VirtualQuantity="2048", AllocationUnits="byte * 2^20")
        + item(6, 3, Address="0", ResourceSubType="VirtualSCSI")
        + item(17, 4, AddressOnParent="0", HostResource="ovf:/disk/vmdisk1", Parent="3")
        + item(15, 5, AddressOnParent="0", HostResource="ovf:/file/cd", Parent="3")
        + item(10, 6, Connection="VM Network", ResourceSubType="VmxNet3")
        + options.pop("hardware", "")
    )
    return descriptor(hardware, **options)  # type: ignore[arg-type]


def virtualbox_style(disk: str = "disk1.vmdk", **options: str) -> bytes:
    """As VirtualBox writes it: IDE and AHCI, memory in MegaBytes, a part of its own."""
    hardware = (
        item(3, 1, VirtualQuantity="1")
        + item(4, 2, VirtualQuantity="512", AllocationUnits="MegaBytes")
        + item(5, 3, Address="0", ResourceSubType="PIIX4")
        + item(20, 5, Address="0", ResourceSubType="AHCI")
        + item(17, 8, AddressOnParent="0", HostResource="/disk/vmdisk1", Parent="5")
        + item(10, 9, Connection="NAT", ResourceSubType="E1000")
    )
    more = options.pop("more", "<vbox:Machine ovf:required='false'><Info>box</Info></vbox:Machine>")
    return descriptor(hardware, file=disk, more=more, **options)  # type: ignore[arg-type]


def virt_style(disk: str = "disk1.qcow2", **options: str) -> bytes:
    """As tools of the QEMU world write it: virtio, qcow2."""
    hardware = (
        item(3, 1, VirtualQuantity="1")
        + item(4, 2, VirtualQuantity="1", AllocationUnits="byte * 2^30")
        + item(20, 3, ResourceSubType="virtio")
        + item(17, 4, HostResource="ovf:/disk/vmdisk1", Parent="3")
        + item(10, 5, Connection="default", ResourceSubType="virtio")
    )
    uri = "http://www.gnome.org/~markmc/qcow-image-format.html"
    return descriptor(hardware, file=disk, image_format=uri, **options)  # type: ignore[arg-type]


def ova(path: Path, files: dict[str, bytes], *, kind: str = "sha256") -> Path:
    """An archive with a manifest behind its descriptor (the first file)."""
    names = list(files)
    lines = [f"{kind.upper()}({n})= {hashlib.new(kind, files[n]).hexdigest()}\n" for n in names]
    first = names[0]
    ordered = {first: files[first], f"{first[:-4]}.mf": "".join(lines).encode()}
    return tar(path, {**ordered, **{name: files[name] for name in names[1:]}})


def tar(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path

"""The lab's VMs: what each is for, its volumes, and its definition as libvirt takes it."""

from __future__ import annotations

import random
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.lab.guest_image import GuestImage
from tests.lab.processes import call
from tests.lab.state import LabError

SHARED = "/srv/volumes"  # settings.volumes, as the PMs see it
MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Volume:
    """A data volume; formatted, labelled, and with `ballast` bytes of random data in it."""

    target: str
    label: str
    mib: int = 256
    format: str = "qcow2"
    ballast: int = 0


@dataclass(frozen=True, slots=True)
class VmSpec:
    """One VM of the lab. `home` is the PM (0 or 1) that `up` starts it on; `rate` records a s."""

    name: str
    host: str
    home: int
    volumes: tuple[Volume, ...]
    starts: bool = True
    agent: bool = True
    uefi: bool = False
    cdrom: bool = False
    hook_log: bool = False
    rate: int = 2
    made_as: str = ""
    """The UUID of a VM that a test made, as a copy of one of the lab."""

    @property
    def uuid(self) -> str:
        return self.made_as or str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.host}.twinpoint.lab"))


ONE = (Volume("vdb", "data1"),)
VMS = (
    VmSpec(
        "web01", "web01", 0,
        (Volume("vdb", "data1", 512, ballast=60 * MIB), Volume("vdc", "data2", 512)),
        cdrom=True, rate=20,
    ),
    VmSpec("db01", "db01", 0, ONE, hook_log=True, rate=5),
    VmSpec("noagent01", "noagent01", 1, ONE, agent=False),
    VmSpec("uefi01", "uefi01", 1, ONE, uefi=True),
    VmSpec("off01", "off01", 0, ONE, starts=False),
    VmSpec("raw01", "raw01", 1, (Volume("vdb", "data1", format="raw"),)),
    VmSpec("会計 サーバー", "kaikei", 0, ONE),
)  # fmt: skip


def spec_of(name: str) -> VmSpec:
    """The VM of that name; raises LabError if the lab has none."""
    for spec in VMS:
        if spec.name == name:
            return spec
    raise LabError(f"the lab has no VM {name!r}; it has {', '.join(vm.name for vm in VMS)}")


def disk_name(spec: VmSpec, target: str) -> str:
    """The file of one disk, below the directory of volumes."""
    formats = {volume.target: volume.format for volume in spec.volumes}
    return f"{spec.name}/{target}.{formats.get(target, 'qcow2')}"


def make_disks(spec: VmSpec, image: GuestImage, volumes: Path) -> None:
    """Makes the VM's disks, all or none; nothing if they are there."""
    final = volumes / spec.name
    if final.exists():
        return
    half = volumes / f".{spec.host}.half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    settings = (
        f"twin.host={spec.host} twin.agent={int(spec.agent)} twin.rate={spec.rate} "
        f"twin.hooklog={int(spec.hook_log)}"
    )
    image.write_boot_disk(half / "vda.qcow2", settings, uefi=spec.uefi)
    for volume in spec.volumes:
        _make_data(volume, half)
    half.rename(final)


def _make_data(volume: Volume, directory: Path) -> None:
    """A formatted file system in an image, made without mounting anything."""
    raw = directory / f"{volume.target}.raw"
    call(["truncate", "-s", f"{volume.mib}M", raw])
    content = directory / "content"
    content.mkdir()
    if volume.ballast:
        # Random, or it would be compressed or skipped; seeded, so that every lab has the same.
        (content / "ballast").write_bytes(random.Random(volume.label).randbytes(volume.ballast))
    call(["mke2fs", "-q", "-t", "ext4", "-L", volume.label, "-d", content, "-E",
          "lazy_itable_init=0,lazy_journal_init=0,discard", raw])  # fmt: skip
    shutil.rmtree(content)
    if volume.format == "qcow2":
        call(["qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw, raw.with_suffix(".qcow2")])
        raw.unlink()


def domain_xml(spec: VmSpec, kind: str) -> str:
    """The definition; `kind` is "kvm" or "qemu"."""
    number = int(spec.uuid[:4], 16)
    disks = [_disk_xml(spec, "vda", "qcow2")]
    disks += [_disk_xml(spec, volume.target, volume.format) for volume in spec.volumes]
    if spec.cdrom:
        disks.append(
            "<disk type='file' device='cdrom'><target dev='hda' bus='ide'/><readonly/></disk>"
        )
    channels = ["twinpoint.control"]
    if spec.agent:
        channels.append("org.qemu.guest_agent.0")
    # Without a path libvirt makes one for each running VM, so a copy does not take this one's.
    ports = "".join(
        f"<channel type='unix'><target type='virtio' name='{name}'/></channel>" for name in channels
    )
    firmware = (
        "<loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader>"
        "<nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'/>"
        if spec.uefi
        else ""
    )
    return f"""<domain type='{kind}'>
  <name>{escape(spec.name)}</name>
  <uuid>{spec.uuid}</uuid>
  <memory unit='MiB'>160</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='{"q35" if spec.uefi else "pc"}'>hvm</type>{firmware}
    <boot dev='hd'/>
  </os>
  <features><acpi/><apic/></features>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
    {"".join(disks)}
    <interface type='user'>
      <mac address='52:54:00:77:{number >> 8:02x}:{number & 255:02x}'/><model type='virtio'/>
    </interface>
    <serial type='pty'/>
    <console type='pty'/>
    {ports}
  </devices>
</domain>
"""


def _disk_xml(spec: VmSpec, target: str, kind: str) -> str:
    path = quoteattr(f"{SHARED}/{disk_name(spec, target)}")
    return (
        f"<disk type='file' device='disk'><driver name='qemu' type='{kind}' discard='unmap'/>"
        f"<source file={path}/><target dev='{target}' bus='virtio'/>"
        f"<serial>{spec.host}-{target}</serial></disk>"
    )

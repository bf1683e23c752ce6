"""Builds the guests' boot volumes: kernel, initramfs and boot loader on a disk, nothing mounted."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.lab.processes import call
from tests.lab.state import LabError

SOURCE = Path(__file__).with_name("guest")
BOOT_MIB = 256
PARTITION = 2048 * 512  # where the boot file system starts, in bytes
AGENT = Path("/usr/sbin/qemu-ga")
# In the order of loading.
MODULES = (
    "virtio/virtio_ring", "virtio/virtio", "virtio/virtio_pci_legacy_dev",
    "virtio/virtio_pci_modern_dev", "virtio/virtio_pci", "block/virtio_blk",
    "char/virtio_console", "core/failover", "net/net_failover", "net/virtio_net",
    "input/evdev", "acpi/button",
)  # fmt: skip
# mitigations: they cost time under software emulation and protect nobody here.
COMMAND_LINE = "console=ttyS0 quiet panic=5 mitigations=off random.trust_cpu=on"


@dataclass(frozen=True, slots=True)
class GuestImage:
    """What all guests have in common, in the cache under the hash of what it was made from."""

    dir: Path

    @property
    def kernel(self) -> Path:
        return self.dir / "vmlinuz"

    def write_boot_disk(self, disk: Path, settings: str, *, uefi: bool) -> None:
        """Makes one VM's boot volume (qcow2); `settings` goes onto its kernel command line."""
        raw = disk.with_suffix(".raw")
        call(["cp", "--sparse=always", self.dir / ("uefi.raw" if uefi else "bios.raw"), raw])
        line = f"{COMMAND_LINE} {settings}"
        text = (
            f"title guest\nlinux /vmlinuz\ninitrd /initrd\noptions {line}\n"
            if uefi
            else f"DEFAULT linux\nPROMPT 0\nLABEL linux\nKERNEL vmlinuz\n"
            f"APPEND initrd=initrd {line}\n"
        )
        target = "::/loader/entries/guest.conf" if uefi else "::/syslinux.cfg"
        _mtools("mcopy", raw, "-", target, input=text.encode())
        call(["qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw, disk])
        raw.unlink()


def _mtools(tool: str, image: Path, *words: str | Path, input: bytes | None = None) -> None:
    # MTOOLS_SKIP_CHECK: mtools dislikes the geometry of a partition without a partition's limits.
    env = {**os.environ, "MTOOLS_SKIP_CHECK": "1"}
    call([tool, "-i", f"{image}@@{PARTITION}", *words], input=input, env=env)


def build(cache: Path) -> GuestImage:
    """Returns the guest image from the cache, building what is missing."""
    kernel_package = _kernel(cache)
    digest = hashlib.sha256(f"{kernel_package.name} {COMMAND_LINE} {MODULES}".encode())
    for path in [Path(__file__), AGENT, *sorted(SOURCE.rglob("*"))]:
        if path.is_file():
            digest.update(path.read_bytes())
    final = cache / f"guest-{digest.hexdigest()[:16]}"
    if not final.exists():
        print("building the guest image", flush=True)
        for old in cache.glob("guest-*"):
            shutil.rmtree(old)
        half = cache / "guest-half"
        half.mkdir()
        _write_all(kernel_package, half)
        half.rename(final)
    return GuestImage(final)


def _kernel(cache: Path) -> Path:
    """The unpacked package of Debian's cloud kernel; it must not be installed on the host."""
    found = sorted(cache.glob("linux-image-*-cloud-amd64"))
    if found:
        return found[-1]
    print("fetching Debian's cloud kernel", flush=True)
    depends = call(["apt-cache", "depends", "linux-image-cloud-amd64"], check=False).stdout
    names: list[str] = re.findall(r"Depends: (linux-image-\S+-cloud-amd64)$", depends, re.MULTILINE)
    if not names:
        raise LabError("apt knows no linux-image-cloud-amd64: run apt-get update")
    half = cache / "kernel-half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    call(["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", names[0]], cwd=half,
         timeout=600)  # fmt: skip
    call(["dpkg", "-x", next(half.glob("*.deb")), half / "tree"])
    (half / "tree").rename(cache / names[0])
    shutil.rmtree(half)
    return cache / names[0]


def _write_all(kernel_package: Path, out: Path) -> None:
    shutil.copy(next((kernel_package / "boot").glob("vmlinuz-*")), out / "vmlinuz")
    _write_initramfs(kernel_package, out)
    for name in ("bios", "uefi"):
        call(["truncate", "-s", f"{BOOT_MIB}M", out / f"{name}.raw"])
    # An active FAT partition under a master boot record, as BIOS machines have it.
    bios = out / "bios.raw"
    call(["sfdisk", "-q", bios], input=b"label: dos\nstart=2048, type=c, bootable\n")
    kib = (BOOT_MIB - 1) * 1024
    call(["mkfs.vfat", "-n", "BOOT", "--offset", "2048", bios, str(kib)])
    _mtools("mcopy", bios, out / "vmlinuz", out / "initrd", "::/")
    call(["syslinux", "--offset", str(PARTITION), "--install", bios])
    code = Path("/usr/lib/syslinux/mbr/mbr.bin").read_bytes()[:440]
    with bios.open("r+b") as file:
        file.write(code)
    # An EFI system partition; the end is left to the second copy of the GPT.
    uefi = out / "uefi.raw"
    call(["sgdisk", "-n", "1:2048:0", "-t", "1:ef00", uefi])
    call(["mkfs.vfat", "-n", "ESP", "--offset", "2048", uefi, str(kib - 1024)])
    for directory in ("EFI", "EFI/BOOT", "loader", "loader/entries"):
        _mtools("mmd", uefi, f"::/{directory}")
    loader = Path("/usr/lib/systemd/boot/efi/systemd-bootx64.efi")
    _mtools("mcopy", uefi, loader, "::/EFI/BOOT/BOOTX64.EFI")
    _mtools("mcopy", uefi, "-", "::/loader/loader.conf", input=b"timeout 0\n")
    _mtools("mcopy", uefi, out / "vmlinuz", out / "initrd", "::/")


def _write_initramfs(kernel_package: Path, out: Path) -> None:
    root = out / "root"
    shutil.copytree(SOURCE / "root", root)
    for directory in ("dev", "proc", "sys", "run", "tmp", "var", "lib/modules", "lib64", "root"):
        (root / directory).mkdir(parents=True, exist_ok=True)
    for source, target in (("writer", "bin/writer"), ("guestd", "sbin/guestd")):
        call(["gcc", "-static", "-O2", "-o", root / target, SOURCE / f"{source}.c"])
    shutil.copy("/bin/busybox", root / "bin/busybox")
    for applet in call(["busybox", "--list"]).stdout.split():
        for directory in ("bin", "sbin"):
            if not (root / "bin" / applet).exists() and not (root / "sbin" / applet).exists():
                (root / directory / applet).symlink_to("/bin/busybox")
    (root / "init").symlink_to("/bin/busybox")
    for name in ("poweroff", "reboot", "init"):
        (root / "sbin" / name).symlink_to("/bin/busybox")
    shutil.copy(AGENT, root / "bin/qemu-ga")
    for library in re.findall(r"(/\S+) \(0x", call(["ldd", AGENT]).stdout):
        target = root / library.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, target)
    order = []
    for module in MODULES:
        found = next((kernel_package / "lib/modules").glob(f"*/kernel/**/{module}.ko"))
        shutil.copy(found, root / "lib/modules" / found.name)
        order.append(found.name)
    (root / "lib/modules/order").write_text("\n".join(order) + "\n")
    names = call(["find", ".", "-print0"], cwd=root).stdout.encode()
    archive = out / "initrd.cpio"
    call(["cpio", "-0", "-o", "-H", "newc", "--quiet", "-R", "0:0", "-O", archive], input=names,
         cwd=root)  # fmt: skip
    call(["zstd", "-q", "-10", "--rm", archive, "-o", out / "initrd"])
    shutil.rmtree(root)

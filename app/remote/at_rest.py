"""What a stopped VM's next start would go on from: a saved memory, the bitmaps of checkpoints."""

from __future__ import annotations

from app.remote import images
from app.remote.plan import PREFIX
from app.remote.tools import run
from app.remote.virsh import checkpoints, state, virsh


def has_saved_memory(vm: str) -> bool:
    """Whether the VM's next start would go on from a saved memory (virsh managedsave)."""
    for line in virsh("dominfo", vm).splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "Managed save":
            return value.strip() == "yes"
    return False


def forget_checkpoints(vm: str) -> list[str]:
    """Removes what libvirt knows here of our checkpoints, not their bitmaps: for a VM whose
    volumes have been replaced. Names of those removed. Raises ToolFailed."""
    if state(vm)[0] == "undefined":
        return []
    ours = [name for name in checkpoints(vm) if name.startswith(PREFIX)]
    for name in ours:
        virsh("checkpoint-delete", vm, name, "--metadata")
    return ours


def remove_bitmaps(path: str) -> None:
    """Those of our checkpoints, from a qcow2 volume that no VM has open."""
    data = images.info(path, "qcow2").get("format-specific", {}).get("data", {})
    for bitmap in data.get("bitmaps", []):
        name = str(bitmap.get("name", ""))
        if name.startswith(PREFIX):
            run(["qemu-img", "bitmap", "--remove", "-f", "qcow2", "--", path, name])

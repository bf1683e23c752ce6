"""The QEMU that runs a VM on this PM, as a process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROCESSES = Path("/proc")


@dataclass(frozen=True)
class QemuProcess:
    """A process and when it began, in the kernel's ticks (proc(5)). A domain's id would not tell
    two QEMUs of a VM apart: a libvirtd that is started anew gives ids again."""

    vm: str
    number: int
    began: int

    def lives(self) -> bool:
        """Its end shows here before its locks on files fall."""
        return _look(self.vm, self.number) == self


def qemu_of(vm: str) -> QemuProcess | None:
    """None if none runs the VM here."""
    numbers = (int(each.name) for each in PROCESSES.iterdir() if each.name.isdigit())
    return next((found for number in numbers if (found := _look(vm, number))), None)


def _look(vm: str, number: int) -> QemuProcess | None:
    folder = PROCESSES / str(number)
    try:
        # libvirt calls every QEMU so, whatever its version; the kernel empties it at its end.
        if f"\0-uuid\0{vm}\0".encode() not in (folder / "cmdline").read_bytes():
            return None
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return QemuProcess(vm, number, int(fields[19]))

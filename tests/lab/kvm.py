"""Finds out whether guests run under KVM here, by running one: to open /dev/kvm proves nothing."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

BOOT_TIMEOUT = 15.0


def domain_kind(kernel: Path, cache: Path) -> str:
    """Says "kvm" if a guest kernel speaks under KVM, else "qemu"; asked once per boot."""
    boot_id = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    known = cache / "kvm.json"
    if known.exists():
        remembered = json.loads(known.read_text())
        if remembered["boot_id"] == boot_id:
            return str(remembered["kind"])
    kind = "kvm" if os.access("/dev/kvm", os.R_OK | os.W_OK) and _boots(kernel) else "qemu"
    known.write_text(json.dumps({"boot_id": boot_id, "kind": kind}))
    return kind


def _boots(kernel: Path) -> bool:
    argv = ["qemu-system-x86_64", "-accel", "kvm", "-m", "128", "-display", "none", "-no-reboot",
            "-nodefaults", "-serial", "stdio", "-kernel", str(kernel),
            "-append", "console=ttyS0 earlyprintk=ttyS0 panic=-1"]  # fmt: skip
    process = subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    seen = b""
    end = time.monotonic() + BOOT_TIMEOUT
    try:
        # A kernel without root file system panics after its drivers are up: that is far enough.
        while time.monotonic() < end and b"Kernel panic" not in seen:
            seen += process.stdout.read() or b""
            if process.poll() is not None:
                break
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    return b"Linux version" in seen

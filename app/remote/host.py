"""Who this PM is: its name, libvirt's host UUID, the versions of its tools, what it lacks."""

from __future__ import annotations

import functools
import os
import platform
import re
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from app.remote.domain import parse_xml
from app.remote.mirror import synchronizing
from app.remote.tools import ENVIRONMENT, ToolFailed, run
from app.remote.virsh import virsh

# libvirt 7.6: backup modes per disk and validation of redefined checkpoints (both 7.2), and
# checkpoints beside block jobs. QEMU 5.2: block jobs and bitmaps as libvirt's backup needs them.
# rsync before 3.2.4 may err with --append-verify and --inplace: every file is hashed afterwards.
NEEDED: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("libvirt", (7, 6)),
    ("qemu-img", (5, 2)),
    ("rsync", (3, 1, 3)),
    ("ssh", (8, 1)),
)
# What each program said, as long as it is the same file: somebody may install another meanwhile.
_versions: dict[tuple[str, int, int, int], str] = {}
COMMANDS = {
    "libvirt": ["virsh", "--version"],
    "qemu-img": ["qemu-img", "--version"],
    "rsync": ["rsync", "--version"],
    "ssh": ["ssh", "-V"],
}


def host_name() -> str:
    return socket.gethostname().split(".")[0]


@functools.lru_cache(maxsize=1)
def host_uuid() -> str:
    """libvirt's host UUID, "" if libvirt does not answer."""
    try:
        return (parse_xml(virsh("capabilities", timeout=15)).findtext("host/uuid") or "").lower()
    except ToolFailed:
        return ""


def boot_id() -> str:
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        return file.read().strip()


def tools() -> dict[str, str]:
    """Versions by tool; "" for one that is missing."""
    with ThreadPoolExecutor(len(COMMANDS)) as pool:
        found = dict(zip(COMMANDS, pool.map(_version, COMMANDS.values())))
    return {**found, "qemu": found["qemu-img"], "python": platform.python_version()}


def obstacles() -> list[dict[str, Any]]:
    """Why this PM cannot take part: tools missing or too old, no rights, no libvirt, storage that
    is being synchronized."""
    problems: list[dict[str, Any]] = []
    found = tools()
    for tool, minimum in NEEDED:
        version = found[tool]
        needed = ".".join(map(str, minimum))
        if not version or _numbers(version) < minimum:
            fields = {"pm": host_name(), "tool": tool, "needed": needed, "found": version}
            problems.append({"code": "tool-missing", "fields": fields})
    if os.geteuid() != 0:
        fields = {"pm": host_name(), "user": os.environ.get("USER", ""), "detail": ""}
        problems.append({"code": "sudo-not-allowed", "fields": fields})
    if found["libvirt"] and not host_uuid():
        host_uuid.cache_clear()
        fields = {"pm": host_name(), "detail": _libvirt_fault()}
        problems.append({"code": "pm-not-running", "fields": fields})
    moving = synchronizing()
    if moving:
        fields = {"pm": host_name(), "detail": moving}
        problems.append({"code": "pm-synchronizing", "fields": fields})
    return problems


def login() -> str:
    """Who is at the other end: the SSH user, also behind sudo."""
    return os.environ.get("SUDO_USER") or os.environ.get("USER") or str(os.geteuid())


def _libvirt_fault() -> str:
    try:
        virsh("version", timeout=15)
    except ToolFailed as error:
        return error.output[-300:]
    return ""


def _version(argv: list[str]) -> str:
    path = shutil.which(argv[0], path=ENVIRONMENT["PATH"])
    if path is None:
        return ""
    status = os.stat(path)
    file = (path, status.st_dev, status.st_ino, status.st_mtime_ns)
    if file not in _versions:
        try:
            # ssh -V speaks on standard error.
            text = run(["sh", "-c", '"$@" 2>&1', "sh", *argv], timeout=15)
        except ToolFailed:
            return ""
        _versions[file] = version_in(text)
    return _versions[file]


def version_in(text: str) -> str:
    """The first version that a tool says; "" if there is none."""
    found: re.Match[str] | None = re.search(r"\d{1,9}(?:\.\d{1,9})+", text)
    return found.group() if found else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

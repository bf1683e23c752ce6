"""A share that is mounted for one job and unmounted with it: SMB/CIFS or NFS.

What a job mounts, and the file that carries its credentials to mount.cifs, lie in a folder of /run,
which is memory, under the job's id: a sweep knows whose they are without any other note.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.remote.host import host_name
from app.remote.problems import Refused
from app.remote.store import make_folder
from app.remote.tools import ToolFailed, run

log = logging.getLogger(__name__)
RUN = Path("/run")
MOUNT_SECONDS = 60.0
FORGOTTEN = 120.0  # seconds after which credentials of a job that is not there are removed
CIFS = re.compile(r"//([A-Za-z0-9][A-Za-z0-9.:_-]*)/([^/\x00-\x1f]+)((?:/[^/\x00-\x1f]+)*)/?")
NFS = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*|\[[0-9a-fA-F:]+\]):(/[^\x00-\x1f]*)")
# A share that answers no more must not hang the job for ever, and nothing on it is run or trusted.
SAFE = "nosuid,nodev,noexec"


@dataclass(frozen=True)
class Share:
    """`device` is what mount is given, `below` the folder within it."""

    kind: str  # cifs, nfs
    address: str
    device: str
    below: str


def parse(address: str) -> Share:
    """//server/share/folder or server:/path. Raises ValueError."""
    if ".." in address.split("/") or len(address) > 1000:
        raise ValueError("not a share")
    found = CIFS.fullmatch(address)
    if found:
        device = f"//{found.group(1)}/{found.group(2)}"
        return Share("cifs", address, device, found.group(3).strip("/"))
    found = NFS.fullmatch(address)
    if found:
        return Share("nfs", address, address, "")
    raise ValueError("not a share")


def mount_point(root: Path, job: str) -> Path:
    return _home(root) / job


def keep_credentials(root: Path, job: str, user: str, password: str, domain: str) -> None:
    """For the job's one mount; in memory, for root only. Raises Refused if they cannot be handed
    to mount.cifs, whose file has a line for each."""
    if _file_system(RUN) not in ("tmpfs", "ramfs"):
        detail = f"{RUN} is not a file system in memory"
        raise Refused("share-failed", pm=host_name(), share="", detail=detail)
    lines = [f"username={user}", f"password={password}"]
    if domain:
        lines.append(f"domain={domain}")
    if any(not char.isprintable() for line in lines for char in line):
        detail = "a user name, password or domain with control characters"
        raise Refused("share-failed", pm=host_name(), share="", detail=detail)
    _private(_home(root))
    path = _credentials(root, job)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def drop_credentials(root: Path, job: str) -> None:
    _credentials(root, job).unlink(missing_ok=True)


@contextmanager
def mounted(root: Path, job: str, share: Share) -> Iterator[Path]:
    """The share, mounted as long as the block lasts. Raises Refused."""
    point = mount_point(root, job)
    try:
        check_support(share.kind)
        _private(_home(root))
        _private(point)
        options = _options(root, job, share.kind)
        argv = ["mount", "-t", share.kind, "-o", options, "--", share.device, str(point)]
        try:
            run(argv, timeout=MOUNT_SECONDS)
        except ToolFailed as error:
            _unmount(point)
            detail = error.output[-500:]
            pm = host_name()
            raise Refused("share-failed", pm=pm, share=share.address, detail=detail) from error
    finally:
        drop_credentials(root, job)
    try:
        yield point
    finally:
        _unmount(point)


def check_support(kind: str) -> None:
    """Raises Refused if this PM's kernel, or its tools, cannot mount such a share."""
    if not _kernel_knows(kind):
        with contextlib.suppress(ToolFailed):  # it says nothing that the next look does not
            run(["modprobe", "-q", "--", kind])
        if not _kernel_knows(kind):
            detail = f"the kernel {os.uname().release} has no {kind}"
            raise Refused("share-unsupported", pm=host_name(), kind=kind, detail=detail)
    tool = f"mount.{kind}"
    if not any(Path(folder, tool).exists() for folder in ("/sbin", "/usr/sbin", "/usr/bin")):
        package = "cifs-utils" if kind == "cifs" else "nfs-common"
        raise Refused("share-unsupported", pm=host_name(), kind=kind, detail=f"{tool}: {package}")


def sweep(root: Path, living: Callable[[str], bool]) -> None:
    """Unmounts what dead jobs mounted, and removes credentials that nobody came for."""
    try:
        entries = sorted(_home(root).iterdir())
    except FileNotFoundError:
        return
    for entry in entries:
        if living(entry.name.partition(".")[0]):
            continue
        if entry.is_dir():
            try:
                _unmount(entry)
            except (OSError, ToolFailed) as error:  # the next sweep tries again
                log.warning("%s stays: %s", entry, error)
        # A job that is only just being started does not live yet.
        elif time.time() - entry.stat().st_mtime > FORGOTTEN:
            entry.unlink(missing_ok=True)


def _options(root: Path, job: str, kind: str) -> str:
    if kind == "nfs":
        return f"{SAFE},soft,timeo=100,retrans=3"
    path = _credentials(root, job)
    login = f"credentials={path}" if path.exists() else "guest"
    return f"{SAFE},soft,uid=0,gid=0,file_mode=0600,dir_mode=0700,{login}"


def _unmount(point: Path) -> None:
    """Also of a share that hangs: then it leaves the tree at once, and goes when it can."""
    if os.path.ismount(point):
        try:
            run(["umount", "--", str(point)], timeout=30)
        except ToolFailed:
            run(["umount", "-l", "--", str(point)], timeout=30)
    with contextlib.suppress(FileNotFoundError):
        os.rmdir(point)


def _home(root: Path) -> Path:
    return RUN / f"twinpoint-{hashlib.sha256(str(root).encode()).hexdigest()[:8]}"


def _credentials(root: Path, job: str) -> Path:
    return _home(root) / f"{job}.credentials"


def _private(path: Path) -> None:
    make_folder(path)
    os.chmod(path, 0o700)


def _kernel_knows(kind: str) -> bool:
    with open("/proc/filesystems", encoding="ascii") as file:
        return kind in {line.split()[-1] for line in file if line.strip()}


def _file_system(path: Path) -> str:
    """Type of what is mounted at exactly this path, "" if nothing is."""
    kind = ""
    with open("/proc/mounts", encoding="utf-8", errors="replace") as file:
        for line in file:
            words = line.split()
            if len(words) > 2 and words[1] == str(path):
                kind = words[2]
    return kind

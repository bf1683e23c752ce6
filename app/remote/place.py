"""Where the volumes of a new VM go: beside those of the VM that it comes from, in a folder of its
own; and whether there is room."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from app.remote import images
from app.remote.capacity import FLOOR
from app.remote.host import host_name
from app.remote.making import NewVolume
from app.remote.problems import Refused
from app.remote.records import Manifest, VolumeRecord

# libvirt's own, for volumes whose old place is no folder here (a block device, say).
DEFAULT = Path("/var/lib/libvirt/images")
LONGEST_FOLDER = 40  # characters, without the id


def places(
    manifest: Manifest, chosen: list[VolumeRecord], name: str, uuid: str, asked: str
) -> tuple[tuple[str, ...], tuple[NewVolume, ...]]:
    """Folders to make, and the volumes in them. `asked` is a folder of this PM that somebody
    chose, or "". Raises Refused."""
    folders: dict[str, None] = {}
    volumes = []
    for volume in chosen:
        base = _asked(asked) if asked else _beside(volume.source, manifest)
        folder = str(base / f"{safe_name(name)}-{uuid[:8]}")
        folders[folder] = None
        path = f"{folder}/{volume.target}.{volume.source_format}"
        volumes.append(NewVolume(volume.target, path, volume.source_format))
    return tuple(folders), tuple(volumes)


def safe_name(name: str) -> str:
    """A name as part of a folder's name: for people only, so what is unsafe is left out."""
    kept = re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")[:LONGEST_FOLDER].strip("-")
    return kept or "vm"


def _asked(folder: str) -> Path:
    path = Path(folder)
    if not path.is_absolute() or "\0" in folder or not path.is_dir():
        raise Refused("no-such-folder", pm=host_name(), path=folder[:500])
    return Path(os.path.realpath(path))


def _beside(source: str, manifest: Manifest) -> Path:
    folder = Path(source).parent
    if not Path(source).is_absolute() or not folder.is_dir() or _is_block(source):
        folder = DEFAULT
    if not folder.is_dir():
        raise Refused("no-such-folder", pm=host_name(), path=str(folder))
    folder = Path(os.path.realpath(folder))
    own = folder.name in (manifest.vm_name, manifest.vm)
    if own and os.stat(folder).st_dev == os.stat(folder.parent).st_dev:
        return folder.parent  # who removes the old VM with its folder shall not remove the new one
    return folder


def _is_block(path: str) -> bool:
    try:
        return stat.S_ISBLK(os.stat(path).st_mode)
    except OSError:
        return path.startswith("/dev/")


def check_room(needed: Mapping[str, int]) -> None:
    """Refuses what does not fit. `needed` is bytes by folder; it is summed by file system."""
    total: dict[int, int] = {}
    where: dict[int, str] = {}
    for folder, size in needed.items():
        device = os.stat(folder).st_dev
        total[device] = total.get(device, 0) + size
        where.setdefault(device, folder)
    for device, size in total.items():
        free = free_bytes(where[device])
        if size + FLOOR > free:
            raise Refused(
                "too-little-room",
                pm=host_name(),
                path=where[device],
                needed=size + FLOOR,
                free=free,
            )


def free_bytes(folder: str) -> int:
    status = os.statvfs(folder)
    return status.f_bavail * status.f_frsize


def needed_bytes(path: Path) -> int:
    """What a file with all that a snapshot's file and its parents hold takes at most."""
    size = images.measure(path)
    return size + size // 50

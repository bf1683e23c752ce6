"""Puts a VM on this PM that was not here: its folder of volumes, its name, its definition.

Whatever is made is noted before, so that a killed job leaves nothing.
"""

from __future__ import annotations

import os
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from app.remote.destination import check_folder
from app.remote.domain import parse_xml
from app.remote.outside import REMOVE, UNDEFINE, Outside
from app.remote.package_names import safe_name
from app.remote.store import make_folder
from app.remote.tools import ToolFailed
from app.remote.virsh import virsh

IMAGES = Path("/var/lib/libvirt/images")


def volume_folder(wanted: str) -> Path:
    """Where volumes of a new VM go: the wanted folder, libvirt's default pool, or the folder that
    distributions make for it. Raises Refused if it is not there."""
    folder = Path(wanted) if wanted else _default_pool() or IMAGES
    check_folder(folder)
    return folder


def make_volume_folder(outside: Outside, folder: Path, name: str, vm: str) -> Path:
    """A new folder for the volumes of one VM."""
    path = folder / f"{safe_name(name, 'vm')}-{vm[:8]}"
    if not os.path.lexists(path):
        outside.add(REMOVE, str(path))
    path.mkdir()
    make_folder(path)  # QEMU's user passes through
    return path


def free_name(wanted: str, taken: set[str]) -> str:
    """The wanted name, with a number behind it where it is taken."""
    number = 2
    name = wanted
    while name in taken:
        name = f"{wanted}-{number}"
        number += 1
    return name


def define(outside: Outside, vm: str, root: ElementTree.Element) -> None:
    """Tells libvirt of it. Raises ToolFailed."""
    outside.add(UNDEFINE, vm)
    with tempfile.NamedTemporaryFile("wb", suffix=".xml") as file:
        file.write(ElementTree.tostring(root, encoding="utf-8"))
        file.flush()
        virsh("define", file.name)


def _default_pool() -> Path | None:
    try:
        path = parse_xml(virsh("pool-dumpxml", "default")).findtext("target/path") or ""
    except ToolFailed:
        return None  # no such pool
    return Path(path) if os.path.isabs(path) and os.path.isdir(path) else None

"""How a snapshot's files lie in its folder on this PM: as its manifest says, but for what a merge
has changed, and whether they are as they should be."""

from __future__ import annotations

import json
from pathlib import Path

from app.remote import records
from app.remote.records import Layout, Manifest

DAMAGE = "damage.json"  # in a snapshot's folder: what a verification found wrong
LAYOUT = "layout.json"
MERGED = "~merged"  # suffix of a file that is to take another's place


def layout_text(folder: Path) -> str | None:
    """None if nothing was ever merged here. Raises BadRecord."""
    path = folder / LAYOUT
    try:
        if path.stat().st_size > records.LONGEST:
            raise records.BadRecord("too long")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise records.BadRecord(str(error)) from error


def read_layout(folder: Path) -> Layout:
    """Raises BadRecord."""
    text = layout_text(folder)
    return Layout() if text is None else records.layout_from_json(text)


def as_it_lies(folder: Path, manifest: Manifest) -> Manifest:
    """The manifest with its volumes as they lie in the folder. Raises BadRecord."""
    return records.laid_out(manifest, read_layout(folder).layers)


def moving_file(folder: Path, layout: Layout) -> Path | None:
    """The file that is about to take the place of one in the folder; None if there is none, or
    not any more."""
    if layout.moving is None or layout.moving_from is None:
        return None
    if layout.moving_from == folder.name:
        path = folder / f"{layout.moving}{MERGED}.qcow2"
    else:
        path = folder.parent / layout.moving_from / records.volume_file(layout.moving)
    return path if path.exists() else None


def file_faults(folder: Path, manifest: Manifest) -> list[str]:
    """What of a whole snapshot's files is known, or plainly seen, to be wrong; nothing is read."""
    faults = noted_damage(folder)
    try:
        layout = read_layout(folder)
    except records.BadRecord as error:
        return [*faults, f"{LAYOUT}: {error}"]
    for volume in records.laid_out(manifest, layout.layers).volumes:
        try:
            size = (folder / volume.file).stat().st_size
        except OSError as error:
            faults.append(f"{volume.file}: {error.strerror}")
            continue
        # A file that still waits to be replaced by the merged one holds the same volume.
        if size != volume.size and not (
            layout.moving == volume.target and moving_file(folder, layout)
        ):
            faults.append(f"{volume.file}: {size} bytes instead of {volume.size}")
    return faults


def noted_damage(folder: Path) -> list[str]:
    """What the last verification found wrong; [] if nothing."""
    try:
        value = json.loads((folder / DAMAGE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError) as error:
        return [f"{DAMAGE}: {error}"]
    return [str(fault) for fault in value] if isinstance(value, list) else [DAMAGE]

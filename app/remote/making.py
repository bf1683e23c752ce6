"""What a job is making outside the container root: written down before it is made, so that
whoever finds the record of a dead job knows what to take away."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

from app.remote import records
from app.remote.host import host_uuid
from app.remote.store import Store, fsync_folder, make_folder, write_durably
from app.remote.virsh import state, virsh

log = logging.getLogger(__name__)
FORMAT = 1
FORMATS = ("qcow2", "raw")
LARGEST_MEMORY = 2**48
MOST_PROCESSORS = 4096
_MAC = re.compile(r"52:54:00(:[0-9a-f]{2}){3}")
OFF = ("shut off", "undefined")


@dataclass(frozen=True)
class NewVolume:
    """A volume of the new VM: a file that was not there before."""

    target: str
    path: str
    format: str


@dataclass(frozen=True)
class Making:
    """A VM that is being made of a snapshot. `memory` is bytes; None is as in the snapshot."""

    uuid: str
    name: str
    genid: str
    vm: str  # whose snapshot
    snapshot: str
    owner: str  # host UUID of the PM that makes it
    folders: tuple[str, ...]
    volumes: tuple[NewVolume, ...]
    macs: tuple[str, ...]
    memory: int | None = None
    processors: int | None = None
    shared: bool = False  # the other PM sees the volumes too, and defines the VM as well
    format: int = FORMAT

    def volume(self, target: str) -> NewVolume | None:
        return next((volume for volume in self.volumes if volume.target == target), None)


def to_json(making: Making) -> str:
    return json.dumps(dataclasses.asdict(making), sort_keys=True, indent=1) + "\n"


def from_json(text: str) -> Making:
    """Raises BadRecord (NewerRecord): every value is checked, for the other PM sends them too."""
    try:
        value = json.loads(text)
        if type(value["format"]) is int and value["format"] > FORMAT:
            raise records.NewerRecord(f"format {value['format']}, this version knows {FORMAT}")
        value["folders"] = tuple(value["folders"])
        value["macs"] = tuple(value["macs"])
        value["volumes"] = tuple(NewVolume(**volume) for volume in value["volumes"])
        making = Making(**value)
        _check(making)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, records.BadRecord):
            raise
        raise records.BadRecord(f"not a VM in the making: {error!r}"[:500]) from error
    return making


def _check(making: Making) -> None:
    _need(all(_is(records.ID, each) for each in (making.uuid, making.vm, making.snapshot)), "id")
    _need(_is(records.ID, making.genid) and _is(records.ID, making.owner), "id")
    _need(records.is_vm_name(making.name), "name")
    _need(all(_is(_MAC, mac) for mac in making.macs), "macs")
    for folder in making.folders:
        own = os.path.basename(folder).endswith(making.uuid[:8])
        _need(own and os.path.isabs(folder) and os.path.normpath(folder) == folder, "folder")
    for volume in making.volumes:
        _need(_is(records.TARGET, volume.target) and volume.format in FORMATS, "volume")
        _need(
            os.path.dirname(volume.path) in making.folders
            and os.path.basename(volume.path) == f"{volume.target}.{volume.format}",
            "path",
        )
    for number, most in ((making.memory, LARGEST_MEMORY), (making.processors, MOST_PROCESSORS)):
        _need(number is None or (type(number) is int and 0 < number <= most), "size")


def _is(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise records.BadRecord(f"{what}: ill-formed")


# On disk


def note(store: Store, identity: str) -> Path:
    """Where the record of one lies. Raises BadRecord."""
    if not records.ID.fullmatch(identity):
        raise records.BadRecord("not an id")
    return store.root / "making" / f"{identity}.json"


def keep(store: Store, making: Making) -> None:
    make_folder(store.root / "making")
    write_durably(note(store, making.uuid), to_json(making))


def become_vm(store: Store, identity: str, place: Path) -> None:
    """From here on it is an ordinary VM; its record lies in `place`, in a folder of its job."""
    path = note(store, identity)
    os.rename(path, place)
    fsync_folder(place.parent)
    fsync_folder(path.parent)
    store.touch()


def forget(store: Store, identity: str) -> None:
    """From here on it is an ordinary VM, or gone."""
    path = note(store, identity)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        fsync_folder(path.parent)
    store.touch()


def find(store: Store, identity: str) -> Making | None:
    """Raises BadRecord."""
    try:
        return from_json(note(store, identity).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def all_of(store: Store) -> list[Making]:
    """Readable records; one that cannot be read is left alone."""
    found = []
    for path in sorted((store.root / "making").glob("*.json")):
        try:
            making = find(store, path.stem)
        except (records.BadRecord, OSError) as error:
            log.warning("%s: %s", path, error)
            continue
        if making is not None:
            found.append(making)
    return found


# Undone


def take_back(store: Store, making: Making, ask_peer: Callable[..., dict[str, Any]] | None) -> bool:
    """Takes it away on both PMs; the caller holds the lock of the VM that it comes from here and
    on the peer. Whether it is gone: without the peer, one that is defined there has to wait."""
    if making.shared:
        if ask_peer is None:
            return False
        if not ask_peer("undefine", uuid=making.uuid).get("gone"):
            forget(store, making.uuid)  # somebody started it there: it is a VM
            return False
    return undo(store, making)


def undo(store: Store, making: Making) -> bool:
    """Takes away what was made of it on this PM, the definition first; whether it is gone. One
    that somebody started meanwhile is a VM, and stays. The other PM must have been asked first:
    it may use the files."""
    now = state(making.uuid)[0]
    if now not in OFF:
        forget(store, making.uuid)
        return False
    if now != "undefined":
        virsh("undefine", making.uuid)
    if making.owner == host_uuid():
        _remove_files(making)
    forget(store, making.uuid)
    return True


def _remove_files(making: Making) -> None:
    """Only what the record names, and folders only if nothing else came into them."""
    names = [volume.path for volume in making.volumes]
    names += [os.path.join(folder, probe_name(making.uuid)) for folder in making.folders]
    for name in names:
        Path(name).unlink(missing_ok=True)
    for folder in making.folders:
        try:
            os.rmdir(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("%s stays: %s", folder, error)
            continue
        fsync_folder(Path(folder).parent)


def probe_name(identity: str) -> str:
    """The file by which the other PM tells whether it sees a folder."""
    return f".twinpoint-{identity}"


def new_values(**values: Any) -> Making:
    """A record that is checked as a received one would be. Raises BadRecord."""
    making = Making(**values)
    _check(making)
    return making

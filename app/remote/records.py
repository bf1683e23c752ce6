"""The records a PM keeps on disk, and their JSON; the console reads them with the same code.

Format 1. A reader refuses a format it does not know (`NewerRecord`) and leaves the record alone.
Times are seconds since 1970 (UTC), sizes are bytes. See docs/records.md.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

FORMAT = 1
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# A guest device name as libvirt makes and accepts them; it becomes part of a file name.
TARGET = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,30}")
SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST = 4 * 1024 * 1024  # bytes of one record; a longer file is not one of ours
LARGEST = 2**63  # of any count in a record
LATEST = 250_000_000_000  # seconds since 1970: calendars end with the year 9999
NAME_LIMIT = 200  # characters
DESCRIPTION_LIMIT = 4000
VM_NAME_LIMIT = 60  # characters; libvirt names files after a VM, and a file name has 255 bytes

Record = TypeVar("Record", bound="Manifest | Announcement | VolumeRecord")


class BadRecord(ValueError):
    """The text is not a record of this kind; says where it is wrong."""


class NewerRecord(BadRecord):
    """Written by a newer version: must be left as it is."""


@dataclass(frozen=True)
class VolumeRecord:
    """One captured volume. `file` lies in the snapshot's own folder; its qcow2 header names
    `../<parent>/<parent_file>` as backing file, or none if `parent` is None."""

    target: str
    file: str
    size: int
    sha256: str
    capacity: int
    method: str  # full, increment, compare
    boot: bool
    source: str  # the live volume's path on the primary PM
    source_format: str
    serial: str = ""
    parent: str | None = None
    parent_sha256: str | None = None


@dataclass(frozen=True)
class Announcement:
    """That a snapshot is intended: what both PMs hold before anything is touched."""

    snapshot: str
    vm: str
    vm_name: str
    name: str
    description: str
    created: float
    created_by: str
    primary: str  # host UUID of the primary PM
    primary_name: str
    job: str
    targets: tuple[str, ...]
    format: int = FORMAT


@dataclass(frozen=True)
class Manifest:
    """A whole snapshot. Written last: its presence is the commit."""

    snapshot: str
    vm: str
    vm_name: str
    name: str
    description: str
    created: float
    created_by: str
    primary: str
    primary_name: str
    consistency: str  # application, crash
    reason: str  # a ConsistencyReason's value
    volumes: tuple[VolumeRecord, ...]
    domain_xml: str  # as the VM would be defined (inactive), with its secrets left out
    frozen_ms: float | None = None
    frozen_filesystems: int = 0
    parent: str | None = None  # the snapshot before this one
    checkpoint: str | None = None  # libvirt checkpoint of this point, if one was made
    checkpoint_xml: str | None = None
    versions: tuple[tuple[str, str], ...] = ()
    steps: tuple[tuple[str, float], ...] = ()  # seconds each step took until this was written
    format: int = FORMAT


def to_json(record: Manifest | Announcement) -> str:
    """Canonical text: equal records give equal bytes, so that their hashes can be compared."""
    return (
        json.dumps(dataclasses.asdict(record), sort_keys=True, ensure_ascii=False, indent=1) + "\n"
    )


def is_name(text: str) -> bool:
    """Whether a snapshot can be called that: something to see, and nothing that moves a cursor."""
    return 0 < len(text) <= NAME_LIMIT and bool(text.strip()) and text.isprintable()


def is_description(text: str) -> bool:
    """As a name, but it may be empty, longer, and have lines."""
    return len(text) <= DESCRIPTION_LIMIT and all(
        char.isprintable() or char in "\n\t" for char in text
    )


def is_vm_name(name: str) -> bool:
    """Whether libvirt's QEMU driver takes a VM of that name, and nobody confuses it with an id."""
    return (
        0 < len(name) <= VM_NAME_LIMIT
        and name == name.strip()
        and name.isprintable()
        and "/" not in name
        and name not in (".", "..")
        and not name.isdigit()
        and not ID.fullmatch(name.lower())
    )


def content_hash(text: str) -> str:
    """sha256 of a record's text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def manifest_from_json(text: str) -> Manifest:
    """Raises BadRecord (NewerRecord) if it is none."""
    manifest = _build(Manifest, _object(text))
    if not manifest.volumes:
        raise BadRecord("volumes: empty")
    targets = [volume.target for volume in manifest.volumes]
    if len(set(targets)) != len(targets):
        raise BadRecord("volumes: a target stands twice")
    if sum(volume.boot for volume in manifest.volumes) > 1:
        raise BadRecord("volumes: more than one boot volume")
    return manifest


def announcement_from_json(text: str) -> Announcement:
    """Raises BadRecord (NewerRecord) if it is none."""
    return _build(Announcement, _object(text))


def volume_file(target: str) -> str:
    """Name of the file that holds a volume's data in a snapshot's folder."""
    return f"{target}.qcow2"


def backing_name(parent: str, target: str) -> str:
    """The one backing file name that a snapshot file on `parent` may carry in its header."""
    return f"../{parent}/{volume_file(target)}"


def _object(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise BadRecord("too long")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadRecord("not an object")
    number = value.get("format")
    if type(number) is not int:
        raise BadRecord("format: missing")
    if number > FORMAT:
        raise NewerRecord(f"format {number}, this version knows {FORMAT}")
    return value


def _build(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """A record from decoded JSON: every field's type and form is checked."""
    fields = {field.name: field for field in dataclasses.fields(kind)}
    unknown = set(values) - set(fields)
    if unknown:
        raise BadRecord(f"unknown field {sorted(unknown)[0]!r}")
    built: dict[str, Any] = {}
    for name, field in fields.items():
        if name in values:
            built[name] = _value(name, str(field.type), values[name])
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise BadRecord(f"{name}: missing")
    return kind(**built)


_FORMS = {
    "snapshot": ID,
    "vm": ID,
    "job": ID,
    "parent": ID,
    "target": TARGET,
    "sha256": SHA256,
    "parent_sha256": SHA256,
}
_WORDS = {
    "consistency": ("application", "crash"),
    "method": ("full", "increment", "compare"),
}


def _value(name: str, kind: str, value: Any) -> Any:
    if kind.endswith(" | None"):
        if value is None:
            return None
        kind = kind[: -len(" | None")]
    if kind == "str":
        return _text(name, value)
    if kind == "bool":
        return _typed(name, value, bool)
    if kind == "int":
        number = _typed(name, value, int)
        if not 0 <= number < LARGEST:
            raise BadRecord(f"{name}: out of range")
        return number
    if kind == "float":
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            raise BadRecord(f"{name}: not a number")
        if not 0 <= value < LATEST:
            raise BadRecord(f"{name}: out of range")
        return float(value)
    items = _typed(name, value, list)
    if kind == "tuple[VolumeRecord, ...]":
        return tuple(_volume(item) for item in items)
    if kind == "tuple[str, ...]":
        return tuple(_form(name, item, TARGET) for item in items)
    second = "str" if kind == "tuple[tuple[str, str], ...]" else "float"
    return tuple(_pair(name, item, second) for item in items)


def _typed(name: str, value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise BadRecord(f"{name}: not a {kind.__name__}")
    return value


def _text(name: str, value: Any) -> str:
    text: str = _typed(name, value, str)
    if name in _FORMS:
        return _form(name, text, _FORMS[name])
    if name in _WORDS and text not in _WORDS[name]:
        raise BadRecord(f"{name}: {text!r}")
    return text


def _form(name: str, value: Any, form: re.Pattern[str]) -> str:
    text: str = _typed(name, value, str)
    if not form.fullmatch(text) or ".." in text:
        raise BadRecord(f"{name}: ill-formed")
    return text


def _volume(item: Any) -> VolumeRecord:
    volume = _build(VolumeRecord, _typed("volumes", item, dict))
    if volume.file != volume_file(volume.target):
        raise BadRecord("file: not the target's")
    if (volume.parent is None) != (volume.parent_sha256 is None):
        raise BadRecord("parent_sha256: goes with parent")
    return volume


def _pair(name: str, item: Any, second: str) -> tuple[str, Any]:
    pair: list[Any] = _typed(name, item, list)
    if len(pair) != 2:
        raise BadRecord(f"{name}: not pairs")
    return _typed(name, pair[0], str), _value(name, second, pair[1])

"""Dataclasses from JSON that nobody vouches for: every field's type and form is checked."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections.abc import Mapping
from typing import Any, Callable, TypeVar

FORMAT = 1
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# A guest device name as libvirt makes and accepts them; it becomes part of a file name.
TARGET = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,30}")
SHA256 = re.compile(r"[0-9a-f]{64}")
LONGEST = 4 * 1024 * 1024  # bytes of one record; a longer file is not one of ours
LARGEST = 2**63  # of any count in a record
LATEST = 250_000_000_000  # seconds since 1970: calendars end with the year 9999

Record = TypeVar("Record", bound=Any)
Nested = Mapping[str, Callable[[Any], Any]]
NO_NESTED: Nested = {}


class BadRecord(ValueError):
    """The text is not a record of this kind; says where it is wrong."""


class NewerRecord(BadRecord):
    """Written by a newer version: must be left as it is."""


def decoded(text: str) -> dict[str, Any]:
    """The JSON object of a record of a format that this version knows. Raises BadRecord."""
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


def build(kind: type[Record], values: Mapping[str, Any], nested: Nested = NO_NESTED) -> Record:
    """A dataclass from decoded JSON: every field's type and form is checked. `nested` makes the
    records that a field is a tuple of, by the field's type. Raises BadRecord."""
    fields = {field.name: field for field in dataclasses.fields(kind)}
    unknown = set(values) - set(fields)
    if unknown:
        raise BadRecord(f"unknown field {sorted(unknown)[0]!r}")
    built: dict[str, Any] = {}
    for name, field in fields.items():
        if name in values:
            built[name] = _value(name, str(field.type), values[name], nested)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise BadRecord(f"{name}: missing")
    record: Record = kind(**built)
    return record


_FORMS = {
    "snapshot": ID,
    "vm": ID,
    "job": ID,
    "parent": ID,
    "target": TARGET,
    "sha256": SHA256,
    "parent_sha256": SHA256,
    "moving": TARGET,
    "moving_from": ID,
}
_WORDS = {
    "consistency": ("application", "crash"),
    "method": ("full", "increment", "compare"),
}


def _value(name: str, kind: str, value: Any, nested: Nested = NO_NESTED) -> Any:
    if kind.endswith(" | None"):
        if value is None:
            return None
        kind = kind[: -len(" | None")]
    if kind == "str":
        return _text(name, value)
    if kind == "bool":
        return typed(name, value, bool)
    if kind == "int":
        number = typed(name, value, int)
        if not 0 <= number < LARGEST:
            raise BadRecord(f"{name}: out of range")
        return number
    if kind == "float":
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            raise BadRecord(f"{name}: not a number")
        if not 0 <= value < LATEST:
            raise BadRecord(f"{name}: out of range")
        return float(value)
    items = typed(name, value, list)
    if kind in nested:
        return tuple(nested[kind](item) for item in items)
    if kind == "tuple[str, ...]":
        return tuple(_form(name, item, TARGET) for item in items)
    second = "str" if kind == "tuple[tuple[str, str], ...]" else "float"
    return tuple(_pair(name, item, second) for item in items)


def typed(name: str, value: Any, kind: type) -> Any:
    """The value, if it is of that type. Raises BadRecord."""
    if type(value) is not kind:
        raise BadRecord(f"{name}: not a {kind.__name__}")
    return value


def _once(name: str, value: Any) -> str:
    """A text of which there is one in memory: thousands of records say the same words."""
    return sys.intern(typed(name, value, str))


def _text(name: str, value: Any) -> str:
    text = _once(name, value)
    if name in _FORMS:
        return _form(name, text, _FORMS[name])
    if name in _WORDS and text not in _WORDS[name]:
        raise BadRecord(f"{name}: {text!r}")
    return text


def _form(name: str, value: Any, form: re.Pattern[str]) -> str:
    text = _once(name, value)
    if not form.fullmatch(text) or ".." in text:
        raise BadRecord(f"{name}: ill-formed")
    return text


def _pair(name: str, item: Any, second: str) -> tuple[str, Any]:
    pair: list[Any] = typed(name, item, list)
    if len(pair) != 2:
        raise BadRecord(f"{name}: not pairs")
    return _once(name, pair[0]), _value(name, second, pair[1])

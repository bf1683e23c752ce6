"""Taking values out of what a PM said, each checked for its type and form."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from app.remote.records import ID

E = TypeVar("E", bound=Enum)

LONGEST_TEXT = 8 * 1024 * 1024


class BadAnswer(ValueError):
    """A PM said something that does not follow the contract; says where."""


def an_object(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadAnswer(f"{where}: not an object")
    return value


def a_list(value: object, where: str, longest: int = 100_000) -> list[Any]:
    if not isinstance(value, list) or len(value) > longest:
        raise BadAnswer(f"{where}: not a list")
    return value


def text(values: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = values.get(name, default)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise BadAnswer(f"{name}: not a text")
    return value


def uuid(values: Mapping[str, Any], name: str) -> str:
    value = text(values, name)
    if not ID.fullmatch(value):
        raise BadAnswer(f"{name}: not a UUID")
    return sys.intern(value)  # one in memory, however many snapshots name it


def size(values: Mapping[str, Any], name: str, default: int | None = None) -> int:
    """Bytes, or any other count."""
    value = values.get(name, default)
    if type(value) is not int or not 0 <= value < 2**63:
        raise BadAnswer(f"{name}: not a size")
    return value


def number(values: Mapping[str, Any], name: str, default: float | None = None) -> float:
    value = values.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadAnswer(f"{name}: not a number")
    try:
        found = float(value)
    except OverflowError as error:
        raise BadAnswer(f"{name}: out of range") from error
    if not math.isfinite(found) or abs(found) > 1e18:
        raise BadAnswer(f"{name}: out of range")
    return found


def truth(values: Mapping[str, Any], name: str, default: bool | None = None) -> bool:
    value = values.get(name, default)
    if not isinstance(value, bool):
        raise BadAnswer(f"{name}: not true or false")
    return value


def word(values: Mapping[str, Any], name: str, kind: type[E], default: str | None = None) -> E:
    try:
        return kind(text(values, name, default))
    except ValueError as error:
        raise BadAnswer(f"{name}: {error}") from error


def moment(values: Mapping[str, Any], name: str) -> datetime:
    """From seconds since 1970."""
    try:
        return datetime.fromtimestamp(number(values, name), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadAnswer(f"{name}: not a time") from error

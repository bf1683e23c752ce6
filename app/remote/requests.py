"""Values of a request, taken for nothing but what they have to be."""

from __future__ import annotations

from typing import Any

from app.remote import records


def an_id(request: dict[str, Any], name: str) -> str:
    """Raises KeyError, ValueError."""
    value = request[name]
    if not isinstance(value, str) or not records.ID.fullmatch(value):
        raise ValueError(f"{name}: not an id")
    return value


def an_object(request: dict[str, Any], name: str) -> dict[str, Any]:
    """Empty where there is none. Raises ValueError."""
    value = request.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"{name}: not an object")
    return value


def a_limit(request: dict[str, Any], name: str) -> int | None:
    """Bytes per second, None where there is no limit."""
    value = request.get(name)
    return value if type(value) is int and value > 0 else None

"""Frozen dataclasses as JSON values, and back by their own types: what does not fit is refused."""

from __future__ import annotations

import hashlib
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.one_at_a_time import courtesy

Reader = Callable[[Any], Any]

_PLAIN = (str, int, float, bool)


class BadForm(ValueError):
    """A value that is none of the type it should be."""


class Form:
    """Values of `kind` as JSON: dataclasses are lists of their fields, in order. Records of the
    class `shared` are kept once, in `shelf`, and stand as their places there; whoever reads fills
    the shelf first. Used by one thread."""

    def __init__(self, kind: Any, shared: type | None = None) -> None:
        self.shelf: list[Any] = []
        self._shared = shared
        self._places: dict[int, int] = {}
        self._readers: dict[Any, Reader] = {}
        self._records: dict[Any, Reader] = {}
        self._kind = kind

    def write(self, value: Any) -> Any:
        """Of any value whose type is part of `kind`."""
        if value is None or type(value) in _PLAIN:
            return value
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, tuple):
            return [self.write(item) for item in value]
        if isinstance(value, datetime):
            return value.isoformat()
        if type(value) is self._shared:
            place = self._places.setdefault(id(value), len(self.shelf))
            if place == len(self.shelf):
                self.shelf.append(value)
            return place
        return self.write_record(value)

    def write_record(self, value: Any) -> list[Any]:
        """A dataclass, its class's name first where it is one of several."""
        courtesy.give_way()
        values = [self.write(getattr(value, field.name)) for field in fields(value)]
        return [type(value).__name__, *values] if hasattr(value, "code") else values

    def read(self, value: Any) -> Any:
        """Raises BadForm."""
        return self._reader(self._kind)(value)

    def read_shared(self, value: Any) -> Any:
        """One record for the shelf. Raises BadForm."""
        assert self._shared is not None
        return self._record(self._shared)(value)

    def _reader(self, kind: Any) -> Reader:
        found = self._readers.get(kind)
        if found is None:
            found = self._readers[kind] = self._made(kind)
        return found

    def _made(self, kind: Any) -> Reader:
        if kind is self._shared:
            return self._from_shelf
        if get_origin(kind) in (Union, types.UnionType):
            return self._union(get_args(kind))
        if get_origin(kind) is tuple:
            return self._tuple(get_args(kind))
        if kind is float:
            return _float
        if kind in (*_PLAIN, types.NoneType):
            return _plain(kind)
        if kind is datetime:
            return _moment
        if issubclass(kind, Enum):
            return _member(kind)
        return self._named([kind]) if hasattr(kind, "code") else self._record(kind)

    def _union(self, kinds: tuple[Any, ...]) -> Reader:
        some = [kind for kind in kinds if kind is not types.NoneType]
        if all(hasattr(kind, "code") for kind in some):
            inner = self._named(some)
        elif len(some) == 1:
            inner = self._reader(some[0])
        else:
            inner = _plain(*some)
        if len(some) == len(kinds):
            return inner
        return lambda value: None if value is None else inner(value)

    def _named(self, kinds: list[Any]) -> Reader:
        """One of several classes, made ready only when it comes: there are a hundred of them."""
        by_name = {kind.__name__: kind for kind in kinds}

        def read(value: Any) -> Any:
            if type(value) is not list or not value or value[0] not in by_name:
                raise BadForm("none of the records it may be")
            return self._record(by_name[value[0]])(value[1:])

        return read

    def _tuple(self, kinds: tuple[Any, ...]) -> Reader:
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            each = self._reader(kinds[0])

            def read_all(value: Any) -> Any:
                if type(value) is not list:
                    raise BadForm("not a list")
                return tuple([each(item) for item in value])

            return read_all
        readers = [self._reader(kind) for kind in kinds]
        return lambda value: tuple(_each(readers, value))

    def _record(self, kind: Any) -> Reader:
        found = self._records.get(kind)
        if found is None:
            found = self._records[kind] = self._made_record(kind)
        return found

    def _made_record(self, kind: Any) -> Reader:
        if not is_dataclass(kind):
            raise TypeError(f"{kind}: cannot be kept")
        hints = get_type_hints(kind)
        readers = [self._reader(hints[field.name]) for field in fields(kind)]
        make: Any = kind

        def read(value: Any) -> Any:
            courtesy.give_way()
            return make(*_each(readers, value))

        return read

    def _from_shelf(self, value: Any) -> Any:
        if type(value) is not int or not 0 <= value < len(self.shelf):
            raise BadForm("not on the shelf")
        return self.shelf[value]


def shape(kind: Any) -> str:
    """The same for the same fields of the same types, all the way down; hexadecimal."""
    told: dict[str, str] = {}
    _tell(kind, told)
    return hashlib.sha256(repr(sorted(told.items())).encode()).hexdigest()[:16]


def _tell(kind: Any, told: dict[str, str]) -> None:
    for inner in get_args(kind):
        _tell(inner, told)
    if isinstance(kind, type) and issubclass(kind, Enum):
        told[kind.__name__] = repr([member.value for member in kind])
    elif is_dataclass(kind) and isinstance(kind, type) and kind.__name__ not in told:
        hints = get_type_hints(kind)
        found = [(field.name, hints[field.name]) for field in fields(kind)]
        told[kind.__name__] = repr([(name, str(hint)) for name, hint in found])
        for _, hint in found:
            _tell(hint, told)


def _each(readers: list[Reader], value: Any) -> list[Any]:
    if type(value) is not list or len(value) != len(readers):
        raise BadForm("not as many values as there should be")
    return [read(item) for read, item in zip(readers, value, strict=True)]


def _plain(*kinds: type) -> Reader:
    def read(value: Any) -> Any:
        if type(value) not in kinds:
            raise BadForm(f"not of {kinds}")
        return value

    return read


def _float(value: Any) -> float:
    if type(value) not in (int, float):
        raise BadForm("not a number")
    return float(value)


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadForm("not a time") from error
    if found.tzinfo is None:
        raise BadForm("a time of no zone")
    return found


def _member(kind: type[Enum]) -> Reader:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        if type(value) not in (str, int) or value not in members:
            raise BadForm(f"no {kind.__name__}")
        return members[value]

    return read

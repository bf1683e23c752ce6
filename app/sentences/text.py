"""A sentence as a template with values, and the one function that makes plain text of it."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, Union

CONTEXT = "Sentences"  # the translation context of every template in this room
LONGEST_VALUE = 600  # characters; output of a tool can be pages, and belongs into the details

_PLACEHOLDER = re.compile(r"\{([a-z_]+)(:word)?\}")


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 (lupdate looks for this name)
    """Marks `text` for translation in `context` and returns it as it is."""
    del context
    return text


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes; whoever shows the sentence writes them in the reader's way."""

    count: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, as ISO 8601 text or as whatever a PM sent in its place."""

    iso: str


@dataclass(frozen=True, slots=True)
class Text:
    """An English template with named values. Values are data: nothing in them is interpreted."""

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value = Union[str, int, Size, Moment, Text]  # noqa: UP007 (evaluated; Text is one of its parts)


class Formatter(Protocol):
    """Writes sizes, moments and counts in the reader's way."""

    def size(self, count: int) -> str: ...

    def moment(self, when: datetime) -> str: ...

    def number(self, number: int) -> str: ...


class PlainFormatter:
    """English, for terminals and logs."""

    def size(self, count: int) -> str:
        amount = float(count)
        for unit in ("bytes", "KiB", "MiB", "GiB"):
            if abs(amount) < 1024:
                return f"{count} bytes" if unit == "bytes" else f"{amount:.1f} {unit}"
            amount /= 1024
        return f"{amount:.1f} TiB"

    def moment(self, when: datetime) -> str:
        return when.astimezone().strftime("%Y-%m-%d %H:%M")

    def number(self, number: int) -> str:
        return str(number)


def identity(text: str) -> str:
    """The translation into English."""
    return text


def plain(
    text: Text,
    translate: Callable[[str], str] = identity,
    formatter: Formatter | None = None,
) -> str:
    """The sentence as plain text (never to be shown as rich text).

    Each `{name}` of the translated template is replaced once; braces, markup and line breaks in
    a value do nothing, and a name without a value stays as it is. `{name:word}` stands in a
    command: one word for a shell (POSIX), whatever the value holds.
    """
    writer = formatter or PlainFormatter()

    def value_of(match: re.Match[str]) -> str:
        value = text.values.get(match.group(1))
        if value is None:
            return match.group(0)
        written = _written(value, translate, writer)
        return shlex.quote(written) if match.group(2) else written

    return _PLACEHOLDER.sub(value_of, translate(text.template))


def _written(value: Value, translate: Callable[[str], str], writer: Formatter) -> str:
    match value:
        case Text():
            return plain(value, translate, writer)
        case Size(count):
            return writer.size(count)
        case Moment(iso):
            return _moment(iso, writer)
        case int():
            return writer.number(value)
        case str():
            return _tame(value)


def _moment(iso: str, writer: Formatter) -> str:
    try:
        return writer.moment(datetime.fromisoformat(iso))
    except (ValueError, OverflowError, OSError):
        return _tame(iso)


def _tame(value: str) -> str:
    """One line of printable text: control characters and those that turn the reading direction
    could make a sentence say something else."""
    line = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in value[: LONGEST_VALUE + 1]
        if unicodedata.category(char) not in ("Cf", "Cs")
    )
    return line if len(value) <= LONGEST_VALUE else line[:LONGEST_VALUE] + "…"

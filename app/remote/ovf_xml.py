"""The XML of an OVF descriptor: built within limits, its names and numbers read leniently."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from typing import Any

from app.remote.tar_read import Trick

LONGEST = 4 * 1024 * 1024  # bytes
DEEPEST = 64
MOST_ELEMENTS = 50_000
_UNITS = {"byte": 1, "bytes": 1, "": 1, "kilobytes": 2**10, "megabytes": 2**20, "gigabytes": 2**30,
          "kb": 2**10, "mb": 2**20, "gb": 2**30, "tb": 2**40}  # fmt: skip


class NotOvf(ValueError):
    """No OVF descriptor, or not a sound one; says where."""


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree of limited depth and size, without a document type (so without entities)."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: Any, attrs: Any) -> Any:
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise Trick("xml-bomb", "OVF")
        return super().start(tag, attrs)

    def end(self, tag: Any) -> Any:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise Trick("doctype", "OVF")


def tree(data: bytes) -> ElementTree.Element:
    if len(data) > LONGEST:
        raise Trick("xml-bomb", "OVF")
    parser = ElementTree.XMLParser(target=_Builder())
    try:
        parser.feed(data)
        root: ElementTree.Element = parser.close()
    # LookupError: an encoding that Python does not know.
    except (ElementTree.ParseError, LookupError, UnicodeError, ValueError) as error:
        if isinstance(error, Trick):
            raise
        raise NotOvf(f"not XML: {error}"[:300]) from error
    return root


def unit(text: str, default: int) -> int:
    """ "byte * 2^20" (DSP0004), or the words of older tools."""
    written = text.strip().lower()
    found = re.fullmatch(r"bytes?\s*\*\s*(2|10)\s*\^\s*(\d{1,2})", written)
    if found:
        power: int = int(found.group(1)) ** int(found.group(2))
        return power
    return default if not written or "hertz" in written else _UNITS.get(written, default)


def number(text: str, default: int | None = None) -> int:
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and len(plain) < 20:
        return int(plain)
    if default is None:
        raise NotOvf(f"not a number: {text[:60]!r}")
    return default


def children(root: ElementTree.Element, room: str, name: str) -> Iterator[ElementTree.Element]:
    for section in root:
        if local(section) == room:
            yield from (each for each in section if local(each) == name)


def attribute(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if word(key) == name), "")


def local(element: ElementTree.Element) -> str:
    return word(element.tag) if isinstance(element.tag, str) else ""


def word(name: str) -> str:
    return name.rpartition("}")[2]

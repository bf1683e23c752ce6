"""Tables and lines for a terminal; names in any script line up, and none can move the cursor."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def tame(value: str) -> str:
    """On one line, without control characters or those that turn the reading direction."""
    return "".join(
        " " if char in "\n\t" else char
        for char in value
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )


def width(value: str) -> int:
    """Columns it takes on a terminal."""
    return sum(_columns(char) for char in value)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Columns two blanks apart; those numbered in `right` are set right (figures)."""
    lines = [list(head), *([tame(cell) for cell in row] for row in rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            _padded(cell, widths[column], column in right) for column, cell in enumerate(line)
        ).rstrip()
        for line in lines
    )


def _padded(cell: str, columns: int, right: bool) -> str:
    blanks = " " * (columns - width(cell))
    return blanks + cell if right else cell + blanks

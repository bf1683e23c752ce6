"""The results: one JSON line a cell, the newest of a cell counts; and one line a series of random
acts, which all count. A run adds to a file of its own; the report gathers what was found, on
whatever machine, in the file that stands beside the table."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.faults.cell import Result
from tests.faults.matrix import cells

REPOSITORY = Path(__file__).parents[2]
FILE = Path(os.environ.get("TWINPOINT_FAULTS_RESULTS", REPOSITORY / "build" / "faults.jsonl"))
GATHERED = REPOSITORY / "docs" / "faults.jsonl"
TOLD = ("cell", "step", "began", "hit", "state", "outcome", "by", "frozen", "violations")


def add(result: Result) -> None:
    _append(result.as_json())


def add_series(**values: Any) -> None:
    """A soak, or consoles killed: its seed and what came of it."""
    _append(json.dumps({"at": round(time.time()), **values}, ensure_ascii=False))


def series() -> list[dict[str, Any]]:
    """The oldest first."""
    found = {(value["at"], value["kind"]): value for value in _all() if "kind" in value}
    return [found[key] for key in sorted(found)]


def newest() -> dict[str, dict[str, Any]]:
    """The last result of each cell that there is still."""
    known = {str(cell) for cell in cells()}
    found: dict[str, dict[str, Any]] = {}
    for value in _all():
        name = value.get("cell")
        if name in known and value["began"] >= found.get(name, value)["began"]:
            found[name] = value
    return found


def gather() -> None:
    """Everything that the table is made of, in one file that is kept."""
    told = [{name: value[name] for name in TOLD} for _, value in sorted(newest().items())]
    lines = [json.dumps(value, ensure_ascii=False) for value in [*told, *series()]]
    GATHERED.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def line(result: Result) -> str:
    """A result for a terminal."""
    words = [
        "VIOLATION" if result.violations else "ok" if result.hit else "missed",
        result.cell,
        f"in {result.landed or '-'}",
        result.outcome or "-",
        f"rest by {result.by or '-'} in {result.rest} s",
        f"still {result.frozen} s",
        f"{result.seconds} s",
    ]
    return "  ".join(words) + "".join(f"\n      {text}" for text in result.violations)


def _append(text: str) -> None:
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")


def _all() -> Iterator[dict[str, Any]]:
    for file in (GATHERED, FILE):
        if file.exists():
            for text in file.read_text(encoding="utf-8").splitlines():
                yield json.loads(text)

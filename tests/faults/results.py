"""The results kept: one JSON line a cell, added to a file, the newest of a cell counts; and one
line a series of random acts, which all count."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from tests.faults.cell import Result

REPOSITORY = Path(__file__).parents[2]
FILE = Path(os.environ.get("TWINPOINT_FAULTS_RESULTS", REPOSITORY / "build" / "faults.jsonl"))
SERIES = FILE.with_name(f"{FILE.stem}-series.jsonl")


def add(result: Result) -> None:
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a", encoding="utf-8") as file:
        file.write(result.as_json() + "\n")


def add_series(**values: Any) -> None:
    """A soak, or consoles killed: its seed and what came of it."""
    SERIES.parent.mkdir(exist_ok=True)
    with SERIES.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"at": round(time.time()), **values}, ensure_ascii=False) + "\n")


def series() -> list[dict[str, Any]]:
    if not SERIES.exists():
        return []
    return [json.loads(line) for line in SERIES.read_text(encoding="utf-8").splitlines() if line]


def newest() -> dict[str, dict[str, Any]]:
    """The last result of each cell."""
    if not FILE.exists():
        return {}
    lines = FILE.read_text(encoding="utf-8").splitlines()
    values = [json.loads(line) for line in lines if line]
    return {value["cell"]: value for value in values}


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

"""JSON, a line each: what a file, a tool or the other PM says, and what this program says."""

from __future__ import annotations

import json
import sys
from typing import Any


def json_object(text: str | bytes) -> dict[str, Any]:
    """Raises ValueError for whatever is no object, be it too deep to be read."""
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()

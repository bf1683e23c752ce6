"""How busy this PM is, as its kernel tells."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

MEMORY = Path("/proc/meminfo")


def load() -> dict[str, Any] | None:
    """Processors, the load average of the last minute, bytes of memory and what of it programs
    could still have; None where the kernel does not tell."""
    try:
        average = os.getloadavg()[0]
        memory = sizes(MEMORY.read_text(encoding="ascii"))
        return {
            "processors": os.cpu_count() or 1,
            "average": round(average, 2),
            "memory_total": memory["MemTotal"],
            "memory_free": memory["MemAvailable"],
        }
    except (OSError, KeyError, UnicodeDecodeError):
        return None


def sizes(text: str) -> dict[str, int]:
    """Bytes by name, from /proc/meminfo."""
    rows = re.findall(r"^(\w+):\s+(\d{1,15}) kB$", text, flags=re.MULTILINE)
    return {name: int(count) * 1024 for name, count in rows}

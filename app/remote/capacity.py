"""How large a new container is, and what stays free on a disk; the console reckons likewise."""

from __future__ import annotations

FLOOR = 96 * 1024 * 1024  # bytes that stay free whatever happens: below it a job is ended
CONTAINER_SMALLEST = 512 * 1024 * 1024


def default_capacity(size: int, percent: int) -> int:
    """Capacity of a new container for a volume of `size` bytes."""
    return max(size * percent // 100, size + CONTAINER_SMALLEST)

"""Locks that fall by themselves: the kernel drops them when their holder's last process dies."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any

from app.remote.lines import json_object


class Taken(Exception):
    """Somebody living holds the lock; `holder` is what it said of itself."""

    def __init__(self, holder: dict[str, Any]) -> None:
        super().__init__(str(holder))
        self.holder = holder


class Lock:
    """An flock on a file that is never removed. Held until `release` or the process's end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self, holder: dict[str, Any] | None = None, *, wait: float = 0.3) -> None:
        """Raises Taken if it is still held after `wait` seconds (not 0: `held` of another process
        holds it for a moment). `holder` is shown to others."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(handle)
                    raise Taken(self.holder()) from None
                time.sleep(0.05)
        self._handle = handle
        self.describe(holder or {})

    def describe(self, holder: dict[str, Any]) -> None:
        """Changes what others are shown; only while held. On a full disk they are shown nothing:
        a lock that could not be had then would keep away whoever makes room."""
        assert self._handle is not None
        text = json.dumps(holder).encode()
        try:
            written = os.pwrite(self._handle, text, 0)
            os.ftruncate(self._handle, written)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            os.ftruncate(self._handle, 0)

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def held(self) -> bool:
        """Whether somebody living holds it."""
        try:
            handle = os.open(self._path, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    def holder(self) -> dict[str, Any]:
        try:
            return json_object(self._path.read_bytes() or b"{}")
        except (OSError, ValueError):
            return {}

"""The program's log: one rotating file, never with secrets in it."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

FORM = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
LARGEST = 2_000_000  # bytes of one file
KEPT = 3


def set_up(path: Path, level: int = logging.INFO) -> logging.Handler | None:
    """Sends every logger to `path`; None if the file cannot be written (the program runs on).

    What goes to a PM's standard input is never logged by anybody, and paramiko, which writes
    names and key fingerprints at its lower levels, is held to warnings."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=False
        )
    except OSError:
        # Without a handler of its own, logging would print on standard error.
        logging.getLogger().addHandler(logging.NullHandler())
        return None
    handler.setFormatter(logging.Formatter(FORM))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    logging.getLogger("paramiko").setLevel(logging.WARNING)
    return handler

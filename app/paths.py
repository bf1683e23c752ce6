"""Where the program's own files lie on this workstation."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

PROGRAM = "twinpoint"


def settings_file() -> Path:
    """The systems the user has entered; need not exist yet."""
    return platformdirs.user_config_path(PROGRAM, appauthor=False) / "systems.json"


def log_file() -> Path:
    return platformdirs.user_log_path(PROGRAM, appauthor=False) / "twinpoint.log"


def last_known_folder() -> Path:
    """What was last seen of each system; may be removed at any time."""
    return platformdirs.user_cache_path(PROGRAM, appauthor=False) / "last-known"


def resources() -> Path:
    """Icons, styles and translations: beside the packages, or in the bundle of a frozen build."""
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's loader
    base = Path(frozen) if frozen else Path(__file__).resolve().parents[1]
    return base / "resources"


def remote_sources() -> Path:
    """The source text of the program for the PMs (a frozen build carries it as data)."""
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) / "app" if frozen else Path(__file__).resolve().parent
    return base / "remote"

"""Consoles as users start them: processes of the command line, each with a profile of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.model.machine import System
from app.settings import Settings, save

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Profile:
    """A user's settings, with one system in them; `more` goes into the environment."""

    folder: Path
    more: Mapping[str, str]

    @classmethod
    def with_system(cls, folder: Path, system: System, **more: str) -> Profile:
        save(folder / "config" / "twinpoint" / "systems.json", Settings((system,)))
        return cls(folder, more)

    def start(self, *argv: str) -> subprocess.Popen[str]:
        """A console that runs by itself."""
        homes = {"CONFIG": "config", "STATE": "state", "DATA": "data", "CACHE": "cache"}
        environment = {
            **os.environ,
            **{f"XDG_{name}_HOME": str(self.folder / folder) for name, folder in homes.items()},
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            **self.more,
        }
        return subprocess.Popen(
            [sys.executable, "-m", "app", *argv],
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *argv: str, timeout: float = 120) -> tuple[int, dict[str, Any]]:
        """Exit status and the JSON that a verb answered with."""
        return result(self.start(*argv, "--json"), timeout)


def result(console: subprocess.Popen[str], timeout: float = 120) -> tuple[int, dict[str, Any]]:
    """Waits for a console started with --json; {} if it said nothing."""
    try:
        out, err = console.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        console.kill()
        out, err = console.communicate()
        raise AssertionError(f"not done in {timeout:.0f} s: {out} {err}") from None
    value: dict[str, Any] = json.loads(out) if out.strip() else {}
    assert "Traceback" not in err, err
    return console.returncode, value

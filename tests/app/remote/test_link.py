"""What the line for the peer's key in authorized_keys starts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.remote import link


def test_the_python_that_runs_us_by_a_name_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = tmp_path / "python3"
    monkeypatch.setattr(link, "SYSTEM_PYTHON", str(name))
    assert link._python() == sys.executable  # there is none of the system's
    name.write_text("too old")
    assert link._python() == sys.executable
    name.unlink()
    os.symlink(sys.executable, name)
    assert link._python() == str(name)

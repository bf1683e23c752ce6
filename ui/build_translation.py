"""Brings resources/translations/*.ts up to date with the source, and builds the .qm files.

python -m ui.build_translation            both, one after the other
python -m ui.build_translation update     after words in the source have changed
python -m ui.build_translation release    before the program is packed
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import PySide6

from ui.translation import FOLDER, build

ROOT = FOLDER.parent.parent
ROOMS = ("app", "ui")  # where words for the user stand


def sources() -> list[Path]:
    """Every file with words in it; app/remote has none, it speaks in codes."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return [file for file in files if "remote" not in file.parts]


def update(text: Path) -> None:
    """Adds new words and drops those that are gone. Raises OSError, subprocess.SubprocessError.

    Without locations, a difference shows only words."""
    tool = Path(PySide6.__file__).parent / "lupdate"
    options = ["-silent", "-locations", "none", "-no-obsolete"]
    subprocess.run(
        [tool, *options, *sources(), "-ts", text], check=True, capture_output=True, timeout=120
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ui.build_translation")
    parser.add_argument("what", nargs="?", choices=["update", "release"])
    what = parser.parse_args().what
    for text in sorted(FOLDER.glob("*.ts")):
        if what != "release":
            update(text)
        if what != "update":
            build(text, text.with_suffix(".qm"))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Tables line up in any script, and no name moves the cursor."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.cli.table import table, tame, width


def test_east_asian_names_line_up() -> None:
    lines = table(["NAME", "N"], [["会計 サーバー", "1"], ["web01", "22"]], right=(1,)).splitlines()
    assert lines[1] == "会計 サーバー   1"
    assert lines[2] == "web01          22"
    assert width(lines[1]) == width(lines[2])


@given(st.text())
def test_no_control_character_gets_through(text: str) -> None:
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp") for char in tame(text))
    assert "\n" not in tame(text)


def test_combining_characters_take_no_column() -> None:
    assert width("e\u0301") == 1

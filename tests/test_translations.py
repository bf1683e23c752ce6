"""The Japanese translation is complete, up to date, and keeps every placeholder."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from tests.labels import faults, found  # noqa: E402
from ui.build_translation import update  # noqa: E402
from ui.translation import FOLDER, build  # noqa: E402

JAPANESE = FOLDER / "twinpoint_ja.ts"
PLACEHOLDER = re.compile(r"\{[a-z_]+(?::word)?\}|%n")

COMMAND = re.compile(r"[“「]twinpointctl[^”」]*|virsh [a-z-]+ \{[^}]*\}")


def messages() -> list[tuple[str, str, ElementTree.Element]]:
    """Context, source text and the translation of every message."""
    found = []
    for context in ElementTree.parse(JAPANESE).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found.append((name, message.findtext("source", ""), translation))
    return found


def test_nothing_is_missing_or_left_over(tmp_path: Path) -> None:
    copy = tmp_path / JAPANESE.name
    shutil.copy(JAPANESE, copy)
    update(copy)
    assert copy.read_text(encoding="utf-8") == JAPANESE.read_text(encoding="utf-8"), (
        "run: python -m ui.build_translation update"
    )


def test_nothing_is_unfinished() -> None:
    unfinished = [
        (context, source)
        for context, source, translation in messages()
        if translation.get("type") or not (translation.text or "").strip()
    ]
    assert unfinished == []


def test_placeholders_are_equal() -> None:
    different = [
        source
        for _, source, translation in messages()
        if set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(translation.text or ""))
    ]
    assert different == []


def test_every_value_in_a_command_is_one_word() -> None:
    """A name with blanks, or with worse in it, may be copied together with the command."""
    bare = [
        text
        for _, source, translation in messages()
        for text in (source, translation.text or "")
        for command in COMMAND.findall(text)
        if any(not each.endswith(":word}") for each in PLACEHOLDER.findall(command))
    ]
    assert bare == []


def test_the_labels_are_those_of_the_specification() -> None:
    assert faults(found()) == []


def test_one_english_text_is_one_japanese_text() -> None:
    """Where it must not be, a comment for the translator tells them apart."""
    found: dict[str, set[str | None]] = {}
    for _, source, translation in messages():
        found.setdefault(source, set()).add(translation.text)
    assert {source for source, texts in found.items() if len(texts) > 1} == set()


def test_it_can_be_built(tmp_path: Path) -> None:
    built = tmp_path / "twinpoint_ja.qm"
    build(JAPANESE, built)
    assert built.stat().st_size > 10_000

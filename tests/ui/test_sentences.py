"""Every problem has words in both languages, and values in them are only data."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest
from pytestqt.qtbot import QtBot

from app.errors import Failed
from app.model.problems import (
    BY_CODE,
    BadName,
    CopyFailed,
    Failover,
    ForeignSnapshots,
    JobLost,
    MachineInMaintenance,
    NoSuchVolume,
    Problem,
    UefiFirmware,
    VmNotReady,
)
from app.sentences import Moment, Size, Text, plain, problem_text
from ui.text import explain, explain_error, tip
from ui.translation import Language, Translation


def problem(kind: type[Problem], *, full: bool) -> Problem:
    values: dict[str, object] = {}
    for field in fields(kind):
        if field.type == "int":
            values[field.name] = 3 * 1024**3
        elif field.type == "bool":
            values[field.name] = full
        elif full or field.default is MISSING:
            values[field.name] = f"<{field.name}>"
        else:
            values[field.name] = ""
    return kind(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", BY_CODE.values(), ids=list(BY_CODE))
@pytest.mark.parametrize("full", [True, False])
def test_every_problem_says_what_and_what_to_do(kind: type[Problem], full: bool) -> None:
    text = problem_text(problem(kind, full=full))
    for sentence in (plain(text.cause), plain(text.remedy)):
        assert sentence.endswith((".", ">", "“", "”", ")"))
        assert "{" not in sentence
        assert "  " not in sentence.replace(":  <", ": <")


@pytest.mark.parametrize("kind", BY_CODE.values(), ids=list(BY_CODE))
def test_every_problem_is_told_in_japanese(
    kind: type[Problem], qtbot: QtBot, translation: Translation
) -> None:
    translation.choose(Language.JAPANESE)
    told = explain(problem(kind, full=True))
    for sentence in (told.cause, told.remedy):
        assert any("\u3040" <= char <= "\u30ff" for char in sentence)
        assert "{" not in sentence


def test_a_problem_without_a_pm_still_reads_well() -> None:
    assert plain(problem_text(JobLost("", "web01")).cause) == (
        "The job on the PM that worked for web01 ended without a word."
    )


def test_uefi_is_one_clear_sentence() -> None:
    assert plain(problem_text(UefiFirmware("web01")).cause) == (
        "web01 boots with UEFI firmware. Twinpoint takes snapshots only of VMs that boot with BIOS"
        " firmware."
    )


def test_failover_says_that_a_new_one_must_be_started() -> None:
    text = problem_text(Failover("web01", "pm1", "pm2"))
    assert "moved from pm1 to pm2" in plain(text.cause)
    assert plain(text.remedy).startswith("Start a new snapshot of web01")


def test_values_are_data() -> None:
    evil = "{pm} {0.__class__} %1 <b>x</b>\r\n\u202eabc\x1b[31m"
    shown = plain(Text("{vm} stops on {pm}", {"vm": evil, "pm": "pm1"}))
    assert shown == "{pm} {0.__class__} %1 <b>x</b>  abc [31m stops on pm1"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("refused", "command"),
    [
        (NoSuchVolume("会計 サーバー", "vdz"), "twinpointctl vm show '会計 サーバー'"),
        (NoSuchVolume("web01", "vdz"), "twinpointctl vm show web01"),
        (ForeignSnapshots("a; reboot", "s"), "virsh snapshot-list 'a; reboot'"),
    ],
)
def test_a_command_can_be_copied_whatever_the_name(
    refused: Problem, command: str, language: Language, translation: Translation
) -> None:
    translation.choose(language)
    assert command in explain(refused).remedy


def test_a_long_value_is_shortened() -> None:
    assert len(plain(Text("{vm}", {"vm": "x" * 100_000}))) < 1000


def test_unknown_words_of_a_pm_are_shown_as_they_are() -> None:
    assert "“sideways”" in plain(problem_text(VmNotReady("web01", "sideways")).cause)
    text = problem_text(MachineInMaintenance("pm1", "akiko", "yesterday"))
    assert "since yesterday" in plain(text.cause)


def test_only_a_name_is_refused_for_being_empty() -> None:
    assert "it is empty" in plain(problem_text(BadName("name", 200)).cause)
    cause = plain(problem_text(BadName("description", 4000)).cause)
    assert cause.startswith("The description cannot be kept: it is longer than 4000 characters")


def test_a_name_without_a_value_stays() -> None:
    assert plain(Text("{a} {b}", {"a": "{b}"})) == "{b} {b}"


def test_sizes_and_times_are_written_for_the_reader() -> None:
    text = Text("{size} at {when}", {"size": Size(1536), "when": Moment("2026-11-23T09:05:00")})
    assert plain(text) == "1.5 KiB at 2026-11-23 09:05"


def test_an_error_with_several_problems_tells_all_causes(qtbot: QtBot) -> None:
    error = Failed((CopyFailed("web01", "code 5"), UefiFirmware("web01")), details="trace")
    told = explain_error(error)
    assert told.cause.count("\n") == 1
    assert "copy-failed" in told.details
    assert "code 5" in told.details
    assert told.details.endswith("trace")


def test_an_error_of_ours_is_explained_too(qtbot: QtBot) -> None:
    told = explain_error(ZeroDivisionError("x"))
    assert "inside the console" in told.cause
    assert told.details == "ZeroDivisionError: x"


def test_tool_tips_show_markup_as_text() -> None:
    assert tip("a<b>\nc") == "<qt>a&lt;b&gt;<br>c</qt>"
    assert tip("") == ""

"""Sentences of app.sentences, and errors, as plain text in the user's language."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.errors import TwinpointError
from app.help.topics import problem_id
from app.model.problems import Problem
from app.model.snapshot import Consistency, ConsistencyReason
from app.rules.verdict import Forbidden, Verdict
from app.sentences import (
    CONTEXT,
    Text,
    consistency_sentence,
    consistency_text,
    plain,
    problem_text,
    reason_text,
)
from ui.format import LocaleFormatter

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a window shows of a problem or an error; `details` is for copying."""

    cause: str
    remedy: str
    details: str = ""
    topic: str = ""  # of the help


def shown(text: Text) -> str:
    """A sentence in the user's language, as plain text."""
    return plain(text, _translate, LocaleFormatter())


def capitalized(text: Text) -> str:
    """The same, as the beginning of a line ("Running")."""
    words = shown(text)
    return words[:1].upper() + words[1:]


def explain(problem: Problem) -> Explanation:
    text = problem_text(problem)
    details = f"{problem.code}\n{problem}"
    return Explanation(shown(text.cause), shown(text.remedy), details, problem_id(problem))


def explain_error(error: BaseException) -> Explanation:
    """Any exception; one that carries problems speaks with their words."""
    if isinstance(error, TwinpointError) and error.problems:
        first, *others = (explain(problem) for problem in error.problems)
        details = "\n\n".join([first.details, *(other.details for other in others)])
        if error.details:
            details += f"\n\n{error.details}"
        return Explanation(
            "\n".join([first.cause, *(other.cause for other in others)]),
            first.remedy,
            details,
            first.topic,
        )
    return Explanation(
        translate("Errors", "Something went wrong inside the console."),
        translate(
            "Errors",
            "Nothing on the PMs depends on this window: a run goes on there. Copy the details and"
            " report them; then choose System > Refresh.",
        ),
        f"{type(error).__name__}: {error}",
    )


def causes(problems: Sequence[Problem]) -> str:
    """The causes, one a line."""
    return "\n".join(shown(problem_text(problem).cause) for problem in problems)


def hindrance(problems: Sequence[Problem]) -> str:
    """All causes, and what to do about the first; "" where nothing stands in the way."""
    return f"{causes(problems)}\n{explain(problems[0]).remedy}" if problems else ""


def why_not(verdict: Verdict) -> str:
    """What stands in the way; "" if nothing does."""
    return hindrance(verdict.problems) if isinstance(verdict, Forbidden) else ""


def consistency_words(consistency: Consistency, reason: ConsistencyReason) -> str:
    """ "Application-consistent: the guest agent answers and freezes the guest." """
    return shown(consistency_sentence(consistency_text(consistency), reason_text(reason)))


def tip(text: str) -> str:
    """Text for a tool tip. Qt takes anything that looks like markup for markup, and names are
    data: so it is made markup that shows the text as it is (and wraps)."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def _translate(text: str) -> str:
    return translate(CONTEXT, text)

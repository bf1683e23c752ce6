"""What every problem becomes: a cause, a remedy, and what the PM said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.sentences.text import QT_TRANSLATE_NOOP, Text, Value


@dataclass(frozen=True, slots=True)
class ProblemText:
    """`cause` says what happened, `remedy` what to do. `detail` is what a PM or a tool said,
    untranslated: data, for "copy details"."""

    cause: Text
    remedy: Text
    detail: str = ""


def of_problem(
    cause: str, remedy: str, values: Mapping[str, Value], detail: str = ""
) -> ProblemText:
    """Both sentences with the same values."""
    named = {name: _unnamed(name) if value == "" else value for name, value in values.items()}
    return ProblemText(Text(cause, named), Text(remedy, named), detail)


def _unnamed(name: str) -> Value:
    """A PM or VM that a record does not name."""
    match name:
        case "pm" | "peer":
            return Text(QT_TRANSLATE_NOOP("Sentences", "the PM"))
        case "vm":
            return Text(QT_TRANSLATE_NOOP("Sentences", "the VM"))
        case _:
            return ""

"""What every problem becomes: a cause, a remedy, and what the PM said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.sentences.text import Text, Value


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
    return ProblemText(Text(cause, values), Text(remedy, values), detail)

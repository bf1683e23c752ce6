"""Why diagnostics cannot be saved, and what to do about it."""

from __future__ import annotations

from typing import assert_never

from app.model.diagnostics_problems import (
    DiagnosticsExist,
    DiagnosticsProblem,
    DiagnosticsUnwritable,
)
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP


def diagnostics_text(problem: DiagnosticsProblem) -> ProblemText:
    match problem:
        case DiagnosticsExist(path=path):
            cause = QT_TRANSLATE_NOOP("Sentences", "{path} is there already.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Choose another name, or allow it to be overwritten."
            )
            return _problem(cause, remedy, {"path": path})
        case DiagnosticsUnwritable(path=path, detail=detail):
            cause = QT_TRANSLATE_NOOP("Sentences", "{path} could not be written.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Choose a folder that you may write to, with room in it."
            )
            return _problem(cause, remedy, {"path": path}, detail)
        case _:
            assert_never(problem)

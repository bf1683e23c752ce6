"""Refusals that lie with a kept snapshot and what is to be done with it: cause and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.problems import SnapshotInProgress, SnapshotNotWhole
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP, Value

SnapshotRefusal = SnapshotInProgress | SnapshotNotWhole


def snapshot_refusal_text(problem: SnapshotRefusal) -> ProblemText:
    """Why something cannot be done with a snapshot now, and what to do about it."""
    values: Mapping[str, Value]
    match problem:
        case SnapshotInProgress(vm=vm, name=name):
            values = {"vm": vm, "name": name}
            cause = QT_TRANSLATE_NOOP("Sentences", "Snapshot {name} of {vm} is still being made.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait until it is done, or cancel it in the progress panel. Then try again.",
            )
            return _problem(cause, remedy, values)
        case SnapshotNotWhole(vm=vm, name=name):
            values = {"vm": vm, "name": name}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "No PM that takes part now holds snapshot {name} of {vm} whole.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Bring the PM that holds it back. If the snapshot is damaged, run “twinpointctl"
                " repair”.",
            )
            return _problem(cause, remedy, values)
        case _:
            assert_never(problem)

"""Any problem as cause and remedy."""

from __future__ import annotations

from app.model.problems import Deletion, Failure, Notice, Problem
from app.sentences.deletions import deletion_text
from app.sentences.failures import failure_text, notice_text
from app.sentences.machine_refusals import MachineRefusal, machine_refusal_text
from app.sentences.problem_text import ProblemText
from app.sentences.vm_refusals import vm_refusal_text


def problem_text(problem: Problem) -> ProblemText:
    """Cause and remedy. A problem that no function below takes fails the type check."""
    if isinstance(problem, MachineRefusal):
        return machine_refusal_text(problem)
    if isinstance(problem, Failure):
        return failure_text(problem)
    if isinstance(problem, Notice):
        return notice_text(problem)
    if isinstance(problem, Deletion):
        return deletion_text(problem)
    return vm_refusal_text(problem)

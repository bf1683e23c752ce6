"""Any problem as cause and remedy."""

from __future__ import annotations

from app.model.diagnostics_problems import DiagnosticsProblem
from app.model.first_run_problems import FirstRunProblem
from app.model.package_problems import PackageFailure, PackageNotice, PackageRefusal
from app.model.power_problems import PowerProblem
from app.model.problems import Deletion, Failure, Notice, Problem
from app.model.vm_problems import VmProblem
from app.sentences.container_texts import ContainerProblem, container_text
from app.sentences.deletions import deletion_text
from app.sentences.diagnostics_problems import diagnostics_text
from app.sentences.failures import failure_text, notice_text
from app.sentences.first_run import first_run_text
from app.sentences.machine_refusals import MachineRefusal, machine_refusal_text
from app.sentences.package_events import package_failure_text, package_notice_text
from app.sentences.package_problems import package_refusal_text
from app.sentences.power_problems import power_problem_text
from app.sentences.problem_text import ProblemText
from app.sentences.snapshot_refusals import SnapshotRefusal, snapshot_refusal_text
from app.sentences.vm_problems import vm_problem_text
from app.sentences.vm_refusals import vm_refusal_text


def problem_text(problem: Problem) -> ProblemText:
    """Cause and remedy. A problem that no function below takes fails the type check."""
    if isinstance(problem, ContainerProblem):
        return container_text(problem)
    if isinstance(problem, SnapshotRefusal):
        return snapshot_refusal_text(problem)
    if isinstance(problem, MachineRefusal):
        return machine_refusal_text(problem)
    if isinstance(problem, Failure):
        return failure_text(problem)
    if isinstance(problem, Notice):
        return notice_text(problem)
    if isinstance(problem, VmProblem):
        return vm_problem_text(problem)
    if isinstance(problem, PackageRefusal):
        return package_refusal_text(problem)
    if isinstance(problem, PackageFailure):
        return package_failure_text(problem)
    if isinstance(problem, PackageNotice):
        return package_notice_text(problem)
    if isinstance(problem, PowerProblem):
        return power_problem_text(problem)
    if isinstance(problem, FirstRunProblem):
        return first_run_text(problem)
    if isinstance(problem, DiagnosticsProblem):
        return diagnostics_text(problem)
    if isinstance(problem, Deletion):
        return deletion_text(problem)
    return vm_refusal_text(problem)

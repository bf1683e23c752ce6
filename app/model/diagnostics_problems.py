"""What may stand in the way of saving diagnostics; see problems.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DiagnosticsExist:
    """Nothing is overwritten unasked."""

    code: ClassVar[str] = "diagnostics-exist"
    path: str


@dataclass(frozen=True, slots=True)
class DiagnosticsUnwritable:
    code: ClassVar[str] = "diagnostics-unwritable"
    path: str
    detail: str = ""


DiagnosticsProblem = DiagnosticsExist | DiagnosticsUnwritable

"""The exceptions that cross rooms. They carry problems (code and fields), never sentences."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.problems import Problem


class TwinpointError(Exception):
    """Something did not work; `problems` says what, most important first."""

    def __init__(self, problems: Problem | Sequence[Problem], *, details: str = "") -> None:
        self.problems: tuple[Problem, ...] = (
            tuple(problems) if isinstance(problems, Sequence) else (problems,)
        )
        self.details = details  # output of a tool or a traceback, for "copy details"
        super().__init__("; ".join(f"{problem.code} {problem}" for problem in self.problems))


class Refused(TwinpointError):
    """Nothing was touched."""


class Failed(TwinpointError):
    """A run had begun; what was written of it is cleared away."""


class Unreachable(TwinpointError):
    """A PM cannot be talked to (now); says why."""


class SettingsError(Exception):
    """The settings cannot be read or written, or name no such system."""

"""What concerns volume containers: refusals, and the warning that one is filling up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.problems import ContainerCannotShrink, ContainerFilling, ContainerNoRoom
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP, Size, Value

ContainerProblem = ContainerCannotShrink | ContainerNoRoom | ContainerFilling


def container_text(problem: ContainerProblem) -> ProblemText:
    """What is wrong with a container, or with what was asked of it, and what to do about it."""
    values: Mapping[str, Value]
    match problem:
        case ContainerCannotShrink(vm=vm, target=target, capacity=capacity, now=now):
            values = {"vm": vm, "target": target, "capacity": Size(capacity), "now": Size(now)}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The container of volume {target} of {vm} has {now}; it can grow, but not shrink"
                " to {capacity}.",
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Choose a capacity above {now}.")
            return _problem(cause, remedy, values)
        case ContainerNoRoom(
            vm=vm, target=target, pm=pm, capacity=capacity, needed=needed, free=free, most=most
        ):
            values = {
                "vm": vm,
                "target": target,
                "pm": pm,
                "capacity": Size(capacity),
                "needed": Size(needed),
                "free": Size(free),
                "most": Size(most),
            }
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} has no room for a container of {capacity} for volume {target} of {vm}:"
                " snapshots could fill {needed} more of it, and {free} can be used on its disk.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Choose at most {most}, or free disk space on {pm} first.",
            )
            return _problem(cause, remedy, values)
        case ContainerFilling(
            vm=vm, target=target, pm=pm, capacity=capacity, free=free, percent=percent, level=level
        ):
            values = {
                "vm": vm,
                "target": target,
                "pm": pm,
                "capacity": Size(capacity),
                "free": Size(free),
                "percent": percent,
                "level": level,
            }
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The container of volume {target} of {vm} is {percent} % full on {pm} (warning"
                " level {level} %): {free} of {capacity} are left.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Make it larger before snapshots are refused: Expand on the Volume Containers"
                " page, or “twinpointctl container expand {vm:word} {target:word} SIZE”."
                " Deleting snapshots of {vm} that are no longer needed helps as well.",
            )
            return _problem(cause, remedy, values)
        case _:
            assert_never(problem)

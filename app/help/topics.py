"""All topics, and which of them is about a record of the program."""

from __future__ import annotations

from app.help.page_topics import page_topics
from app.help.problem_topics import problem_topics
from app.help.run_topics import run_topics
from app.help.state_topics import state_topics
from app.help.topic import Group, Topic
from app.model.machine import Machine
from app.model.problems import BY_CODE, Problem
from app.model.snapshot import Run, Snapshot
from app.model.vm import Vm
from app.model.volume import Volume


def all_topics() -> tuple[Topic, ...]:
    """In the order of their groups."""
    found = [*page_topics(), *state_topics(), *run_topics(), *problem_topics()]
    order = list(Group)
    return tuple(sorted(found, key=lambda topic: order.index(topic.group)))


def topic_of(record: object) -> str:
    """The id of the topic about the state of what a table shows; "" if there is none."""
    match record:
        case Machine(problem=problem) if problem is not None:
            return problem_id(problem)
        case Machine(state=state):
            return f"{Group.MACHINE_STATES.value}:{state.value}"
        case Vm(state=state):
            return f"{Group.VM_STATES.value}:{state.value}"
        case Snapshot(state=state):
            return f"{Group.SNAPSHOT_STATES.value}:{state.value}"
        case Run(problem=problem) if problem is not None:
            return problem_id(problem)
        case Run(step=step):
            return f"{Group.STEPS.value}:{step.value}"
        case Volume(obstacle=obstacle) if obstacle is not None:
            return f"{Group.OBSTACLES.value}:{obstacle.value}"
        case _:
            return ""


def problem_id(problem: Problem) -> str:
    known = problem.code if problem.code in BY_CODE else "unexplained"
    return f"{Group.PROBLEMS.value}:{known}"

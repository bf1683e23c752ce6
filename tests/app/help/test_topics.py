"""Everything that a window can show has a topic, and every topic says something."""

from __future__ import annotations

from dataclasses import fields, replace
from enum import Enum

import pytest

from app.help import Group, all_topics, group_text, topic_of
from app.help.problem_topics import example
from app.model.machine import Machine, MachineAddress, MachineState, Side
from app.model.problems import BY_CODE, MachineUnreachable, Problem, problem_to_wire
from app.model.snapshot import Consistency, CopyState, SnapshotState, Step
from app.model.vm import Agent, VmState
from app.model.volume import Obstacle, Volume
from app.sentences import plain, problem_text

TOPICS = {topic.id: topic for topic in all_topics()}
STATES = {
    Group.MACHINE_STATES: MachineState,
    Group.VM_STATES: VmState,
    Group.SNAPSHOT_STATES: SnapshotState,
    Group.COPY_STATES: CopyState,
    Group.CONSISTENCY: Consistency,
    Group.STEPS: Step,
    Group.AGENT: Agent,
    Group.OBSTACLES: Obstacle,
}


def test_no_two_topics_have_one_id() -> None:
    assert len(TOPICS) == len(all_topics())


@pytest.mark.parametrize("group", STATES, ids=lambda group: group.value)
def test_every_state_is_explained(group: Group) -> None:
    kind: type[Enum] = STATES[group]
    found = {topic.key for topic in TOPICS.values() if topic.group is group}
    assert found == {state.value for state in kind}


@pytest.mark.parametrize("kind", BY_CODE.values(), ids=list(BY_CODE))
def test_every_problem_is_explained_with_an_example(kind: type[Problem]) -> None:
    topic = TOPICS[f"problem:{kind.code}"]
    problem = example(kind)
    assert topic.title == problem_text(problem).cause
    assert topic.remedy == problem_text(problem).remedy
    for words in (plain(topic.title), plain(problem_text(problem).remedy)):
        assert "{" not in words
        assert ": ." not in words
    for field in fields(kind):
        value = problem_to_wire(problem)["fields"][field.name]  # type: ignore[index]
        assert type(value).__name__ == field.type


@pytest.mark.parametrize("topic", TOPICS.values(), ids=list(TOPICS))
def test_every_topic_is_made_of_sentences(topic: object) -> None:
    known = TOPICS[topic.id]  # type: ignore[attr-defined]
    assert plain(group_text(known.group))
    assert plain(known.title)
    assert known.paragraphs or known.remedy is not None
    for text in known.paragraphs:
        assert plain(text).endswith((".", ")"))


def test_a_record_leads_to_its_topic() -> None:
    assert topic_of(object()) == ""
    lun = Volume("sdb", "/dev/sdb", "raw", False, obstacle=Obstacle.PASS_THROUGH)
    assert topic_of(lun) == "obstacle:pass-through"
    away = MachineState.UNREACHABLE
    seen = Machine(Side.FIRST, MachineAddress("pm1"), "pm1", away)
    assert topic_of(seen) == "pm-state:unreachable"
    told = replace(seen, problem=MachineUnreachable("pm1"))
    assert topic_of(told) == "problem:pm-unreachable"

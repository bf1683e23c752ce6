"""One topic of the help: what it is about, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from app.sentences.text import QT_TRANSLATE_NOOP, Text


class Group(Enum):
    """In the order in which they are listed."""

    PAGES = "page"
    DIALOGS = "dialog"
    WORDS = "word"
    MACHINE_STATES = "pm-state"
    VM_STATES = "vm-state"
    SNAPSHOT_STATES = "snapshot-state"
    COPY_STATES = "copy-state"
    CONSISTENCY = "consistency"
    STEPS = "step"
    AGENT = "agent"
    OBSTACLES = "obstacle"
    PROBLEMS = "problem"


@dataclass(frozen=True, slots=True)
class Topic:
    """`key` is what it is about within its group: an enum's value, a problem's code. `remedy` is
    what to do, where something is to be done."""

    group: Group
    key: str
    title: Text
    paragraphs: tuple[Text, ...]
    remedy: Text | None = None

    @property
    def id(self) -> str:
        """Names it in links; never changes."""
        return f"{self.group.value}:{self.key}"


def group_text(group: Group) -> Text:
    match group:
        case Group.PAGES:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Pages"))
        case Group.DIALOGS:
            return Text(QT_TRANSLATE_NOOP("Sentences", "What can be done"))
        case Group.WORDS:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Words"))
        case Group.MACHINE_STATES:
            return Text(QT_TRANSLATE_NOOP("Sentences", "States of a PM"))
        case Group.VM_STATES:
            return Text(QT_TRANSLATE_NOOP("Sentences", "States of a VM"))
        case Group.SNAPSHOT_STATES:
            return Text(QT_TRANSLATE_NOOP("Sentences", "States of a snapshot"))
        case Group.COPY_STATES:
            return Text(QT_TRANSLATE_NOOP("Sentences", "What a PM holds of a snapshot"))
        case Group.CONSISTENCY:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Consistency of a snapshot"))
        case Group.STEPS:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Steps of a run"))
        case Group.AGENT:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Guest agent"))
        case Group.OBSTACLES:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Volumes that cannot be captured"))
        case Group.PROBLEMS:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Refusals, failures and alerts"))
        case _:
            assert_never(group)

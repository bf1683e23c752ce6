"""What consistency, the steps of a run, guest agents and obstacles of volumes mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.help.topic import Group, Topic
from app.model.snapshot import Consistency, ConsistencyReason, Step
from app.model.vm import Agent
from app.model.volume import Obstacle
from app.sentences.events import consistency_sentence
from app.sentences.states import (
    agent_text,
    consistency_text,
    obstacle_text,
    reason_text,
    step_text,
)
from app.sentences.text import QT_TRANSLATE_NOOP, Text

# Which consistency follows from which reason.
_APPLICATION = (ConsistencyReason.FROZEN, ConsistencyReason.STOPPED)


def run_topics() -> Iterator[Topic]:
    for consistency in Consistency:
        told = _consistency(consistency)
        title = consistency_text(consistency)
        yield Topic(Group.CONSISTENCY, consistency.value, title, told)
    for step in Step:
        yield Topic(Group.STEPS, step.value, step_text(step), (_step(step),))
    for agent in Agent:
        yield Topic(Group.AGENT, agent.value, agent_text(agent), (_agent(agent),))
    for obstacle in Obstacle:
        yield Topic(
            Group.OBSTACLES, obstacle.value, obstacle_text(obstacle), (_obstacle(obstacle),)
        )


def _consistency(consistency: Consistency) -> tuple[Text, ...]:
    match consistency:
        case Consistency.APPLICATION:
            told = Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Programs in the guest had written down what they were working on (databases"
                    " too, where the guest agent's hooks or VSS tell them to), and nothing was"
                    " written at that point in time. A VM made of it starts as after an orderly"
                    " shutdown.",
                )
            )
        case Consistency.CRASH:
            told = Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "All volumes are of the same point in time, but the guest was not asked"
                    " beforehand. A VM made of it starts as after a power failure: file systems and"
                    " databases have to recover by their journals.",
                )
            )
        case _:
            assert_never(consistency)
    of_it = consistency is Consistency.APPLICATION
    title = consistency_text(consistency)
    reasons = (one for one in ConsistencyReason if (one in _APPLICATION) is of_it)
    return (told, *(consistency_sentence(title, reason_text(one)) for one in reasons))


def _step(step: Step) -> Text:
    match step:
        case Step.CHECK:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "Everything that could stand in the way is looked at on both PMs. Up to here"
                " nothing has been touched.",
            )
        case Step.ANNOUNCE:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "Both PMs write down that this snapshot is meant to be. From here on the run"
                " belongs to the primary PM: closing the console does it no harm.",
            )
        case Step.FREEZE:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The guest agent makes the guest write down what is in memory and hold all writes."
                " A guard on the PM thaws it if the run does not in time.",
            )
        case Step.SNAPSHOT:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The point in time of all volumes is fixed and their data is copied, while the VM"
                " goes on.",
            )
        case Step.THAW:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The guest may write again. It is thawed whatever happens to the run.",
            )
        case Step.REPLICATE:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The other PM gets its copy. If it goes away now, the snapshot stays broken and"
                " this step goes on by itself when it is back.",
            )
        case Step.VERIFY:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "What was written is read again and compared, on both PMs.",
            )
        case Step.MERGE:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "A deleted snapshot's data moves into the snapshot that builds on it. The VM's own"
                " disks are not touched.",
            )
        case Step.READ:
            text = QT_TRANSLATE_NOOP(
                "Sentences", "The package is read and its hashes are compared."
            )
        case Step.COPY:
            text = QT_TRANSLATE_NOOP(
                "Sentences", "New volumes are written from what the snapshot holds."
            )
        case Step.CONVERT:
            text = QT_TRANSLATE_NOOP(
                "Sentences", "The volumes are written in the format that was asked for."
            )
        case Step.DEFINE:
            text = QT_TRANSLATE_NOOP("Sentences", "libvirt is told of the VM.")
        case Step.START:
            text = QT_TRANSLATE_NOOP("Sentences", "The VM is started, as was asked for.")
        case Step.COMPLETE:
            text = QT_TRANSLATE_NOOP("Sentences", "All is done.")
        case _:
            assert_never(step)
    return Text(text)


def _agent(agent: Agent) -> Text:
    match agent:
        case Agent.CONNECTED:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The guest agent answers: snapshots of the running VM can be"
                " application-consistent.",
            )
        case Agent.SILENT:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The VM has a channel for a guest agent, but nobody answers on it. Install"
                " qemu-guest-agent in the guest, or start its service.",
            )
        case Agent.VM_OFF:
            text = QT_TRANSLATE_NOOP(
                "Sentences", "While the VM is off there is nobody to answer. None is needed then."
            )
        case Agent.NONE:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The VM has no channel for a guest agent. Add one (org.qemu.guest_agent.0) to its"
                " definition and install qemu-guest-agent in the guest.",
            )
        case _:
            assert_never(agent)
    return Text(text)


def _obstacle(obstacle: Obstacle) -> Text:
    match obstacle:
        case Obstacle.PASS_THROUGH | Obstacle.NETWORK:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "Its data does not pass through QEMU in a way that a snapshot could hold. The"
                " snapshot is taken without it; save its data by means of the storage.",
            )
        case Obstacle.READ_ONLY | Obstacle.NO_MEDIUM:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "Nothing can be written to it, so there is nothing to capture.",
            )
        case Obstacle.TRANSIENT:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "What the guest writes there is thrown away when it stops, so it is not captured.",
            )
        case Obstacle.FORMAT:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "Convert it to qcow2 (qemu-img convert) while the VM is off, and it can be"
                " captured.",
            )
        case Obstacle.ENCRYPTED:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "A snapshot would lay its data open on both PMs, so none is taken of it. Encryption"
                " inside the guest has no such trouble.",
            )
        case Obstacle.SLICE:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "Twinpoint captures whole files and devices only. Give the volume a file of its"
                " own.",
            )
        case _:
            assert_never(obstacle)
    return Text(text)

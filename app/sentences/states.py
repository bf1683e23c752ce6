"""States, steps, consistency and its reasons as words."""

from __future__ import annotations

from typing import assert_never

from app.model.machine import MachineState
from app.model.snapshot import (
    Consistency,
    ConsistencyReason,
    CopyState,
    Method,
    SnapshotState,
    Step,
)
from app.model.vm import Agent, Firmware, VmState
from app.model.volume import Obstacle
from app.sentences.text import QT_TRANSLATE_NOOP, Text


def machine_state_text(state: MachineState) -> Text:
    match state:
        case MachineState.CONNECTING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "connecting"))
        case MachineState.RUNNING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "running"))
        case MachineState.SYNCHRONIZING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "synchronizing"))
        case MachineState.MAINTENANCE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "maintenance mode"))
        case MachineState.NOT_RUNNING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "not running"))
        case MachineState.UNREACHABLE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "unreachable"))
        case _:
            assert_never(state)


def vm_state_text(state: VmState) -> Text:
    match state:
        case VmState.RUNNING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "running"))
        case VmState.STOPPED:
            return Text(QT_TRANSLATE_NOOP("Sentences", "stopped"))
        case VmState.BOOTING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "booting"))
        case VmState.STOPPING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "stopping"))
        case VmState.PAUSED:
            return Text(QT_TRANSLATE_NOOP("Sentences", "paused"))
        case VmState.IO_ERROR:
            return Text(QT_TRANSLATE_NOOP("Sentences", "paused by a disk error"))
        case VmState.CRASHED:
            return Text(QT_TRANSLATE_NOOP("Sentences", "crashed"))
        case VmState.MIGRATING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "migrating"))
        case VmState.SUSPENDED:
            return Text(QT_TRANSLATE_NOOP("Sentences", "suspended"))
        case VmState.UNKNOWN:
            return Text(QT_TRANSLATE_NOOP("Sentences", "unknown"))
        case _:
            assert_never(state)


def snapshot_state_text(state: SnapshotState) -> Text:
    match state:
        case SnapshotState.BROKEN:
            return Text(QT_TRANSLATE_NOOP("Sentences", "broken"))
        case SnapshotState.NORMAL:
            return Text(QT_TRANSLATE_NOOP("Sentences", "normal"))
        case _:
            assert_never(state)


def copy_state_text(state: CopyState) -> Text:
    match state:
        case CopyState.ABSENT:
            return Text(QT_TRANSLATE_NOOP("Sentences", "not there"))
        case CopyState.PENDING:
            return Text(QT_TRANSLATE_NOOP("Sentences", "being written"))
        case CopyState.WHOLE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "whole and verified"))
        case CopyState.DAMAGED:
            return Text(QT_TRANSLATE_NOOP("Sentences", "damaged"))
        case CopyState.FAILED:
            return Text(QT_TRANSLATE_NOOP("Sentences", "failed; being cleared away"))
        case CopyState.UNSEEN:
            return Text(QT_TRANSLATE_NOOP("Sentences", "not known: the PM is out of reach"))
        case _:
            assert_never(state)


def method_text(method: Method) -> Text:
    match method:
        case Method.FULL:
            return Text(QT_TRANSLATE_NOOP("Sentences", "everything"))
        case Method.INCREMENT:
            return Text(QT_TRANSLATE_NOOP("Sentences", "what changed since the last snapshot"))
        case Method.COMPARE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "what differs, found by comparing"))
        case _:
            assert_never(method)


def step_text(step: Step) -> Text:
    match step:
        case Step.CHECK:
            return Text(QT_TRANSLATE_NOOP("Sentences", "checking"))
        case Step.ANNOUNCE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "announcing to both PMs"))
        case Step.FREEZE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "freezing the guest"))
        case Step.SNAPSHOT:
            return Text(QT_TRANSLATE_NOOP("Sentences", "taking the snapshot"))
        case Step.THAW:
            return Text(QT_TRANSLATE_NOOP("Sentences", "thawing the guest"))
        case Step.REPLICATE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "replicating"))
        case Step.VERIFY:
            return Text(QT_TRANSLATE_NOOP("Sentences", "verifying"))
        case Step.COMPLETE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "complete"))
        case _:
            assert_never(step)


def consistency_text(consistency: Consistency) -> Text:
    match consistency:
        case Consistency.APPLICATION:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Application-consistent"))
        case Consistency.CRASH:
            return Text(QT_TRANSLATE_NOOP("Sentences", "Crash-consistent"))
        case _:
            assert_never(consistency)


def reason_text(reason: ConsistencyReason) -> Text:
    match reason:
        case ConsistencyReason.FROZEN:
            text = QT_TRANSLATE_NOOP("Sentences", "the guest agent answers and freezes the guest.")
        case ConsistencyReason.STOPPED:
            text = QT_TRANSLATE_NOOP("Sentences", "the guest was shut down in an orderly way.")
        case ConsistencyReason.STOPPED_HARD:
            text = QT_TRANSLATE_NOOP("Sentences", "the VM was off without an orderly shutdown.")
        case ConsistencyReason.NO_AGENT:
            text = QT_TRANSLATE_NOOP("Sentences", "the VM has no channel for a guest agent.")
        case ConsistencyReason.AGENT_SILENT:
            text = QT_TRANSLATE_NOOP("Sentences", "the guest agent does not answer.")
        case ConsistencyReason.FREEZE_FAILED:
            text = QT_TRANSLATE_NOOP("Sentences", "the guest agent could not freeze the guest.")
        case ConsistencyReason.PARTLY_FROZEN:
            text = QT_TRANSLATE_NOOP("Sentences", "not every file system could be frozen.")
        case ConsistencyReason.NOT_HELD:
            text = QT_TRANSLATE_NOOP("Sentences", "the guest thawed before the point was fixed.")
        case _:
            assert_never(reason)
    return Text(text)


def agent_text(agent: Agent) -> Text:
    match agent:
        case Agent.CONNECTED:
            return Text(QT_TRANSLATE_NOOP("Sentences", "answers"))
        case Agent.SILENT:
            return Text(QT_TRANSLATE_NOOP("Sentences", "does not answer"))
        case Agent.NONE:
            return Text(QT_TRANSLATE_NOOP("Sentences", "not set up"))
        case _:
            assert_never(agent)


def firmware_text(firmware: Firmware) -> Text:
    match firmware:
        case Firmware.BIOS:
            return Text(QT_TRANSLATE_NOOP("Sentences", "BIOS"))
        case Firmware.UEFI:
            return Text(QT_TRANSLATE_NOOP("Sentences", "UEFI"))
        case _:
            assert_never(firmware)


def obstacle_text(obstacle: Obstacle) -> Text:
    match obstacle:
        case Obstacle.PASS_THROUGH:
            text = QT_TRANSLATE_NOOP("Sentences", "it is a device handed through to the guest")
        case Obstacle.NETWORK:
            text = QT_TRANSLATE_NOOP("Sentences", "it is a network disk without snapshot support")
        case Obstacle.READ_ONLY:
            text = QT_TRANSLATE_NOOP("Sentences", "it is read-only")
        case Obstacle.NO_MEDIUM:
            text = QT_TRANSLATE_NOOP("Sentences", "it has no medium")
        case Obstacle.TRANSIENT:
            text = QT_TRANSLATE_NOOP("Sentences", "its writes are discarded at shutdown")
        case Obstacle.FORMAT:
            text = QT_TRANSLATE_NOOP("Sentences", "its format is neither qcow2 nor raw")
        case _:
            assert_never(obstacle)
    return Text(text)


def activity_text(activity: str) -> Text | str:
    """What holds a VM, as a PM names it."""
    match activity:
        case "snapshot":
            return Text(QT_TRANSLATE_NOOP("Sentences", "a snapshot is being taken"))
        case "merge":
            return Text(QT_TRANSLATE_NOOP("Sentences", "snapshots are being merged"))
        case "replication":
            return Text(QT_TRANSLATE_NOOP("Sentences", "a snapshot is being replicated"))
        case "scrub":
            return Text(QT_TRANSLATE_NOOP("Sentences", "it is being compared with its snapshot"))
        case "repair":
            return Text(QT_TRANSLATE_NOOP("Sentences", "an unfinished run is being cleared away"))
        case _:
            return activity

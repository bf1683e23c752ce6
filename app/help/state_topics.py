"""What the states of PMs, VMs, snapshots and their copies mean, and what to do about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from app.help.topic import Group, Topic
from app.model.machine import MachineState
from app.model.snapshot import CopyState, SnapshotState
from app.model.vm import VmState
from app.sentences.states import (
    copy_state_text,
    machine_state_text,
    snapshot_state_text,
    vm_state_text,
)
from app.sentences.text import QT_TRANSLATE_NOOP, Text


def state_topics() -> Iterator[Topic]:
    for machine in MachineState:
        told = _machine(machine)
        yield Topic(Group.MACHINE_STATES, machine.value, machine_state_text(machine), told)
    for vm in VmState:
        yield Topic(Group.VM_STATES, vm.value, vm_state_text(vm), _vm(vm))
    for state in SnapshotState:
        title = snapshot_state_text(state)
        yield Topic(Group.SNAPSHOT_STATES, state.value, title, _snapshot(state))
    for copy in CopyState:
        yield Topic(Group.COPY_STATES, copy.value, copy_state_text(copy), (_copy(copy),))


def _machine(state: MachineState) -> tuple[Text, ...]:
    match state:
        case MachineState.CONNECTING:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The console has not seen this PM yet. The first look takes a few seconds.",
                )
            ]
        case MachineState.RUNNING:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The PM answers, its libvirt works, and nothing keeps it from taking part in"
                    " snapshots. Both PMs must be running for a new snapshot.",
                )
            ]
        case MachineState.SYNCHRONIZING:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The PM is bringing its mirrored disks up to date (DRBD). A snapshot taken now"
                    " could hold old data, so none is taken.",
                ),
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Wait until it is done. The state changes by itself.",
                ),
            ]
        case MachineState.MAINTENANCE:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Somebody chose Work On for this PM. It takes no part in snapshots; those that"
                    " are there stay usable.",
                ),
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "When the work is done, choose Finalize on the Physical Machines page. Under"
                    " Pacemaker this is the node's standby.",
                ),
            ]
        case MachineState.NOT_RUNNING:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The PM is reached by SSH, but libvirt on it does not answer. What it holds of"
                    " snapshots is shown; its VMs cannot be seen or changed.",
                ),
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Start libvirt there (systemctl start libvirtd, or virtqemud).",
                ),
            ]
        case MachineState.UNREACHABLE:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The PM does not answer by SSH. What is shown of it, grey, is what was seen"
                    " last. VMs may well be running there.",
                ),
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Twinpoint keeps trying and takes the link up again by itself. Check the power,"
                    " the network and the SSH service of the PM.",
                ),
            ]
        case _:
            assert_never(state)
    return tuple(Text(text) for text in texts)


def _vm(state: VmState) -> tuple[Text, ...]:
    match state:
        case VmState.RUNNING:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The VM runs on its primary PM. A snapshot of it is application-consistent if"
                    " its guest agent answers, and crash-consistent otherwise.",
                )
            ]
        case VmState.STOPPED:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The VM is off. A snapshot can be taken, and it can be rolled back. If its"
                    " guest shut down in an orderly way, the snapshot is application-consistent.",
                )
            ]
        case VmState.BOOTING:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The VM is being started. Wait until it runs before you take a snapshot.",
                )
            ]
        case VmState.STOPPING:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The guest is shutting down. If it does not stop in the end, Power Off takes"
                    " its power away; what it has not written is lost then.",
                )
            ]
        case VmState.PAUSED:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Somebody paused the VM. No snapshot is taken in this state, since its guest"
                    " could not be asked to write down what it has in memory.",
                ),
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Resume it with the tool that paused it, or with “virsh resume” on its primary"
                    " PM.",
                ),
            ]
        case VmState.IO_ERROR:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "QEMU paused the VM because one of its volumes could not be written, mostly for"
                    " want of disk space. Its guest stands still until then.",
                ),
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Free disk space on its primary PM or mend the disk, then resume the VM with"
                    " “virsh resume”.",
                ),
            ]
        case VmState.CRASHED:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The guest stopped by a fault of its own (a kernel panic, for example). Power"
                    " it off, then start it again or roll it back to a snapshot.",
                )
            ]
        case VmState.MIGRATING:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The VM is moving from one PM to the other while it runs. No snapshot can be"
                    " taken until it has arrived.",
                )
            ]
        case VmState.SUSPENDED:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The guest sent itself to sleep. Wake it before you take a snapshot (for"
                    " example with “virsh dompmwakeup”).",
                )
            ]
        case VmState.UNKNOWN:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "libvirt reports a state that Twinpoint does not know. Nothing is changed while"
                    " it lasts.",
                )
            ]
        case _:
            assert_never(state)
    return tuple(Text(text) for text in texts)


def _snapshot(state: SnapshotState) -> tuple[Text, ...]:
    match state:
        case SnapshotState.NORMAL:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The snapshot is whole on both PMs, and what was written has been read again"
                    " and compared. Either PM alone is enough to use it.",
                )
            ]
        case SnapshotState.BROKEN:
            texts = [
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The snapshot is not, or not yet, whole on both PMs: it is in progress, the"
                    " other PM is away, or a copy is damaged. The details say which.",
                ),
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "While a run is in progress, just wait. If the other PM is away, replication"
                    " goes on by itself when it is back; until then, the copy that is whole can be"
                    " used. “twinpointctl repair” mends a damaged copy from the other PM.",
                ),
            ]
        case _:
            assert_never(state)
    return tuple(Text(text) for text in texts)


def _copy(state: CopyState) -> Text:
    match state:
        case CopyState.ABSENT:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The PM holds nothing of this snapshot. It was away when the snapshot was taken, or"
                " replication has not begun.",
            )
        case CopyState.PENDING:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "A run is writing the snapshot on this PM now. It cannot be used from here yet.",
            )
        case CopyState.WHOLE:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "All files of the snapshot are there, as long as they were recorded to be. Verify"
                " reads them again and compares their hashes.",
            )
        case CopyState.DAMAGED:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "Files on this PM are missing or have changed since they were written. If the"
                " other PM's copy is whole, “twinpointctl repair” fetches them from there.",
            )
        case CopyState.FAILED:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "The run that should have written this copy failed. What it left is deleted by"
                " itself; nothing has to be done.",
            )
        case CopyState.UNSEEN:
            text = QT_TRANSLATE_NOOP(
                "Sentences",
                "This PM cannot be asked now. Whether its copy is whole shows when it is back.",
            )
        case _:
            assert_never(state)
    return Text(text)

"""Failures of runs that had begun, warnings and notices: cause and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.problems import (
    ContainerFilling,
    CopyDamaged,
    CopyFailed,
    CrashConsistentOnly,
    DamagedOnBoth,
    Failover,
    Failure,
    FreezeFailed,
    GuestPausedByJob,
    JobLost,
    Notice,
    RecordUnreadable,
    ReplicationWaits,
    RoomRanOut,
    RunCancelled,
    ScrubFault,
    StillFrozen,
    ThawedByGuard,
    Unexplained,
    VerifyFailed,
    VmChanged,
)
from app.model.snapshot import ConsistencyReason
from app.sentences.container_texts import container_text
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.states import reason_text
from app.sentences.text import QT_TRANSLATE_NOOP, Size, Text, Value


def failure_text(problem: Failure) -> ProblemText:
    """Why a run failed, and what to do now."""
    values: Mapping[str, Value]
    match problem:
        case Failover(vm=vm, pm=pm, now_on=now_on):
            values = {"vm": vm, "pm": pm, "now_on": now_on}
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{vm} moved from {pm} to {now_on} before its snapshot was whole on {pm}, so"
                    " the snapshot failed.",
                )
                if now_on
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{vm} stopped running on {pm} before its snapshot was whole there, so the"
                    " snapshot failed.",
                )
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Start a new snapshot of {vm} as soon as it runs steadily. What was written of"
                " the failed one is deleted automatically on both PMs, and {vm} itself was not"
                " touched.",
            )
            return _problem(cause, remedy, values)
        case VmChanged(vm=vm, detail=detail):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} was started or its volumes were changed while they were read. The snapshot"
                " failed and is cleared away.",
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Start a new snapshot of {vm}.")
            return _problem(cause, remedy, values, detail)
        case FreezeFailed(vm=vm, detail=detail):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The guest of {vm} could not be frozen, and application consistency was required."
                " The snapshot is cleared away.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Look into the log of qemu-guest-agent in the guest (on Windows: the VSS writers,"
                " vssadmin list writers), then try again; or allow a crash-consistent snapshot.",
            )
            return _problem(cause, remedy, values, detail)
        case RoomRanOut(pm=pm, path=path, free=free):
            values = {"pm": pm, "path": path, "free": Size(free)}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Disk space on {pm} was running out ({path}: {free} left), and the job was ended"
                " before the disk was full.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Free disk space on {pm}, then try again. The VM was not affected.",
            )
            return _problem(cause, remedy, values)
        case GuestPausedByJob(vm=vm, resumed=resumed):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "A write of the snapshot job failed, and QEMU paused {vm}. The job was ended.",
            )
            remedy = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{vm} was resumed and runs again. Check the disk that holds the containers,"
                    " then start a new snapshot.",
                )
                if resumed
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Free disk space on the primary PM, then resume {vm} (virsh resume {vm:word}).",
                )
            )
            return _problem(cause, remedy, values)
        case CopyFailed(vm=vm, detail=detail):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The data of {vm} could not be copied. The snapshot is cleared away; the VM was"
                " not affected.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details and look into the log of {vm} on its primary PM"
                " (/var/log/libvirt/qemu), then start a new snapshot.",
            )
            return _problem(cause, remedy, values, detail)
        case VerifyFailed(pm=pm, detail=detail):
            values = {"pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "What was written on {pm} does not match what should have been written. The"
                " snapshot is cleared away.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check the disks and the memory of {pm}, then start a new snapshot.",
            )
            return _problem(cause, remedy, values, detail)
        case JobLost(pm=pm, vm=vm):
            values = {"pm": pm, "vm": vm}
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The job on {pm} that worked for {vm} ended without a word.",
                )
                if vm
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "A job on {pm} ended without a word.",
                )
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check whether {pm} was restarted or ran out of memory (journalctl -b -1), then"
                " try again. What was left half done is cleared away.",
            )
            return _problem(cause, remedy, values)
        case RunCancelled(by=by):
            values = {"by": by}
            cause = (
                QT_TRANSLATE_NOOP("Sentences", "Cancelled by {by}.")
                if by
                else QT_TRANSLATE_NOOP("Sentences", "Cancelled.")
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Nothing of it is left behind. Try again whenever you like.",
            )
            return _problem(cause, remedy, values)
        case _:
            assert_never(problem)


def notice_text(problem: Notice) -> ProblemText:
    """What an administrator should know, and may do about it."""
    values: Mapping[str, Value]
    match problem:
        case ReplicationWaits(pm=pm, peer=peer, detail=detail):
            values = {"pm": pm, "peer": peer}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The snapshot is whole on {pm}; replication to {peer} waits until {peer} is back.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Bring {peer} back; replication is then taken up by itself. Until then only {pm}"
                " holds the snapshot.",
            )
            return _problem(cause, remedy, values, detail)
        case CrashConsistentOnly(vm=vm, reason=reason, detail=detail):
            values = {"vm": vm, "reason": _reason(reason)}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The snapshot of {vm} is only crash-consistent: {reason}",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Look into the log of qemu-guest-agent in the guest, then take another snapshot"
                " if you need application consistency.",
            )
            return _problem(cause, remedy, values, detail)
        case ThawedByGuard(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The guest of {vm} was thawed by the guard, because the snapshot job did not thaw"
                " it in time.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} runs as usual. Check the load of its primary PM and of the disk that holds"
                " the containers.",
            )
            return _problem(cause, remedy, values)
        case StillFrozen(vm=vm, detail=detail):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The guest of {vm} could not be thawed yet; Twinpoint keeps trying.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "If programs in {vm} hang, run virsh domfsthaw {vm:word} on its primary PM, or"
                " restart qemu-guest-agent in the guest.",
            )
            return _problem(cause, remedy, values, detail)
        case CopyDamaged(pm=pm, detail=detail):
            values = {"pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The files of this snapshot on {pm} do not match what was written.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check the disks of {pm}. Run “twinpointctl repair”, which fetches the files from"
                " the other PM where it can.",
            )
            return _problem(cause, remedy, values, detail)
        case DamagedOnBoth(vm=vm, name=name):
            values = {"vm": vm, "name": name}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Snapshot {name} of {vm} is damaged on both PMs; neither can replace the other.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Take a new snapshot of {vm} now: it does not build on the damaged one. Check the"
                " disks of both PMs.",
            )
            return _problem(cause, remedy, values)
        case ContainerFilling():
            return container_text(problem)
        case ScrubFault(vm=vm, pm=pm, detail=detail):
            values = {"vm": vm, "pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The newest snapshot of {vm} on {pm} differs from {vm} itself in places that"
                " {vm} has not written to since.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Take a new snapshot of {vm}: it reads everything again. Verify the older ones"
                " (“twinpointctl snapshot verify”) and check the disks and the memory of {pm}.",
            )
            return _problem(cause, remedy, values, detail)
        case RecordUnreadable(pm=pm, path=path, detail=detail):
            values = {"pm": pm, "path": path}
            cause = QT_TRANSLATE_NOOP("Sentences", "A record on {pm} cannot be read: {path}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "If a newer Twinpoint wrote it, update this console. Otherwise run “twinpointctl"
                " repair”. The record is left as it is.",
            )
            return _problem(cause, remedy, values, detail)
        case Unexplained(pm=pm, detail=detail):
            values = {"pm": pm}
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{pm} reported something that this version of Twinpoint has no words for.",
                )
                if pm
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Something went wrong that this version of Twinpoint has no words for.",
                )
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details. A newer Twinpoint may know what this means; the log of this"
                " console tells more (Help > Twinpoint Help shows where it is).",
            )
            return _problem(cause, remedy, values, detail)
        case _:
            assert_never(problem)


def _reason(value: str) -> Text | str:
    known = {reason.value for reason in ConsistencyReason}
    return reason_text(ConsistencyReason(value)) if value in known else value

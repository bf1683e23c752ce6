"""Refusals that lie with a VM or with what was asked of it: cause and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.problems import (
    BadName,
    BootVolumeLeftOut,
    Busy,
    ContainerTooSmall,
    ForeignSnapshots,
    FrozenByOther,
    LibvirtBusy,
    NoAgent,
    NoBootVolume,
    NoCheckpoint,
    NoSuchVm,
    NoSuchVolume,
    SnapshotsDisabled,
    TooLittleRoom,
    UefiFirmware,
    VmNotReady,
    VmNotRunning,
    VmOnBoth,
    VolumeNotCapturable,
)
from app.model.vm import VmState
from app.model.volume import Obstacle
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.states import activity_text, obstacle_text, vm_state_text
from app.sentences.text import QT_TRANSLATE_NOOP, Moment, Size, Text, Value

VmRefusal = (
    NoSuchVm
    | UefiFirmware
    | VmNotReady
    | VmOnBoth
    | BootVolumeLeftOut
    | NoBootVolume
    | NoSuchVolume
    | VolumeNotCapturable
    | ContainerTooSmall
    | TooLittleRoom
    | SnapshotsDisabled
    | Busy
    | LibvirtBusy
    | NoAgent
    | FrozenByOther
    | ForeignSnapshots
    | BadName
    | VmNotRunning
    | NoCheckpoint
)


def vm_refusal_text(problem: VmRefusal) -> ProblemText:
    """Why a VM cannot be captured, and what to do about it."""
    values: Mapping[str, Value]
    match problem:
        case NoSuchVm(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP("Sentences", "There is no VM {vm} in this system.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Choose a VM from the list; “twinpointctl vm list” shows all of them.",
            )
            return _problem(cause, remedy, values)
        case UefiFirmware(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} boots with UEFI firmware. Twinpoint takes snapshots only of VMs that boot"
                " with BIOS firmware.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Protect {vm} with a backup made inside the guest, or install the guest anew in a"
                " VM with BIOS firmware.",
            )
            return _problem(cause, remedy, values)
        case VmNotReady(vm=vm, state=state):
            values = {"vm": vm, "state": _vm_state(state)}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} is in the state “{state}”; snapshots are taken of running and of stopped"
                " VMs.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait until {vm} is running, or start it, resume it or shut it down, and then"
                " take the snapshot.",
            )
            return _problem(cause, remedy, values)
        case VmOnBoth(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} runs on both PMs at the same time. Its volumes are in danger.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Power off {vm} at once on the PM where it should not run, and check its data"
                " before you go on. Twinpoint leaves {vm} alone until then.",
            )
            return _problem(cause, remedy, values)
        case BootVolumeLeftOut(vm=vm, target=target):
            values = {"vm": vm, "target": target}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The boot volume {target} of {vm} was left out; every snapshot includes it.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Include {target}: without its boot volume a snapshot cannot become a VM again.",
            )
            return _problem(cause, remedy, values)
        case NoBootVolume(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "It cannot be told which volume {vm} boots from.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Mark the boot volume in the VM's definition (virsh edit {vm:word}: <boot"
                " order='1'/> in the disk it boots from).",
            )
            return _problem(cause, remedy, values)
        case NoSuchVolume(vm=vm, target=target):
            values = {"vm": vm, "target": target}
            cause = QT_TRANSLATE_NOOP("Sentences", "{vm} has no volume {target}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "“twinpointctl vm show {vm:word}” lists its volumes.",
            )
            return _problem(cause, remedy, values)
        case VolumeNotCapturable(vm=vm, target=target, obstacle=obstacle):
            values = {"vm": vm, "target": target, "obstacle": _obstacle(obstacle)}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Volume {target} of {vm} cannot be captured: {obstacle}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Untick {target} to take the snapshot without it. If it is the boot volume, move"
                " its data to a qcow2 or raw disk first.",
            )
            return _problem(cause, remedy, values)
        case ContainerTooSmall(
            vm=vm, target=target, pm=pm, needed=needed, free=free, capacity=capacity
        ):
            values = {
                "vm": vm,
                "target": target,
                "pm": pm,
                "needed": Size(needed),
                "free": Size(free),
                "capacity": Size(capacity),
            }
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The container of volume {target} of {vm} is too small on {pm}: the snapshot may"
                " need {needed}, and {free} of {capacity} are left.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Delete snapshots of {vm} that are no longer needed, or make the container larger:"
                " Expand on the Volume Containers page, or “twinpointctl container expand {vm:word}"
                " {target:word} SIZE”.",
            )
            return _problem(cause, remedy, values)
        case TooLittleRoom(pm=pm, path=path, needed=needed, free=free):
            values = {"pm": pm, "path": path, "needed": Size(needed), "free": Size(free)}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} has too little disk space in {path}: {needed} may be needed, and {free} are"
                " left.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Free disk space on {pm} or enlarge the file system that holds {path}, then try"
                " again.",
            )
            return _problem(cause, remedy, values)
        case SnapshotsDisabled(by=by, since=since):
            values = {"by": by, "since": Moment(since)}
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Snapshots are disabled for this system (by {by}, since {since}).",
                )
                if by and since
                else QT_TRANSLATE_NOOP("Sentences", "Snapshots are disabled for this system.")
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Choose System > Enable Snapshots, or run “twinpointctl snapshots enable”."
                " Existing snapshots stay usable all the while.",
            )
            return _problem(cause, remedy, values)
        case Busy(vm=vm, activity=activity, owner=owner, since=since):
            values = {
                "vm": vm,
                "activity": activity_text(activity),
                "owner": owner,
                "since": Moment(since),
            }
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} is busy: {activity} (by {owner}, since {since}).",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait until it is done, or cancel it in the progress panel. Then try again.",
            )
            return _problem(cause, remedy, values)
        case LibvirtBusy(vm=vm, job=job):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "libvirt is already running a job on {vm} that is not Twinpoint's, such as"
                " another tool's backup, the copy of a volume or a migration.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait until that job is done, or end it with the tool that started it (virsh"
                " domjobinfo {vm:word} shows it, or virsh blockjob that of one volume).",
            )
            return _problem(cause, remedy, values, job)
        case NoAgent(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Application consistency is required, and no guest agent answers in {vm}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Start qemu-guest-agent in the guest, or untick “Refuse if it can't be"
                " application-consistent” to take a crash-consistent snapshot.",
            )
            return _problem(cause, remedy, values)
        case FrozenByOther(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The file systems of {vm} are already frozen by something else.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait until the other backup tool is done. If none is running, thaw the guest"
                " with virsh domfsthaw {vm:word}.",
            )
            return _problem(cause, remedy, values)
        case ForeignSnapshots(vm=vm, names=names):
            values = {"vm": vm, "names": names}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} has libvirt snapshots that are not Twinpoint's ({names}); the two kinds"
                " cannot be mixed.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Delete them with the tool that made them (virsh snapshot-list {vm:word} shows"
                " them). Twinpoint never touches them.",
            )
            return _problem(cause, remedy, values)
        case VmNotRunning(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} does not run; only a running VM can be compared with its newest snapshot.",
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Start {vm}, then try again.")
            return _problem(cause, remedy, values)
        case NoCheckpoint(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "There is nothing to compare {vm} with: no snapshot of it has a sound checkpoint.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Take a snapshot of {vm} while it runs, then try again."
            )
            return _problem(cause, remedy, values)
        case BadName(what=what, limit=limit):
            values = {"what": _what(what), "limit": limit}
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The description cannot be kept: it is longer than {limit} characters, or has"
                    " control characters other than line breaks and tabs in it.",
                )
                if what == "description"
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{what} cannot be kept: it is empty, longer than {limit} characters, or has"
                    " control characters in it.",
                )
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Shorten it, or type it anew.")
            return _problem(cause, remedy, values)
        case _:
            assert_never(problem)


def _vm_state(value: str) -> Text | str:
    return vm_state_text(VmState(value)) if value in {state.value for state in VmState} else value


def _obstacle(value: str) -> Text | str:
    known = {obstacle.value for obstacle in Obstacle}
    return obstacle_text(Obstacle(value)) if value in known else value


def _what(value: str) -> Text | str:
    return Text(QT_TRANSLATE_NOOP("Sentences", "The snapshot name")) if value == "name" else value

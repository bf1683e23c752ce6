"""What stands in the way of a VM made of a snapshot, or of a roll back: cause and remedy."""

from __future__ import annotations

from typing import assert_never

from app.model.vm import VmState
from app.model.vm_problems import (
    AnotherVolume,
    BadVmName,
    ChangedSinceSafety,
    DevicesLeftOut,
    NoSuchFolder,
    RollBackFailed,
    SafetyNotWhole,
    SavedMemory,
    SnapshotNotHere,
    VmHereOnly,
    VmNameTaken,
    VmNotMade,
    VmNotStarted,
    VmNotStopped,
    VmProblem,
    VmSizeFixed,
    VolumeInUse,
    VolumeNotReplaceable,
    VolumeResized,
    VolumesNotRestored,
    VolumesUntouched,
)
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.states import vm_state_text
from app.sentences.text import QT_TRANSLATE_NOOP, Size, Text


def vm_problem_text(problem: VmProblem) -> ProblemText:
    """Why a VM is not made or not rolled back, or what to know about one that was."""
    match problem:
        case BadVmName(name=name, limit=limit):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "A VM cannot be named “{name}”: the name is empty, longer than {limit}"
                " characters, begins or ends with a space, reads like an id, or has a slash or"
                " control characters in it.",
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Choose another name for the VM.")
            return _problem(cause, remedy, {"name": name, "limit": limit})
        case VmNameTaken(pm=pm, name=name):
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} already has a VM named “{name}”.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Choose a name that no VM has on either PM, then try again."
            )
            return _problem(cause, remedy, {"pm": pm, "name": name})
        case SnapshotNotHere(pm=pm, snapshot=snapshot, detail=detail):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} does not hold snapshot {snapshot} whole, with all that it builds on.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Choose the other PM, or wait until replication is done. A damaged copy is"
                " healed with “twinpointctl snapshot verify --heal {snapshot:word}”.",
            )
            return _problem(cause, remedy, {"pm": pm, "snapshot": snapshot}, detail)
        case NoSuchFolder(pm=pm, path=path):
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "{pm} has no folder {path} in which the new volumes could be made."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Make the folder on {pm}, or name another one (twinpointctl: --folder).",
            )
            return _problem(cause, remedy, {"pm": pm, "path": path})
        case VmSizeFixed(vm=vm, what=what):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The definition in the snapshot fixes the memory and the processors of each NUMA"
                " node, or lets memory be plugged in, so {what} cannot be changed.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Create the VM {vm} as large as it was, then change it with virsh edit.",
            )
            return _problem(cause, remedy, {"vm": vm, "what": _size(what)})
        case _:
            return _roll_back_text(problem)


def _roll_back_text(
    problem: VmNotStopped
    | SavedMemory
    | AnotherVolume
    | VolumeNotReplaceable
    | VolumeInUse
    | ChangedSinceSafety
    | SafetyNotWhole
    | VmNotMade
    | RollBackFailed
    | VmHereOnly
    | DevicesLeftOut
    | VmNotStarted
    | VolumesUntouched
    | VolumesNotRestored
    | VolumeResized,
) -> ProblemText:
    match problem:
        case VmNotStopped(vm=vm, pm=pm, state=state):
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{vm} is in the state “{state}” on {pm}; only a stopped VM can be rolled back.",
                )
                if pm
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{vm} is in the state “{state}”; only a stopped VM can be rolled back.",
                )
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Shut {vm} down, then try again.")
            return _problem(cause, remedy, {"vm": vm, "pm": pm, "state": _state(state)})
        case SavedMemory(vm=vm, pm=pm):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The memory of {vm} was saved on {pm}. If it went on from there after a roll"
                " back, it would destroy its data.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Start {vm} and shut it down, or give the saved memory up with virsh"
                " managedsave-remove {vm:word} on {pm}.",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm})
        case AnotherVolume(vm=vm, target=target, was=was, now=now):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Volume {target} of {vm} is another one than in the snapshot: {now} instead of"
                " {was}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Create a new VM from the snapshot instead, or give {vm} its former volume back.",
            )
            values = {"vm": vm, "target": target, "was": was, "now": now}
            return _problem(cause, remedy, values)
        case VolumeNotReplaceable(vm=vm, target=target):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Volume {target} of {vm} is a block device or not there. Only volumes in files"
                " can be replaced so that an outage in the middle does no harm.",
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Create a new VM from the snapshot instead.")
            return _problem(cause, remedy, {"vm": vm, "target": target})
        case VolumeInUse(vm=vm, target=target, path=path):
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "Volume {target} of {vm} ({path}) is in use by another program."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Stop the VM or the tool that has it open (lsof {path} shows it), then try again.",
            )
            return _problem(cause, remedy, {"vm": vm, "target": target, "path": path})
        case ChangedSinceSafety(vm=vm):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The volumes of {vm} were changed after its safety snapshot was begun.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "See to it that {vm} stays stopped, then roll it back again. The safety snapshot"
                " that was taken stays.",
            )
            return _problem(cause, remedy, {"vm": vm})
        case SafetyNotWhole(vm=vm, snapshot=snapshot):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The safety snapshot {snapshot} of {vm} is not whole on both PMs, so {vm} was not"
                " rolled back.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Bring the other PM back and wait until the snapshot is normal, then try again.",
            )
            return _problem(cause, remedy, {"vm": vm, "snapshot": snapshot})
        case VmNotMade(vm=vm, pm=pm, detail=detail):
            cause = QT_TRANSLATE_NOOP("Sentences", "The VM {vm} could not be created on {pm}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details and look into the log of libvirt on {pm}, then try again."
                " Nothing of {vm} is left behind.",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm}, detail)
        case RollBackFailed(vm=vm, detail=detail):
            cause = QT_TRANSLATE_NOOP("Sentences", "{vm} could not be rolled back.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details, check the disk that holds the volumes of {vm}, then try again."
                " The volumes of {vm} are all as before; if some had been replaced already, the"
                " rest follows by itself before {vm} can start.",
            )
            return _problem(cause, remedy, {"vm": vm}, detail)
        case _:
            return _notice_text(problem)


def _notice_text(
    problem: VmHereOnly
    | DevicesLeftOut
    | VmNotStarted
    | VolumesUntouched
    | VolumesNotRestored
    | VolumeResized,
) -> ProblemText:
    match problem:
        case VmHereOnly(vm=vm, pm=pm, peer=peer, detail=detail):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} is known to {pm} only: {peer} could not be asked, or does not hold the"
                " snapshot.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "When {peer} is back, check that it has no VM of that name. If it sees the new"
                " volumes, define {vm} there as well (virsh dumpxml {vm:word} on {pm}, virsh define"
                " on {peer}).",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm, "peer": peer}, detail)
        case DevicesLeftOut(vm=vm, names=names):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} was created without devices that only one VM can have: {names}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Add to {vm} what it needs with virsh edit {vm:word}."
            )
            return _problem(cause, remedy, {"vm": vm, "names": names})
        case VmNotStarted(vm=vm, detail=detail):
            cause = QT_TRANSLATE_NOOP("Sentences", "{vm} was created, and could not be started.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details; change the definition of {vm} if need be (virsh edit {vm:word}),"
                " then start it.",
            )
            return _problem(cause, remedy, {"vm": vm}, detail)
        case VolumesUntouched(vm=vm, names=names):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Volumes of {vm} that are not in the snapshot stay as they are: {names}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check in the guest that the volumes still fit together before you rely on them.",
            )
            return _problem(cause, remedy, {"vm": vm, "names": names})
        case VolumesNotRestored(vm=vm, names=names):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The snapshot holds volumes that {vm} no longer has; they are not restored:"
                " {names}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Create a new VM from the snapshot to get at their data."
            )
            return _problem(cause, remedy, {"vm": vm, "names": names})
        case VolumeResized(vm=vm, target=target, before=before, after=after):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Volume {target} of {vm} gets the size that it had in the snapshot: {after}"
                " instead of {before}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Enlarge the volume again if the guest needs the room (virsh blockresize, or"
                " qemu-img resize while {vm} is stopped).",
            )
            return _problem(
                cause,
                remedy,
                {"vm": vm, "target": target, "before": Size(before), "after": Size(after)},
            )
        case _:
            assert_never(problem)


def _state(value: str) -> Text | str:
    return vm_state_text(VmState(value)) if value in {state.value for state in VmState} else value


def _size(what: str) -> Text | str:
    match what:
        case "memory":
            return Text(QT_TRANSLATE_NOOP("Sentences", "the memory"))
        case "processors":
            return Text(QT_TRANSLATE_NOOP("Sentences", "the number of processors"))
        case _:
            return what

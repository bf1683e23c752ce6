"""What stands in the way of starting or stopping a VM: cause and remedy."""

from __future__ import annotations

from app.model.power_problems import (
    GuestDidNotObey,
    HalfRolledBack,
    PowerProblem,
    StartFailed,
    VmInCluster,
    VmIsOff,
    VmNotThere,
    VmPowerState,
    VmRunsAlready,
    VolumeOutOfReach,
)
from app.model.vm import VmState
from app.sentences.maintenance_texts import maintenance_text
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.states import vm_state_text
from app.sentences.text import QT_TRANSLATE_NOOP, Text


def power_problem_text(problem: PowerProblem) -> ProblemText:
    """Why a VM is not started or stopped, and what to do about it."""
    match problem:
        case VmRunsAlready(vm=vm, pm=pm):
            cause = QT_TRANSLATE_NOOP("Sentences", "{vm} is running on {pm} already.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Nothing has to be done. To start {vm} anew, shut it down first."
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm})
        case VmIsOff(vm=vm):
            cause = QT_TRANSLATE_NOOP("Sentences", "{vm} is stopped already.")
            remedy = QT_TRANSLATE_NOOP("Sentences", "Nothing has to be done.")
            return _problem(cause, remedy, {"vm": vm})
        case VmPowerState(vm=vm, state=state, action=action):
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{vm} is in the state “{state}”; only a stopped VM can be started.",
                )
                if action == "start"
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{vm} is in the state “{state}”; only a guest that runs can shut itself down.",
                )
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait until {vm} is running or stopped. A VM that stays in this state can be"
                " resumed with virsh resume {vm:word}, or powered off.",
            )
            return _problem(cause, remedy, {"vm": vm, "state": _state(state)})
        case VmInCluster(vm=vm, pm=pm, resource=resource):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Pacemaker runs {vm} as its resource {resource} and would undo what is done"
                " behind its back.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Tell Pacemaker instead, on {pm}: crm_resource --resource {resource} --meta"
                " --set-parameter target-role --parameter-value Stopped (or Started).",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm, "resource": resource})
        case VmNotThere(vm=vm, pm=pm):
            cause = QT_TRANSLATE_NOOP("Sentences", "{vm} is not defined on {pm}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Start {vm} on the other PM, or define it on {pm} as well (virsh dumpxml, virsh"
                " define) if {pm} sees its volumes.",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm})
        case HalfRolledBack(vm=vm, pm=pm):
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "A roll back of {vm} was interrupted on {pm} and is not settled yet."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait half a minute: a console that is open settles it by itself. “twinpointctl"
                " repair” does so at once.",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm})
        case VolumeOutOfReach(vm=vm, target=target, path=path, pm=pm):
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "{pm} cannot reach volume {target} of {vm}: there is no {path}."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Mount or activate the storage that holds {path} on {pm}, or start {vm} on a PM"
                " that sees it.",
            )
            values = {"vm": vm, "target": target, "path": path, "pm": pm}
            return _problem(cause, remedy, values)
        case StartFailed(vm=vm, pm=pm, detail=detail):
            cause = QT_TRANSLATE_NOOP("Sentences", "libvirt on {pm} could not start {vm}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details; mend what they name (virsh edit {vm:word} changes the"
                " definition), then start {vm} again.",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm}, detail)
        case GuestDidNotObey(vm=vm, pm=pm, seconds=seconds):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} was asked to shut down and still runs on {pm} after {seconds} s.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "It may still shut down. Look at its console: a guest that waits for somebody, or"
                " has neither an agent nor ACPI, does not obey. Shut it down from inside, or"
                " power it off if what it has not written may be lost.",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm, "seconds": seconds})
        case _:
            return maintenance_text(problem)


def _state(value: str) -> Text | str:
    return vm_state_text(VmState(value)) if value in {state.value for state in VmState} else value

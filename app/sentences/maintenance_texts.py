"""What stands in the way of working on a PM, and why a VM stays there: cause and remedy."""

from __future__ import annotations

from typing import assert_never

from app.model.power_problems import (
    AlreadyInMaintenance,
    MaintenanceProblem,
    MoveFailed,
    MoveNeedsLibvirt,
    NoCluster,
    NotInMaintenance,
    OtherPmAway,
    VmKept,
    VolumeNotShared,
)
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP


def maintenance_text(problem: MaintenanceProblem) -> ProblemText:
    """Why a PM is not taken out of service or back, or not left by a VM."""
    match problem:
        case AlreadyInMaintenance(pm=pm):
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} is in maintenance mode already.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Work on it; then choose Finalize to take it out of maintenance mode."
            )
            return _problem(cause, remedy, {"pm": pm})
        case NotInMaintenance(pm=pm):
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} is not in maintenance mode.")
            remedy = QT_TRANSLATE_NOOP("Sentences", "Nothing has to be done.")
            return _problem(cause, remedy, {"pm": pm})
        case OtherPmAway(pm=pm, peer=peer):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{peer} does not take part now either. With {pm} in maintenance mode as well, no"
                " snapshot can be taken and no VM has a PM to move to.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Bring {peer} back first. If {pm} must be worked on all the same, say so"
                " expressly (twinpointctl: --even-both).",
            )
            return _problem(cause, remedy, {"pm": pm, "peer": peer})
        case NoCluster(pm=pm, detail=detail):
            cause = QT_TRANSLATE_NOOP("Sentences", "Pacemaker does not answer on {pm}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Look at crm_mon -1 on {pm} and start the cluster there, then try again.",
            )
            return _problem(cause, remedy, {"pm": pm}, detail)
        case VolumeNotShared(vm=vm, target=target, path=path, peer=peer):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} cannot move while it runs: {peer} is not known to see its volume {target}"
                " ({path}).",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Leave {vm} where it is, shut it down before the work begins, or move its volumes"
                " to a folder that both PMs share.",
            )
            values = {"vm": vm, "target": target, "path": path, "peer": peer}
            return _problem(cause, remedy, values)
        case MoveNeedsLibvirt(vm=vm, pm=pm, detail=detail):
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "This console cannot move {vm}: a live migration needs a libvirt connection of its"
                " own to both PMs.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Use a console on Linux whose login may use libvirt on both PMs without sudo, or"
                " move {vm} with virsh migrate on {pm}.",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm}, detail)
        case VmKept(vm=vm, pm=pm):
            cause = QT_TRANSLATE_NOOP("Sentences", "{vm} stays on {pm}, as was wished.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Shut {vm} down before {pm} is switched off or restarted."
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm})
        case MoveFailed(vm=vm, pm=pm, peer=peer, detail=detail):
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "{vm} could not be moved to {peer}; it goes on running on {pm}."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details; mend what they name, or shut {vm} down before {pm} is switched"
                " off or restarted.",
            )
            return _problem(cause, remedy, {"vm": vm, "pm": pm, "peer": peer}, detail)
        case _:
            assert_never(problem)

"""What stands in the way of deleting snapshots: cause and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.problems import (
    Deletion,
    DeletionCancelled,
    DeletionWaits,
    FilesInUse,
    MergeDamaged,
    MergeFailed,
    MergeNeedsRoom,
    NoSuchSnapshot,
)
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP, Size, Value


def deletion_text(problem: Deletion) -> ProblemText:
    """Why snapshots cannot be deleted now, or not yet everywhere."""
    values: Mapping[str, Value]
    match problem:
        case NoSuchSnapshot(snapshot=snapshot):
            values = {"snapshot": snapshot}
            cause = QT_TRANSLATE_NOOP("Sentences", "There is no snapshot {snapshot}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "It may have been deleted meanwhile; “twinpointctl snapshot list” shows those that"
                " are there.",
            )
            return _problem(cause, remedy, values)
        case MergeDamaged(vm=vm, pm=pm, snapshot=snapshot, detail=detail):
            values = {"vm": vm, "pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "A snapshot of {vm} that would have to be merged is damaged on {pm}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Run “twinpointctl repair”, which fetches the files from the other PM where it"
                " can. Or delete the damaged snapshot together with all that build on it.",
            )
            return _problem(cause, remedy, values, f"{snapshot} {detail}".strip())
        case MergeNeedsRoom(pm=pm, path=path, needed=needed, free=free):
            values = {"pm": pm, "path": path, "needed": Size(needed), "free": Size(free)}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} has too little disk space in {path} for merging: {needed} are needed for a"
                " while, and {free} are left.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Free disk space on {pm}, or delete the newest snapshots first: nothing builds on"
                " them, so that they need no room. What was begun goes on by itself.",
            )
            return _problem(cause, remedy, values)
        case FilesInUse(vm=vm, pm=pm, detail=detail):
            values = {"vm": vm, "pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Files of snapshots of {vm} are open in another program on {pm}, so that they"
                " cannot be merged.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "End that program (such as a VM or a qemu-img that reads them); merging then goes"
                " on by itself. Every other snapshot stays as it is.",
            )
            return _problem(cause, remedy, values, detail)
        case MergeFailed(vm=vm, pm=pm, detail=detail):
            values = {"vm": vm, "pm": pm}
            cause = QT_TRANSLATE_NOOP("Sentences", "Snapshots of {vm} could not be merged on {pm}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Every other snapshot stays as it was. Check the disk of {pm} that holds the"
                " containers, and the details; what was begun is tried again by itself.",
            )
            return _problem(cause, remedy, values, detail)
        case DeletionCancelled(by=by, deleted=deleted, left=left):
            values = {"by": by, "deleted": deleted, "left": left}
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Deleting was cancelled by {by}: snapshots deleted: {deleted}, left: {left}.",
                )
                if by
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Deleting was cancelled: snapshots deleted: {deleted}, left: {left}.",
                )
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Those that are left are as they were. Delete them whenever you like.",
            )
            return _problem(cause, remedy, values)
        case DeletionWaits(pm=pm, peer=peer, detail=detail):
            values = {"pm": pm, "peer": peer}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The snapshots are deleted on {pm}; {peer} deletes its copies as soon as it is"
                " back.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Bring {peer} back; the rest is then done by itself."
            )
            return _problem(cause, remedy, values, detail)
        case _:
            assert_never(problem)

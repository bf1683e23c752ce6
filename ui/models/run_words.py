"""A run in words: its step, how far it is, how long it will take, how it ended."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.model.machine import Machine
from app.model.problems import Failover
from app.model.snapshot import Activity, Run, Step
from app.sentences import step_text
from ui import format as formats
from ui.text import capitalized, explain

# lupdate finds calls of this name.
translate = QCoreApplication.translate


def activity_words(activity: Activity) -> str:
    """What kind of a run it is."""
    match activity:
        case Activity.SNAPSHOT:
            return translate("Runs", "Snapshot")
        case Activity.REPLICATION:
            return translate("Runs", "Replication")
        case Activity.MERGE:
            return translate("Runs", "Merge")
        case Activity.CREATE_VM:
            return translate("Runs", "New VM")
        case Activity.ROLL_BACK:
            return translate("Runs", "Roll Back")
        case Activity.EXPORT:
            return translate("Runs", "Export")
        case Activity.IMPORT:
            return translate("Runs", "Import")
        case _:
            assert_never(activity)


def step_words(run: Run, machines: tuple[Machine, Machine]) -> str:
    """What the run does now, or how it ended."""
    if run.ended:
        return outcome_words(run)
    peer = machines[run.side.other].name
    if run.waiting:
        return translate("Runs", "Waiting for {pm}").format(pm=peer)
    if run.step is Step.REPLICATE:
        return translate("Runs", "Replicating to {pm}").format(pm=peer)
    return capitalized(step_text(run.step))


def outcome_words(run: Run) -> str:
    if run.cancelled:
        return translate("Runs", "Cancelled; nothing was left behind")
    if run.problem is None:
        return translate("Runs", "Complete")
    if isinstance(run.problem, Failover):
        return translate("Runs", "Failed by a failover; start a new snapshot")
    return translate("Runs", "Failed: {cause}").format(cause=explain(run.problem).cause)


def share(run: Run) -> float | None:
    """How much of the step is done, from 0 to 1; None where that cannot be told."""
    if run.ended or run.waiting or run.total <= 0:
        return None
    return min(1.0, run.done / run.total)


def bytes_words(run: Run) -> str:
    if share(run) is None:
        return ""
    return translate("Runs", "{done} of {total}").format(
        done=formats.size(run.done), total=formats.size(run.total)
    )


def rate_words(run: Run) -> str:
    return "" if share(run) is None else formats.rate(run.rate)


def left_words(run: Run) -> str:
    if share(run) is None or run.rate <= 0:
        return ""
    seconds = max(0.0, (run.total - run.done) / run.rate)
    return translate("Runs", "{time} left").format(time=formats.duration(seconds))


def line(run: Run, machines: tuple[Machine, Machine]) -> str:
    """One line for the status bar."""
    figures = [words for words in (bytes_words(run), rate_words(run), left_words(run)) if words]
    head = translate("Runs", "{vm}: {step}").format(vm=run.vm_name, step=step_words(run, machines))
    return "  ".join([head, " · ".join(figures)]) if figures else head

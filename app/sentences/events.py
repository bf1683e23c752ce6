"""What an operation reports while it runs, as sentences."""

from __future__ import annotations

from typing import assert_never

from app.operations.events import (
    BytesDone,
    BytesRead,
    CheckLine,
    ConsistencyKnown,
    Event,
    Frozen,
    GuestWaited,
    LinkLost,
    PmEmptied,
    RunAccepted,
    StepStarted,
    SystemSeen,
    VmMoving,
    Warned,
)
from app.sentences.problems import problem_text
from app.sentences.states import consistency_text, reason_text, step_text
from app.sentences.text import QT_TRANSLATE_NOOP, Size, Text


def event_text(event: Event) -> Text:
    match event:
        case StepStarted(step=step):
            return step_text(step)
        case BytesDone(step=step, done=done, total=total, rate=rate):
            return Text(
                QT_TRANSLATE_NOOP("Sentences", "{step}: {done} of {total}, {rate} per second"),
                {
                    "step": step_text(step),
                    "done": Size(done),
                    "total": Size(total),
                    "rate": Size(int(rate)),
                },
            )
        case BytesRead(pm=pm, done=done, total=total):
            return Text(
                QT_TRANSLATE_NOOP("Sentences", "{pm}: {done} of {total} read"),
                {"pm": pm, "done": Size(done), "total": Size(total)},
            )
        case RunAccepted(snapshot=snapshot):
            return Text(
                QT_TRANSLATE_NOOP(
                    "Sentences", "The primary PM has taken the run over (snapshot {snapshot})."
                ),
                {"snapshot": snapshot},
            )
        case Frozen(milliseconds=milliseconds, filesystems=filesystems):
            return Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The guest was frozen for {milliseconds} ms (file systems: {filesystems}).",
                ),
                {"milliseconds": round(milliseconds), "filesystems": filesystems},
            )
        case ConsistencyKnown(consistency=consistency, reason=reason):
            return consistency_sentence(consistency_text(consistency), reason_text(reason))
        case Warned(problem=problem):
            return problem_text(problem).cause
        case LinkLost(pm=pm):
            return Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The link to {pm} is lost. The run goes on there and is followed again as soon"
                    " as the link is back.",
                ),
                {"pm": pm},
            )
        case SystemSeen(state=state):
            return Text(
                QT_TRANSLATE_NOOP("Sentences", "System {system} was read."),
                {"system": state.system.name},
            )
        case GuestWaited(vm=vm, seconds=seconds, limit=limit):
            return Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "waiting until {vm} has shut down: {seconds} s of at most {limit} s",
                ),
                {"vm": vm, "seconds": seconds, "limit": limit},
            )
        case VmMoving(vm=vm, pm=pm, done=done, total=total):
            return Text(
                QT_TRANSLATE_NOOP("Sentences", "moving {vm} to {pm}: {done} of {total}")
                if total
                else QT_TRANSLATE_NOOP("Sentences", "moving {vm} to {pm}"),
                {"vm": vm, "pm": pm, "done": Size(done), "total": Size(total)},
            )
        case PmEmptied(pm=pm, left=left, seconds=seconds, limit=limit):
            return Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Pacemaker takes its VMs off {pm}: {left} left, {seconds} s of at most"
                    " {limit} s",
                ),
                {"pm": pm, "left": left, "seconds": seconds, "limit": limit},
            )
        case CheckLine():
            return _check_line(event)
        case _:
            assert_never(event)


def consistency_sentence(consistency: Text, reason: Text) -> Text:
    """ "Application-consistent: the guest agent answers and freezes the guest." """
    return Text(
        QT_TRANSLATE_NOOP("Sentences", "{consistency}: {reason}"),
        {"consistency": consistency, "reason": reason},
    )


def _check_line(line: CheckLine) -> Text:
    values = {"pm": line.pm, "subject": line.subject, "detail": line.detail}
    if line.problem is not None:
        return Text(
            QT_TRANSLATE_NOOP("Sentences", "{pm}: {subject}: {problem}"),
            {**values, "problem": problem_text(line.problem).cause},
        )
    if line.detail:
        return Text(QT_TRANSLATE_NOOP("Sentences", "{pm}: {subject}: in order ({detail})"), values)
    return Text(QT_TRANSLATE_NOOP("Sentences", "{pm}: {subject}: in order"), values)

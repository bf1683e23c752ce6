"""What may stand in the way while a system is added, and what its checks are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.first_run_problems import (
    ClocksApart,
    FirstRunProblem,
    KeyNotInstalled,
    KeyNotMade,
    KnownHostsUnwritable,
    PasswordRefused,
    SettingsUnwritable,
)
from app.operations.events import CheckLine
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP, Size, Text, Value


def first_run_text(problem: FirstRunProblem) -> ProblemText:
    """Why a system cannot be added yet, and what to do about it."""
    values: Mapping[str, Value]
    match problem:
        case PasswordRefused(pm=pm, user=user, detail=detail):
            values = {"pm": pm, "user": user}
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} did not take the password of {user}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Type it again. If {pm} takes no passwords at all (for root that is usual), add"
                " the public key to ~/.ssh/authorized_keys of {user} there by another way, then"
                " try again.",
            )
            return _problem(cause, remedy, values, detail)
        case KeyNotInstalled(pm=pm, user=user, detail=detail):
            values = {"pm": pm, "user": user}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} took the password, but the key of {user} could not be kept there.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check that {user} has a home directory on {pm} with room in it, and may write"
                " ~/.ssh/authorized_keys; then try again.",
            )
            return _problem(cause, remedy, values, detail)
        case KeyNotMade(path=path, detail=detail):
            values = {"path": path}
            cause = QT_TRANSLATE_NOOP("Sentences", "The new key {path} could not be made.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check that the folder can be written and that no unreadable file of this name is"
                " there, or choose a key that you have.",
            )
            return _problem(cause, remedy, values, detail)
        case KnownHostsUnwritable(path=path, detail=detail):
            values = {"path": path}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "The host keys could not be written to {path}; nothing was changed."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Check that you may write {path} and its folder, then try again."
            )
            return _problem(cause, remedy, values, detail)
        case SettingsUnwritable(detail=detail):
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "The settings on this workstation cannot be read or written."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Mend what the details name (rights, room, the file itself), then try again.",
            )
            return _problem(cause, remedy, {}, detail)
        case ClocksApart(pm=pm, peer=peer, seconds=seconds):
            values = {"pm": pm, "peer": peer, "seconds": seconds}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "The clocks of {pm} and {peer} are {seconds} s apart."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Let both PMs take their time from the same source (chrony, or systemd-timesyncd:"
                " timedatectl set-ntp true).",
            )
            return _problem(cause, remedy, values)
        case _:
            assert_never(problem)


_CHECKS: Mapping[str, str] = {
    "ssh": QT_TRANSLATE_NOOP("Sentences", "SSH connection"),
    "host-key": QT_TRANSLATE_NOOP("Sentences", "Host key"),
    "login": QT_TRANSLATE_NOOP("Sentences", "Login"),
    "root": QT_TRANSLATE_NOOP("Sentences", "Rights to change things"),
    "python": QT_TRANSLATE_NOOP("Sentences", "Program of Twinpoint can run"),
    "room": QT_TRANSLATE_NOOP("Sentences", "Disk space for containers"),
    "vms": QT_TRANSLATE_NOOP("Sentences", "Virtual machines found"),
    "two-hosts": QT_TRANSLATE_NOOP("Sentences", "Two different hosts"),
    "clocks": QT_TRANSLATE_NOOP("Sentences", "Clocks"),
    "setup": QT_TRANSLATE_NOOP("Sentences", "Containers and replication key"),
    "link": QT_TRANSLATE_NOOP("Sentences", "Link to the other PM"),
}


_TOOLS = {"python": "Python", "ssh": "OpenSSH"}  # a line with a version; else it is a step


def check_text(line: CheckLine) -> Text:
    """What was looked at; a tool is called by its own name."""
    if line.detail and line.subject in _TOOLS:
        return Text("{subject}", {"subject": _TOOLS[line.subject]})
    if line.problem is not None and line.subject == line.problem.code:
        return Text(QT_TRANSLATE_NOOP("Sentences", "Readiness"))
    known = _CHECKS.get(line.subject)
    return Text(known) if known else Text("{subject}", {"subject": line.subject})


def check_detail_text(line: CheckLine) -> Text:
    """What was found where it is in order; "in order" if there is no more to say."""
    match (line.subject, line.figures):
        case ("room", (free, total)):
            return Text(
                QT_TRANSLATE_NOOP("Sentences", "{free} of {total} free"),
                {"free": Size(int(free)), "total": Size(int(total))},
            )
        case ("clocks", (apart,)):
            return Text(
                QT_TRANSLATE_NOOP("Sentences", "{seconds} s apart"), {"seconds": f"{apart:.1f}"}
            )
    if line.detail:
        return Text("{detail}", {"detail": line.detail})
    return Text(QT_TRANSLATE_NOOP("Sentences", "in order"))

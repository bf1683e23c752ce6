"""Refusals that lie with a PM: cause and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.problems import (
    HostKeyChanged,
    HostKeyUnknown,
    LibvirtNotAllowed,
    LoginRefused,
    MachineConnecting,
    MachineInMaintenance,
    MachineNotRunning,
    MachineSynchronizing,
    MachineUnreachable,
    NoRootRights,
    PairNotLinked,
    SameMachineTwice,
    ShellNotClean,
    ToolBroke,
    ToolMissing,
)
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP, Moment, Value

MachineRefusal = (
    MachineUnreachable
    | MachineConnecting
    | HostKeyUnknown
    | HostKeyChanged
    | LoginRefused
    | ShellNotClean
    | NoRootRights
    | LibvirtNotAllowed
    | MachineNotRunning
    | MachineInMaintenance
    | MachineSynchronizing
    | ToolMissing
    | ToolBroke
    | SameMachineTwice
    | PairNotLinked
)


def machine_refusal_text(problem: MachineRefusal) -> ProblemText:
    """Why a PM cannot take part, and what to do about it."""
    values: Mapping[str, Value]
    match problem:
        case MachineUnreachable(pm=pm, detail=detail):
            values = {"pm": pm}
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} does not answer.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check that {pm} is switched on and that its network and SSH service work."
                " Twinpoint keeps trying; “twinpointctl system check” shows what it gets.",
            )
            return _problem(cause, remedy, values, detail)
        case MachineConnecting(pm=pm):
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} has not answered yet.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait a moment: what is shown was last known before, and is brought up to date by"
                " itself as soon as {pm} answers.",
            )
            return _problem(cause, remedy, {"pm": pm})
        case HostKeyUnknown(pm=pm, host=host, key_type=key_type, fingerprint=fingerprint):
            values = {"pm": pm, "host": host, "key_type": key_type, "fingerprint": fingerprint}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The host key of {pm} is not known yet ({host}: {key_type} {fingerprint}).",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Compare the fingerprint with the one shown on {pm} itself (ssh-keygen -lf"
                " /etc/ssh/ssh_host_ed25519_key.pub). If they are the same, choose System > Edit"
                " System, or log in to {pm} once with ssh, so that the key is kept as {host} in the"
                " known_hosts file of this system.",
            )
            return _problem(cause, remedy, values)
        case HostKeyChanged(pm=pm, host=host, key_type=key_type, fingerprint=fingerprint):
            values = {"pm": pm, "host": host, "key_type": key_type, "fingerprint": fingerprint}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} shows another host key than before ({host}: {key_type} {fingerprint})."
                " Somebody may be listening, or {pm} was installed anew.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Do not go on until you know why. If {pm} was installed anew, compare the"
                " fingerprint there, then remove the old key with ssh-keygen -R '{host}' and choose"
                " System > Edit System, or log in to {pm} once with ssh.",
            )
            return _problem(cause, remedy, values)
        case LoginRefused(pm=pm, user=user, detail=detail):
            values = {"pm": pm, "user": user}
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} does not let {user} log in.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Choose System > Edit System to let a key in with a password; or add your public"
                " key to ~/.ssh/authorized_keys of {user} on {pm}, and make sure that your SSH"
                " agent holds the private key.",
            )
            return _problem(cause, remedy, values, detail)
        case ShellNotClean(pm=pm, user=user, detail=detail):
            values = {"pm": pm, "user": user}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "On {pm}, the shell of {user} prints text of its own when a command is run by SSH,"
                " so that no program can talk to {pm}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Let the shell's start files on {pm} (~/.bashrc, ~/.zshenv, /etc/bash.bashrc …)"
                " print only where there is a terminal. “ssh {user}@{pm} true” must print nothing.",
            )
            return _problem(cause, remedy, values, detail)
        case NoRootRights(pm=pm, user=user, detail=detail):
            values = {"pm": pm, "user": user}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{user} may look at {pm} but not change anything there: sudo -n is refused.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Allow {user} on {pm} to run commands as root without a password (a file in"
                " /etc/sudoers.d), or let Twinpoint log in as root.",
            )
            return _problem(cause, remedy, values, detail)
        case LibvirtNotAllowed(pm=pm, user=user, detail=detail):
            values = {"pm": pm, "user": user}
            cause = QT_TRANSLATE_NOOP("Sentences", "libvirt on {pm} refuses {user}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Add {user} on {pm} to the group libvirt (usermod -aG libvirt {user}), then"
                " choose System > Refresh.",
            )
            return _problem(cause, remedy, values, detail)
        case MachineNotRunning(pm=pm, detail=detail):
            values = {"pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} is reachable, but its libvirt does not answer.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Start libvirt on {pm} (systemctl start libvirtd, or virtqemud). Twinpoint"
                " notices by itself.",
            )
            return _problem(cause, remedy, values, detail)
        case MachineInMaintenance(pm=pm, by=by, since=since):
            values = {"pm": pm, "by": by, "since": Moment(since)}
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{pm} is in maintenance mode (by {by}, since {since}).",
                )
                if by and since
                else QT_TRANSLATE_NOOP("Sentences", "{pm} is in maintenance mode.")
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Take {pm} out of maintenance mode when the work on it is done; Twinpoint notices"
                " by itself.",
            )
            return _problem(cause, remedy, values)
        case MachineSynchronizing(pm=pm, detail=detail):
            values = {"pm": pm}
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} is synchronizing.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Wait until {pm} is in step again; the Physical Machines page shows its state. No"
                " action is needed.",
            )
            return _problem(cause, remedy, values, detail)
        case ToolMissing(pm=pm, tool=tool, needed=needed, found=found):
            values = {"pm": pm, "tool": tool, "needed": needed, "found": found}
            cause = (
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{tool} on {pm} is too old: version {found}; {needed} or newer is needed.",
                )
                if found
                else QT_TRANSLATE_NOOP("Sentences", "{tool} is missing on {pm}.")
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Install or update {tool} on {pm}, then choose System > Refresh.",
            )
            return _problem(cause, remedy, values)
        case ToolBroke(pm=pm, tool=tool, detail=detail):
            values = {"pm": pm, "tool": tool}
            cause = QT_TRANSLATE_NOOP("Sentences", "{tool} on {pm} ended with an error.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "The details are what {tool} said. Put right on {pm} what it complains of, then"
                " try again.",
            )
            return _problem(cause, remedy, values, detail)
        case SameMachineTwice(pm=pm, uuid=uuid):
            values = {"pm": pm, "uuid": uuid}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Both addresses of the system lead to the same host, {pm} ({uuid}).",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Give the system the addresses of two different hosts (System > Edit System, or"
                " “twinpointctl system add --replace”). If the hosts are clones, give one of them a"
                " new host_uuid in /etc/libvirt/libvirtd.conf.",
            )
            return _problem(cause, remedy, values)
        case PairNotLinked(pm=pm, peer=peer, detail=detail):
            values = {"pm": pm, "peer": peer}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} cannot reach {peer} to replicate snapshots.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Make sure that {pm} reaches the SSH port of {peer}; “twinpointctl system check”"
                " tries it. If the key or a host key has changed, System > Edit System, or"
                " “twinpointctl system add --replace”, sets up the link between the PMs again.",
            )
            return _problem(cause, remedy, values, detail)
        case _:
            assert_never(problem)

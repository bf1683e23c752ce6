"""What to mind before a snapshot of a VM with databases in it, or with Windows."""

from __future__ import annotations

from app.model.snapshot import ConsistencyReason
from app.sentences.guidance import Guidance
from app.sentences.text import QT_TRANSLATE_NOOP, Text


def snapshot_advice(reason: ConsistencyReason) -> tuple[Guidance, ...]:
    """By why the snapshot would have the consistency that it would have."""
    match reason:
        case ConsistencyReason.STOPPED:
            return (_databases(_closed()),)
        case ConsistencyReason.STOPPED_HARD:
            return (_databases(_recovers()),)
        case ConsistencyReason.NO_AGENT | ConsistencyReason.AGENT_SILENT:
            return (_without_agent(), _databases(_recovers()))
        case _:
            return (_databases(_hooks()), _windows())


def _databases(first: Text) -> Guidance:
    return Guidance(
        Text(QT_TRANSLATE_NOOP("Sentences", "Databases")),
        (
            first,
            Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Leave out no volume that holds data or logs of a database: what is not from"
                    " the same moment does not fit together.",
                )
            ),
        ),
    )


def _closed() -> Text:
    return Text(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "The guest was shut down: its databases have closed their files, and there is nothing"
            " to recover.",
        )
    )


def _recovers() -> Text:
    return Text(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "A database in this snapshot recovers when it is started, as after a power cut. If it"
            " must not have to, shut it down or pause it by its own means first.",
        )
    )


def _hooks() -> Text:
    return Text(
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Linux: the agent stops the file systems, and knows of no database; most databases"
            " recover from that by themselves. For one that has to be made ready, put a script into"
            " the agent's folder fsfreeze-hook.d and start the agent with --fsfreeze-hook.",
        )
    )


def _windows() -> Guidance:
    return Guidance(
        Text(QT_TRANSLATE_NOOP("Sentences", "Windows guests")),
        (
            # Types of backup of https://learn.microsoft.com/windows/win32/api/vss/; VssOption of
            # https://pve.proxmox.com/wiki/VM_Backup_Consistency
            Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "The agent freezes through VSS, which makes SQL Server, Exchange and Active"
                    " Directory ready. By default they take that for a full backup, and other"
                    " backup software in the guest may lose the thread of its own.",
                )
            ),
            Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "If there is any, set VSS to copy mode (agent of virtio-win 0.1.262 or newer):"
                    " in the registry, under HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\"
                    "Services\\QEMU Guest Agent VSS Provider, the DWORD VssOption with the value"
                    " 5.",
                )
            ),
            Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "If freezing fails, vssadmin list writers shows in the guest which writer is"
                    " in the way.",
                )
            ),
        ),
    )


def _without_agent() -> Guidance:
    return Guidance(
        Text(QT_TRANSLATE_NOOP("Sentences", "Guest agent")),
        (
            Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "For application consistency the guest needs the QEMU guest agent, running"
                    " (Linux: the package qemu-guest-agent; Windows: qemu-ga of virtio-win), and"
                    " the VM its channel, org.qemu.guest_agent.0.",
                )
            ),
            Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "A VM that its guest has shut down gives an application-consistent snapshot"
                    " without an agent.",
                )
            ),
        ),
    )

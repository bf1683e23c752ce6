"""What to do in the guest of a VM that was made of a snapshot: it is a copy, and believes to be
the original."""

from __future__ import annotations

from dataclasses import dataclass

from app.sentences.text import QT_TRANSLATE_NOOP, Text


@dataclass(frozen=True, slots=True)
class Guidance:
    """`subject` is what the points are about."""

    subject: Text
    points: tuple[Text, ...]


def new_vm_guidance() -> tuple[Guidance, ...]:
    """For every guest, then for Windows, then for Linux."""
    return (
        Guidance(
            Text(QT_TRANSLATE_NOOP("Sentences", "Before the new VM starts")),
            (
                Text(
                    QT_TRANSLATE_NOOP(
                        "Sentences",
                        "The new VM has a UUID and MAC addresses of its own. Its guest still has"
                        " the host name, the keys and the fixed addresses of the original: if both"
                        " run in one network, start the new VM without network first.",
                    )
                ),
            ),
        ),
        Guidance(
            Text(QT_TRANSLATE_NOOP("Sentences", "Windows guests")),
            (
                Text(
                    QT_TRANSLATE_NOOP(
                        "Sentences",
                        "Run Sysprep (sysprep /generalize /oobe) if the new VM is to run beside"
                        " the original, so that it gets a computer name and a security identifier"
                        " of its own.",
                    )
                ),
                Text(
                    QT_TRANSLATE_NOOP(
                        "Sentences",
                        "Label the volumes before you take the snapshot: Windows may give other"
                        " drive letters to the copies. Set the letters by the labels in Disk"
                        " Management, and bring volumes online that are shown as offline.",
                    )
                ),
                Text(
                    QT_TRANSLATE_NOOP(
                        "Sentences",
                        "The network card is a new one: set a fixed address anew. Windows may have"
                        " to be activated again.",
                    )
                ),
            ),
        ),
        Guidance(
            Text(QT_TRANSLATE_NOOP("Sentences", "Linux guests")),
            (
                Text(
                    QT_TRANSLATE_NOOP(
                        "Sentences",
                        "If volumes were left out, take their lines out of /etc/fstab (or add"
                        " “nofail”) before you take the snapshot, or the guest may stop in"
                        " emergency mode.",
                    )
                ),
                Text(
                    QT_TRANSLATE_NOOP(
                        "Sentences",
                        "Change a static IP address, and settings that name the old MAC address"
                        " (netplan, NetworkManager, ifcfg files, udev rules).",
                    )
                ),
                Text(
                    QT_TRANSLATE_NOOP(
                        "Sentences",
                        "Give it a host name, a machine id (/etc/machine-id) and SSH host keys of"
                        " its own.",
                    )
                ),
            ),
        ),
    )

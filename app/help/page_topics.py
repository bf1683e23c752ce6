"""What each page shows, what can be done where, and the words that are used for it."""

from __future__ import annotations

from collections.abc import Iterator

from app.help.topic import Group, Topic
from app.sentences.text import QT_TRANSLATE_NOOP, Text


def page_topics() -> Iterator[Topic]:
    for key, title, *told in _PAGES:
        yield Topic(Group.PAGES, key, Text(title), tuple(Text(one) for one in told))
    for key, title, *told in _DIALOGS:
        yield Topic(Group.DIALOGS, key, Text(title), tuple(Text(one) for one in told))
    for key, title, *told in _WORDS:
        yield Topic(Group.WORDS, key, Text(title), tuple(Text(one) for one in told))


# Key, title, paragraphs.
_PAGES = (
    (
        "start",
        QT_TRANSLATE_NOOP("Sentences", "First steps"),
        QT_TRANSLATE_NOOP("Sentences", "Select a VM in the tree."),
        QT_TRANSLATE_NOOP(
            "Sentences", "Press Snapshot, check the volumes, and press Create Snapshot."
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "The snapshot is kept on both PMs once its icon turns from broken to normal. The"
            " window may be closed meanwhile: the PMs do the work.",
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "F1 explains what has the keyboard, in every page and dialog. Help > What Is This?"
            " (Shift+F1) explains what you click.",
        ),
    ),
    (
        "machines",
        QT_TRANSLATE_NOOP("Sentences", "Physical Machines"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "The two KVM hosts of the system: state, what they are at, load, free memory, and what"
            " room is free for snapshots. Only a PM that is running takes part in snapshots.",
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Work On takes a PM into maintenance mode and moves its VMs to the other PM where that"
            " is possible; Finalize ends it.",
        ),
    ),
    (
        "vms",
        QT_TRANSLATE_NOOP("Sentences", "Virtual Machines"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "The VMs of both PMs. Protected tells when the newest snapshot was taken that is normal"
            " on both PMs. The panel below shows the VM that is selected: its facts, its volumes,"
            " its snapshots.",
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "If Snapshot is off, its tool tip says why; so does every other button that is off."
            " The same words, and what to do, are among the refusals here.",
        ),
    ),
    (
        "snapshots",
        QT_TRANSLATE_NOOP("Sentences", "Snapshots"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Every snapshot of the system, with its state on each PM. They can be filtered by VM"
            " and by state, searched, and shown by parents and children.",
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "What can be done with the selected ones stands above the details and in the context"
            " menu: a new VM, an export, rolling the VM back, deleting.",
        ),
    ),
    (
        "containers",
        QT_TRANSLATE_NOOP("Sentences", "Volume Containers"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "A volume container is the room reserved on each PM for one volume and all its"
            " snapshots. The page shows what fills it and how many further snapshots fit at the"
            " recent rate. It can grow, never shrink.",
        ),
    ),
    (
        "alerts",
        QT_TRANSLATE_NOOP("Sentences", "Alerts"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "What went wrong and what is wrong now, with what to do. An alert of a state goes by"
            " itself when the state is over; one of an event stays until somebody acknowledges"
            " it, on any console.",
        ),
    ),
    (
        "progress",
        QT_TRANSLATE_NOOP("Sentences", "Progress"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "What the PMs are at, whichever console began it: step, progress, rate, time left."
            " Cancel works at every step and leaves nothing behind.",
        ),
    ),
)
_DIALOGS = (
    (
        "snapshot",
        QT_TRANSLATE_NOOP("Sentences", "Take a snapshot"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Every volume that is ticked is captured at one point in time; the boot volume always."
            " The estimate is asked from the primary PM: what changed since the last snapshot, and"
            " how full each container will be.",
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Consistency says beforehand what to expect and why. Tick the box to have the snapshot"
            " refused rather than crash-consistent. Holding the freeze until replicated keeps the"
            " guest from writing until both PMs have the snapshot, for at most 8 seconds.",
        ),
    ),
    (
        "delete",
        QT_TRANSLATE_NOOP("Sentences", "Delete snapshots"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "A deleted snapshot's data is merged into the one that builds on it, on both PMs. Every"
            " other snapshot stays usable, and the VM's own disks are not touched. A deleted"
            " snapshot cannot be brought back.",
        ),
    ),
    (
        "roll-back",
        QT_TRANSLATE_NOOP("Sentences", "Roll a VM back"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "The volumes of a stopped VM become what they were at the snapshot. A snapshot of the"
            " present state is taken first unless you decline it; without it, what was written"
            " since is lost. No other snapshot goes.",
        ),
    ),
    (
        "new-vm",
        QT_TRANSLATE_NOOP("Sentences", "Create a VM from a snapshot"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "The new VM has a name, a UUID and MAC addresses of its own. Its guest is a copy that"
            " believes to be the original: mind what the dialog says before you start it.",
        ),
    ),
    (
        "export",
        QT_TRANSLATE_NOOP("Sentences", "Export a snapshot"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Writes an OVF or OVA package with hashes, to a folder or share that the PM reaches or"
            " to this workstation. If it fails or is cancelled, no half package is left.",
        ),
    ),
    (
        "import",
        QT_TRANSLATE_NOOP("Sentences", "Import a VM"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Makes a VM of an OVF or OVA package: a new one with an identity of its own, or as a"
            " restore the VM that a package of Twinpoint was made of.",
        ),
    ),
    (
        "expand",
        QT_TRANSLATE_NOOP("Sentences", "Expand a volume container"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Makes it larger on both PMs. The PM with less free room decides how large it can"
            " become. It cannot be made smaller again.",
        ),
    ),
    (
        "preferences",
        QT_TRANSLATE_NOOP("Sentences", "Preferences"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "How large new containers are, and from what level on an alert is shown. They are kept"
            " on the PMs and hold for every console.",
        ),
    ),
    (
        "work-on",
        QT_TRANSLATE_NOOP("Sentences", "Work On and Finalize"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Work On lists the VMs of the PM, which of them can move while they run and which"
            " cannot, and why. No new snapshot is taken while a PM is in maintenance mode. Under"
            " Pacemaker, it is the node's standby.",
        ),
    ),
    (
        "power",
        QT_TRANSLATE_NOOP("Sentences", "Start, Shut Down, Power Off"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Shut Down asks the guest and waits. Power Off asks nobody: what the guest has not"
            " written is lost, as if the plug were pulled.",
        ),
    ),
    (
        "system",
        QT_TRANSLATE_NOOP("Sentences", "Add, edit and remove a system"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "A system is a pair of KVM hosts that are reached by SSH. Compare the fingerprint of an"
            " unknown host key with the one on the PM itself. A password is used once, to install"
            " a key, and is not kept.",
        ),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Removing a system forgets it on this workstation only. Its PMs, VMs and snapshots stay"
            " as they are.",
        ),
    ),
    (
        "disable",
        QT_TRANSLATE_NOOP("Sentences", "Disable and enable snapshots"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "While they are disabled, nobody can take a snapshot in the system, on whatever"
            " console. Existing snapshots stay usable.",
        ),
    ),
    (
        "diagnostics",
        QT_TRANSLATE_NOOP("Sentences", "Save diagnostics"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Help > Save Diagnostics writes one file for a bug report: versions, settings, the log,"
            " and what was seen last. Names of users, hosts, systems and VMs, addresses and"
            " secrets are replaced, the same name by the same placeholder everywhere. Nothing is"
            " sent anywhere; look into the file before you pass it on.",
        ),
    ),
)
_WORDS = (
    (
        "primary",
        QT_TRANSLATE_NOOP("Sentences", "Primary and secondary PM"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "A VM's primary PM is the one that runs it, or ran it last; the other one is its"
            " secondary PM. Each VM has its own.",
        ),
    ),
    (
        "protected",
        QT_TRANSLATE_NOOP("Sentences", "Protected"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "When the newest snapshot of the VM was taken that is normal: whole on both PMs, and"
            " verified. What was written later is in no such snapshot.",
        ),
    ),
    (
        "agent",
        QT_TRANSLATE_NOOP("Sentences", "Guest agent"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "qemu-guest-agent, a program in the guest that holds its writes for an instant, so that"
            " a snapshot is application-consistent. On Windows it works by VSS.",
        ),
    ),
    (
        "container",
        QT_TRANSLATE_NOOP("Sentences", "Volume container"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "Room on each PM for one volume and all its snapshots. It is a promise, not a file: a"
            " snapshot that would not fit is refused beforehand. Where everything has to be"
            " compared, its size is known only then: if it does not fit, the run fails with figures"
            " and leaves nothing.",
        ),
    ),
    (
        "changed",
        QT_TRANSLATE_NOOP("Sentences", "Estimates (≈)"),
        QT_TRANSLATE_NOOP(
            "Sentences",
            "QEMU keeps count of what the guest writes since the last snapshot. Where that count is"
            " missing, everything is read and compared, the snapshot takes longer, and its size is"
            " known only afterwards; the most that it can be (≤) is shown.",
        ),
    ),
)

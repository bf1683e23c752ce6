"""Failures of exports and imports, and what should be known of an imported VM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.package_problems import (
    ExportFailed,
    GuestDriver,
    ImportFailed,
    LeftOut,
    NetworkChosen,
    PackageFailure,
    PackageNotice,
    PackageUnchecked,
    StartFailed,
    TransferStopped,
    UefiImported,
)
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP, Text, Value


def package_failure_text(problem: PackageFailure) -> ProblemText:
    """Why an export or an import failed; nothing of it is left."""
    values: Mapping[str, Value]
    match problem:
        case ExportFailed(pm=pm, vm=vm, detail=detail):
            place: Value = pm or Text(QT_TRANSLATE_NOOP("Sentences", "this workstation"))
            values = {"pm": place, "vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "The export failed on {pm}. What was written of it is cleared away; the snapshot"
                " was not affected.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details, check the disk or the share it was to go to, then try again.",
            )
            return _problem(cause, remedy, values, detail)
        case ImportFailed(pm=pm, vm=vm, detail=detail):
            values = {"pm": pm, "vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "The import failed on {pm}. What was made of it is cleared away."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details: they are what QEMU or libvirt on {pm} said. Then try again.",
            )
            return _problem(cause, remedy, values, detail)
        case TransferStopped(pm=pm, detail=detail):
            values = {"pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} waited for this workstation in vain, and gave the transfer up. What was"
                " written is cleared away.",
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Check the network, then try again.")
            return _problem(cause, remedy, values, detail)
        case _:
            assert_never(problem)


def package_notice_text(problem: PackageNotice) -> ProblemText:
    """What an administrator should know of a package or of an imported VM."""
    values: Mapping[str, Value]
    match problem:
        case GuestDriver(vm=vm, device=device, was=was, now=now):
            values = {"vm": vm, "device": device, "was": was, "now": now}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "The guest finds {device} as {now}; it was {was} before."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "If the guest does not start or has no network, install the driver for {now} in"
                " it before the export, or change the device in the VM's definition.",
            )
            return _problem(cause, remedy, values)
        case LeftOut(vm=vm, what=what):
            values = {"vm": vm, "what": what}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "These parts of {vm} did not come along with the package: {what}."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Add what {vm} needs of them to its definition by hand."
            )
            return _problem(cause, remedy, values)
        case PackageUnchecked(path=path):
            values = {"path": path}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{path} has no manifest, so it cannot be told whether its files are undamaged.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Check the VM's data, or have the package exported with a manifest."
            )
            return _problem(cause, remedy, values)
        case NetworkChosen(vm=vm, network=network):
            values = {"vm": vm, "network": network}
            cause = (
                QT_TRANSLATE_NOOP("Sentences", "{vm} was put into the network {network}.")
                if network
                else QT_TRANSLATE_NOOP(
                    "Sentences",
                    "{vm} was put behind QEMU's own address translation: it reaches others, and"
                    " they do not reach it.",
                )
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "The network that it was in is not on this PM. Choose the right one in the VM's"
                " definition.",
            )
            return _problem(cause, remedy, values)
        case UefiImported(vm=vm):
            values = {"vm": vm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} boots with UEFI firmware: its boot entries are new, and Twinpoint cannot"
                " take snapshots of it.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "If {vm} does not find its system, choose the boot file in the firmware's own"
                " menu. Protect it with a backup made inside the guest.",
            )
            return _problem(cause, remedy, values)
        case StartFailed(vm=vm, pm=pm, detail=detail):
            values = {"vm": vm, "pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "{vm} was imported, but {pm} could not start it."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Copy the details, change the VM's definition accordingly, then start it.",
            )
            return _problem(cause, remedy, values, detail)
        case _:
            assert_never(problem)

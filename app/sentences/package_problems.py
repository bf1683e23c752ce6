"""What is wrong with a package, with where it goes, or with the VM it becomes: cause and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.model.package_problems import (
    DiskTooLarge,
    FileExists,
    FolderMissing,
    PackageDigest,
    PackageHostile,
    PackageIncomplete,
    PackageNotOurs,
    PackageRefusal,
    PackageSize,
    PackageUnreadable,
    PackageUnsupported,
    ShareFailed,
    ShareUnsupported,
    VmExists,
)
from app.sentences.problem_text import ProblemText
from app.sentences.problem_text import of_problem as _problem
from app.sentences.text import QT_TRANSLATE_NOOP, Size, Text, Value


def package_refusal_text(problem: PackageRefusal) -> ProblemText:
    """Why a snapshot is not exported, or a package not imported."""
    values: Mapping[str, Value]
    match problem:
        case FolderMissing(pm=pm, path=path):
            values = {"pm": _where(pm), "path": path}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "{path} is not a folder of {pm} that can be written to."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Make the folder first, or name another one: an absolute path, without “..”.",
            )
            return _problem(cause, remedy, values)
        case FileExists(pm=pm, path=path):
            values = {"pm": _where(pm), "path": path}
            cause = QT_TRANSLATE_NOOP("Sentences", "{path} is there already on {pm}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Choose another folder, move what is there away, or allow it to be overwritten.",
            )
            return _problem(cause, remedy, values)
        case ShareUnsupported(pm=pm, kind=kind, detail=detail):
            values = {"pm": pm, "kind": kind.upper()}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{pm} cannot mount {kind} shares: its kernel or its tools know nothing of them.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Install what mounts such shares on {pm} (cifs-utils or nfs-common, and a kernel"
                " with that file system), or export to a folder of {pm} or to this workstation.",
            )
            return _problem(cause, remedy, values, detail)
        case ShareFailed(pm=pm, share=share, detail=detail):
            values = {"pm": pm, "share": share}
            cause = QT_TRANSLATE_NOOP("Sentences", "{pm} could not mount the share {share}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check its address (//server/share/folder or server:/path), the user name and the"
                " password, and whether {pm} may use it.",
            )
            return _problem(cause, remedy, values, detail)
        case DiskTooLarge(vm=vm, target=target, disk=disk, size=size, largest=largest):
            values = {
                "vm": vm,
                "target": target,
                "disk": disk.upper(),
                "size": Size(size),
                "largest": Size(largest),
            }
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "Volume {target} of {vm} has {size}; a disk in the format {disk} holds at most"
                " {largest}.",
            )
            remedy = QT_TRANSLATE_NOOP("Sentences", "Choose another disk format, such as qcow2.")
            return _problem(cause, remedy, values)
        case VmExists(vm=vm, pm=pm):
            values = {"vm": vm, "pm": pm}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{vm} cannot be restored: {pm} already has a VM with its UUID or its name.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Remove that VM's definition from both PMs first if it is no longer needed, or"
                " import the package as a new VM.",
            )
            return _problem(cause, remedy, values)
        case _:
            return _package(problem)


def _package(
    problem: PackageUnreadable
    | PackageHostile
    | PackageIncomplete
    | PackageDigest
    | PackageSize
    | PackageUnsupported
    | PackageNotOurs,
) -> ProblemText:
    """What is wrong with the package itself."""
    values: Mapping[str, Value]
    match problem:
        case PackageUnreadable(path=path, detail=detail):
            values = {"path": path}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "{path} is not a sound OVA or OVF package, or not all of it is there."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Copy or download it again, or have it exported anew."
            )
            return _problem(cause, remedy, values, detail)
        case PackageHostile(path=path, name=name, trick=trick):
            values = {"path": path, "name": name, "trick": _trick(trick)}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{path} was refused, because it could do harm: {trick} (in {name}).",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Find out where the package comes from. Have the VM exported anew, with plain"
                " files, by a tool that you trust.",
            )
            return _problem(cause, remedy, values)
        case PackageIncomplete(pm=pm, path=path, name=name):
            values = {"pm": _where(pm), "path": path, "name": name}
            cause = QT_TRANSLATE_NOOP(
                "Sentences", "{name} is missing from the package {path} on {pm}."
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Check the path. All files of an OVF package must lie in one folder, and a package"
                " on this workstation has to be named as one (twinpointctl: local: before its"
                " path).",
            )
            return _problem(cause, remedy, values)
        case PackageDigest(path=path, name=name):
            values = {"path": path, "name": name}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{name} in {path} does not match the package's manifest: it was changed or"
                " damaged.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Copy or download the package again, from where you trust it."
            )
            return _problem(cause, remedy, values)
        case PackageSize(path=path, name=name, declared=declared, found=found):
            values = {
                "path": path,
                "name": name,
                "declared": Size(declared),
                "found": Size(found),
            }
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{name} in {path} is not as large as the package says: {found} instead of"
                " {declared}.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences", "Copy or download it again, or have it exported anew."
            )
            return _problem(cause, remedy, values)
        case PackageUnsupported(path=path, detail=detail):
            values = {"path": path, "what": detail}
            cause = QT_TRANSLATE_NOOP("Sentences", "{path} cannot be imported: {what}.")
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Have it exported as one VM, uncompressed, with disks in VMDK, VHD, VHDX, VDI,"
                " qcow2 or raw format.",
            )
            return _problem(cause, remedy, values)
        case PackageNotOurs(path=path):
            values = {"path": path}
            cause = QT_TRANSLATE_NOOP(
                "Sentences",
                "{path} does not say which VM it is of, so that VM cannot be restored from it.",
            )
            remedy = QT_TRANSLATE_NOOP(
                "Sentences",
                "Import it as a new VM. A restore needs a package that Twinpoint exported.",
            )
            return _problem(cause, remedy, values)
        case _:
            assert_never(problem)


def _where(pm: str) -> Value:
    return pm or Text(QT_TRANSLATE_NOOP("Sentences", "this workstation"))


def _trick(word: str) -> Text | str:
    match word:
        case "path":
            text = QT_TRANSLATE_NOOP("Sentences", "a file name that leads out of its folder")
        case "absolute":
            text = QT_TRANSLATE_NOOP("Sentences", "an absolute path or an address")
        case "link":
            text = QT_TRANSLATE_NOOP("Sentences", "a link instead of a file")
        case "device":
            text = QT_TRANSLATE_NOOP("Sentences", "a device instead of a file")
        case "sparse":
            text = QT_TRANSLATE_NOOP("Sentences", "a file with holes in the archive")
        case "twice":
            text = QT_TRANSLATE_NOOP("Sentences", "the same file twice")
        case "too-many":
            text = QT_TRANSLATE_NOOP("Sentences", "too many files, or endless names")
        case "unknown-entry":
            text = QT_TRANSLATE_NOOP("Sentences", "an archive entry of an unknown kind")
        case "doctype":
            text = QT_TRANSLATE_NOOP("Sentences", "a descriptor with a document type")
        case "xml-bomb":
            text = QT_TRANSLATE_NOOP("Sentences", "a descriptor that is too long or too deep")
        case "backing":
            text = QT_TRANSLATE_NOOP("Sentences", "a disk that builds on another file")
        case "data-file":
            text = QT_TRANSLATE_NOOP("Sentences", "a disk whose data is in another file")
        case "extents":
            text = QT_TRANSLATE_NOOP("Sentences", "a disk that is made of other files")
        case _:
            return word
    return Text(text)

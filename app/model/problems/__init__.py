"""Every refusal, failure and warning, as a type with a code and fields; sentences are elsewhere.

Codes are part of the command line's contract (`--json`) and of the records on the PMs: never
reuse one. A PM sends a problem as {"code": …, "fields": {…}}; `problem_from_wire` builds the
type, and an unknown or ill-formed one becomes `Unexplained`, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import get_args

from app.model.diagnostics_problems import DiagnosticsProblem
from app.model.first_run_problems import (
    ClocksApart,
    FirstRunProblem,
    KeyNotInstalled,
    KeyNotMade,
    KnownHostsUnwritable,
    PasswordRefused,
    SettingsUnwritable,
)
from app.model.package_problems import PackageProblem
from app.model.power_problems import PowerProblem
from app.model.problems.deletions import (
    Deletion,
    DeletionCancelled,
    DeletionWaits,
    FilesInUse,
    MergeDamaged,
    MergeFailed,
    MergeNeedsRoom,
    NoSuchSnapshot,
)
from app.model.problems.failures import (
    CopyFailed,
    Failover,
    Failure,
    FreezeFailed,
    GuestPausedByJob,
    JobLost,
    RoomRanOut,
    RunCancelled,
    VerifyFailed,
    VmChanged,
)
from app.model.problems.machine_refusals import (
    ContainerCannotShrink,
    ContainerNoRoom,
    HostKeyChanged,
    HostKeyUnknown,
    LibvirtNotAllowed,
    LoginRefused,
    MachineConnecting,
    MachineInMaintenance,
    MachineNotRunning,
    MachineRefusal,
    MachineSynchronizing,
    MachineUnreachable,
    NoRootRights,
    PairNotLinked,
    SameMachineTwice,
    ShellNotClean,
    ToolBroke,
    TooLittleRoom,
    ToolMissing,
)
from app.model.problems.notices import (
    ContainerFilling,
    CopyDamaged,
    CrashConsistentOnly,
    DamagedOnBoth,
    Notice,
    RecordUnreadable,
    ReplicationWaits,
    ScrubFault,
    StillFrozen,
    ThawedByGuard,
    Unexplained,
)
from app.model.problems.vm_refusals import (
    BadName,
    BootVolumeLeftOut,
    Busy,
    ContainerTooSmall,
    ForeignSnapshots,
    FrozenByOther,
    LibvirtBusy,
    NoAgent,
    NoBootVolume,
    NoCheckpoint,
    NoSuchVm,
    NoSuchVolume,
    SnapshotInProgress,
    SnapshotNotWhole,
    SnapshotsDisabled,
    UefiFirmware,
    VmNotReady,
    VmNotRunning,
    VmOnBoth,
    VmRefusal,
    VolumeNotCapturable,
)
from app.model.vm_problems import VmProblem

__all__ = [
    "BadName",
    "BootVolumeLeftOut",
    "Busy",
    "ClocksApart",
    "ContainerCannotShrink",
    "ContainerFilling",
    "ContainerNoRoom",
    "ContainerTooSmall",
    "CopyDamaged",
    "CopyFailed",
    "CrashConsistentOnly",
    "DamagedOnBoth",
    "Deletion",
    "DeletionCancelled",
    "DeletionWaits",
    "Failover",
    "Failure",
    "FilesInUse",
    "FirstRunProblem",
    "ForeignSnapshots",
    "FreezeFailed",
    "FrozenByOther",
    "GuestPausedByJob",
    "HostKeyChanged",
    "HostKeyUnknown",
    "JobLost",
    "KeyNotInstalled",
    "KeyNotMade",
    "KnownHostsUnwritable",
    "LibvirtBusy",
    "LibvirtNotAllowed",
    "LoginRefused",
    "MachineConnecting",
    "MachineInMaintenance",
    "MachineNotRunning",
    "MachineRefusal",
    "MachineSynchronizing",
    "MachineUnreachable",
    "MergeDamaged",
    "MergeFailed",
    "MergeNeedsRoom",
    "NoAgent",
    "NoBootVolume",
    "NoCheckpoint",
    "NoRootRights",
    "NoSuchSnapshot",
    "NoSuchVm",
    "NoSuchVolume",
    "Notice",
    "PairNotLinked",
    "PasswordRefused",
    "Problem",
    "RecordUnreadable",
    "Refusal",
    "ReplicationWaits",
    "RoomRanOut",
    "RunCancelled",
    "SameMachineTwice",
    "ScrubFault",
    "SettingsUnwritable",
    "ShellNotClean",
    "SnapshotInProgress",
    "SnapshotNotWhole",
    "SnapshotsDisabled",
    "StillFrozen",
    "ThawedByGuard",
    "TooLittleRoom",
    "ToolBroke",
    "ToolMissing",
    "UefiFirmware",
    "Unexplained",
    "VerifyFailed",
    "VmChanged",
    "VmNotReady",
    "VmNotRunning",
    "VmOnBoth",
    "VmRefusal",
    "VolumeNotCapturable",
    "problem_from_wire",
    "problem_to_wire",
]

Refusal = MachineRefusal | VmRefusal
Problem = (
    Refusal
    | Failure
    | Notice
    | Deletion
    | VmProblem
    | PackageProblem
    | PowerProblem
    | FirstRunProblem
    | DiagnosticsProblem
)

BY_CODE: Mapping[str, type[Problem]] = {kind.code: kind for kind in get_args(Problem)}


def problem_from_wire(code: object, values: object, pm: str = "") -> Problem:
    """A problem as a PM sent it; values that do not fit the type give `Unexplained`."""
    kind = BY_CODE.get(code) if isinstance(code, str) else None
    if kind is None or not isinstance(values, Mapping):
        return Unexplained(pm, f"{code}: {values}"[:1000])
    expected = {field.name: field.type for field in fields(kind)}
    kinds: dict[object, type] = {"str": str, "int": int, "bool": bool}
    good = {
        name: value
        for name, value in values.items()
        if name in expected and type(value) is kinds[expected[name]]
    }
    if "pm" in expected:
        good.setdefault("pm", pm)
    make: Callable[..., Problem] = kind
    try:
        return make(**good)
    except TypeError:
        return Unexplained(pm, f"{code}: {values}"[:1000])


def problem_to_wire(problem: Problem) -> dict[str, object]:
    """For `--json` and for records: {"code": …, "fields": {…}}."""
    return {"code": problem.code, "fields": asdict(problem)}

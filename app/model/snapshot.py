"""Snapshots as the pair has them, runs that make them, and what a dialog needs beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.model.machine import Side
from app.model.problems import Problem


class Consistency(Enum):
    APPLICATION = "application"  # the guest agent froze the guest for it
    CRASH = "crash"  # it did not


class ConsistencyReason(Enum):
    """Why a snapshot has, or will have, the consistency it has."""

    FROZEN = "frozen"  # the agent froze every file system and held it
    STOPPED = "stopped"  # the guest had shut itself down: nothing was in flight
    STOPPED_HARD = "stopped-hard"  # the VM was off, but not by a shutdown of the guest
    NO_AGENT = "no-agent"
    AGENT_SILENT = "agent-silent"
    FREEZE_FAILED = "freeze-failed"
    PARTLY_FROZEN = "partly-frozen"  # some writable file system was not frozen
    NOT_HELD = "not-held"  # the guest thawed before the point was fixed


class SnapshotState(Enum):
    """The state icon."""

    BROKEN = "broken"
    NORMAL = "normal"


class CopyState(Enum):
    """What one PM holds of a snapshot."""

    ABSENT = "absent"
    PENDING = "pending"  # announced; being written
    WHOLE = "whole"  # manifest there, files match it
    DAMAGED = "damaged"  # manifest there, files do not match it
    FAILED = "failed"  # its run failed and the rest is being cleared away
    UNSEEN = "unseen"  # the PM is out of reach


class Method(Enum):
    """How a volume's data was taken."""

    FULL = "full"
    INCREMENT = "increment"  # what the dirty bitmap says
    COMPARE = "compare"  # everything read, what differs kept


class Activity(Enum):
    """What a job on a PM is at."""

    SNAPSHOT = "snapshot"
    REPLICATION = "replication"
    MERGE = "merge"  # of a snapshot that is deleted with its neighbour
    CREATE_VM = "create-vm"
    ROLL_BACK = "roll-back"
    EXPORT = "export"
    IMPORT = "import"


class Step(Enum):
    """The steps of a snapshot's run, in order; then those of the other activities."""

    CHECK = "check"
    ANNOUNCE = "announce"
    FREEZE = "freeze"
    SNAPSHOT = "snapshot"
    THAW = "thaw"
    REPLICATE = "replicate"
    VERIFY = "verify"
    MERGE = "merge"
    READ = "read"  # a package is read
    COPY = "copy"  # volumes are made from what a snapshot holds
    CONVERT = "convert"  # volumes are written in another format
    DEFINE = "define"  # libvirt is told of a VM
    START = "start"  # a VM is started
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class SnapshotVolume:
    """One captured volume; sizes in bytes. `size` is the snapshot file's own size."""

    target: str
    size: int
    capacity: int
    method: Method
    boot: bool
    sha256: str
    parent: str | None = None  # id of the snapshot this one's file builds on
    source: str = ""  # file or device of the live volume, on the primary PM of that time


@dataclass(frozen=True, slots=True)
class Run:
    """A job in progress or just ended, as its PM's event file tells it; mostly a snapshot's run."""

    job: str
    snapshot: str  # "" if it is of none
    vm: str
    vm_name: str
    step: Step
    owner: str
    started: datetime
    activity: Activity = Activity.SNAPSHOT
    side: Side = Side.FIRST  # the PM that owns the run
    done: int = 0  # bytes of this step
    total: int = 0
    rate: float = 0.0  # bytes per second
    ended: bool = False
    problem: Problem | None = None  # why it failed, or what it waits for
    cancelled: bool = False
    waiting: bool = False  # whole on the primary; replication waits for the other PM
    holds: bool = True  # keeps others from working on the VM
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot of the pair; `id` is its identity (names need not be unique).

    `size` is bytes on one PM. `copies` says what each PM holds, indexed by Side."""

    id: str
    vm: str
    vm_name: str
    name: str
    description: str
    created: datetime
    state: SnapshotState
    copies: tuple[CopyState, CopyState]
    consistency: Consistency | None = None  # None while it is not known yet
    reason: ConsistencyReason | None = None
    volumes: tuple[SnapshotVolume, ...] = ()
    parent: str | None = None
    created_by: str = ""
    primary_name: str = ""
    frozen_ms: float | None = None
    steps: tuple[tuple[Step, float], ...] = ()  # seconds each step took
    run: Run | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def size(self) -> int:
        return sum(volume.size for volume in self.volumes)


@dataclass(frozen=True, slots=True)
class SnapshotRequest:
    """What the administrator asks for."""

    vm: str  # uuid
    name: str
    description: str = ""
    excluded: frozenset[str] = frozenset()  # targets
    require_application: bool = False
    hold_freeze: bool = False


@dataclass(frozen=True, slots=True)
class VolumeForecast:
    """What a snapshot of one volume would take; bytes."""

    target: str
    method: Method
    size: int
    container_capacity: int
    container_used: int  # now, on the fuller PM


@dataclass(frozen=True, slots=True)
class Forecast:
    """What to expect of a snapshot, asked from the primary PM before it is taken."""

    vm: str
    volumes: tuple[VolumeForecast, ...]
    consistency: Consistency
    reason: ConsistencyReason
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletionForecast:
    """What deleting snapshots means on one PM; bytes. `holds_vm`: the newest takes part, so that no
    snapshot of the VM can be taken meanwhile."""

    vm: str
    needs: int
    frees: int
    holds_vm: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletionOutcome:
    """How deleting snapshots of one VM ended well: gone from both PMs, or `waiting` for something
    on one of them. `freed` is bytes on the PM that did it first."""

    vm: str
    deleted: tuple[str, ...]
    freed: int
    waiting: Problem | None = None


@dataclass(frozen=True, slots=True)
class SnapshotOutcome:
    """How a run ended well: normal on both PMs, or whole on the primary with the other away."""

    snapshot: str
    state: SnapshotState
    consistency: Consistency
    reason: ConsistencyReason
    frozen_ms: float | None = None
    waiting: Problem | None = None

"""Everything an operation may report while it runs."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.problems import Problem
from app.model.snapshot import Consistency, ConsistencyReason, Step
from app.model.state import SystemState


@dataclass(frozen=True, slots=True)
class StepStarted:
    """`at` is seconds since the run began, by the PM's clock."""

    step: Step
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class BytesDone:
    """Bytes of the step in hand, and bytes per second."""

    step: Step
    done: int
    total: int
    rate: float


@dataclass(frozen=True, slots=True)
class BytesRead:
    """What one PM has read again so far, of a snapshot or of a VM; bytes."""

    pm: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class RunAccepted:
    """The primary PM took the run over: from here on it ends well or leaves nothing, whether
    anybody watches or not."""

    job: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """The guest was frozen and is thawed again: for how long, and how many file systems."""

    milliseconds: float
    filesystems: int


@dataclass(frozen=True, slots=True)
class ConsistencyKnown:
    consistency: Consistency
    reason: ConsistencyReason


@dataclass(frozen=True, slots=True)
class Warned:
    problem: Problem


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The link to the PM is away; the run goes on there, and is followed again when it is back."""

    pm: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SystemSeen:
    """A new view of the whole system."""

    state: SystemState


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of a check of the system: what was looked at, and what is wrong with it, if so.
    `figures` are the numbers in `detail`: free and total bytes of "room", seconds of "clocks"."""

    subject: str
    pm: str
    problem: Problem | None = None
    detail: str = ""
    figures: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class GuestWaited:
    """The guest was asked to shut down `seconds` ago and still runs; at most `limit` seconds it is
    waited for."""

    vm: str
    pm: str
    seconds: int
    limit: int


@dataclass(frozen=True, slots=True)
class VmMoving:
    """A running VM is on its way to a PM: bytes of its memory (0 in all: it has just begun)."""

    vm: str
    pm: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class PmEmptied:
    """Pacemaker takes its VMs off a PM: how many are left, after `seconds` of at most `limit`."""

    pm: str
    left: int
    seconds: int
    limit: int


Event = (
    StepStarted
    | BytesDone
    | BytesRead
    | RunAccepted
    | Frozen
    | ConsistencyKnown
    | Warned
    | LinkLost
    | SystemSeen
    | CheckLine
    | GuestWaited
    | VmMoving
    | PmEmptied
)

"""The system (a pair of PMs) and what was last seen of each PM."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum

from app.model.decision import Acknowledgement, Decision, Setting
from app.model.load import Cluster, Load, Mirror
from app.model.problems import Problem

DEFAULT_CONTAINER_ROOT = "/var/lib/twinpoint"
MIB = 1024 * 1024
MOST_LIMIT = 100_000  # MiB a second, of copying and of replicating


class Side(IntEnum):
    """One of the two PMs of a system, by its place in the settings (never by its name:
    two PMs may, wrongly, carry the same one)."""

    FIRST = 0
    SECOND = 1

    @property
    def other(self) -> Side:
        return Side.SECOND if self is Side.FIRST else Side.FIRST


@dataclass(frozen=True, slots=True)
class MachineAddress:
    """Where SSH finds a PM. `host` may be an alias of the SSH configuration; then user and
    port left at None come from there."""

    host: str
    user: str | None = None
    port: int | None = None

    def __str__(self) -> str:
        text = f"{self.user}@{self.host}" if self.user else self.host
        return f"{text}:{self.port}" if self.port else text


@dataclass(frozen=True, slots=True)
class System:
    """Two PMs managed together, as the settings hold them. Paths are the workstation's, except
    `container_root`, which is on the PMs. Limits are bytes per second, None for none."""

    name: str
    machines: tuple[MachineAddress, MachineAddress]
    identity: str | None = None
    known_hosts: str | None = None
    ssh_config: str | None = None
    container_root: str = DEFAULT_CONTAINER_ROOT
    copy_limit: int | None = None
    replicate_limit: int | None = None
    replication_hosts: tuple[str | None, str | None] = (None, None)  # where the *other* PM finds
    # each; None: the host name that SSH resolves for the console


class MachineState(Enum):
    """What a PM can be, worst last. Only RUNNING PMs take part in a snapshot."""

    CONNECTING = "connecting"
    RUNNING = "running"
    SYNCHRONIZING = "synchronizing"
    MAINTENANCE = "maintenance"
    NOT_RUNNING = "not-running"  # reachable by SSH, but its libvirt does not answer
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Flag:
    """A switch somebody set on a PM: who and when."""

    by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Machine:
    """What is known of one PM. `name` is its own host name once seen, its address before.
    Bytes of the container file system are None until seen. `last_seen` is the console's time."""

    side: Side
    address: MachineAddress
    name: str
    state: MachineState
    problem: Problem | None = None
    last_seen: datetime | None = None
    host_uuid: str = ""
    versions: tuple[tuple[str, str], ...] = ()  # (tool, version), e.g. ("libvirt", "9.0.0")
    container_root: str = DEFAULT_CONTAINER_ROOT
    room_total: int | None = None
    room_free: int | None = None
    may_change: bool = True  # False: one who may only look
    decisions: tuple[Decision, ...] = ()  # what it believes was decided for the system
    maintenance: Flag | None = None
    obstacles: tuple[Problem, ...] = ()  # what keeps it from taking part
    load: Load | None = None
    cluster: Cluster | None = None
    mirrors: tuple[Mirror, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()  # as far as it knows of them
    remembered: bool = False  # it has not answered yet: this is of an earlier time

    @property
    def current(self) -> bool:
        """Whether it is told of now, and not of `last_seen`."""
        return not self.remembered and self.state is not MachineState.UNREACHABLE

    @property
    def takes_part(self) -> bool:
        """Whether a snapshot may use this PM now."""
        return self.state is MachineState.RUNNING and not self.obstacles

    def decision(self, setting: Setting) -> Decision | None:
        return next((one for one in self.decisions if one.setting is setting), None)

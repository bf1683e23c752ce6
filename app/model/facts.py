"""What the program on one PM says of it, parsed; records.py's records are in it as they are."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.decision import Acknowledgement, Decision
from app.model.load import Cluster, Load, Mirror
from app.model.machine import Flag
from app.model.problems import Problem
from app.model.snapshot import CopyState, Run
from app.model.volume import Container
from app.remote.records import Announcement, Manifest


@dataclass(frozen=True, slots=True)
class HostFacts:
    """`clock_ahead` is how many seconds the PM's clock is ahead of the console's."""

    name: str
    uuid: str
    boot_id: str
    user: str
    clock_ahead: float = 0.0


@dataclass(frozen=True, slots=True)
class PeerFacts:
    """The other PM, as this one was told of it."""

    name: str
    host: str
    uuid: str


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """One snapshot as one PM holds it. `manifest_hash` is that of the manifest's text; `manifest`
    has the volumes as they lie there, which a merge may have changed since."""

    id: str
    state: CopyState
    manifest: Manifest | None = None
    manifest_hash: str = ""
    announcement: Announcement | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class VmFacts:
    """`last_run` is when the PM last saw the VM running on it, seconds since 1970."""

    uuid: str
    last_run: float | None
    containers: tuple[Container, ...] = ()
    copies: tuple[CopyFacts, ...] = ()
    deleted: tuple[str, ...] = ()  # ids that this PM knows to be deleted


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one PM says; bytes."""

    host: HostFacts
    tools: tuple[tuple[str, str], ...]
    obstacles: tuple[Problem, ...]
    root: str
    room_total: int
    room_free: int
    decisions: tuple[Decision, ...]
    maintenance: Flag | None
    peer: PeerFacts | None
    vms: tuple[VmFacts, ...]
    runs: tuple[Run, ...]
    peer_maintenance: Flag | None = None  # that of the other PM, as this one was told
    load: Load | None = None
    cluster: Cluster | None = None
    mirrors: tuple[Mirror, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    history: tuple[Run, ...] = ()  # that ended a while ago

    def vm(self, uuid: str) -> VmFacts | None:
        return next((vm for vm in self.vms if vm.uuid == uuid), None)

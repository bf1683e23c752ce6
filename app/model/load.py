"""What a PM says of its own state beyond snapshots: load, memory, cluster, mirrored storage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """`average` is that of the last minute; memory in bytes, `memory_free` as the kernel reckons
    what programs could still have."""

    processors: int
    average: float
    memory_total: int
    memory_free: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Pacemaker, as this PM sees it. `state` of a node: "online", "standby", "maintenance",
    "pending" or "offline"; `resources` are UUIDs of VMs and the resources that they are."""

    node: str
    nodes: tuple[tuple[str, str], ...]
    resources: tuple[tuple[str, str], ...] = ()

    @property
    def state(self) -> str:
        """Of the PM itself."""
        return dict(self.nodes).get(self.node, "offline")

    @property
    def in_standby(self) -> bool:
        """Nothing runs there, by somebody's wish."""
        return self.state == "standby"

    def resource(self, vm: str) -> str | None:
        """The resource that a VM is."""
        return dict(self.resources).get(vm)


@dataclass(frozen=True, slots=True)
class Mirror:
    """One DRBD resource on this PM, in DRBD's own words."""

    name: str
    role: str  # "Primary", "Secondary"
    disk: str  # "UpToDate", "Inconsistent" …
    connection: str  # "Connected", "StandAlone", or the replication state while data moves

"""What an administrator asks of a snapshot's data, a new VM or a VM as it was; and what came of
it."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.machine import Side
from app.model.problems import Problem


@dataclass(frozen=True, slots=True)
class NewVmRequest:
    """A VM to be made of a snapshot. `side` is the PM that makes it, None for the one that suits
    best. `memory` is bytes; it and `processors` are as in the snapshot where None. `folder` is
    where on that PM the volumes' own folder is made, "" for beside those of the old VM."""

    snapshot: str  # id
    name: str
    side: Side | None = None
    excluded: frozenset[str] = frozenset()  # targets; the boot volume is always in
    memory: int | None = None
    processors: int | None = None
    start: bool = False
    folder: str = ""


@dataclass(frozen=True, slots=True)
class NewVm:
    """A VM that was made. `defined_on` are the PMs whose libvirt knows it; `volumes` are target
    and path."""

    uuid: str
    name: str
    side: Side
    defined_on: tuple[Side, ...]
    volumes: tuple[tuple[str, str], ...]
    started: bool = False
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RollBackRequest:
    """A stopped VM to be put back to a snapshot of it. `safety` is whether a snapshot of the
    present state is taken first, `safety_name` what it is called."""

    vm: str  # uuid
    snapshot: str  # id
    safety: bool = True
    safety_name: str = ""


@dataclass(frozen=True, slots=True)
class RolledBack:
    """`replaced` and `untouched` are targets; `safety` is the id of the safety snapshot."""

    vm: str
    snapshot: str
    replaced: tuple[str, ...]
    untouched: tuple[str, ...]
    safety: str | None = None
    warnings: tuple[Problem, ...] = ()

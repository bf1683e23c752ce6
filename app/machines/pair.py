"""What operations are given: the two PMs of a system, each with its program and its libvirt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from app.machines.hypervisor import Hypervisor
from app.model.machine import Side, System

Answer = Mapping[str, Any]  # one JSON object a PM said: data, to be parsed strictly


class Lines(Protocol):
    """What a verb says while it runs. Iterating raises what `Jobs.ask` raises."""

    def __iter__(self) -> Iterator[Answer]: ...

    def close(self) -> None:
        """Ends it; any thread may."""
        ...


class Bytes(Protocol):
    """A file that a verb gives. Iterating raises what `Jobs.ask` raises."""

    def __iter__(self) -> Iterator[bytes]: ...


class Jobs(Protocol):
    """The program on one PM (docs/pm-program.md). Any thread may use it."""

    def ask(self, verb: str, request: Answer, timeout: float = 60.0) -> Answer:
        """What the verb said last. Raises Refused, Failed or Unreachable."""
        ...

    def stream(self, verb: str, request: Answer) -> AbstractContextManager[Lines]:
        """Runs a verb that goes on talking; closing it ends the verb."""
        ...

    def fetch(self, verb: str, request: Answer) -> AbstractContextManager[Bytes]:
        """The bytes of a verb that gives a file. Fewer than it promised are Unreachable."""
        ...

    def send(self, verb: str, request: Answer, data: Iterator[bytes]) -> Answer:
        """What a verb says that takes a file. Raises what `ask` and `data` raise."""
        ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where SSH finds a PM, after aliases. `host_keys` are the trusted ones, as in known_hosts."""

    host: str
    port: int
    user: str
    host_keys: tuple[str, ...]


class MachineLink(Protocol):
    """One PM."""

    @property
    def name(self) -> str: ...

    def known_as(self, name: str) -> None:
        """Problems carry this name from here on: what the PM calls itself."""
        ...

    @property
    def jobs(self) -> Jobs: ...

    @property
    def hypervisor(self) -> Hypervisor: ...

    def endpoint(self) -> Endpoint:
        """Raises Unreachable if the SSH configuration cannot be used."""
        ...


class Pair(Protocol):
    """Both PMs. Nothing is opened before it is used, and what was lost is opened anew."""

    @property
    def system(self) -> System: ...

    def machine(self, side: Side) -> MachineLink: ...

    def migrate(
        self,
        uuid: str,
        name: str,
        source: Side,
        tell: Callable[[int, int], None],
        stopped: Callable[[], bool],
    ) -> None:
        """Moves a running VM to the other PM while it runs. `tell` is given bytes done and in
        all. Raises Refused (MoveNeedsLibvirt) or Failed (MoveFailed): it runs where it was."""
        ...

    def close(self) -> None: ...

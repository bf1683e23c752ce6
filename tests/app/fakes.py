"""A pair whose PMs say what a test puts into their mouths."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.errors import TwinpointError, Unreachable
from app.machines.pair import Endpoint
from app.model.machine import Side, System
from app.model.problems import MachineUnreachable
from app.model.vm import Domain
from tests.app.made import SYSTEM, facts_line

Wire = Mapping[str, Any]


class FakeTalk:
    """Lines, then an end or an error; after `hold` it waits until it is closed."""

    def __init__(self, script: list[Any]) -> None:
        self._script = script
        self._closed = threading.Event()

    def __iter__(self) -> Iterator[Wire]:
        for item in self._script:
            if isinstance(item, Exception):
                raise item
            if item == "hold":
                self._closed.wait(20)
                return
            if isinstance(item, threading.Event):
                item.wait(20)
                continue
            yield item() if callable(item) else item

    def close(self) -> None:
        self._closed.set()


class FakeJobs:
    """`answers` by verb: an answer, an error, or a function of the request. `scripts` by verb: one
    list of lines for each time the verb is streamed; the last is used again."""

    def __init__(self, number: int) -> None:
        self.answers: dict[str, Any] = {"facts": facts_line(number)}
        self.scripts: dict[str, list[list[Any]]] = {"watch": [[facts_line(number), "hold"]]}
        self.asked: list[tuple[str, Wire]] = []
        # Files a job gives, by name, in pieces; an error in between is raised there, once.
        self.files: dict[str, list[bytes | Exception]] = {}
        self.received: dict[str, bytes] = {}

    @contextmanager
    def fetch(self, verb: str, request: Wire) -> Iterator[Iterator[bytes]]:
        self.asked.append((verb, request))
        yield self._pieces(self.files[request["file"]], request["offset"])

    def _pieces(self, pieces: list[bytes | Exception], offset: int) -> Iterator[bytes]:
        at = 0
        for piece in list(pieces):
            if isinstance(piece, Exception):
                pieces.remove(piece)
                raise piece
            if at + len(piece) > offset:
                yield piece[max(0, offset - at) :]
            at += len(piece)

    def send(self, verb: str, request: Wire, data: Iterator[bytes]) -> Wire:
        self.asked.append((verb, request))
        name = request["file"]
        held = self.received.get(name, b"")[: request["offset"]]
        self.received[name] = held + b"".join(data)
        return {"kind": "held", "size": len(self.received[name])}

    def ask(self, verb: str, request: Wire, timeout: float = 60.0) -> Wire:
        self.asked.append((verb, request))
        answer = self.answers[verb]
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        said: Wire = answer
        return said

    @contextmanager
    def stream(self, verb: str, request: Wire) -> Iterator[FakeTalk]:
        self.asked.append((verb, request))
        scripts = self.scripts[verb]
        script = scripts.pop(0) if len(scripts) > 1 else scripts[0]
        talk = FakeTalk(script)
        try:
            yield talk
        finally:
            talk.close()


class FakeHypervisor:
    def __init__(self) -> None:
        self.found: tuple[Domain, ...] | TwinpointError = ()
        self.looks = 0
        self.changed: Callable[[], None] | None = None
        self.calls: list[tuple[str, str]] = []
        self.refusal: TwinpointError | None = None

    def domains(self) -> tuple[Domain, ...]:
        self.looks += 1
        if isinstance(self.found, TwinpointError):
            raise self.found
        return self.found

    def on_change(self, changed: Callable[[], None] | None) -> None:
        self.changed = changed

    def definition(self, uuid: str) -> str:
        raise NotImplementedError

    def start(self, uuid: str) -> None:
        self._call("start", uuid)

    def shut_down(self, uuid: str) -> None:
        self._call("shut down", uuid)

    def power_off(self, uuid: str) -> None:
        self._call("power off", uuid)

    def _call(self, what: str, uuid: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.calls.append((what, uuid))

    def close(self) -> None:
        pass


class FakeMachine:
    def __init__(self, number: int) -> None:
        self.name = f"10.0.0.{number + 1}"
        self.jobs = FakeJobs(number)
        self.hypervisor = FakeHypervisor()
        self.keys: tuple[str, ...] = (f"ssh-ed25519 AAAA{number}",)

    def known_as(self, name: str) -> None:
        self.name = name

    def endpoint(self) -> Endpoint:
        return Endpoint(f"host{self.name}", 22, "admin", self.keys)


class FakePair:
    def __init__(self, system: System = SYSTEM) -> None:
        self.system = system
        self.machines = (FakeMachine(0), FakeMachine(1))
        self.migrated: list[tuple[str, Side]] = []
        self.migration: TwinpointError | None = None

    def machine(self, side: Side) -> FakeMachine:
        return self.machines[side]

    def migrate(
        self,
        uuid: str,
        name: str,
        source: Side,
        tell: Callable[[int, int], None],
        stopped: Callable[[], bool],
    ) -> None:
        tell(1, 2)
        if self.migration is not None:
            raise self.migration
        self.migrated.append((uuid, source))

    def close(self) -> None:
        pass


def gone(pm: str = "pm1") -> Unreachable:
    return Unreachable(MachineUnreachable(pm, "no route"))

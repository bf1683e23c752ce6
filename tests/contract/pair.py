"""The real pair of tests/lab, as the console connects to it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.machines.connect import Machine, PairLink, connect
from app.model.machine import MachineAddress, Side, System
from tests.lab.lab import Lab
from tests.lab.session import session


@dataclass(frozen=True)
class LabPair:
    link: PairLink
    lab: Lab

    @property
    def machines(self) -> list[Machine]:
        return [self.link.machine(side) for side in Side]


def lab_system(lab: Lab, known_hosts: str | None = None) -> System:
    first, second = (
        MachineAddress(lab.settings.address(name), "root") for name in lab.settings.pm_names
    )
    return System(
        "lab",
        (first, second),
        identity=str(lab.client_identity),
        known_hosts=known_hosts or str(lab.known_hosts),
    )


@functools.cache
def _lab() -> Lab:
    """Brought up once for a test run: even a look at what is up takes seconds."""
    lab = Lab()
    lab.up()
    return lab


@contextmanager
def lab_pair(known_hosts: str | None = None) -> Iterator[LabPair]:
    with session(Lab()):
        lab = _lab()
        link = connect(lab_system(lab, known_hosts))
        try:
            yield LabPair(link, lab)
        finally:
            link.close()

"""How often libvirt is waited for: a link may be slow, and a PM may have many VMs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

libvirt = pytest.importorskip("libvirt")

from app.machines import bounded  # noqa: E402
from app.machines.bounded import at_once  # noqa: E402
from app.machines.libvirt_hypervisor import LibvirtHypervisor  # noqa: E402

VMS = 30
DELAY = 0.1  # seconds of every call
XML = """<domain type='test'><name>vm{number}</name><memory>1024</memory>
<os><type>hvm</type></os></domain>"""
LOCAL = ("UUIDString", "connect", "name", "isAlive")  # libvirt's library knows the answer itself


class SlowLink:
    """Notes when every call to a connection and its domains began and ended."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, float, str]] = []
        self._lock = threading.Lock()

    def around(self, thing: Any) -> Slow:
        return Slow(self, thing)

    def call(self, name: str, work: Callable[[], Any]) -> Any:
        began = time.monotonic()
        threading.Event().wait(DELAY)
        try:
            return self._wrapped(work())
        finally:
            with self._lock:
                self.calls.append((began, time.monotonic(), name))

    def _wrapped(self, found: Any) -> Any:
        if isinstance(found, list):
            return [
                self.around(one) if isinstance(one, libvirt.virDomain) else one for one in found
            ]
        return found

    def rounds(self) -> int:
        """How many calls had to wait for one before them."""
        count, free = 0, 0.0
        for began, ended, _ in sorted(self.calls, key=lambda call: call[1]):
            if began >= free:
                count, free = count + 1, ended
        return count


class Slow:
    def __init__(self, link: SlowLink, thing: Any) -> None:
        self._link = link
        self._thing = thing

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._thing, name)
        if name in LOCAL:
            return method
        return lambda *arguments: self._link.call(name, lambda: method(*arguments))


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowLink]:
    made = SlowLink()
    plain = libvirt.open
    kept = plain("test:///default")  # one for the whole process, as long as somebody holds it

    def slow_open(uri: str) -> Slow:
        connection = plain(uri)
        for number in range(VMS):
            connection.defineXML(XML.format(number=number))
        return made.around(made.call("open", lambda: connection))

    monkeypatch.setattr(libvirt, "open", slow_open)
    yield made
    for number in range(VMS):
        kept.lookupByName(f"vm{number}").undefine()
    kept.close()


def test_many_vms_are_seen_in_a_handful_of_rounds(link: SlowLink) -> None:
    hypervisor = LibvirtHypervisor(lambda: "test:///default", lambda: "pm1")
    found = hypervisor.domains()
    names = [name for _, _, name in link.calls]
    first, link.calls = link.rounds(), []
    again = hypervisor.domains()
    later = link.rounds()
    hypervisor.close()
    assert len(found) == len(again) == VMS + 1
    assert names.count("XMLDesc") == VMS + 1
    # Open, keep alive, tell when closed, events; list, stats, those with snapshots, definitions.
    assert first <= 9, names
    assert later <= 5
    assert names.count("snapshotNum") == 0


def test_a_closed_link_leaves_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    plain = libvirt.virConnect.close

    def noted(connection: Any) -> Any:
        left.append(plain(connection))
        return left[-1]

    monkeypatch.setattr(libvirt.virConnect, "close", noted)
    hypervisor = LibvirtHypervisor(lambda: "test:///default", lambda: "pm1")
    hypervisor.domains()
    hypervisor.close()
    assert left == [0]  # references to it


def test_what_is_asked_at_once_comes_in_order() -> None:
    assert at_once(lambda number: number * 2, range(100)) == [number * 2 for number in range(100)]
    assert at_once(lambda number: number, []) == []


def test_an_error_ends_what_is_asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "LANES", 2)
    asked: list[int] = []

    def work(number: int) -> int:
        asked.append(number)
        if number == 1:
            raise ValueError("one")
        return number

    with pytest.raises(ValueError, match="one"):
        at_once(work, range(10_000))
    assert len(asked) < 10_000

"""Makes two PMs a pair: each gets its replication key, and learns the other's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.errors import Refused, Unreachable
from app.machines.pair import Endpoint, Pair
from app.machines.strict import BadAnswer, text
from app.model.machine import Side
from app.model.problems import HostKeyUnknown, SameMachineTwice, Unexplained
from app.operations.events import CheckLine
from app.operations.operation import CancelToken, Report

# One line, so that it cannot bring a second key or options into authorized_keys.
PUBLIC_KEY = re.compile(r"(ssh-ed25519|ecdsa-sha2-nistp\d{3}|ssh-rsa) [A-Za-z0-9+/=]{40,2000}")
TIMEOUT = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class _Ready:
    """What one PM answered to `setup`, and where it is found."""

    name: str
    uuid: str
    public_key: str
    endpoint: Endpoint
    host: str  # as the other PM finds it


@dataclass(frozen=True, slots=True)
class SetUpPair:
    """May be repeated. Each PM is told the host keys of the other that this workstation trusts
    already, so no key is ever trusted on first sight."""

    pair: Pair

    def run(self, report: Report, cancel: CancelToken) -> None:
        """Reports a CheckLine for each step. Raises Refused or Unreachable."""
        ready = []
        for side in Side:
            cancel.check()
            ready.append(self._set_up(side))
            report(CheckLine("setup", ready[side].name))
        if ready[0].uuid and ready[0].uuid == ready[1].uuid:
            raise Refused(SameMachineTwice(ready[1].name, ready[1].uuid))
        for side in Side:
            cancel.check()
            self._link(side, ready[side.other])
        for side in Side:
            cancel.check()
            self.pair.machine(side).jobs.ask("try-link", {}, TIMEOUT)
            report(CheckLine("link", ready[side].name, detail=ready[side.other].name))

    def _set_up(self, side: Side) -> _Ready:
        link = self.pair.machine(side)
        answer = link.jobs.ask("setup", {"system": self.pair.system.name}, TIMEOUT)
        try:
            name, uuid = text(answer, "name"), text(answer, "host_uuid")
            key = " ".join(text(answer, "public_key").split()[:2])
        except BadAnswer as error:
            raise Unreachable(Unexplained(link.name, str(error))) from error
        if not PUBLIC_KEY.fullmatch(key):
            raise Unreachable(Unexplained(link.name, "no public key"))
        link.known_as(name)
        endpoint = link.endpoint()
        if not endpoint.host_keys:
            raise Refused(HostKeyUnknown(name, endpoint.host, ""))
        host = self.pair.system.replication_hosts[side] or endpoint.host
        return _Ready(name, uuid, key, endpoint, host)

    def _link(self, side: Side, peer: _Ready) -> None:
        wish = {
            "system": self.pair.system.name,
            "peer": {
                "name": peer.name,
                "host": peer.host,
                "port": peer.endpoint.port,
                # Where the key is let in; its forced command goes through sudo if need be.
                "user": peer.endpoint.user,
                "root": self.pair.system.container_root,
                "uuid": peer.uuid,
                "host_keys": list(peer.endpoint.host_keys),
            },
            "peer_public_key": peer.public_key,
        }
        self.pair.machine(side).jobs.ask("link", wish, TIMEOUT)

"""What operations are given before two PMs are a pair: their host keys, our keys, a first login."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.model.keys import LocalKey, OfferedKey, Secret
from app.model.machine import Side, System


class FirstContact(Protocol):
    """Both PMs of a system that may not be reachable by key yet. Any thread may use it."""

    @property
    def system(self) -> System: ...

    def offered(self, side: Side) -> OfferedKey:
        """The host key that a PM shows, which is not trusted by that. Raises Unreachable, or
        Refused for a host on the way to it."""
        ...

    def trust(self, keys: Sequence[OfferedKey]) -> None:
        """Keeps keys in known_hosts, all or none. Raises Refused: one that contradicts a known
        one is never kept."""
        ...

    def log_in(self, side: Side) -> None:
        """Logs in by key, to see whether that works. Raises Refused or Unreachable."""
        ...

    def own_keys(self) -> tuple[LocalKey, ...]:
        """The key pairs of this workstation that could be let in; the one it would try first
        comes first."""
        ...

    def make_key(self) -> LocalKey:
        """Twinpoint's own key pair, made if there is none. Raises Refused."""
        ...

    def using(self, key: LocalKey) -> FirstContact:
        """The same PMs, logged in to with this key."""
        ...

    def let_in(self, side: Side, password: Secret, key: LocalKey) -> None:
        """Logs in by password, once, and lets the public key in. The host key must be trusted.
        Raises Refused or Unreachable."""
        ...

    def close(self) -> None:
        """Ends what is under way."""
        ...

"""Keys that a system is reached with: those the PMs show, those of this workstation, a password."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.model.machine import Side


class Trust(Enum):
    """What known_hosts says of a host key."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    CHANGED = "changed"  # another one is known for this host, or this one is revoked


@dataclass(frozen=True, slots=True)
class OfferedKey:
    """The host key that a PM showed. `host` is its name in known_hosts, `line` what follows it
    there; `file` is where it would be kept."""

    side: Side
    pm: str
    host: str
    type: str
    fingerprint: str
    line: str
    trust: Trust
    file: str


@dataclass(frozen=True, slots=True)
class LocalKey:
    """A key pair of this workstation that can be used. `line` is the public key, as in
    authorized_keys, `where` its file, or its comment if it is the agent's. `path` is set if the
    system's settings have to name it."""

    line: str
    fingerprint: str
    where: str
    path: str = ""
    agent: bool = False


class Secret:
    """A password, which can be taken once. Nothing shows it, not even repr()."""

    def __init__(self, text: str) -> None:
        self._text: str | None = text

    def take(self) -> str:
        """Raises ValueError the second time."""
        text, self._text = self._text, None
        if text is None:
            raise ValueError("it was used already")
        return text

    def __repr__(self) -> str:
        return "Secret()"

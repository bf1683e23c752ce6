"""What may stand in the way while a system is added; see problems.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PasswordRefused:
    """The PM took no password, or not this one. `detail` says what it takes instead."""

    code: ClassVar[str] = "password-refused"
    pm: str
    user: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KeyNotInstalled:
    """The password was right, but the key could not be written on the PM."""

    code: ClassVar[str] = "key-not-installed"
    pm: str
    user: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KeyNotMade:
    """No key pair could be made on this workstation."""

    code: ClassVar[str] = "key-not-made"
    path: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KnownHostsUnwritable:
    code: ClassVar[str] = "known-hosts-unwritable"
    path: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SettingsUnwritable:
    """The systems' file on this workstation cannot be read or written."""

    code: ClassVar[str] = "settings-unwritable"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ClocksApart:
    """Journals and runs of both PMs are read side by side."""

    code: ClassVar[str] = "clocks-apart"
    pm: str
    peer: str
    seconds: int


FirstRunProblem = (
    PasswordRefused
    | KeyNotInstalled
    | KeyNotMade
    | KnownHostsUnwritable
    | SettingsUnwritable
    | ClocksApart
)

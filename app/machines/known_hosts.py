"""known_hosts files as OpenSSH reads them: which keys are trusted for a host (sshd(8))."""

from __future__ import annotations

import base64
import binascii
import errno
import hashlib
import hmac
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

LARGEST = 16 * 1024 * 1024  # bytes of one file


@dataclass(frozen=True, slots=True)
class HostKey:
    """A public host key; `blob` is its wire form."""

    type: str
    blob: bytes

    @classmethod
    def parse(cls, line: str) -> HostKey:
        """Of what `str()` made. Raises ValueError."""
        kind, text = line.split()
        return cls(kind, base64.b64decode(text, validate=True))

    @property
    def fingerprint(self) -> str:
        """As ssh prints it: SHA256:…"""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii")
        return "SHA256:" + digest.rstrip("=")

    def __str__(self) -> str:
        return f"{self.type} {base64.b64encode(self.blob).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """What the files say of one host."""

    trusted: tuple[HostKey, ...]
    revoked: tuple[HostKey, ...] = ()

    def contradict(self, key: HostKey) -> bool:
        """Whether a host known by these must not show `key`."""
        return key in self.revoked or bool(self.trusted and key not in self.trusted)


def known_keys(files: Iterable[Path], host: str, port: int, alias: str | None = None) -> KnownKeys:
    """Keys of a host. Unreadable files count as empty, as they do for ssh.

    Like ssh: an alias stands for host and port; a port other than 22 is looked for as
    `[host]:port` first and without the port after that.
    """
    lines = [line for file in files for line in _lines(file)]
    name = (alias or host).lower()
    names = [name] if alias or port == 22 else [f"[{name}]:{port}", name]
    found = KnownKeys((), ())
    for each in names:
        found = _keys_of(lines, each)
        if found.trusted:
            break
    return found


def append(file: Path, lines: Iterable[str]) -> None:
    """Adds lines to a known_hosts file, which is replaced as a whole; what stands there stays.

    Raises OSError, also if somebody else wrote to the file meanwhile."""
    target = file.resolve()  # a link stays a link
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = _read(target)
    old = before or b""
    gap = b"" if not old or old.endswith(b"\n") else b"\n"
    new = "".join(f"{line}\n" for line in lines).encode("utf-8")
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".known_hosts-")  # 0600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(old + gap + new)
            out.flush()
            os.fsync(out.fileno())
        if before is not None:
            shutil.copymode(target, temporary)
        if _read(target) != before:
            raise OSError(errno.EAGAIN, "changed by another program meanwhile", str(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _keys_of(lines: Sequence[str], name: str) -> KnownKeys:
    trusted: list[HostKey] = []
    revoked: list[HostKey] = []
    for line in lines:
        words = line.split()
        marker = words.pop(0) if words and words[0].startswith("@") else ""
        # A certificate authority's key is not a host's own; paramiko knows no host certificates.
        if len(words) < 3 or marker not in ("", "@revoked") or not _matches(words[0], name):
            continue
        try:
            key = HostKey(words[1], base64.b64decode(words[2], validate=True))
        except (binascii.Error, ValueError):
            continue
        (revoked if marker else trusted).append(key)
    return KnownKeys(tuple(trusted), tuple(revoked))


def _matches(patterns: str, name: str) -> bool:
    if patterns.startswith("|1|"):
        return _hash_matches(patterns, name)
    matched = False
    for pattern in patterns.lower().split(","):
        negated = pattern.startswith("!")
        # Only * and ? are wild for ssh; "[" is literal (it begins "[host]:port").
        escaped = pattern.removeprefix("!").replace("[", "[[]")
        if fnmatchcase(name, escaped):
            if negated:
                return False
            matched = True
    return matched


def _hash_matches(text: str, name: str) -> bool:
    parts = text.split("|")
    if len(parts) != 4:
        return False
    try:
        salt, wanted = base64.b64decode(parts[2]), base64.b64decode(parts[3])
    except (binascii.Error, ValueError):
        return False
    return hmac.compare_digest(hmac.new(salt, name.encode(), hashlib.sha1).digest(), wanted)


def _lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as handle:
            text = handle.read(LARGEST).decode("utf-8", "replace")
    except OSError:
        return []
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]

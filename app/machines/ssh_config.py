"""How SSH gets to a PM: the system's settings and the user's ssh configuration together."""

from __future__ import annotations

import getpass
import glob
import os
import re
from dataclasses import dataclass
from pathlib import Path

import paramiko

from app.machines.known_hosts import HostKey, known_keys
from app.model.machine import MachineAddress, System

DEEPEST = 16  # of Include, as in OpenSSH
DEFAULT_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")


class BadConfig(Exception):
    """The ssh configuration cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Route:
    """Everything needed to reach one host. `jumps` are ProxyJump's hosts, the first one first."""

    host: str
    port: int
    user: str
    identities: tuple[Path, ...]
    identities_only: bool
    known_hosts: tuple[Path, ...]
    alias: str | None = None
    jumps: tuple[MachineAddress, ...] = ()
    proxy_command: str | None = None

    @property
    def known_as(self) -> str:
        """The name under which ssh keeps the host's keys in known_hosts."""
        plain = self.host if self.port == 22 else f"[{self.host}]:{self.port}"
        return self.alias or plain

    def trusted_keys(self) -> tuple[HostKey, ...]:
        """The host keys that are known for this host."""
        return known_keys(self.known_hosts, self.host, self.port, self.alias).trusted


def route_to(address: MachineAddress, system: System) -> Route:
    """Raises BadConfig."""
    try:
        found = _config(system).lookup(address.host)
        port = address.port or int(found.get("port", 22))
    except (paramiko.SSHException, OSError, ImportError, ValueError, UnicodeDecodeError) as error:
        raise BadConfig(str(error)) from error
    identities, only = _identities(system, found)
    jump = found.get("proxyjump")
    return Route(
        host=found["hostname"],
        port=port,
        user=address.user or found.get("user") or getpass.getuser(),
        identities=identities,
        identities_only=only,
        known_hosts=_known_hosts(system, found),
        alias=found.get("hostkeyalias"),
        jumps=_jumps(jump) if jump and jump.lower() != "none" else (),
        proxy_command=found.get("proxycommand"),
    )


def config_file(system: System) -> Path | None:
    """The configuration the user named for this system."""
    return Path(system.ssh_config).expanduser() if system.ssh_config else None


def parse_address(text: str) -> MachineAddress:
    """`[user@]host[:port]`, with an IPv6 address in brackets. Raises ValueError."""
    found = re.fullmatch(
        r"(?:(?P<user>[^@\s]+)@)?(?P<host>\[[0-9A-Fa-f:.%]+\]|[^:@\s\[\]]+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*)"
        r"(?::(?P<port>\d{1,5}))?",
        text.removeprefix("ssh://"),
    )
    if found is None or found["host"].startswith("-") or (found["user"] or "").startswith("-"):
        raise ValueError(f"not [user@]host[:port]: {text!r}")
    port = int(found["port"]) if found["port"] else None
    if port is not None and not 0 < port < 65536:
        raise ValueError(f"not a port: {text!r}")
    return MachineAddress(found["host"].strip("[]"), found["user"], port)


def _config(system: System) -> paramiko.SSHConfig:
    own = config_file(system)
    # As with `ssh -F`: a file named by the user stands alone.
    files = [own] if own else [Path("~/.ssh/config").expanduser(), Path("/etc/ssh/ssh_config")]
    lines: list[str] = []
    for file in files:
        if file == own or file.exists():
            # Otherwise the last Host block of one file would go on into the next.
            lines += [*_with_includes(file, 0), "Host *"]
    return paramiko.SSHConfig.from_text("\n".join(lines))


def _with_includes(file: Path, depth: int) -> list[str]:
    """The lines of a configuration, with those of included files in place (paramiko does not
    know Include). Unlike ssh, a Host block begun in an included file goes on after it."""
    if depth > DEEPEST:
        raise BadConfig(f"{file}: Include goes too deep")
    lines: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"\s*include(?:\s+|\s*=\s*)(.+)", line, re.IGNORECASE)
        if not found:
            lines.append(line)
            continue
        for pattern in found[1].split():
            path = os.path.expanduser(pattern.strip('"'))
            base = "/etc/ssh" if str(file).startswith("/etc/") else os.path.expanduser("~/.ssh")
            for each in sorted(glob.glob(os.path.join(base, path))):
                lines += _with_includes(Path(each), depth + 1)
    return lines


def _identities(system: System, found: paramiko.SSHConfigDict) -> tuple[tuple[Path, ...], bool]:
    if system.identity:
        return (Path(system.identity).expanduser(),), True
    named = [Path(name).expanduser() for name in found.get("identityfile", ())]
    if named:
        return tuple(named), found.get("identitiesonly", "no").lower() == "yes"
    folder = Path("~/.ssh").expanduser()
    return tuple(folder / name for name in DEFAULT_KEYS if (folder / name).exists()), False


def _known_hosts(system: System, found: paramiko.SSHConfigDict) -> tuple[Path, ...]:
    if system.known_hosts:
        return (Path(system.known_hosts).expanduser(),)
    own = found.get("userknownhostsfile", "~/.ssh/known_hosts ~/.ssh/known_hosts2")
    everyone = found.get("globalknownhostsfile", "/etc/ssh/ssh_known_hosts")
    return tuple(Path(name.strip('"')).expanduser() for name in f"{own} {everyone}".split())


def _jumps(text: str) -> tuple[MachineAddress, ...]:
    try:
        return tuple(parse_address(part.strip()) for part in text.split(","))
    except ValueError as error:
        raise BadConfig(f"ProxyJump: {error}") from error

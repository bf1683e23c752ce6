"""Two PMs before they are a pair: their host keys looked at and trusted, our key let in."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import paramiko

from app.errors import Refused, Unreachable
from app.machines.known_hosts import HostKey, KnownKeys, append, known_keys
from app.machines.own_key import make_own_key, usable_keys
from app.machines.pm_lines import printed_by
from app.machines.ssh import SshLink, one_line
from app.machines.ssh_config import BadConfig, Route, route_to
from app.machines.ssh_login import Admit, check_host_key, close_all, log_in, shown_key
from app.model.first_run_problems import KeyNotInstalled, KnownHostsUnwritable, PasswordRefused
from app.model.keys import LocalKey, OfferedKey, Secret, Trust
from app.model.machine import Side, System
from app.model.problems import HostKeyChanged, MachineUnreachable, ShellNotClean

log = logging.getLogger(__name__)

# Reads one public key. A file that ends in the middle of a line must not swallow it, and a key that
# is there already is not added again. SELinux wants its label on a new folder.
_LET_IN = one_line("""
set -eu
umask 077
cd
IFS= read -r key
mkdir -p .ssh
touch .ssh/authorized_keys
if ! grep -qxF -e "$key" .ssh/authorized_keys; then
    if [ -n "$(tail -c 1 .ssh/authorized_keys)" ]; then echo >> .ssh/authorized_keys; fi
    printf '%s\\n' "$key" >> .ssh/authorized_keys
fi
if command -v restorecon > /dev/null; then restorecon -R .ssh; fi
""")


class Doorstep:
    """Implements first_contact.FirstContact."""

    def __init__(self, system: System) -> None:
        self.system = system
        self._links: list[SshLink] = []
        self._closed = False

    def offered(self, side: Side) -> OfferedKey:
        seen: list[OfferedKey] = []

        def look(transport: paramiko.Transport, route: Route, known: KnownKeys, name: str) -> None:
            key = shown_key(transport)
            seen.append(
                OfferedKey(
                    side,
                    name,
                    route.known_as,
                    key.type,
                    key.fingerprint,
                    str(key),
                    _trust(known, key),
                    str(route.known_hosts[0]),
                )
            )

        close_all(log_in(self.system.machines[side], self.system, self._name(side), admit=look))
        return seen[0]

    def trust(self, keys: Sequence[OfferedKey]) -> None:
        lines: dict[str, list[str]] = {}
        for key in keys:
            # Read again: what stands there may have changed since the key was shown.
            found = _trust(self._known(key.side), HostKey.parse(key.line))
            if found is Trust.CHANGED:
                raise Refused(HostKeyChanged(key.pm, key.host, key.fingerprint, key.type))
            if found is Trust.UNKNOWN:
                lines.setdefault(key.file, []).append(f"{key.host} {key.line}")
        for file, new in lines.items():
            try:
                append(Path(file), dict.fromkeys(new))
            except OSError as error:
                raise Refused(KnownHostsUnwritable(file, str(error))) from error
            log.info("%s: added the host keys of %d PMs", file, len(new))

    def log_in(self, side: Side) -> None:
        link = self._link(side)
        try:
            printed = printed_by(link.run(["true"], timeout=30.0))
        finally:
            link.close()
        if printed:
            raise Refused(ShellNotClean(self._name(side), link.user, printed), details=printed)

    def own_keys(self) -> tuple[LocalKey, ...]:
        return usable_keys(self._route(Side.FIRST))

    def make_key(self) -> LocalKey:
        return make_own_key()

    def using(self, key: LocalKey) -> Doorstep:
        """A key that only the agent or the SSH configuration knows is found by them again."""
        return Doorstep(replace(self.system, identity=key.path)) if key.path else self

    def let_in(self, side: Side, password: Secret, key: LocalKey) -> None:
        name, user = self._name(side), self._route(side).user
        link = self._link(side, _by_password(password))
        try:
            line = f"{key.line}\n".encode()
            done = link.run(["sh", "-c", _LET_IN], line, timeout=30.0)
        finally:
            link.close()
        if done.status != 0:
            detail = (done.errors or done.output).decode("utf-8", "replace").strip()[-500:]
            raise Refused(KeyNotInstalled(name, user, detail))

    def close(self) -> None:
        self._closed = True
        for link in self._links:
            link.close()

    def _link(self, side: Side, admit: Admit | None = None) -> SshLink:
        address = self.system.machines[side]
        if self._closed:
            raise Unreachable(MachineUnreachable(self._name(side), "closed"))
        made = SshLink(address, self.system, admit) if admit else SshLink(address, self.system)
        self._links.append(made)
        return made

    def _name(self, side: Side) -> str:
        return self.system.machines[side].host

    def _route(self, side: Side) -> Route:
        try:
            return route_to(self.system.machines[side], self.system)
        except BadConfig as error:
            raise Unreachable(MachineUnreachable(self._name(side), str(error))) from error

    def _known(self, side: Side) -> KnownKeys:
        route = self._route(side)
        return known_keys(route.known_hosts, route.host, route.port, route.alias)


def _by_password(password: Secret) -> Admit:
    """Sends the password only to a host whose key is trusted."""

    def admit(transport: paramiko.Transport, route: Route, known: KnownKeys, name: str) -> None:
        check_host_key(transport, route, known, name)
        try:
            more = transport.auth_password(route.user, password.take())
        except paramiko.BadAuthenticationType as error:
            allowed = ", ".join(error.allowed_types)
            raise Refused(PasswordRefused(name, route.user, f"allowed: {allowed}")) from error
        except paramiko.AuthenticationException as error:
            raise Refused(PasswordRefused(name, route.user, str(error))) from error
        if more:
            asked = f"also asked for: {', '.join(more)}"
            raise Refused(PasswordRefused(name, route.user, asked))

    return admit


def _trust(known: KnownKeys, key: HostKey) -> Trust:
    if known.contradict(key):
        return Trust.CHANGED
    return Trust.KNOWN if key in known.trusted else Trust.UNKNOWN

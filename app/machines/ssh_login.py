"""One SSH connection to a PM: host key checked against known_hosts, login with agent or key."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import paramiko

from app.errors import Refused, Unreachable
from app.machines.known_hosts import HostKey, KnownKeys, known_keys
from app.machines.ssh_config import BadConfig, Route, route_to
from app.model.machine import MachineAddress, System
from app.model.problems import HostKeyChanged, HostKeyUnknown, LoginRefused, MachineUnreachable

log = logging.getLogger(__name__)

CONNECT_TIMEOUT = 10.0  # seconds, for the TCP connection and for each stage of the handshake
KEEPALIVE = 15  # seconds
LINK_TIMEOUT = 20_000  # milliseconds without an acknowledgement of what was sent
_LINUX_TCP_USER_TIMEOUT = 18

# What is done with a connection whose keys are exchanged: the host's is looked at, then the login.
Admit = Callable[[paramiko.Transport, Route, KnownKeys, str], None]


def by_key(transport: paramiko.Transport, route: Route, known: KnownKeys, name: str) -> None:
    """Raises Refused with HostKeyUnknown, HostKeyChanged or LoginRefused."""
    check_host_key(transport, route, known, name)
    _authenticate(transport, route, name)


def check_host_key(
    transport: paramiko.Transport, route: Route, known: KnownKeys, name: str
) -> None:
    """Raises Refused with HostKeyUnknown or HostKeyChanged."""
    key = shown_key(transport)
    if known.contradict(key):
        raise Refused(HostKeyChanged(name, route.known_as, key.fingerprint, key.type))
    if not known.trusted:
        raise Refused(HostKeyUnknown(name, route.known_as, key.fingerprint, key.type))


def shown_key(transport: paramiko.Transport) -> HostKey:
    """The key that the host has proved to hold."""
    shown = transport.get_remote_server_key()
    return HostKey(shown.get_name(), shown.asbytes())


def log_in(
    address: MachineAddress, system: System, name: str, depth: int = 0, admit: Admit = by_key
) -> list[paramiko.Transport]:
    """A connection that `admit` let in, preceded by those of the jump hosts it goes through
    (which are always logged in to by key).

    Raises Unreachable, and what `admit` raises.
    """
    try:
        route = route_to(address, system)
    except BadConfig as error:
        raise Unreachable(MachineUnreachable(name, str(error))) from error
    chain: list[paramiko.Transport] = []
    try:
        if depth > 8:
            raise OSError("ProxyJump goes round in circles")
        for jump in route.jumps:
            chain += _through(chain, jump, system, depth)
        chain.append(_one(_socket(chain, route), route, name, admit))
    except (OSError, EOFError, paramiko.SSHException) as error:
        close_all(chain)
        raise Unreachable(MachineUnreachable(name, _text(error))) from error
    except BaseException:
        close_all(chain)
        raise
    return chain


def close_all(chain: list[paramiko.Transport]) -> None:
    for transport in reversed(chain):
        transport.close()


def _through(
    chain: list[paramiko.Transport], jump: MachineAddress, system: System, depth: int
) -> list[paramiko.Transport]:
    """The next jump host; the first of a chain may have jump hosts of its own."""
    if not chain:
        return log_in(jump, system, str(jump), depth + 1)
    try:
        route = route_to(jump, system)
    except BadConfig as error:
        raise OSError(str(error)) from error
    return [_one(_forwarded(chain[-1], route), route, str(jump), by_key)]


def _socket(
    chain: list[paramiko.Transport], route: Route
) -> socket.socket | paramiko.Channel | paramiko.ProxyCommand:
    if chain:
        return _forwarded(chain[-1], route)
    if route.proxy_command:
        return paramiko.ProxyCommand(route.proxy_command)
    found = socket.create_connection((route.host, route.port), CONNECT_TIMEOUT)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # Together with the keepalive this makes a link that went dead in silence end by itself.
        found.setsockopt(socket.IPPROTO_TCP, _LINUX_TCP_USER_TIMEOUT, LINK_TIMEOUT)
    return found


def _forwarded(through: paramiko.Transport, route: Route) -> paramiko.Channel:
    return through.open_channel(
        "direct-tcpip", (route.host, route.port), ("127.0.0.1", 0), timeout=CONNECT_TIMEOUT
    )


def _one(
    sock: socket.socket | paramiko.Channel | paramiko.ProxyCommand,
    route: Route,
    name: str,
    admit: Admit,
) -> paramiko.Transport:
    try:
        transport = paramiko.Transport(sock)
    except BaseException:
        sock.close()
        raise
    try:
        transport.banner_timeout = CONNECT_TIMEOUT
        transport.handshake_timeout = CONNECT_TIMEOUT
        transport.auth_timeout = CONNECT_TIMEOUT
        transport.channel_timeout = CONNECT_TIMEOUT
        known = known_keys(route.known_hosts, route.host, route.port, route.alias)
        _prefer(transport, known.trusted)
        transport.start_client(timeout=CONNECT_TIMEOUT)
        admit(transport, route, known, name)
        transport.set_keepalive(KEEPALIVE)
    except BaseException:
        transport.close()
        raise
    return transport


def _prefer(transport: paramiko.Transport, known: tuple[HostKey, ...]) -> None:
    """Asks for a key of a type that is known, as ssh does: a host has several."""
    kinds: list[str] = []
    for key in known:
        kinds += ["rsa-sha2-512", "rsa-sha2-256"] if key.type == "ssh-rsa" else [key.type]
    options = transport.get_security_options()
    able = list(options.key_types)
    first = [kind for kind in dict.fromkeys(kinds) if kind in able]
    options.key_types = [*first, *(kind for kind in able if kind not in first)]


def _authenticate(transport: paramiko.Transport, route: Route, name: str) -> None:
    notes: list[str] = []
    for key, where in keys_to_try(route, notes):
        if not transport.is_active():
            notes.append("the PM closed the connection after too many keys")
            break
        try:
            if not transport.auth_publickey(route.user, key):
                return
            notes.append(f"{where}: accepted, but a second factor is asked for")
        except paramiko.AuthenticationException:
            notes.append(f"{where}: not accepted")
    if not notes:
        notes.append("no key: neither an agent nor a key file")
    raise Refused(LoginRefused(name, route.user, "; ".join(notes)))


def keys_to_try(route: Route, notes: list[str]) -> Iterator[tuple[paramiko.PKey, str]]:
    """Keys and where each comes from; `notes` gets why others cannot be used. First the agent's
    copies of the wanted ones, and the files; then the agent's others."""
    agent = _agent_keys()
    wanted = [(path, _public_blob(path)) for path in route.identities]
    tried: set[bytes] = set()
    for path, blob in wanted:
        from_agent = next((key for key in agent if blob and key.asbytes() == blob), None)
        if from_agent is not None:
            tried.add(from_agent.asbytes())
            yield from_agent, f"{path} (from the agent)"
            continue
        key = _key_of(path, notes)
        if key is not None:
            tried.add(key.asbytes())
            yield key, str(path)
    if not route.identities_only:
        for other in agent:
            if other.asbytes() not in tried:
                yield other, f"agent key {other.comment}"


def _agent_keys() -> list[paramiko.agent.AgentKey]:
    try:
        return list(paramiko.Agent().get_keys())
    except (OSError, paramiko.SSHException) as error:
        log.info("no SSH agent: %s", error)
        return []


def _public_blob(path: Path) -> bytes | None:
    """The wire form of the public key beside a key file: lets an encrypted key come from the
    agent."""
    try:
        words = Path(f"{path}.pub").read_text(encoding="utf-8").split()
        return paramiko.pkey.PublicBlob.from_string(" ".join(words[:2])).key_blob
    except (OSError, ValueError, IndexError, UnicodeDecodeError, paramiko.SSHException):
        return None


def _key_of(path: Path, notes: list[str]) -> paramiko.PKey | None:
    try:
        return paramiko.PKey.from_path(path)
    except FileNotFoundError:
        notes.append(f"{path}: no such file")
    except (paramiko.PasswordRequiredException, TypeError):
        # cryptography raises TypeError for a key that needs a passphrase.
        notes.append(f"{path}: protected by a passphrase; add it to the SSH agent (ssh-add)")
    except (OSError, ValueError, paramiko.SSHException) as error:
        notes.append(f"{path}: {_text(error)}")
    return None


def _text(error: BaseException) -> str:
    return str(error) or type(error).__name__

"""Commands on a PM over one SSH link, which is made when needed and made anew when lost."""

from __future__ import annotations

import logging
import re
import shlex
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType

import paramiko

from app.errors import Unreachable
from app.machines.ssh_config import BadConfig, route_to
from app.machines.ssh_login import CONNECT_TIMEOUT, Admit, by_key, close_all, log_in
from app.model.machine import MachineAddress, System
from app.model.problems import MachineUnreachable

log = logging.getLogger(__name__)

LONGEST_LINE = 64 * 1024 * 1024  # bytes; the facts of a thousand snapshots are two million
LONGEST_OUTPUT = 64 * 1024 * 1024
LONGEST_ERRORS = 64 * 1024
PROBE_TIMEOUT = 3.0  # seconds
CONNECTIONS = 4  # sshd allows ten commands at once on a connection unless told otherwise


@dataclass(frozen=True, slots=True)
class Completed:
    """How a command ended. `status` is -1 if it was killed by a signal."""

    status: int
    output: bytes
    errors: bytes


class SshLink:
    """Runs commands on one PM. Any thread may call any method; nothing is done before the first
    command. What is given as `input` is never logged. `admit` is how it logs in."""

    def __init__(self, address: MachineAddress, system: System, admit: Admit = by_key) -> None:
        self.address = address
        self.name = address.host  # for problems; the PM's own name once it is known
        self.requests = 0  # commands begun
        self._system = system
        self._admit = admit
        self._lock = threading.Lock()
        self._chains: list[list[paramiko.Transport]] = []
        self._closed = False

    @property
    def user(self) -> str:
        """The login name; "" if the SSH configuration cannot be used."""
        try:
            return route_to(self.address, self._system).user
        except BadConfig:
            return ""

    def run(self, argv: Sequence[str], input: bytes = b"", timeout: float = 60.0) -> Completed:
        """Runs a command to its end. Raises Unreachable (also for a command that takes longer
        than `timeout` seconds or says more than LONGEST_OUTPUT bytes) and Refused (login)."""
        deadline = time.monotonic() + timeout
        channel = self._begin(argv, input, deadline, keep_open=False)
        try:
            parts: list[bytes] = []
            total = 0
            while data := self._receive(channel.recv, channel, deadline):
                parts.append(data)
                total += len(data)
                if total > LONGEST_OUTPUT:
                    raise self._unreachable("endless output")
            errors = self._errors(channel, deadline)
            return Completed(self._status(channel, deadline), b"".join(parts), errors)
        finally:
            end(channel)

    def stream(
        self, argv: Sequence[str], input: bytes = b"", *, silence: float, keep_open: bool = False
    ) -> LineStream:
        """Starts a command whose lines are read as they come; `silence` seconds without a byte
        count as a lost link. `keep_open` leaves its standard input open until the stream is
        closed."""
        deadline = time.monotonic() + silence
        channel = self._begin(argv, input, deadline, keep_open)
        return LineStream(self, channel, silence)

    def close(self) -> None:
        """Ends every command on this end, and the link."""
        self._closed = True
        chains: list[list[paramiko.Transport]] = []
        # Somebody may be logging in, which can take as long as the time limits allow.
        if self._lock.acquire(timeout=1.0):
            chains, self._chains = self._chains, []
            self._lock.release()
        for chain in chains:
            close_all(chain)

    def _begin(
        self, argv: Sequence[str], input: bytes, deadline: float, keep_open: bool
    ) -> paramiko.Channel:
        channel = self._channel()
        try:
            channel.settimeout(max(0.1, deadline - time.monotonic()))
            self.requests += 1
            # The one place where a command line for a PM is made.
            channel.exec_command(shlex.join(argv))
            if input:
                channel.sendall(input)
            if not keep_open:
                channel.shutdown_write()
        except (OSError, EOFError, paramiko.SSHException) as error:
            end(channel)
            self._drop(channel)
            raise self._unreachable(_text(error)) from error
        except BaseException:
            end(channel)
            raise
        return channel

    def _channel(self) -> paramiko.Channel:
        with self._lock:
            if self._closed:
                raise self._unreachable("closed")
            for chain in list(self._chains):
                if not chain[-1].is_active():
                    self._chains.remove(chain)
                    close_all(chain)
            for chain in self._chains:
                try:
                    return chain[-1].open_session(timeout=CONNECT_TIMEOUT)
                except paramiko.ChannelException:
                    continue  # sshd's MaxSessions: another connection has room
                except (OSError, EOFError, paramiko.SSHException) as error:
                    log.info("%s: link lost: %s", self.name, error)
                    close_all(chain)
            self._chains = [chain for chain in self._chains if chain[-1].is_active()]
            if len(self._chains) >= CONNECTIONS:
                raise self._unreachable("no room for another command on this PM (MaxSessions)")
            chain = log_in(self.address, self._system, self.name, admit=self._admit)
            self._chains.append(chain)
            try:
                return chain[-1].open_session(timeout=CONNECT_TIMEOUT)
            except (OSError, EOFError, paramiko.SSHException) as error:
                raise self._unreachable(_text(error)) from error

    def _receive(
        self, receive: Callable[[int], bytes], channel: paramiko.Channel, deadline: float
    ) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0:
            raise self._silent(channel)
        channel.settimeout(left)
        try:
            return receive(65536)
        except TimeoutError as error:
            raise self._silent(channel) from error
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise self._unreachable(_text(error)) from error

    def _errors(self, channel: paramiko.Channel, deadline: float) -> bytes:
        """Standard error, once standard output has ended (both share one window, so a command
        that says megabytes there runs into its time limit)."""
        errors = b""
        while data := self._receive(channel.recv_stderr, channel, deadline):
            errors = (errors + data)[-LONGEST_ERRORS:]
        return errors

    def _status(self, channel: paramiko.Channel, deadline: float) -> int:
        if not channel.status_event.wait(max(0.1, deadline - time.monotonic())):
            raise self._silent(channel)
        transport = channel.get_transport()
        if channel.exit_status == -1 and not transport.is_active():
            raise self._unreachable("the link was lost")
        return channel.exit_status

    def _silent(self, channel: paramiko.Channel) -> Unreachable:
        """No answer in time: whether the link or the command is at fault cannot be told, so the
        next command gets a new link if this one does not even answer on SSH's own level."""
        try:
            channel.get_transport().open_session(timeout=PROBE_TIMEOUT).close()
        except paramiko.ChannelException:
            pass  # refused, so it answers
        except (OSError, EOFError, paramiko.SSHException):
            self._drop(channel)
        return self._unreachable("no answer in time")

    def _drop(self, channel: paramiko.Channel) -> None:
        transport = channel.get_transport()
        with self._lock:
            doomed = [chain for chain in self._chains if chain[-1] is transport]
            self._chains = [chain for chain in self._chains if chain[-1] is not transport]
        for chain in doomed:
            close_all(chain)

    def _unreachable(self, detail: str) -> Unreachable:
        return Unreachable(MachineUnreachable(self.name, detail))


class LineStream:
    """The lines of a command that is still running. Used by one thread; `close` by any."""

    def __init__(self, link: SshLink, channel: paramiko.Channel, silence: float) -> None:
        self._link = link
        self._channel = channel
        self._silence = silence
        self._deadline: float | None = None

    def __enter__(self) -> LineStream:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[bytes]:
        """Lines without their ends; stops when the command closes its output. Raises Unreachable
        for silence, a lost link or a line of more than LONGEST_LINE bytes."""
        parts: list[bytes] = []
        held = 0
        while data := self._receive(self._channel.recv):
            *whole, rest = data.split(b"\n")
            for line in whole:
                yield b"".join(parts) + line
                parts, held = [], 0
            if rest:
                parts.append(rest)
                held += len(rest)
            if held > LONGEST_LINE:
                raise self._link._unreachable("endless line")  # noqa: SLF001 (same file)
        if parts:
            yield b"".join(parts)

    def send(self, data: bytes, *, silence: float, timeout: float | None = None) -> None:
        """Says something to a command whose input was kept open; from now on it may be silent for
        `silence` seconds, and has `timeout` for all that it answers. Raises Unreachable."""
        self._silence = silence
        self._deadline = None if timeout is None else time.monotonic() + timeout
        try:
            self._channel.settimeout(silence)
            self._channel.sendall(data)
        except (OSError, EOFError, paramiko.SSHException) as error:
            raise self._link._unreachable(_text(error)) from error  # noqa: SLF001

    @property
    def open(self) -> bool:
        """Whether the command still listens, as far as this end knows."""
        channel = self._channel
        return channel.get_transport().is_active() and not (channel.closed or channel.eof_received)

    def finish(self) -> Completed:
        """How the command ended, after the last line."""
        deadline = time.monotonic() + self._silence
        errors = self._link._errors(self._channel, deadline)  # noqa: SLF001
        return Completed(self._link._status(self._channel, deadline), b"", errors)  # noqa: SLF001

    def close(self) -> None:
        """Ends the command's input and output; a reader in another thread stops."""
        end(self._channel)

    def _receive(self, receive: Callable[[int], bytes]) -> bytes:
        deadline = self._deadline or time.monotonic() + self._silence
        return self._link._receive(receive, self._channel, deadline)  # noqa: SLF001


def end(channel: paramiko.Channel) -> None:
    """Closes it. Where the link has just been lost, paramiko raises as it tells the other end."""
    try:
        channel.close()
    except (OSError, EOFError, paramiko.SSHException) as error:
        log.info("closed on a link that was lost: %s", _text(error))


def one_line(script: str) -> str:
    """A script for sh without a line's end, which a csh as login shell does not take in quotes."""
    text = "; ".join(line.strip() for line in script.strip().splitlines())
    return re.sub(r"\b(then|do);", r"\1", text)


def _text(error: BaseException) -> str:
    return str(error) or type(error).__name__

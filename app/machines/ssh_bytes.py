"""Files through an SSH link: raw bytes from, or to, a command that is still running."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import paramiko

from app.machines.ssh import LONGEST_OUTPUT, Completed, SshLink, _text, end

LONGEST_HEAD = 64 * 1024  # bytes of the line before the data


class ByteStream:
    """What a command writes: one line, then bytes. Used by one thread; `close` by any."""

    def __init__(self, link: SshLink, argv: Sequence[str], input: bytes, silence: float) -> None:
        self._link = link
        self._silence = silence
        deadline = time.monotonic() + silence
        self._channel = link._begin(argv, input, deadline, keep_open=False)  # noqa: SLF001
        self._rest = b""

    def head(self) -> bytes:
        """The line before the data, without its end; all there is if none came."""
        data = b""
        while b"\n" not in data and len(data) < LONGEST_HEAD:
            more = self._receive()
            if not more:
                break
            data += more
        line, _, self._rest = data.partition(b"\n")
        return line

    def __iter__(self) -> Iterator[bytes]:
        """The data, in pieces. Raises Unreachable for silence or a lost link."""
        if self._rest:
            yield self._rest
            self._rest = b""
        while data := self._receive():
            yield data

    def finish(self) -> Completed:
        """How the command ended, after its last byte."""
        deadline = time.monotonic() + self._silence
        errors = self._link._errors(self._channel, deadline)  # noqa: SLF001
        return Completed(self._link._status(self._channel, deadline), b"", errors)  # noqa: SLF001

    def close(self) -> None:
        end(self._channel)

    def _receive(self) -> bytes:
        deadline = time.monotonic() + self._silence
        return self._link._receive(self._channel.recv, self._channel, deadline)  # noqa: SLF001


def _end_input(link: SshLink, channel: paramiko.Channel) -> None:
    try:
        channel.shutdown_write()
    except (OSError, EOFError, paramiko.SSHException) as error:
        raise link._unreachable(_text(error)) from error  # noqa: SLF001


def send(
    link: SshLink, argv: Sequence[str], head: bytes, data: Iterator[bytes], silence: float
) -> Completed:
    """Runs a command with `head`, then `data`, on its standard input, and reads what it says. Each
    piece has `silence` seconds to be taken. Raises Unreachable, and what `data` raises."""
    channel = link._begin(argv, head, time.monotonic() + silence, keep_open=True)  # noqa: SLF001
    try:
        for piece in data:
            channel.settimeout(silence)
            try:
                channel.sendall(piece)
            except (OSError, EOFError, paramiko.SSHException) as error:
                if channel.exit_status_ready():
                    break  # it has said what it has to say, and reads no more
                raise link._unreachable(_text(error)) from error  # noqa: SLF001
        _end_input(link, channel)
        deadline = time.monotonic() + silence
        output = b""
        while more := link._receive(channel.recv, channel, deadline):  # noqa: SLF001
            output += more
            if len(output) > LONGEST_OUTPUT:
                raise link._unreachable("endless output")  # noqa: SLF001
        errors = link._errors(channel, deadline)  # noqa: SLF001
        return Completed(link._status(channel, deadline), output, errors)  # noqa: SLF001
    finally:
        end(channel)

"""Runs programs on the PM: argument lists only, a time limit always, plain English output."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from typing import Callable

# Messages are read by this program, so they must not depend on the PM's language.
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "TMPDIR", "SUDO_USER", "USER")},
    "LC_ALL": "C.UTF-8",
    "LIBVIRT_DEFAULT_URI": "qemu:///system",
}
ENVIRONMENT["PATH"] = ENVIRONMENT.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"
LONGEST_OUTPUT = 64 * 1024 * 1024


class ToolFailed(Exception):
    """A program ended with an error, or not in time."""

    def __init__(self, argv: Sequence[str], status: int | None, output: str) -> None:
        self.argv = list(argv)
        self.status = status  # None: it did not end in time
        self.output = output.strip()
        super().__init__(f"{argv[0]}: {self.output or status}")

    @property
    def missing(self) -> bool:
        return self.status == 127


def run(argv: Sequence[str], *, input: str = "", timeout: float = 60) -> str:
    """Standard output of a program. Raises ToolFailed; `timeout` is seconds."""
    try:
        done = subprocess.run(
            argv,
            input=input.encode(),
            capture_output=True,
            timeout=timeout,
            env=ENVIRONMENT,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise ToolFailed(argv, 127, str(error)) from error
    except subprocess.TimeoutExpired as error:
        raise ToolFailed(argv, None, f"no answer within {timeout:.0f} s") from error
    if done.returncode:
        raise ToolFailed(
            argv, done.returncode, (done.stderr or done.stdout).decode("utf-8", "replace")
        )
    return done.stdout.decode("utf-8", "replace")


def run_watched(
    argv: Sequence[str],
    *,
    on_text: Callable[[str], None],
    check: Callable[[], None],
    silence: float | None = None,
) -> None:
    """Runs a long program; `on_text` gets its output as it comes, `check` is called at least four
    times a second and ends the program by raising. `silence` is how many seconds without output
    count as hung. Raises ToolFailed."""
    errors = bytearray()
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise ToolFailed(argv, 127, str(error)) from error
    heard = time.monotonic()
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            selector.register(process.stderr, selectors.EVENT_READ)
            while selector.get_map():
                for key, _ in selector.select(0.25):
                    chunk = os.read(key.fd, 65536)
                    if not chunk:
                        selector.unregister(key.fileobj)
                    elif key.fileobj is process.stdout:
                        heard = time.monotonic()
                        on_text(chunk.decode("utf-8", "replace"))
                    else:
                        heard = time.monotonic()
                        errors += chunk[: 65536 - len(errors)]
                check()
                if silence is not None and time.monotonic() - heard > silence:
                    raise ToolFailed(argv, None, f"silent for {silence:.0f} s")
        status = process.wait(timeout=30)
    finally:
        end(process)
    if status:
        raise ToolFailed(argv, status, errors.decode("utf-8", "replace"))


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program that we started in a session of its own, with what it started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):  # it may end between the two lines
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):  # what a dead program did not read
                pipe.close()


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
